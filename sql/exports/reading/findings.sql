-- A row is a whole export file: how many of its rows show damage that one row alone cannot prove.
-- A tweet id ends in 12 bits of sequence, 0 in about half of the ids since 2016: an id that is no multiple of 4096 and yet one of 64 was a double.
-- Rounded to 15 digits, an id of 19 ends in four zeros, one of 18 in three, one of 17 in two; true ids without a sequence
-- do so often (one of 625), the others by chance alone.
with ids as (
    select
        case when regexp_full_match(tweet_id, '[0-9]{17,19}') then try_cast(tweet_id as bigint) end as id,
        text
    from export_rows
)

select
    count(id) as long_ids,
    count(*) filter (id % 100 = 0) as ids_on_two_zeros,
    count(*) filter (id % 1000 = 0) as ids_on_three_zeros,
    count(*) filter (id % 4096 <> 0 and regexp_full_match(cast(id as varchar), '[0-9]{15}0{2,4}'))
        as ids_of_fifteen_digits,
    coalesce(
        sum(case length(cast(id as varchar)) when 19 then 0.0001 when 18 then 0.001 when 17 then 0.01 end)
            filter (id % 4096 <> 0),
        0
    ) as fifteen_digits_by_chance,
    count(*) filter (id % 4096 <> 0) as ids_with_sequence,
    count(*) filter (id > 680000000000000000) as ids_since_2016,
    count(*) filter (id % 4096 <> 0 and id % 64 = 0) as ids_with_rounded_sequence,
    count(text) as texts,
    count(*) filter (regexp_full_match(text, $byte_string)) as byte_strings,
    count(*) filter (regexp_matches(text, $mojibake)) as mojibake
from ids
