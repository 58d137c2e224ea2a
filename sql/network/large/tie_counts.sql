-- A row is a directed tie of a layer that stands in numbered_ties, with how often it was seen.
select layer, source, target, cast(sum(times) as bigint) as times
from numbered_ties
group by layer, source, target
