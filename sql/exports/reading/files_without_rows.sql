-- A row is an export file of a window that was read and of which no row was taken, with why most of its rows were rejected.
with taken_files as (
    select export_file from raw_tweets where collection_window = $collection_window
    union
    select export_file from raw_ties where collection_window = $collection_window
),

reasons as (
    select
        export_file,
        any_value(reason) as reason,
        count(*) as rejected_rows
    from rejected_rows
    where collection_window = $collection_window
    group by export_file, regexp_replace(reason, '[0-9]+', '#', 'g')
)

select
    collection_exports.export_file,
    collection_exports.rows_read,
    max_by(reasons.reason, reasons.rejected_rows) as reason
from collection_exports
left join reasons using (export_file)
where
    collection_exports.collection_window = $collection_window
    and collection_exports.status = 'read'
    and collection_exports.rows_read > 0
    and collection_exports.export_file not in (select export_file from taken_files)
group by collection_exports.export_file, collection_exports.rows_read
order by collection_exports.export_file
