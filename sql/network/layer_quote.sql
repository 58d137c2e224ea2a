-- A row is a directed tie by quotes: who quotes whose tweets. A tweet holds one.
select
    source,
    target,
    cast(null as varchar) as tweet_id,
    times
from interactions
where collection_window = $collection_window and kind = 'quote'
