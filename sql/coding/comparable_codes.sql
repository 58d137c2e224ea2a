-- A row is a coder's present code that the codebook still has.
select tweet_id, variable, coder, code
from codes
where collection_window = $collection_window and is_in_codebook
order by tweet_id, variable, coder
