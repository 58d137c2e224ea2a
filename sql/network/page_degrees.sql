-- A row is an account of the page of the network in a layer that it has ties in, with its degrees there.
select user_metrics.account, user_metrics.layer, user_metrics.indegree, user_metrics.outdegree, user_metrics.degree
from user_metrics
inner join user_metrics as placed
    on placed.collection_window = user_metrics.collection_window
    and placed.account = user_metrics.account
where
    user_metrics.collection_window = $collection_window
    and placed.layer = 'all'
    and placed.community <= $communities
order by user_metrics.account, user_metrics.layer
