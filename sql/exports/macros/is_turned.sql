-- A value is whether the day and the month of a time changed places on its way: its date is not that of the tweet's id
-- (milliseconds since 4 November 2010, above 22 other bits), and with both exchanged it is, but for a zone. NULL where
-- they cannot be exchanged: the time does not begin with year, month and day, the day is above 12, or the id holds none.
create or replace temp macro is_turned(cell, id) as
case
    when abs(try_cast(left(ltrim(cell), 10) as date) - make_date(cast((1288834974657 + (id >> 22)) // 86400000 as integer))) <= 1
        then false
    when day(try_cast(left(ltrim(cell), 10) as date)) <= 12 then abs(
        make_date(
            year(try_cast(left(ltrim(cell), 10) as date)), day(try_cast(left(ltrim(cell), 10) as date)), month(try_cast(left(ltrim(cell), 10) as date))
        ) - make_date(cast((1288834974657 + (id >> 22)) // 86400000 as integer))
    ) <= 1
end
