-- A row is the window: rejected rows beyond a twentieth of the rows read, rounded up. Rows of other windows are none of
-- these: an export may serve several.
with rejected_counts as (
    select
        count(*) filter (where reason not like 'posted %, outside the collection window') as here,
        count(*) filter (where reason like 'posted %, outside the collection window') as elsewhere
    from rejected_rows
    where collection_window = $collection_window
),

collected_rows as (
    select coalesce(cast(sum(rows_read) as bigint), 0) as rows_read
    from collection_exports
    where collection_window = $collection_window
)

select
    cast(ceil(greatest(0, rejected_counts.here - 0.05 * (collected_rows.rows_read - rejected_counts.elsewhere))) as bigint)
        as rows_over_limit
from rejected_counts
cross join collected_rows
