-- A row is a row of one export file that was taken, in the canonical schema.
select * exclude (reason)
from judged_rows
where reason is null
order by row_number
