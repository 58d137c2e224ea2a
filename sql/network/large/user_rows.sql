-- A row is an account's place in a layer, in the columns of user_metrics; what an engine does not measure is NULL.
select
    $collection_window as collection_window,
    cast($layer as varchar) as layer,
    large_accounts.account,
    large_accounts.indegree,
    large_accounts.outdegree,
    large_accounts.indegree + large_accounts.outdegree as degree,
    large_accounts.times_in,
    large_accounts.times_out,
    cast(null as double) as betweenness,
    cast(null as double) as closeness,
    case when $has_pagerank then worths.worth / whole.worth end as pagerank,
    cast(null as double) as hub,
    cast(null as double) as authority,
    case when $has_core then cores.core end as core,
    cast(null as bigint) as community
from large_accounts
inner join worths on worths.account = large_accounts.account
inner join cores on cores.account = large_accounts.account
cross join (select sum(worth) as worth from worths) as whole
