-- A row is one tweet of the window with its full text, for measures that SQL cannot compute.
select
    collection_window,
    tweet_id,
    text
from tweets
where collection_window = $collection_window and not ($drop_retweets and is_retweet)
order by tweet_id
