-- A value is a time, and NULL where its year is one that programs write where there is none: .NET 0001 and 9999, MySQL 0000.
-- Beyond these years Python knows no time either.
create or replace temp macro time_unless_none(moment) as
case when moment between timestamp '0002-01-01' and timestamp '9998-12-31 23:59:59' then moment end
