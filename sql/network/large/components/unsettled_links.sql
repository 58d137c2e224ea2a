-- A row is the layer: links beyond one an account, and links to an account that has one itself. Without any, each account
-- is linked to the first of its component.
with surplus_links as (
    select count(*) - count(distinct higher) as links
    from links
),

onward_links as (
    select count(*) as links
    from links
    inner join links as further on further.higher = links.lower
)

select surplus_links.links + onward_links.links as unsettled
from surplus_links
cross join onward_links
