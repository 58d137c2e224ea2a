"""The temporary tables of a reading: staged and unreadable rows of a file, validated and rejected rows of a window.

What belongs here: making and filling them in batches of bounded size. What does not: where rows come from (the
readers) and which of them are taken (reading.py).
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import duckdb
import pyarrow as pa

from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS

log = logging.getLogger(__name__)

Row = TypeVar("Row")

BATCH_ROWS = 20_000
_PROGRESS_SECONDS = 2.0

EXPORT_ROWS_SCHEMA = pa.schema(
    [
        ("row_number", pa.int64()),
        *((name, pa.string()) for name in TEXT_FIELDS),
        *((name, pa.list_(pa.string())) for name in LIST_FIELDS),
    ]
)
UNREADABLE_ROWS_SCHEMA = pa.schema(
    [("row_number", pa.int64()), ("line_number", pa.int64()), ("reason", pa.string()), ("raw", pa.string())]
)
LOCATIONS_SCHEMA = pa.schema([("row_number", pa.int64()), ("line_number", pa.int64()), ("raw", pa.string())])

_WINDOW_TABLES = {
    "validated_rows": "select *, cast(null as varchar) as reason from raw_tweets limit 0",
    "window_ties": "select *, cast(null as varchar) as reason from raw_ties limit 0",
    "window_rejected_rows": "select * from rejected_rows limit 0",
}
_FILE_TABLES = {
    "staged_rows": EXPORT_ROWS_SCHEMA,
    "unreadable_rows": UNREADABLE_ROWS_SCHEMA,
    "rejected_locations": LOCATIONS_SCHEMA,
}


def begin_window(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that gather the rows of all files of a window, and those of one file, empty.

    They are temporary, and filled outside of any transaction: a statement that DuckDB's CSV reader refuses would abort
    the transaction that it stands in.
    """
    for name, columns in _WINDOW_TABLES.items():
        connection.execute(f"create or replace temp table {name} as {columns}")
    for name, schema in _FILE_TABLES.items():
        create_empty(connection, name, schema)


def end_window(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of everything that was staged."""
    connection.execute("drop view if exists export_rows")
    for name in (*_WINDOW_TABLES, *_FILE_TABLES, "file_rows"):
        connection.execute(f"drop table if exists {name}")


def forget_file(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Take the rows of a file out of what was gathered of the window."""
    for table in _WINDOW_TABLES:
        connection.execute(f"delete from {table} where export_file = $name", {"name": name})


def begin_file(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the tables of a file; ``export_rows`` shows what will be put into ``staged_rows``."""
    connection.execute("create or replace temp view export_rows as from staged_rows")
    for name in _FILE_TABLES:
        connection.execute(f"truncate {name}")


def show_mapped(connection: duckdb.DuckDBPyConnection, mapping: str, *, marks_advertisements: bool = False) -> None:
    """Let ``export_rows`` show the rows of ``file_rows`` as a mapping names them, without a copy of them.

    Args:
        connection: the warehouse's connection.
        mapping: the text of a statement of sql/exports/ that has no parameters.
        marks_advertisements: whether ``file_rows`` says of each row whether it is one, besides what the mapping takes.
    """
    shown = mapping
    if marks_advertisements:
        shown = f"from ({mapping}) join (select row_number, is_advertisement from file_rows) using (row_number)"
    connection.execute(f"create or replace temp view export_rows as from staged_rows union all by name ({shown})")


def store_shown(connection: duckdb.DuckDBPyConnection) -> None:
    """Put what ``export_rows`` shows into ``staged_rows``, where it can be changed."""
    connection.execute("create or replace temp table staged_rows as from export_rows")
    connection.execute("create or replace temp view export_rows as from staged_rows")


def create_empty(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    """Make the temporary table ``name`` with these columns, replacing one of that name.

    Args:
        connection: the warehouse's connection.
        name: a name of this program's own, never of a file's.
        schema: the columns.
    """
    connection.register("incoming_batch", schema.empty_table())
    connection.execute(f"create or replace temp table {name} as from incoming_batch")
    connection.unregister("incoming_batch")


def insert(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Mapping[str, object]], schema: pa.Schema
) -> None:
    """Add rows to a temporary table; a field that a row lacks is NULL."""
    if not rows:
        return
    insert_arrow(connection, name, _as_arrow(rows, schema))


def insert_arrow(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Add the rows of an Arrow table to a temporary table, by column name."""
    connection.register("incoming_batch", rows)
    connection.execute(f"insert into {name} by name from incoming_batch")
    connection.unregister("incoming_batch")


def _as_arrow(rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(list(rows), schema=schema)
    except UnicodeEncodeError:
        whole = [{name: _without_lone_surrogates(value) for name, value in row.items()} for row in rows]
        return pa.Table.from_pylist(whole, schema=schema)


def _without_lone_surrogates(value: object) -> object:
    """The value with U+FFFD for half characters, which a JSON escape can name and no encoding can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_without_lone_surrogates(one) for one in value] if isinstance(value, list) else value


def in_batches(rows: Iterable[Row], what: str) -> Iterator[list[Row]]:
    """The rows in lists of at most BATCH_ROWS, with a line of progress every few seconds."""
    iterator = iter(rows)
    started = reported = time.monotonic()
    seen = 0
    while batch := list(islice(iterator, BATCH_ROWS)):
        yield batch
        seen += len(batch)
        now = time.monotonic()
        if now - reported >= _PROGRESS_SECONDS:
            reported = now
            log.info("%s: %s rows so far, %s rows/s", what, f"{seen:,}", f"{seen / (now - started):,.0f}")
