-- A row is a rejected row, rows posted in other windows apart.
select export_file, row_number, line_number
from rejected_rows
where
    collection_window = $collection_window
    and reason not like 'posted %, outside the collection window'
    and reason not like 'it holds none of the hashtags that were asked for, %'
order by export_file, row_number
limit $rows
