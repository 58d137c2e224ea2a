-- A row is a layer in numbered_ties: uses of ties between two accounts, and those of ties whose reverse is there too.
-- In layers in which a tweet holds one tie, a use is a tweet; in the layer name, tweets are counted once.
with ties as (
    select distinct layer, source, target
    from numbered_ties
    where source <> target
),

mutual_ties as (
    select ties.layer, ties.source, ties.target
    from ties
    inner join ties as reverse
        on reverse.layer = ties.layer
        and reverse.source = ties.target
        and reverse.target = ties.source
)

select
    numbered_ties.layer,
    coalesce(count(distinct numbered_ties.tweet_id), 0)
    + coalesce(sum(numbered_ties.times) filter (where numbered_ties.tweet_id is null), 0) as uses,
    coalesce(count(distinct numbered_ties.tweet_id) filter (where mutual_ties.source is not null), 0)
    + coalesce(
        sum(numbered_ties.times) filter (where numbered_ties.tweet_id is null and mutual_ties.source is not null), 0
    ) as two_way_uses
from numbered_ties
left join mutual_ties
    on mutual_ties.layer = numbered_ties.layer
    and mutual_ties.source = numbered_ties.source
    and mutual_ties.target = numbered_ties.target
where numbered_ties.source <> numbered_ties.target
group by numbered_ties.layer
