-- A row is a directed tie by retweets: who passes on whose tweets. A tweet holds one.
select
    source,
    target,
    cast(null as varchar) as tweet_id,
    times
from interactions
where collection_window = $collection_window and kind = 'retweet'
