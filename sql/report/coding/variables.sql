-- A row is a variable that people code: whether its codes are reported, and why.
select variable, coded_tweets, shared_tweets, threshold, lowered_because, is_reported, reason
from coded_variables
where collection_window = $collection_window and not is_computed
order by variable
