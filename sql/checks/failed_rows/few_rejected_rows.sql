-- A row is a rejected row that calls for mending.
select export_file, row_number, line_number
from rejected_rows
where
    collection_window = $collection_window
    and not calls_for_no_mending(reason, raw)
order by export_file, row_number
limit $rows
