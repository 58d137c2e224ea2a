-- A row is an export file of the window, with what became of its rows.
-- A refusal may quote the first line of the file, which is tweet text where a header is missing: that part is masked.
with taken_rows as (
    select export_file, array_length(bad_cells) > 0 as has_bad_cells
    from raw_tweets
    where collection_window = $collection_window

    union all

    select export_file, array_length(bad_cells) > 0 as has_bad_cells
    from raw_ties
    where collection_window = $collection_window
),

taken_counts as (
    select
        export_file,
        count(*) as rows_taken,
        count(*) filter (where has_bad_cells) as rows_with_bad_cells
    from taken_rows
    group by export_file
),

rejected_counts as (
    select export_file, count(*) as rows_rejected
    from rejected_rows
    where collection_window = $collection_window
    group by export_file
),

files as (
    select *
    from collection_exports
    where collection_window = $collection_window
)

select
    files.export_file,
    files.status,
    regexp_replace(
        files.refusal,
        '(?s)its columns are .* Known formats',
        'its columns are in collection_exports. Known formats'
    ) as refusal,
    files.format,
    files.rows_read,
    coalesce(taken_counts.rows_taken, 0) as rows_taken,
    coalesce(rejected_counts.rows_rejected, 0) as rows_rejected,
    coalesce(taken_counts.rows_with_bad_cells, 0) as rows_with_bad_cells,
    coalesce(files.unknown_columns, []) as unknown_columns,
    coalesce(files.notes, []) as notes
from files
left join taken_counts on taken_counts.export_file = files.export_file
left join rejected_counts on rejected_counts.export_file = files.export_file
order by files.export_file
