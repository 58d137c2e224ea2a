-- A row is one use of a hashtag in one tweet.
with hashtag_uses as (
    select
        tweet_id,
        unnest(hashtags) as hashtag_as_written,
        generate_subscripts(hashtags, 1) as position
    from tweets
    where collection_window = $collection_window
)

select
    $collection_window as collection_window,
    tweet_id,
    position,
    lower(hashtag_as_written) as hashtag,
    hashtag_as_written
from hashtag_uses
order by tweet_id, position
