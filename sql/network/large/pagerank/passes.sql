-- A row is a tie with the part of its source's worth that it passes on.
select large_ties.source, large_ties.target, $damping / large_accounts.outdegree as share
from large_ties
inner join large_accounts on large_accounts.account = large_ties.source
