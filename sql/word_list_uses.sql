-- A row is one word of one named list, as used in the window; a term that ends in * stands for all that begin so.
with terms as (
    select
        unnest($lists) as list,
        unnest($kinds) as kind,
        unnest($terms) as term
),

every_use as (
    select word, count(*) as uses
    from (
        select unnest(tokens) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    group by word
),

matched as (
    select distinct terms.list, terms.kind, every_use.word, every_use.uses
    from terms
    inner join every_use on every_use.word = terms.term
    where not ends_with(terms.term, '*')
    union
    select distinct terms.list, terms.kind, every_use.word, every_use.uses
    from terms
    inner join every_use on starts_with(every_use.word, rtrim(terms.term, '*'))
    where ends_with(terms.term, '*')
),

once_a_tweet as (
    select distinct word, tweet_id, author
    from (
        select tweet_id, author, unnest(tokens) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    where word in (select word from matched)
),

spread as (
    select
        word,
        count(*) as tweets,
        count(distinct author) as posters
    from once_a_tweet
    group by word
)

select
    $collection_window as collection_window,
    matched.list,
    matched.kind,
    matched.word,
    row_number() over (partition by matched.list order by matched.uses desc, spread.tweets desc, matched.word) as rank,
    matched.uses,
    spread.tweets,
    spread.posters
from matched
inner join spread on spread.word = matched.word
order by matched.list, rank
