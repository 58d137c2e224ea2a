-- A row is a directed tie of the layer that stands in layer_ties, self-ties among them, by the names of its accounts.
select
    cast($collection_window as varchar) as collection_window,
    cast($layer as varchar) as layer,
    source,
    target,
    cast(sum(times) as bigint) as times
from layer_ties
group by source, target
order by source, target
