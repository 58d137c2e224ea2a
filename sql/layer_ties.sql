-- A row is one directed tie of one kind, for measures that SQL cannot compute.
select
    kind,
    source,
    target
from interactions
where collection_window = $collection_window
order by kind, source, target
