-- A row is a whole export file: how many of its rows show damage that one row alone cannot prove.
-- A tweet id ends in 12 bits of sequence, 0 in about half of the ids since 2016: an id that is no multiple of 4096 and yet one of 64 was a double.
-- Rounded to 15 digits, an id of 19 ends in four zeros, one of 18 in three, one of 17 in two. A true id is a multiple of
-- 2^22 a millisecond, so its low bits say whether it can be one of 2^zeros, and chance whether also of 5^zeros. Ids are
-- counted once: what was collected twice proves nothing twice.
with ids as (
    select
        case when regexp_full_match(tweet_id, '[0-9]{17,19}') then try_cast(tweet_id as bigint) end as id,
        text,
        first_version_id <> tweet_id as is_edited
    from export_rows
),

different_ids as (
    select distinct id, length(cast(id as varchar)) - 15 as zeros
    from ids
    where id % 4096 <> 0
),

fifteen_digits as (
    select
        count(*) filter (id % cast(10 ** zeros as bigint) = 0) as ids_of_fifteen_digits,
        coalesce(sum(1 / 5 ** zeros) filter (id % cast(2 ** zeros as bigint) = 0), 0) as fifteen_digits_by_chance
    from different_ids
)

select
    count(id) as long_ids,
    count(*) filter (id % 100 = 0) as ids_on_two_zeros,
    count(*) filter (id % 1000 = 0) as ids_on_three_zeros,
    coalesce(any_value(ids_of_fifteen_digits), 0) as ids_of_fifteen_digits,
    coalesce(any_value(fifteen_digits_by_chance), 0) as fifteen_digits_by_chance,
    count(*) filter (id % 4096 <> 0) as ids_with_sequence,
    count(*) filter (id > 680000000000000000) as ids_since_2016,
    count(*) filter (id % 4096 <> 0 and id % 64 = 0) as ids_with_rounded_sequence,
    count(text) as texts,
    count(*) filter (regexp_full_match(text, $byte_string)) as byte_strings,
    count(*) filter (regexp_matches(text, $mojibake)) as mojibake,
    count(*) filter (regexp_matches(text, $macintosh_mojibake)) as macintosh_mojibake,
    count(*) filter (is_edited) as edited
from ids
cross join fifteen_digits
