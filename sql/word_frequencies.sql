-- A row is one word of the window, hashtags among them with their #. Stop words are left out.
with used as (
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
    where word not in (select unnest($stop_words))
    group by word
)

select
    $collection_window as collection_window,
    word,
    row_number() over (order by uses desc, tweets desc, word) as rank,
    uses,
    tweets,
    posters
from counted
order by rank
