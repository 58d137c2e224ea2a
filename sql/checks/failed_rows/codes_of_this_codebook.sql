-- A row is a code that the codebook has no more, or that was given under another definition of its variable.
select tweet_id, variable, coder
from codes
where collection_window = $collection_window and not (is_in_codebook and is_of_this_codebook)
order by tweet_id, variable, coder
limit $rows
