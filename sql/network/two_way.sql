-- A row is the layer in layer_ties: uses of ties between two accounts, and those of ties whose reverse is there too.
-- In layers in which a tweet holds one tie, a use is a tweet; in the layer name, tweets are counted once.
with ties as (
    select distinct source, target
    from layer_ties
    where source <> target
),

mutual_ties as (
    select ties.source, ties.target
    from ties
    inner join ties as reverse on reverse.source = ties.target and reverse.target = ties.source
)

select
    coalesce(count(distinct layer_ties.tweet_id), 0)
    + coalesce(sum(layer_ties.times) filter (where layer_ties.tweet_id is null), 0) as uses,
    coalesce(count(distinct layer_ties.tweet_id) filter (where mutual_ties.source is not null), 0)
    + coalesce(
        sum(layer_ties.times) filter (where layer_ties.tweet_id is null and mutual_ties.source is not null), 0
    ) as two_way_uses
from layer_ties
left join mutual_ties on mutual_ties.source = layer_ties.source and mutual_ties.target = layer_ties.target
where layer_ties.source <> layer_ties.target
