"""Where the rows of large exports wait until they are stored: a database beside the warehouse, gone when they are.

What belongs here: making it, finding it by the names of its tables, taking it away. What does not: which rows wait
(exports/reading/staging.py). What memory does not hold of a temporary table is put on disk as it lies in memory; a
table of a database is written once, compressed, to a third of that, and read column by column.
"""

from pathlib import Path

import duckdb

from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.warehouse.connection import literal
from mtw_pipeline.warehouse.memory import held_bytes

_NAME = "waiting_rows"
"""What the file is called among the databases of its connection."""
_ROWS_OF_A_GROUP = 16_384


def wait_on_disk(connection: duckdb.DuckDBPyConnection, exported_bytes: int) -> None:
    """Let the rows of exports wait on disk, where these are larger than what DuckDB may hold in memory.

    Staged and validated, rows of a table take some 1.1 times the bytes of its file.

    Args:
        connection: the warehouse's connection; rows of one in memory wait in memory.
        exported_bytes: the size of the exports, as they lie there.
    """
    wait_no_more(connection)
    [(database, path)] = connection.execute(
        "select database_name, path from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    if path is None or exported_bytes <= held_bytes(connection):
        return
    place = _place_beside(Path(path))
    place.unlink(missing_ok=True)  # that of a run which was killed
    written_as = f"row_group_size {_ROWS_OF_A_GROUP}, recovery_mode no_wal_writes"
    connection.execute(f"attach {literal(str(place))} as {_NAME} ({written_as})")
    connection.execute(f"set search_path = '{database}.main,{_NAME}.main'")


def waits_on_disk(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is such a database."""
    found = connection.execute(f"select count(*) from duckdb_databases() where database_name = '{_NAME}'").fetchall()
    return found != [(0,)]


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
        Path(path).unlink(missing_ok=True)


def forget_waiting(warehouse: Path) -> None:
    """Delete what a run that was stopped left of it; nobody has the warehouse open.

    Args:
        warehouse: the warehouse's DuckDB file.
    """
    _place_beside(warehouse).unlink(missing_ok=True)


def _place_beside(warehouse: Path) -> Path:
    return part_of(warehouse.with_name(f"{warehouse.name}.{_NAME}"))
