-- A row is a directed tie of the layer, self-ties among them.
select source, target, times
from network_ties
where collection_window = $collection_window and layer = $layer
order by source, target
