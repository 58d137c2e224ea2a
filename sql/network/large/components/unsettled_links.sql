-- A row is the layer: links beyond one an account, and links to an account that has one itself. Without any, each account
-- is linked to the first of its component.
with beside as (
    select count(*) - count(distinct higher) as links
    from links
),

onwards as (
    select count(*) as links
    from links
    inner join links as further on further.higher = links.lower
)

select beside.links + onwards.links as unsettled
from beside
cross join onwards
