-- A row is a variable that people coded twice and whose agreement is below what the study asks.
select variable
from coded_variables
where collection_window = $collection_window and shared_tweets > 0 and not is_reported
order by variable
limit $rows
