-- A row is an export file of which nothing was taken.
select export_file
from collection_exports
where collection_window = $collection_window and status = 'refused'
order by export_file
limit $rows
