-- A row is one word of the window. Links, handles and stop words are left out; a hashtag keeps its #.
with words as (
    select
        tweet_id,
        unnest(regexp_extract_all(lower(regexp_replace(text, $url, ' ', 'g')), $word)) as word
    from tweets
    where collection_window = $collection_window
),

counted as (
    select
        word,
        count(*) as uses,
        count(distinct tweet_id) as tweets
    from words
    where not contains(word, '@') and not contains(word, '＠') and not list_contains($stop_words, word)
    group by word
)

select
    $collection_window as collection_window,
    word,
    row_number() over (order by uses desc, tweets desc, word) as rank,
    uses,
    tweets
from counted
order by rank
