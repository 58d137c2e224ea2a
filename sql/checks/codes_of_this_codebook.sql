-- A row is the window: categories in codes and decisions that the codebook has no more, each by itself where a tweet has
-- several, and codes and decisions, each one whatever it is made of, that were given under another definition.
with code_parts as (
    select 'code' as kind, tweet_id, variable, coder, is_in_codebook, is_of_this_codebook
    from codes
    where collection_window = $collection_window
    union all
    select 'adjudication' as kind, tweet_id, variable, coder, is_in_codebook, is_of_this_codebook
    from categories_given($collection_window, 'adjudication')
),

codes_and_decisions as (
    select
        count(*) filter (where not is_in_codebook) as parts_outside,
        bool_and(is_of_this_codebook) as is_of_this_codebook
    from code_parts
    group by kind, tweet_id, variable, coder
)

select
    coalesce(cast(sum(parts_outside) as bigint), 0) as codes_outside_codebook,
    count(*) filter (where parts_outside = 0 and not is_of_this_codebook) as codes_of_older_codebook
from codes_and_decisions
