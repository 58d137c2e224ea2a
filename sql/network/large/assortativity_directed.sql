-- A row is a layer: how the sources' outdegrees and their targets' indegrees go together.
select corr(one.outdegree, other.indegree) as assortativity
from large_ties
inner join large_accounts as one on one.account = large_ties.source
inner join large_accounts as other on other.account = large_ties.target
