-- A row is a pair of communities that the map shows, with the accounts' ties between them, direction ignored.
select
    least(one.community, other.community) as community,
    greatest(one.community, other.community) as other_community,
    count(*) as ties
from network_ties
inner join user_metrics as one
    on one.collection_window = network_ties.collection_window
    and one.layer = network_ties.layer
    and one.account = network_ties.source
inner join user_metrics as other
    on other.collection_window = network_ties.collection_window
    and other.layer = network_ties.layer
    and other.account = network_ties.target
where
    network_ties.collection_window = $collection_window
    and network_ties.layer = 'all'
    and one.community <= $communities
    and other.community <= $communities
    and one.community <> other.community
group by all
order by all
