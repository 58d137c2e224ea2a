"""The temporary tables of a reading: staged and unreadable rows of a batch, validated and rejected rows of a window.

Every row has the number of its file within the window.

What belongs here: making and filling them in batches of bounded size. What does not: where rows come from (the
readers) and which of them are taken (validation.py).
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.cells import without_halves
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, SERVER_FIELDS, TEXT_FIELDS
from mtw_pipeline.warehouse.changing import forget_changes
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.waiting_rows import is_on_disk, place_on_disk, wait_no_more, wait_on_disk, waits_on_disk
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

Row = TypeVar("Row")

BATCH_ROWS = 20_000
_PROGRESS_SECONDS = 2.0

PLACE = (("file_number", pa.int32()), ("row_number", pa.int64()))
"""Where a row stands: its file, and its number in it, from 1."""

EXPORT_ROWS_SCHEMA = pa.schema(
    [
        *PLACE,
        *((name, pa.string()) for name in (*TEXT_FIELDS, *SERVER_FIELDS)),
        *((name, pa.list_(pa.string())) for name in LIST_FIELDS),
    ]
)
UNREADABLE_ROWS_SCHEMA = pa.schema([*PLACE, ("line_number", pa.int64()), ("reason", pa.string()), ("raw", pa.string())])
LOCATIONS_SCHEMA = pa.schema([*PLACE, ("line_number", pa.int64()), ("raw", pa.string())])
_SQL_TYPES = {
    pa.int32(): "integer", pa.int64(): "bigint", pa.string(): "varchar", pa.list_(pa.string()): "varchar[]",
}  # fmt: skip
"""Of the columns that are staged."""


def _columns_of(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple((column.name, column.type) for column in table.columns)


_REASON = (("reason", "varchar"), ("file_number", "integer"))
_WINDOW_TABLES: Mapping[str, Sequence[tuple[str, str]]] = {
    "validated_rows": (*_columns_of(RAW_TWEETS), *_REASON),
    "window_ties": (*_columns_of(RAW_TIES), *_REASON),
    "window_rejected_rows": (*_columns_of(REJECTED_ROWS), ("file_number", "integer")),
    "server_statuses": (
        ("file_number", "integer"), ("row_number", "bigint"), ("status_id", "varchar"),
        ("in_reply_to_status_id", "varchar"), ("asked_server", "varchar"),
    ),
}  # fmt: skip
_BATCH_TABLES = {
    "staged_rows": EXPORT_ROWS_SCHEMA,
    "unreadable_rows": UNREADABLE_ROWS_SCHEMA,
    "rejected_locations": LOCATIONS_SCHEMA,
}
_OF_A_BATCH = ("file_rows", "staged_files")


def begin_window(connection: duckdb.DuckDBPyConnection, exported_bytes: int = 0) -> None:
    """Make the tables that gather the rows of all files of a window, and those of a batch, empty.

    They are temporary, and filled outside of any transaction: a statement that DuckDB's CSV reader refuses would abort
    the transaction that it stands in.

    Args:
        connection: the warehouse's connection.
        exported_bytes: the size of the files, where the rows of large ones are to wait on disk.
    """
    forget_changes(connection, *_WINDOW_TABLES)
    wait_on_disk(connection, exported_bytes)
    are_many = waits_on_disk(connection)
    for name, columns in _WINDOW_TABLES.items():
        _create(connection, name, columns, is_large=are_many and name == "validated_rows")


def end_window(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of all rows that were gathered; those of a batch went with it (``end_batches``)."""
    forget_changes(connection, *_WINDOW_TABLES)
    _drop(connection, _WINDOW_TABLES)
    wait_no_more(connection)


def forget_file(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """Take the rows of a file out of what was gathered of the window."""
    for table in _WINDOW_TABLES:
        connection.execute(f"delete from {table} where file_number = $number", {"number": number})


def end_batches(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of the tables of a batch: of a large file, what was staged is as large as what became of it."""
    connection.execute("drop view if exists export_rows")
    _drop(connection, (*_BATCH_TABLES, *_OF_A_BATCH))


def _drop(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    connection.execute("; ".join(f"drop table if exists {name}" for name in tables))


def begin_batch(connection: duckdb.DuckDBPyConnection, columns: Iterable[str], *, is_large: bool) -> None:
    """Make the tables of a batch, empty; ``export_rows`` shows what will be put into ``staged_rows``.

    Args:
        connection: the warehouse's connection.
        columns: of ``file_rows``, names of this program's own: those that the batch's tables are read for.
        is_large: whether the rows of ``file_rows`` wait on disk.
    """
    connection.execute("drop table if exists file_rows")  # of a file whose rows waited on disk
    for name, schema in _BATCH_TABLES.items():
        _create_empty(connection, name, schema)
    _create_empty(connection, "staged_files", pa.schema(PLACE))  # made anew with what is known of each
    cells = pa.schema([*PLACE, *((column, pa.string()) for column in columns)])
    _create_empty(connection, "file_rows", cells, is_large=is_large)
    connection.execute("create or replace temp view export_rows as from staged_rows")


def show_mapped(
    connection: duckdb.DuckDBPyConnection, mapping: str, *, marks_advertisements: bool = False, is_stored: bool = False
) -> None:
    """Let ``export_rows`` show the rows of ``file_rows`` as a mapping names them.

    Args:
        connection: the warehouse's connection.
        mapping: the text of a statement of sql/exports/ that has no parameters.
        marks_advertisements: whether ``file_rows`` says of each row whether it is one, besides what the mapping takes.
        is_stored: whether the rows are copied: of few rows that costs less than naming them in each statement does.
    """
    shown = mapping
    if marks_advertisements:
        marks = "select file_number, row_number, is_advertisement from file_rows"
        shown = f"from ({mapping}) join ({marks}) using (file_number, row_number)"
    if is_stored:
        connection.execute(f"insert into staged_rows by name {shown}")
    else:
        connection.execute(f"create or replace temp view export_rows as from staged_rows union all by name ({shown})")


def store_shown(connection: duckdb.DuckDBPyConnection) -> None:
    """Put what ``export_rows`` shows into ``staged_rows``, where it can be changed."""
    connection.execute("create or replace temp table staged_rows as from export_rows")
    connection.execute("create or replace temp view export_rows as from staged_rows")


def _create_empty(
    connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, *, is_large: bool = False
) -> None:
    _create(connection, name, [(field.name, _SQL_TYPES[field.type]) for field in schema], is_large=is_large)


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Iterable[tuple[str, str]], *, is_large: bool
) -> None:
    declared = ", ".join(f'"{column}" {kind}' for column, kind in columns)
    if is_large:
        connection.execute(f"drop table if exists temp.main.{name}")  # it would be found in its place
    connection.execute(f"create or replace {_place(name, is_large=is_large)} ({declared})")


def _place(name: str, *, is_large: bool) -> str:
    """Where a table is made, as SQL says it."""
    return f"table {place_on_disk(name)}" if is_large else f"temp table {name}"


def change_cells(
    connection: duckdb.DuckDBPyConnection, cells: Mapping[str, str], parameters: Mapping[str, object]
) -> None:
    """Let columns of ``file_rows`` hold other values.

    Args:
        connection: the warehouse's connection.
        cells: by the name of a column, its new value in SQL.
        parameters: of these.
    """
    replaced = ", ".join(f'{value} as "{name}"' for name, value in cells.items())
    place = _place("file_rows", is_large=is_on_disk(connection, "file_rows"))
    connection.execute(f"create or replace {place} as select * replace ({replaced}) from file_rows", dict(parameters))


class StagedRows:
    """Rows on their way into the temporary tables: those of many small files are put there at once.

    Args:
        connection: the warehouse's connection.

    Attributes:
        unreadable: how many rows of a file could not be split into cells or documents, by its number.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self._waiting: dict[str, list[pa.Table]] = {}
        self._rows: dict[str, int] = {}
        self.unreadable: dict[int, int] = {}

    def add(self, name: str, number: int, rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> None:
        """Add rows of a file to a temporary table; a field that a row lacks is NULL."""
        if rows and name == "unreadable_rows":
            self.unreadable[number] = self.unreadable.get(number, 0) + len(rows)
        if rows:
            self.add_arrow(name, number, _as_arrow(rows, schema))

    def add_arrow(self, name: str, number: int, rows: pa.Table) -> None:
        """Add the rows of an Arrow table to a temporary table, by column name."""
        place = pa.repeat(pa.scalar(number, pa.int32()), rows.num_rows)
        numbered = rows.drop_columns("file_number") if "file_number" in rows.column_names else rows
        self._waiting.setdefault(name, []).append(numbered.append_column("file_number", place))
        self._rows[name] = self._rows.get(name, 0) + rows.num_rows
        if self._rows[name] >= BATCH_ROWS:
            self._put(name)

    def forget(self, number: int) -> None:
        """Take back the rows of a file."""
        self.put()
        self.unreadable.pop(number, None)
        for name in (*_BATCH_TABLES, *_OF_A_BATCH):
            self.connection.execute(f"delete from {name} where file_number = $number", {"number": number})

    def put(self) -> None:
        """Put what waits where it belongs."""
        for name in tuple(self._waiting):
            self._put(name)

    def _put(self, name: str) -> None:
        self._rows[name] = 0
        rows = pa.concat_tables(self._waiting.pop(name), promote_options="default").combine_chunks()
        self.connection.register("incoming_batch", rows)
        self.connection.execute(f"insert into {name} by name from incoming_batch")
        self.connection.unregister("incoming_batch")


def _as_arrow(rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(list(rows), schema=schema)
    except UnicodeEncodeError:
        whole = [{name: _without_halves(value) for name, value in row.items()} for row in rows]
        return pa.Table.from_pylist(whole, schema=schema)


def _without_halves(value: object) -> object:
    if isinstance(value, str):
        return without_halves(value)
    return [_without_halves(one) for one in value] if isinstance(value, list) else value


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
            log.info("%s: %s so far, %s rows/s", what, number_of(seen, "row"), f"{seen / (now - started):,.0f}")
