-- A row is an account of the layer with its measures and followers, as other programs read them.
select
    user_metrics.account,
    user_metrics.community,
    user_metrics.indegree,
    user_metrics.outdegree,
    user_metrics.betweenness,
    user_metrics.pagerank,
    user_metrics.core,
    users.followers
from user_metrics
left join users
    on users.collection_window = user_metrics.collection_window
    and users.account = user_metrics.account
where user_metrics.collection_window = $collection_window and user_metrics.layer = $layer
order by user_metrics.account
