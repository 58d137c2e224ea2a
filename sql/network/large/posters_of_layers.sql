-- A row is a layer in tie_counts: the accounts with a tie of it that posted in the window.
select ends.layer, count(*) as posters
from (
    select layer, source as account from tie_counts
    union
    select layer, target from tie_counts
) as ends
inner join users on users.account = ends.account
where users.collection_window = $collection_window and users.tweets > 0
group by ends.layer
