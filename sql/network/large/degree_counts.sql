-- A row is a value of a degree, and how many accounts in large_accounts have it.
select 'indegree' as degree, indegree as value, count(*) as accounts from large_accounts group by indegree
union all
select 'outdegree', outdegree, count(*) from large_accounts group by outdegree
union all
select 'degree', indegree + outdegree, count(*) from large_accounts group by indegree + outdegree
union all
select 'neighbours', neighbours, count(*) from large_accounts group by neighbours
order by degree, value
