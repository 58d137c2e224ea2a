-- A row is a layer: how the neighbours' degrees go together, each pair in both directions (Newman 2003).
select corr(one.neighbours, other.neighbours) as assortativity
from large_neighbours
inner join large_accounts as one on one.account = large_neighbours.account
inner join large_accounts as other on other.account = large_neighbours.neighbour
