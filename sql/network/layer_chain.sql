-- A row is a directed tie by replies: who answers whom, as Netlytic's chain network. A tweet holds one.
select
    source,
    target,
    cast(null as varchar) as tweet_id,
    times
from interactions
where collection_window = $collection_window and kind = 'reply'
