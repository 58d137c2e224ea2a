-- A value is a time in UTC, without zone, in one of the formats that a column map names; NULL where it is in none.
create or replace temp macro time_as_told(cell, time_zone, zoned_formats, plain_formats) as
coalesce(
    timezone('UTC', try_strptime(cell, zoned_formats)),
    timezone('UTC', timezone(time_zone, try_strptime(cell, plain_formats)))
)
