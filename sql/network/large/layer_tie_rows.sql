-- A row is a directed tie of the layer, self-ties among them, with how often it was seen.
select source, target, times
from tie_counts
where layer = $layer
