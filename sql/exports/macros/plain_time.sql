-- A value is a time in UTC, without zone: what time_as_written.sql says of a time of the forms that findings.sql calls
-- plain, which end in Z or name no zone.
create or replace temp macro time_as_written(cell, time_zone) as
case
    when ends_with(cell, 'Z') then try_cast(cell[:-2] as timestamp)
    else timezone('UTC', timezone(time_zone, try_cast(cell as timestamp)))
end
