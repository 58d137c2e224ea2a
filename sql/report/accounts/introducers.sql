-- A row is one of the ten accounts that introduced most others.
select other_account as account, count(*) as introduced
from first_ties
where collection_window = $collection_window and role = 'was named' and other_was_there
group by other_account
order by introduced desc, account
limit 10
