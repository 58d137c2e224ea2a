-- A row is an account in large_ties beside one that it has a tie with in any direction, which has a row of its own too.
select source as account, target as neighbour from large_ties
union
select target, source from large_ties
