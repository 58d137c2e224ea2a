-- A row is a row of an export file that was taken, in the canonical schema.
select * exclude (file_number, reason)
from validated_rows
where reason is null
