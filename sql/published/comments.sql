-- A row is the comment of a table, a view or a column of the copy.
select comment
from duckdb_tables()
where comment is not null
union all
select comment
from duckdb_columns()
where comment is not null and not internal
union all
select comment
from duckdb_views()
where comment is not null and not internal
