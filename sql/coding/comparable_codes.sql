-- A row is a coder's present code that the codebook still has; of some variables a coder gives a tweet several.
select tweet_id, variable, coder, code
from codes
where collection_window = $collection_window and is_in_codebook
order by tweet_id, variable, coder, code
