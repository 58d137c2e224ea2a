-- A row is an export of the window that still holds something forgotten, with how many of its rows were rejected for that.
select
    export_file,
    count(*) as forgotten_rows
from rejected_rows
where collection_window = $collection_window and reason in ($reason, $naming)
group by export_file
order by export_file
