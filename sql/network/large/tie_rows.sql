-- A row is a directed tie of a layer, in the columns of network_ties.
select
    $collection_window as collection_window,
    layer,
    source,
    target,
    times
from tie_counts
where layer = $layer
