-- A row is a table, a view or a column of the copy that has no comment, by its name.
select table_name as name
from duckdb_tables()
where comment is null and not temporary
union all
select view_name
from duckdb_views()
where comment is null and not internal
union all
select table_name || '.' || column_name
from duckdb_columns()
where comment is null and not internal and database_name = current_database()
order by name
