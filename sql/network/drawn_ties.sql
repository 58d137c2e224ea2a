-- A row is a pair of accounts of the node-link picture with a tie between them, direction ignored, self-ties apart; of
-- more than the picture has room for, those seen most often.
with pairs as (
    select
        least(source, target) as account,
        greatest(source, target) as other_account,
        sum(times) as times
    from network_ties
    where collection_window = $collection_window and layer = 'all' and source <> target
    group by all
),

counted_pairs as (
    select account, other_account, times, count(*) over () as ties
    from pairs
)

select counted_pairs.account, counted_pairs.other_account, counted_pairs.ties
from counted_pairs
inner join (select unnest($accounts) as account) as one
    on one.account = counted_pairs.account
inner join (select unnest($accounts) as account) as other
    on other.account = counted_pairs.other_account
order by counted_pairs.times desc, counted_pairs.account, counted_pairs.other_account
limit $most_ties
