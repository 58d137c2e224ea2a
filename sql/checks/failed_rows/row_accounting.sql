-- A row is an export file whose rows do not add up, with what became of them.
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

read_counts as (
    select export_file, rows_read
    from collection_exports
    where collection_window = $collection_window
),

file_counts as (
    select
        coalesce(read_counts.export_file, taken_counts.export_file, rejected_counts.export_file) as export_file,
        coalesce(read_counts.rows_read, 0) as rows_read,
        coalesce(taken_counts.rows_taken, 0) as rows_taken,
        coalesce(rejected_counts.rows_rejected, 0) as rows_rejected
    from read_counts
    full outer join taken_counts on taken_counts.export_file = read_counts.export_file
    full outer join rejected_counts
        on rejected_counts.export_file = coalesce(read_counts.export_file, taken_counts.export_file)
)

select export_file, rows_read, rows_taken, rows_rejected
from file_counts
where rows_read <> rows_taken + rows_rejected
order by export_file
limit $rows
