-- A row is the window: rejected rows beyond a twentieth of the rows read, rounded up.
with counted as (
    select
        (select count(*) from rejected_rows where collection_window = $collection_window) as rejected,
        (
            select coalesce(cast(sum(rows_read) as bigint), 0)
            from collection_exports
            where collection_window = $collection_window
        ) as rows_read
)

select cast(ceil(greatest(0, rejected - 0.05 * rows_read)) as bigint) as rows_over_limit
from counted
