-- A row is an account after one more round: the largest number for which it has as many neighbours that could be in a core
-- so deep (the h-index of theirs; Lü et al. 2016, The H-index of a network node).
with neighbours_of_core as (
    select large_neighbours.account, cores.core, count(*) as neighbours
    from large_neighbours
    inner join cores on cores.account = large_neighbours.neighbour
    group by large_neighbours.account, cores.core
),

cumulated_neighbours as (
    select account, core, sum(neighbours) over (partition by account order by core desc) as neighbours
    from neighbours_of_core
),

next_cores as (
    select account, max(least(core, cast(neighbours as bigint))) as core
    from cumulated_neighbours
    group by account
)

select
    cores.account,
    coalesce(next_cores.core, 0) as core,
    cores.core as core_before
from cores
left join next_cores on next_cores.account = cores.account
