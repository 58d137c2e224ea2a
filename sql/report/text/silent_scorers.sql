-- A row is a scorer that the study asks for and that could not run, with the reason.
select scorer, problem
from sentiment_scorers
where collection_window = $collection_window and problem is not null
order by scorer
