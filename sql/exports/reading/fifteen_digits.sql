-- A row is an export file of the batch, of whose tweet ids some have 15 digits and then zeros.
-- Rounded to 15 digits, an id of 19 ends in four zeros, one of 18 in three, one of 17 in two. A true id is a multiple of
-- 2^22 a millisecond, so its low bits say whether it can be one of 2^zeros, and chance whether also of 5^zeros. Ids are
-- counted once: what was collected twice proves nothing twice.
with ids as (
    select
        file_number,
        case when regexp_full_match(tweet_id, '[0-9]{17,19}') then try_cast(tweet_id as bigint) end as id
    from export_rows
),

different_ids as (
    select distinct file_number, id, length(cast(id as varchar)) - 15 as zeros
    from ids
    where id % 4096 <> 0
)

select
    file_number,
    count(*) filter (id % cast(10 ** zeros as bigint) = 0) as ids_of_fifteen_digits,
    coalesce(sum(1 / 5 ** zeros) filter (id % cast(2 ** zeros as bigint) = 0), 0) as fifteen_digits_by_chance
from different_ids
group by file_number
