-- A row is a directed tie between two accounts that the page of the network shows, self-ties apart,
-- with the layers that hold it.
with shown_accounts as (
    select unnest($accounts) as account
)

select network_ties.source, network_ties.target, list(network_ties.layer order by network_ties.layer) as layers
from network_ties
inner join shown_accounts as one
    on one.account = network_ties.source
inner join shown_accounts as other
    on other.account = network_ties.target
where network_ties.collection_window = $collection_window and network_ties.source <> network_ties.target
group by network_ties.source, network_ties.target
order by network_ties.source, network_ties.target
