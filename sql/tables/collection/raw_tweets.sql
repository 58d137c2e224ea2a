-- A row is a row of an export file that was taken, in the canonical schema.
select * exclude (reason)
from validated_rows
where reason is null
