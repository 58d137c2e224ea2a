"""Rows that are changed before they are stored: those of a table in place, those of files by a view over them.

What belongs here: adding, changing and removing rows of something that may be either, so that whoever does it need not
know which; and putting the rows of a window into the lake as DuckDB has them. What does not: what is changed
(exports/reading/completing/, forgetting/). Of files nothing is copied: a view says what of them counts, and only what
differs is kept in a temporary table.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Parameters, Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.tables.model import Table

_CHANGES = "changes"
_TEMPORARY_VIEWS = "select view_name from duckdb_views() where temporary"


def show_files(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    """Let a temporary table be a view of its own rows and those that a query gives, by column name."""
    connection.execute(f'drop table if exists temp."{name}/0"; alter table {name} rename to "{name}/0"')
    connection.execute(f'create temp view {name} as from "{name}/0" union all by name {query}')


def add_rows(connection: duckdb.DuckDBPyConnection, name: str, query: str, parameters: Parameters) -> None:
    """Add the rows that a query gives, by column name."""
    if not _is_view(connection, name):
        connection.execute(f"insert into {name} by name {query}", dict(parameters))
        return
    with _layer(connection, name, query, parameters) as (below, changes):
        connection.execute(f"create temp view {name} as from {below} union all by name from {changes}")


def change_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    query: str,
    parameters: Parameters,
    *,
    key: Sequence[str],
    columns: Mapping[str, str],
) -> None:
    """Change the rows that a query names.

    Args:
        connection: the warehouse's connection.
        name: a table, or a temporary view that ``show_files`` or ``replaced_rows`` made.
        query: gives the key of rows and what they get, once each.
        parameters: of the query.
        key: the columns that name a row in both.
        columns: from a column to what it gets, of ``here`` and ``changes``.
    """
    is_it = _is_same(key)
    if not _is_view(connection, name):
        connection.execute(f"create or replace temp table {_CHANGES} as {query}", dict(parameters))
        set_to = ", ".join(f"{column} = {given}" for column, given in columns.items())
        connection.execute(f"update {name} as here set {set_to} from {_CHANGES} as changes where {is_it}")
        connection.execute(f"drop table {_CHANGES}")
        return
    with _layer(connection, name, query, parameters) as (below, changes):
        replaced = ", ".join(
            f"case when changes.{key[0]} is null then here.{column} else {given} end as {column}"
            for column, given in columns.items()
        )
        connection.execute(
            f"create temp view {name} as select here.* replace ({replaced}) from {below} as here"
            f" left join {changes} as changes on {is_it}"
        )


def remove_rows(
    connection: duckdb.DuckDBPyConnection, name: str, query: str, parameters: Parameters, *, key: Sequence[str]
) -> None:
    """Remove the rows whose keys a query gives; the arguments are those of ``change_rows``."""
    is_it = _is_same(key)
    if not _is_view(connection, name):
        connection.execute(f"create or replace temp table {_CHANGES} as {query}", dict(parameters))
        connection.execute(f"delete from {name} as here using {_CHANGES} as changes where {is_it}")
        connection.execute(f"drop table {_CHANGES}")
        return
    with _layer(connection, name, query, parameters) as (below, changes):
        connection.execute(
            f"create temp view {name} as select here.* from {below} as here anti join {changes} as changes on {is_it}"
        )


def forget_changes(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Drop temporary views with all that they are made of, which is asked for where there are such."""
    views = [str(view) for (view,) in connection.execute(_TEMPORARY_VIEWS).fetchall()]
    gone = [view for view in views if view.split("/")[0] in names]
    if not gone:
        return
    tables = connection.execute("select table_name from duckdb_tables() where temporary").fetchall()
    made_of = [str(table) for (table,) in tables if "/" in table and table.split("/")[0] in names]
    for kind, those in (("view", gone), ("table", made_of)):
        for one in those:
            connection.execute(f'drop {kind} temp."{one}"')


@contextmanager
def replaced_rows(
    warehouse: Warehouse, window: CollectionWindow, queries: Mapping[Table, str], further: Mapping[Table, pa.Table]
) -> Iterator[None]:
    """Put what queries give in place of a window's rows, in one transaction; in the block they can still be changed.

    Args:
        warehouse: the warehouse.
        window: the window.
        queries: of tables that are all in the lake, or none of them. In the block each table has the new rows besides
            those of other windows.
        further: rows of other tables, which come into the same transaction.
    """
    in_lake = {table for table in queries if table.name in warehouse.lake.tables()}
    if in_lake == set(queries):
        with _in_lake(warehouse, window, queries, further):
            yield
        return
    with warehouse.transaction():
        for table in (*queries, *further):
            warehouse.delete_window(table, window)
        for table, query in queries.items():
            warehouse.connection.execute(f"insert into {table.name} by name {query}")
        yield
        for table, rows in further.items():
            warehouse.insert_arrow(table, rows)


@contextmanager
def _in_lake(
    warehouse: Warehouse, window: CollectionWindow, queries: Mapping[Table, str], further: Mapping[Table, pa.Table]
) -> Iterator[None]:
    connection, folders = warehouse.connection, dict[Table, Path]()
    try:
        for table, query in queries.items():
            others = rows_of(warehouse, table, window, comparison="<>")
            connection.execute(f"create temp view {table.name} as from ({query}) union all by name {others}")
        yield
        for table in queries:
            folders[table] = write_rows(warehouse, table, window)
        forget_changes(connection, *(table.name for table in queries))
        with warehouse.transaction():
            for table, folder in folders.items():
                warehouse.lake.put(table, window, folder)
            for table, rows in further.items():
                warehouse.delete_window(table, window)
                warehouse.insert_arrow(table, rows)
    except BaseException:
        for folder in folders.values():
            warehouse.lake.discard(folder)
        raise
    finally:
        forget_changes(connection, *(table.name for table in queries))


def rows_of(warehouse: Warehouse, table: Table, window: CollectionWindow, comparison: str = "=") -> str:
    """A query for the rows of a window as they are stored, or of all others, whatever has the table's name now."""
    [(database,)] = warehouse.connection.execute("select current_database()").fetchall()
    columns = ", ".join(table.column_names)
    stored = f'"{database}".main.{table.name}'
    return f"select {columns} from {stored} where collection_window {comparison} {literal(window.key)}"


def write_rows(warehouse: Warehouse, table: Table, window: CollectionWindow) -> Path:
    """Write the rows that a table, or what stands in its place, has of a window into a folder that is to be put."""
    folder = warehouse.lake.fresh_folder(warehouse.lake.root(), table, window)
    try:
        folder.mkdir()
        warehouse.connection.execute(
            f"copy (select {', '.join(table.column_names)} from {table.name}"
            f" where collection_window = {literal(window.key)})"
            f" to {literal(str(folder / 'rows.parquet'))} (format parquet, compression zstd)"
        )
    except BaseException:
        warehouse.lake.discard(folder)
        raise
    return folder


def move_into_lake(warehouse: Warehouse, table: Table) -> None:
    """Let the rows that DuckDB has of a table lie in the lake from now on: nothing else may have them."""
    found = warehouse.connection.execute(f"select distinct collection_window from {table.name} order by all").fetchall()
    windows = [CollectionWindow.from_key(str(key)) for (key,) in found]
    folders = [write_rows(warehouse, table, window) for window in windows]
    with warehouse.transaction():
        for window in windows:
            warehouse.lake.delete(table, window)  # the copy that Spark was given
        warehouse.lake.hold(table)
        for window, folder in zip(windows, folders, strict=True):
            warehouse.lake.put(table, window, folder)


@contextmanager
def _layer(
    connection: duckdb.DuckDBPyConnection, name: str, query: str, parameters: Parameters
) -> Iterator[tuple[str, str]]:
    """Name what a view was, and keep what changes of it, for the view that takes its name."""
    [(layers,)] = connection.execute(
        "select count(*) from duckdb_views() where temporary and starts_with(view_name, $below)", {"below": f"{name}/"}
    ).fetchall()
    below, changes = f'"{name}/{layers + 1}"', f'"{name}/{layers + 1}/{_CHANGES}"'
    connection.execute(f"create temp table {changes} as {query}", dict(parameters))
    connection.execute(f"alter view {name} rename to {below}")
    yield below, changes


def _is_view(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    return (name,) in connection.execute(_TEMPORARY_VIEWS).fetchall()


def _is_same(key: Sequence[str]) -> str:
    return " and ".join(f"here.{name} = changes.{name}" for name in key)
