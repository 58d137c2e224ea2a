-- A row is a row of an export file that could not be taken, as sql/exports/reading/window_rejected_rows.sql gathered them.
select * exclude (file_number)
from window_rejected_rows
order by export_file, row_number
