-- A row is an account of the layer that stands in layer_ties, in the order of the alphabet.
select account
from (
    select source as account from layer_ties
    union
    select target from layer_ties
) as ends
order by account
