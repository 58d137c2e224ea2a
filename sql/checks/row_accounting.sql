-- A row is the window: files whose rows do not add up, and by how many rows they are off together.
with taken as (
    select export_file, count(*) as rows_taken
    from (
        select collection_window, export_file from raw_tweets
        union all
        select collection_window, export_file from raw_ties
    ) as all_taken
    where collection_window = $collection_window
    group by export_file
),

rejected as (
    select export_file, count(*) as rows_rejected
    from rejected_rows
    where collection_window = $collection_window
    group by export_file
),

balance as (
    select
        coalesce(collection_exports.rows_read, 0)
        - coalesce(taken.rows_taken, 0)
        - coalesce(rejected.rows_rejected, 0) as difference
    from (
        select export_file, rows_read
        from collection_exports
        where collection_window = $collection_window
    ) as collection_exports
    full outer join taken on taken.export_file = collection_exports.export_file
    full outer join rejected on rejected.export_file = coalesce(collection_exports.export_file, taken.export_file)
)

select
    count(*) filter (where difference <> 0) as files_off,
    coalesce(cast(sum(abs(difference)) as bigint), 0) as rows_off
from balance
