-- A row is the window: scorers that the study asks for and that could not run.
select count(*) as scorers_that_did_not_run
from sentiment_scorers
where collection_window = $collection_window and problem is not null
