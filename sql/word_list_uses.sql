-- A row is one word of one named list, as used in the window; a term that ends in * stands for all that begin so.
with terms as (
    select
        unnest($lists) as list,
        unnest($kinds) as kind,
        unnest($terms) as term
),

used as (
    select
        word,
        tweet_id,
        author,
        count(*) as uses
    from (
        select tweet_id, author, unnest(tokens) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    group by word, tweet_id, author
),

counted as (
    select
        word,
        cast(sum(uses) as bigint) as uses,
        count(*) as tweets,
        count(distinct author) as posters
    from used
    group by word
),

matched as (
    select distinct terms.list, terms.kind, counted.word
    from terms
    inner join counted on counted.word = terms.term
    where not ends_with(terms.term, '*')
    union
    select distinct terms.list, terms.kind, counted.word
    from terms
    inner join counted on starts_with(counted.word, rtrim(terms.term, '*'))
    where ends_with(terms.term, '*')
)

select
    $collection_window as collection_window,
    matched.list,
    matched.kind,
    matched.word,
    row_number() over (partition by matched.list order by counted.uses desc, counted.tweets desc, matched.word) as rank,
    counted.uses,
    counted.tweets,
    counted.posters
from matched
inner join counted on counted.word = matched.word
order by matched.list, rank
