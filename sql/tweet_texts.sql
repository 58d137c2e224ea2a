-- A row is one tweet of the window with its full text, for measures that SQL cannot compute.
select
    collection_window,
    tweet_id,
    text
from tweets
where collection_window = $collection_window
order by tweet_id
