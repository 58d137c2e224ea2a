-- A row is a tie between two accounts of the communities that the map shows, self-ties apart.
select network_ties.source, network_ties.target
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
    and network_ties.source <> network_ties.target
order by network_ties.source, network_ties.target
