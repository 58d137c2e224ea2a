-- A row is one word of the window, hashtags among them with their #. Stop words are left out. Words and posters are counted
-- by numbers instead of names, because pairs of numbers are grouped faster than pairs of texts.
with words as materialized (
    select
        word,
        count(*) as uses,
        cast(row_number() over () as uinteger) as word_number
    from (
        select unnest(tokens) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as every_use
    where word not in (select unnest($stop_words))
    group by word
),

posters as materialized (
    select author, cast(row_number() over (order by author) as uinteger) as poster_number
    from (
        select distinct author
        from tweet_tokens
        where collection_window = $collection_window
    ) as authors
),

once_a_tweet as (
    select tweets.poster_number, words.word_number
    from (
        select posters.poster_number, unnest(list_distinct(tweet_tokens.tokens)) as word
        from tweet_tokens
        inner join posters on posters.author = tweet_tokens.author
        where tweet_tokens.collection_window = $collection_window
    ) as tweets
    inner join words on words.word = tweets.word
),

spread as (
    select word_number, sum(tweets) as tweets, count(poster_number) as posters
    from (
        select word_number, poster_number, count(*) as tweets
        from once_a_tweet
        group by word_number, poster_number
    ) as by_poster
    group by word_number
)

select
    $collection_window as collection_window,
    words.word,
    row_number() over (order by words.uses desc, spread.tweets desc, words.word) as rank,
    words.uses,
    cast(spread.tweets as bigint) as tweets,
    spread.posters
from words
inner join spread on spread.word_number = words.word_number
order by rank
