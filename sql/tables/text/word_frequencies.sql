-- A row is one word of the window, hashtags among them with their #. Stop words are left out. Uses are sorted by word and
-- tweet, with tweets numbered poster by poster: a use that differs from the one before it begins a tweet or a poster.
with words as materialized (
    select
        word,
        cast(row_number() over () as uinteger) as word_number
    from (
        select distinct unnest(string_split(tokens, ' ')) as word
        from tweet_tokens
        where collection_window = $collection_window
    ) as vocabulary
    where word not in (select unnest($stop_words))
),

numbered_tweets as (
    select
        tokens,
        cast(row_number() over (order by author) as uinteger) as tweet_number,
        cast(rank() over (order by author) as uinteger) as poster_number
    from tweet_tokens
    where collection_window = $collection_window
),

word_uses as (
    select words.word_number, tweets.tweet_number, tweets.poster_number
    from (
        select tweet_number, poster_number, unnest(string_split(tokens, ' ')) as word
        from numbered_tweets
    ) as tweets
    inner join words on words.word = tweets.word
),

uses_with_previous as (
    select
        *,
        lag(tweet_number) over (partition by word_number order by tweet_number) as tweet_before,
        lag(poster_number) over (partition by word_number order by tweet_number) as poster_before
    from word_uses
),

word_counts as (
    select
        word_number,
        count(*) as uses,
        count(*) filter (where tweet_number is distinct from tweet_before) as tweets,
        count(*) filter (where poster_number is distinct from poster_before) as posters
    from uses_with_previous
    group by word_number
)

select
    $collection_window as collection_window,
    words.word,
    row_number() over (order by word_counts.uses desc, word_counts.tweets desc, words.word) as rank,
    word_counts.uses,
    word_counts.tweets,
    word_counts.posters
from word_counts
inner join words on words.word_number = word_counts.word_number
order by rank
