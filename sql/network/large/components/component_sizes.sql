-- A row is the layer: accounts that are linked to the first of their component, and the most that are to one.
select coalesce(cast(sum(others) as bigint), 0) as linked, coalesce(max(others), 0) as most
from (
    select lower, count(*) as others
    from links
    group by lower
) as components
