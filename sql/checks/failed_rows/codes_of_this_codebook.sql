-- A row is a code, or a decision between codes, of which the codebook has a category no more, or that was given under
-- another definition of its variable.
with code_parts as (
    select 'code' as kind, tweet_id, variable, coder, is_in_codebook, is_of_this_codebook
    from codes
    where collection_window = $collection_window
    union all
    select 'adjudication' as kind, tweet_id, variable, coder, is_in_codebook, is_of_this_codebook
    from categories_given($collection_window, 'adjudication')
)

select distinct tweet_id, variable, coder
from code_parts
where not (is_in_codebook and is_of_this_codebook)
order by tweet_id, variable, coder
limit $rows
