-- A row is a community of a layer of at least $smallest accounts, with its leaders and with words and hashtags that its
-- members use more than all other members of the layer (log-likelihood as in word_keyness).
with members as materialized (
    select layer, account, community, indegree, times_in
    from user_metrics
    where collection_window = $collection_window and community is not null
),

community_sizes as (
    select layer, community, count(*) as accounts
    from members
    group by layer, community
),

layer_sizes as (
    select layer, sum(accounts) as accounts
    from community_sizes
    group by layer
),

ties_inside as (
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

ranked_members as (
    select
        layer,
        community,
        account,
        row_number() over (partition by layer, community order by indegree desc, times_in desc, account) as place
    from members
    where indegree > 0
),

community_leaders as (
    select layer, community, list(account order by place) as accounts
    from ranked_members
    where place <= 5
    group by layer, community
),

described_communities as (
    select layer, community, row_number() over (partition by layer order by accounts desc, community) as place
    from community_sizes
    where accounts >= $smallest
    qualify place <= $described
),

-- Words are counted by kinds of accounts, which are of the same communities: of each layer a described one, or another (0).
-- A kind is a number whose digits are the layers, each the place of its community: a sum takes less room than a list.
layer_digits as (
    select layer, cast(power($described + 2, row_number() over (order by layer) - 1) as bigint) as digit
    from layer_sizes
),

members_with_communities as (
    select
        members.account,
        members.layer,
        coalesce(described_communities.community, 0) as community,
        (coalesce(described_communities.place, 0) + 1) * layer_digits.digit as place_by_digit
    from members
    inner join layer_digits on layer_digits.layer = members.layer
    left join described_communities
        on described_communities.layer = members.layer and described_communities.community = members.community
),

account_kinds as materialized (
    select account, cast(sum(place_by_digit) as bigint) as kind
    from members_with_communities
    group by account
),

kind_communities as (
    select distinct account_kinds.kind, members_with_communities.layer, members_with_communities.community
    from members_with_communities
    inner join account_kinds on account_kinds.account = members_with_communities.account
),

token_lists as (
    select account_kinds.kind, string_split(tweet_tokens.tokens, ' ') as tokens
    from tweet_tokens
    inner join account_kinds on account_kinds.account = tweet_tokens.author
    where tweet_tokens.collection_window = $collection_window
),

-- A word is looked up among those of its tweet: of few words, in half the time that list_distinct takes.
kind_word_uses as (
    select tokens.kind, tokens.word, count(*) as uses
    from (
        select
            kind,
            unnest(
                case
                    when array_length(tokens) <= 60
                        then list_filter(tokens, lambda word, place: list_position(tokens, word) = place)
                    else list_distinct(tokens)
                end
            ) as word
        from token_lists
    ) as tokens
    group by tokens.kind, tokens.word
),

community_word_uses as (
    select kind_communities.layer, kind_communities.community, kind_word_uses.word, sum(kind_word_uses.uses) as uses
    from kind_word_uses
    inner join kind_communities on kind_communities.kind = kind_word_uses.kind
    where kind_word_uses.word not in (select unnest($left_out))
    group by kind_communities.layer, kind_communities.community, kind_word_uses.word
),

community_word_totals as (
    select layer, community, cast(sum(uses) as double) as uses
    from community_word_uses
    group by layer, community
),

layer_word_totals as (
    select layer, cast(sum(uses) as double) as uses
    from community_word_totals
    group by layer
),

layer_words as (
    select layer, word, cast(sum(uses) as double) as uses
    from community_word_uses
    group by layer, word
),

with_expected_uses as (
    select
        community_word_uses.layer,
        community_word_uses.community,
        community_word_uses.word,
        community_word_uses.uses as here,
        layer_words.uses - community_word_uses.uses as elsewhere,
        community_word_totals.uses * layer_words.uses / layer_word_totals.uses as expected_here,
        (layer_word_totals.uses - community_word_totals.uses) * layer_words.uses / layer_word_totals.uses as expected_elsewhere
    from community_word_uses
    inner join described_communities
        on described_communities.layer = community_word_uses.layer
        and described_communities.community = community_word_uses.community
    inner join community_word_totals
        on community_word_totals.layer = community_word_uses.layer
        and community_word_totals.community = community_word_uses.community
    inner join layer_word_totals on layer_word_totals.layer = community_word_uses.layer
    inner join layer_words on layer_words.layer = community_word_uses.layer and layer_words.word = community_word_uses.word
    where community_word_uses.uses > 1
),

with_log_likelihood as (
    select
        layer,
        community,
        word,
        2 * (
            here * ln(here / expected_here)
            + case when elsewhere > 0 then elsewhere * ln(elsewhere / expected_elsewhere) else 0 end
        ) as log_likelihood
    from with_expected_uses
    where here > expected_here
),

ranked_words as (
    select
        layer,
        community,
        word,
        row_number() over (
            partition by layer, community, starts_with(word, '#') order by log_likelihood desc, word
        ) as place
    from with_log_likelihood
    where log_likelihood >= 3.84
),

distinctive_words as (
    select
        layer,
        community,
        list(word order by place) filter (where not starts_with(word, '#')) as words,
        list(word order by place) filter (where starts_with(word, '#')) as hashtags
    from ranked_words
    where place <= 10
    group by layer, community
)

select
    $collection_window as collection_window,
    community_sizes.layer,
    community_sizes.community,
    community_sizes.accounts,
    100.0 * community_sizes.accounts / layer_sizes.accounts as percent_of_accounts,
    coalesce(ties_inside.ties, 0) as ties_inside,
    case when community_sizes.accounts > 1 then coalesce(ties_inside.ties, 0) / (community_sizes.accounts * (community_sizes.accounts - 1.0)) end
        as density_inside,
    coalesce(community_leaders.accounts, []) as leaders,
    coalesce(distinctive_words.words, []) as words,
    coalesce(distinctive_words.hashtags, []) as hashtags
from community_sizes
inner join layer_sizes on layer_sizes.layer = community_sizes.layer
left join ties_inside on ties_inside.layer = community_sizes.layer and ties_inside.community = community_sizes.community
left join community_leaders
    on community_leaders.layer = community_sizes.layer and community_leaders.community = community_sizes.community
left join distinctive_words
    on distinctive_words.layer = community_sizes.layer and distinctive_words.community = community_sizes.community
where community_sizes.accounts >= $smallest
order by community_sizes.layer, community_sizes.community
