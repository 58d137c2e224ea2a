-- A row is an account of the page of the network in a layer that it has ties in, with its degrees there.
select user_metrics.account, user_metrics.layer, user_metrics.indegree, user_metrics.outdegree, user_metrics.degree
from user_metrics
inner join (select unnest($accounts) as account) as shown
    on shown.account = user_metrics.account
where user_metrics.collection_window = $collection_window
order by user_metrics.account, user_metrics.layer
