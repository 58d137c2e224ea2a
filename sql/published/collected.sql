-- A row is the whole study: its windows and the hashes of the export files that were read.
select
    coalesce(list_sort(list_distinct(list(collection_window))), []) as collection_windows,
    coalesce(list_sort(list_distinct(list(sha256) filter (where status = 'read'))), []) as export_sha256
from collection_exports
