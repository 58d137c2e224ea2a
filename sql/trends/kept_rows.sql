-- A row is a table of trends, or what is aside of them, with the number of its rows and two sums of their hashes.
select
    'window_trends' as name,
    count(*) as rows,
    bit_xor(hash(points)) as bits,
    sum(cast(hash(points) as hugeint)) as hashes
from window_trends as points
union all
select
    'window_changes',
    count(*),
    bit_xor(hash(changes)),
    sum(cast(hash(changes) as hugeint))
from window_changes as changes
union all
select
    'trends_aside',
    count(*),
    bit_xor(hash(aside)),
    sum(cast(hash(aside) as hugeint))
from trends_aside as aside
order by name
