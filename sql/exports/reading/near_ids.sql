-- A row is the window: whether two of its tweet ids may be an id and what it was rounded to (rounded_twins.sql): they
-- lie near each other, and one of them ends in 00 or is a double.
with long_ids as (
    select distinct cast(tweet_id as bigint) as id
    from validated_rows
    where reason is null and regexp_full_match(tweet_id, '[0-9]{17,19}')
),

with_neighbours as (
    select
        id,
        id % 100 = 0 or cast(cast(id as double) as bigint) = id as is_round,
        lag(id) over (order by id) as before
    from long_ids
),

with_round_neighbours as (
    select
        id,
        before,
        is_round or before % 100 = 0 or cast(cast(before as double) as bigint) = before as one_is_round
    from with_neighbours
)

select coalesce(bool_or(id - before <= 5000 and one_is_round), false) as are_near
from with_round_neighbours
