-- A row is an account of the layer with its degrees, self-ties apart: large_ties, large_neighbours.
with ends as (
    select source as account, 0 as indegree, 1 as outdegree, 0 as times_in, times as times_out from large_ties
    union all
    select target, 1, 0, times, 0 from large_ties
    union all
    select source, 0, 0, 0, 0 from tie_counts where layer = $layer and source = target
),

degrees as (
    select
        account,
        cast(sum(indegree) as bigint) as indegree,
        cast(sum(outdegree) as bigint) as outdegree,
        cast(sum(times_in) as bigint) as times_in,
        cast(sum(times_out) as bigint) as times_out
    from ends
    group by account
),

neighbour_counts as (
    select account, count(*) as neighbours
    from large_neighbours
    group by account
)

select
    degrees.account,
    degrees.indegree,
    degrees.outdegree,
    degrees.times_in,
    degrees.times_out,
    coalesce(neighbour_counts.neighbours, 0) as neighbours
from degrees
left join neighbour_counts on neighbour_counts.account = degrees.account
