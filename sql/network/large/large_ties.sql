-- A row is a directed tie of the layer between two accounts.
select source, target, times
from tie_counts
where layer = $layer and source <> target
