-- A row is an account of the layer of all ties, in the communities that the map shows, the largest first.
select user_metrics.account, user_metrics.community, user_metrics.indegree, user_metrics.degree
from user_metrics
where
    user_metrics.collection_window = $collection_window
    and user_metrics.layer = 'all'
    and user_metrics.community <= $communities
order by user_metrics.community, user_metrics.indegree desc, user_metrics.degree desc, user_metrics.account
