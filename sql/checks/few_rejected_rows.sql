-- A row is the window: rejected rows beyond a twentieth of the rows read, rounded up, without those that call for no
-- mending: an export may serve several windows, and rows in which nothing stands are no fault.
with rejections as (
    select calls_for_no_mending(reason, raw) as is_to_be_expected
    from rejected_rows
    where collection_window = $collection_window
),

rejected_counts as (
    select
        count(*) filter (where not is_to_be_expected) as unexpected,
        count(*) filter (where is_to_be_expected) as expected
    from rejections
),

collected_rows as (
    select coalesce(cast(sum(rows_read) as bigint), 0) as rows_read
    from collection_exports
    where collection_window = $collection_window
)

select
    cast(
        ceil(greatest(0, rejected_counts.unexpected - 0.05 * (collected_rows.rows_read - rejected_counts.expected)))
        as bigint
    ) as rows_over_limit
from rejected_counts
cross join collected_rows
