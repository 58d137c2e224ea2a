-- A row is one word of the window, hashtags among them with their #. Stop words are left out.
with every_use as (
    select word, count(*) as uses
    from (
        select unnest(tokens) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as tokens
    group by word
),

once_a_tweet as (
    select author, unnest(list_distinct(tokens)) as word
    from tweet_tokens
    where collection_window = $collection_window
),

spread as (
    select
        word,
        count(*) as tweets,
        count(distinct author) as posters
    from once_a_tweet
    where word not in (select unnest($stop_words))
    group by word
)

select
    $collection_window as collection_window,
    spread.word,
    row_number() over (order by every_use.uses desc, spread.tweets desc, spread.word) as rank,
    every_use.uses,
    spread.tweets,
    spread.posters
from spread
inner join every_use on every_use.word = spread.word
order by rank
