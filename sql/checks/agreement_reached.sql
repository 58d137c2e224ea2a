-- A row is the window: variables that people coded twice, whose agreement is below what the study asks.
select count(*) as variables_below
from coded_variables
where collection_window = $collection_window and shared_tweets > 0 and not is_reported
