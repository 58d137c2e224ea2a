-- A row is what became of the codes on which the coders of a tweet differ: how many there are, and how many were decided.
-- Of a variable that a decision says is not asked of the tweet there is nothing to decide.
with codes_of_coders as (
    select tweet_id, variable, coder, list(code order by code) as codes
    from codes
    where collection_window = $collection_window and is_in_codebook
    group by tweet_id, variable, coder
),

differing_codes as (
    select tweet_id, variable
    from codes_of_coders
    group by tweet_id, variable
    having count(distinct codes) > 1
),

decided_codes as (
    select tweet_id, variable, list(category) as codes
    from categories_given($collection_window, 'adjudication')
    where is_in_codebook
    group by tweet_id, variable
),

conditions as (
    select variable, asked_variable, asked_codes
    from conditions_of_variables($collection_window)
)

select count(*) as differing, count(decided_codes.tweet_id) as decided
from differing_codes
left join decided_codes
    on decided_codes.tweet_id = differing_codes.tweet_id
    and decided_codes.variable = differing_codes.variable
where not exists (
    from conditions
    inner join decided_codes as known_codes on known_codes.variable = conditions.asked_variable
    where
        conditions.variable = differing_codes.variable
        and known_codes.tweet_id = differing_codes.tweet_id
        and not list_has_any(known_codes.codes, conditions.asked_codes)
)
