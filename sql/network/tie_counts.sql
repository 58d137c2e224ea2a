-- A row is a directed tie of the layer that stands in layer_ties, its accounts by their place in the alphabet from 0, with
-- how often it was seen.
with accounts_of_ties as (
    select source as account from layer_ties
    union
    select target from layer_ties
),

numbered_accounts as (
    select account, row_number() over (order by account) - 1 as place
    from accounts_of_ties
)

select one.place as source, other.place as target, cast(sum(layer_ties.times) as bigint) as times
from layer_ties
inner join numbered_accounts as one on one.account = layer_ties.source
inner join numbered_accounts as other on other.account = layer_ties.target
group by one.place, other.place
order by one.place, other.place
