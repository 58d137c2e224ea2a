"""Where rows wait that memory may not hold: a database beside the warehouse, which is gone when they are stored.

What belongs here: making it, finding it by the names of its tables, taking it away. What does not: which rows wait
(exports/reading/staging.py, published/parts/files.py). What memory does not hold of a temporary table is put on disk as
it lies in memory; a table of a database is written once, compressed, to a third of that, and read column by column.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.memory import held_bytes

_NAME = "waiting_rows"
"""What the file is called among the databases of its connection."""
_ROWS_OF_A_GROUP = 16_384
_TIMES_A_FILE = 3
"""Its rows as they are, once more with odd cells made bare, and what they are validated in."""


def wait_on_disk(connection: duckdb.DuckDBPyConnection, exported_bytes: int) -> None:
    """Let the rows of exports wait on disk, where these are larger than what DuckDB may hold in memory.

    Staged and validated, rows of a table take some 1.1 times the bytes of its file.

    Args:
        connection: the warehouse's connection.
        exported_bytes: the size of the exports, as they lie there.
    """
    wait_no_more(connection)
    if exported_bytes > held_bytes(connection):
        _attach(connection)
        [(database,)] = connection.execute("select current_database()").fetchall()
        connection.execute(f"set search_path = '{database}.main,{_NAME}.main'")


def file_waits_on_disk(connection: duckdb.DuckDBPyConnection, file_bytes: int | None) -> bool:
    """Whether the rows of a file wait on disk as they are in it: those of all files do, and memory may not hold it.

    Args:
        connection: the warehouse's connection.
        file_bytes: its size; None where it is packed, which does not say how many rows it has.
    """
    is_held = file_bytes is not None and file_bytes * _TIMES_A_FILE <= held_bytes(connection)
    return not is_held and waits_on_disk(connection)


@contextmanager
def waiting_place(connection: duckdb.DuckDBPyConnection, *, is_needed: bool) -> Iterator[str]:
    """The database and schema in which rows wait as long as the block runs.

    Args:
        connection: the warehouse's connection.
        is_needed: whether any wait.
    """
    wait_no_more(connection)
    if is_needed:
        _attach(connection)
    try:
        yield f"{_NAME}.main"
    finally:
        wait_no_more(connection)


def _attach(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the database; that of a warehouse in memory is in memory."""
    [(path,)] = connection.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    if path is None:
        connection.execute(f"attach ':memory:' as {_NAME}")
        return
    place = _place_beside(Path(path))
    written_as = f"row_group_size {_ROWS_OF_A_GROUP}, recovery_mode no_wal_writes"
    connection.execute(f"attach {literal(str(place))} as {_NAME} ({written_as})")


def waits_on_disk(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is such a database."""
    found = connection.execute(f"select count(*) from duckdb_databases() where database_name = '{_NAME}'").fetchall()
    return found != [(0,)]


def is_on_disk(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether a table lies there."""
    if not waits_on_disk(connection):
        return False
    asked = f"select count(*) from duckdb_tables() where database_name = '{_NAME}' and table_name = $name"
    return connection.execute(asked, {"name": name}).fetchall() != [(0,)]


def place_on_disk(name: str) -> str:
    """The whole name of a table there; its own is enough to read, fill and drop it."""
    return f"{_NAME}.main.{name}"


def wait_no_more(connection: duckdb.DuckDBPyConnection) -> None:
    """Take the database away, with what is left in it."""
    found = connection.execute(f"select path from duckdb_databases() where database_name = '{_NAME}'").fetchall()
    for (path,) in found:
        [(database,)] = connection.execute("select current_database()").fetchall()
        connection.execute(f'use "{database}"')
        connection.execute(f"detach {_NAME}")
        if path is not None:
            Path(path).unlink(missing_ok=True)


def forget_waiting(warehouse: Path) -> None:
    """Delete what a run that was stopped left of it; nobody has the warehouse open.

    Args:
        warehouse: the warehouse's DuckDB file.
    """
    with suppress(PermissionError):  # on Windows while a cursor has it open: it goes when the warehouse is next opened
        _place_beside(warehouse).unlink(missing_ok=True)


def _place_beside(warehouse: Path) -> Path:
    return part_of(warehouse.with_name(f"{warehouse.name}.{_NAME}"))
