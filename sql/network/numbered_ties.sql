-- A row is a row of layer_ties, its accounts by their places in layer_accounts.
select
    layer_ties.layer,
    one.place as source,
    other.place as target,
    layer_ties.tweet_id,
    layer_ties.times
from layer_ties
inner join layer_accounts as one on one.account = layer_ties.source
inner join layer_accounts as other on other.account = layer_ties.target
