-- A value is a time as it is written, without what a spreadsheet puts around it; NULL where it is empty.
create or replace temp macro bare_time(cell) as
nullif(trim(cell, ' ''"='), '')
