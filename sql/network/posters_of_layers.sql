-- A row is a layer in numbered_ties: the accounts with a tie of it that posted in the window.
select ends.layer, count(*) as posters
from (
    select layer, source as place from numbered_ties
    union
    select layer, target from numbered_ties
) as ends
inner join layer_accounts on layer_accounts.place = ends.place
inner join users on users.account = layer_accounts.account
where users.collection_window = $collection_window and users.tweets > 0
group by ends.layer
