-- A row is a row of the window whose tweet id was rounded, as another row of the same tweet shows, which has the true id:
-- the same text of the same author at the same time, and an id that rounds to this one: to 15 digits, to a double, or to
-- the 17 digits of a double. Such ids lie next to each other, less than a millisecond apart (at most 5,000).
-- Between one of these and the true one lie at most the two others, so that three neighbours on either side are looked at.
-- Of two ids of which one ends in 00 and the other is its double and has no sequence number (% 4096), the latter is the
-- true one: half of all true ids have none, one of 100 ends in 00.
-- A file of which a few ids were rounded proves nothing by itself; beside its undamaged twin it would add tweets.
-- Rows of such ids are taken out first: of a join with all rows DuckDB would put all texts into its table.
with long_ids as (
    select distinct cast(tweet_id as bigint) as id
    from validated_rows
    where reason is null and regexp_full_match(tweet_id, '[0-9]{17,19}')
),

with_neighbours as (
    select
        id,
        lag(id) over (order by id) as before,
        lead(id) over (order by id) as after,
        lag(id, 2) over (order by id) as second_before,
        lead(id, 2) over (order by id) as second_after,
        lag(id, 3) over (order by id) as third_before,
        lead(id, 3) over (order by id) as third_after
    from long_ids
),

near_pairs as (
    select
        id as rounded_id,
        unnest([before, after, second_before, second_after, third_before, third_after]) as true_id
    from with_neighbours
    where id - before <= 5000 or after - id <= 5000
),

with_roundings as (
    select
        rounded_id,
        true_id,
        cast(10 ** (length(cast(true_id as varchar)) - 15) as bigint) as step,
        cast(cast(true_id as double) as bigint) as as_double,
        cast(cast(rounded_id as double) as bigint) as rounded_as_double
    from near_pairs
    where abs(true_id - rounded_id) <= 5000
),

with_decimals as (
    select
        *,
        [(true_id + step // 2) // step * step, (as_double + 50) // 100 * 100] as decimal_roundings,
        true_id % 4096 = 0 and rounded_as_double = true_id and rounded_id % 100 = 0 as is_decimal_of_double,
        rounded_id % 4096 = 0 and as_double = rounded_id and true_id % 100 = 0 as is_double_of_decimal
    from with_roundings
),

roundings as materialized (
    select cast(rounded_id as varchar) as rounded_id, cast(true_id as varchar) as true_id
    from with_decimals
    where
        (list_contains(decimal_roundings, rounded_id) and (rounded_as_double <> true_id or is_decimal_of_double))
        or (as_double = rounded_id and not is_double_of_decimal)
),

suspects as materialized (
    select export_file, row_number, tweet_id, created_at, author_id, author_handle, text
    from validated_rows
    where
        reason is null
        and tweet_id in (select rounded_id from roundings union all select true_id from roundings)
),

rounded_rows as (
    select
        damaged.export_file,
        damaged.row_number,
        min(damaged.tweet_id) as tweet_id,
        min(intact.export_file) as intact_file,
        min(concat_ws(
            ', ', damaged.tweet_id, strftime(damaged.created_at, '%Y-%m-%d %H:%M:%S'), damaged.author_id,
            damaged.author_handle, damaged.text
        )) as raw
    from roundings
    inner join suspects as damaged on damaged.tweet_id = roundings.rounded_id
    inner join suspects as intact on intact.tweet_id = roundings.true_id
        and intact.text = damaged.text
        and intact.created_at = damaged.created_at
        and (intact.author_id = damaged.author_id or lower(intact.author_handle) = lower(damaged.author_handle))
    group by damaged.export_file, damaged.row_number
)

select
    export_file,
    row_number,
    'tweet id ' || tweet_id || ' was rounded: the true one stands in ' || intact_file as reason,
    raw
from rounded_rows
