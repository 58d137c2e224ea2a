-- A row is a community of a layer of at least $smallest accounts, with its leaders and with words and hashtags that its
-- members use more than all other members of the layer (log-likelihood as in word_keyness).
with members as (
    select layer, account, community, indegree, times_in
    from user_metrics
    where collection_window = $collection_window
),

sizes as (
    select layer, community, count(*) as accounts
    from members
    group by layer, community
),

wholes as (
    select layer, sum(accounts) as accounts
    from sizes
    group by layer
),

inside as (
    select one.layer, one.community, count(*) as ties
    from network_ties
    inner join members as one on one.layer = network_ties.layer and one.account = network_ties.source
    inner join members as other on other.layer = network_ties.layer and other.account = network_ties.target
    where
        network_ties.collection_window = $collection_window
        and one.community = other.community
        and network_ties.source <> network_ties.target
    group by one.layer, one.community
),

led as (
    select layer, community, list(account order by indegree desc, times_in desc, account) as accounts
    from members
    where indegree > 0
    group by layer, community
),

large as (
    select layer, community
    from sizes
    where accounts >= $smallest
    qualify row_number() over (partition by layer order by accounts desc, community) <= $described
),

used as (
    select members.layer, members.community, tokens.word, count(*) as uses
    from (
        select author, unnest(list_distinct(string_split(tokens, ' '))) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    inner join members on members.account = tokens.author
    where tokens.word not in (select unnest($left_out))
    group by members.layer, members.community, tokens.word
),

totals as (
    select layer, community, cast(sum(uses) as double) as uses
    from used
    group by layer, community
),

spoken as (
    select layer, cast(sum(uses) as double) as uses
    from totals
    group by layer
),

words as (
    select layer, word, cast(sum(uses) as double) as uses
    from used
    group by layer, word
),

compared as (
    select
        used.layer,
        used.community,
        used.word,
        used.uses as here,
        words.uses - used.uses as elsewhere,
        totals.uses * words.uses / spoken.uses as expected_here,
        (spoken.uses - totals.uses) * words.uses / spoken.uses as expected_elsewhere
    from used
    inner join large on large.layer = used.layer and large.community = used.community
    inner join totals on totals.layer = used.layer and totals.community = used.community
    inner join spoken on spoken.layer = used.layer
    inner join words on words.layer = used.layer and words.word = used.word
    where used.uses > 1
),

weighed as (
    select
        layer,
        community,
        word,
        2 * (
            here * ln(here / expected_here)
            + case when elsewhere > 0 then elsewhere * ln(elsewhere / expected_elsewhere) else 0 end
        ) as log_likelihood
    from compared
    where here > expected_here
),

distinctive as (
    select
        layer,
        community,
        list(word order by log_likelihood desc, word) filter (where not starts_with(word, '#')) as words,
        list(word order by log_likelihood desc, word) filter (where starts_with(word, '#')) as hashtags
    from weighed
    where log_likelihood >= 3.84
    group by layer, community
)

select
    $collection_window as collection_window,
    sizes.layer,
    sizes.community,
    sizes.accounts,
    100.0 * sizes.accounts / wholes.accounts as percent_of_accounts,
    coalesce(inside.ties, 0) as ties_inside,
    case when sizes.accounts > 1 then coalesce(inside.ties, 0) / (sizes.accounts * (sizes.accounts - 1.0)) end
        as density_inside,
    coalesce(led.accounts[1:5], []) as leaders,
    coalesce(distinctive.words[1:10], []) as words,
    coalesce(distinctive.hashtags[1:10], []) as hashtags
from sizes
inner join wholes on wholes.layer = sizes.layer
left join inside on inside.layer = sizes.layer and inside.community = sizes.community
left join led on led.layer = sizes.layer and led.community = sizes.community
left join distinctive on distinctive.layer = sizes.layer and distinctive.community = sizes.community
where sizes.accounts >= $smallest
order by sizes.layer, sizes.community
