-- A row is an account with a tie that stands in layer_ties, whatever the layer, and its place in the alphabet from 0.
select account, row_number() over (order by account) - 1 as place
from (
    select source as account from layer_ties
    union
    select target from layer_ties
) as ends
