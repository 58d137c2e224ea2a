-- A row is the window: files whose rows do not add up, and by how many rows they are off together.
with taken_counts as (
    select export_file, count(*) as rows_taken
    from (
        select collection_window, export_file from raw_tweets
        union all
        select collection_window, export_file from raw_ties
    ) as all_taken
    where collection_window = $collection_window
    group by export_file
),

rejected_counts as (
    select export_file, count(*) as rows_rejected
    from rejected_rows
    where collection_window = $collection_window
    group by export_file
),

file_balances as (
    select
        coalesce(collection_exports.rows_read, 0)
        - coalesce(taken_counts.rows_taken, 0)
        - coalesce(rejected_counts.rows_rejected, 0) as difference
    from (
        select export_file, rows_read
        from collection_exports
        where collection_window = $collection_window
    ) as collection_exports
    full outer join taken_counts on taken_counts.export_file = collection_exports.export_file
    full outer join rejected_counts on rejected_counts.export_file = coalesce(collection_exports.export_file, taken_counts.export_file)
)

select
    count(*) filter (where difference <> 0) as files_off,
    coalesce(cast(sum(abs(difference)) as bigint), 0) as rows_off
from file_balances
