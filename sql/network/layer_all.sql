-- A row is a directed tie of any kind: mentions, replies, retweets, quotes, and ties of collected edge lists.
select
    source,
    target,
    cast(null as varchar) as tweet_id,
    times
from interactions
where collection_window = $collection_window
