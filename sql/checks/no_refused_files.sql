-- A row is the window: the export files of which nothing was taken.
select count(*) as refused_files
from collection_exports
where collection_window = $collection_window and status = 'refused'
