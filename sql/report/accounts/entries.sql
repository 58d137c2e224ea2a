-- A row is a way into the network: accounts whose first tie in the window is of that role and kind.
select role, kind, other_was_there, count(*) as accounts
from first_ties
where collection_window = $collection_window
group by role, kind, other_was_there
order by role desc, other_was_there desc, accounts desc, kind
