"""Opening the warehouse: alone, made whole where it is not there, named where it is damaged; and writing it anew.

What belongs here: from a path to an open warehouse. What does not: what is done with it (connection.py), waiting for
another run (locks.py), the kinds of damage (damage.py), how much memory it takes (memory.py).
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from mtw_pipeline.errors import of_system
from mtw_pipeline.study.run_records import drop_histories
from mtw_pipeline.study.unfinished import refuse_while_unfinished
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.system.scratch import scratch_folder
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.damage import named_damage, refused_at_opening
from mtw_pipeline.warehouse.declared import comments_on, creating, literal
from mtw_pipeline.warehouse.empty_database import lay_out
from mtw_pipeline.warehouse.locks import LOOK_AGAIN_SECONDS, SAY_AGAIN_SECONDS, exclusive_lock
from mtw_pipeline.warehouse.memory import bound_memory
from mtw_pipeline.warehouse.own_tables import OWN_TABLES
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline.warehouse.waiting_rows import forget_waiting

log = logging.getLogger(__name__)

NAME = "warehouse"
"""What the file is called among the databases of its connection."""

_ROWS_OF_A_GROUP = 16_384
"""A processor reads a group of rows at a time: with DuckDB's own 122,880 a study of fewer tweets would be read by one,
and a window of 6,000 with twenty others. Files become a third larger.
"""

_DEAR_COMPRESSION = "alp,alprd,fsst"
"""How DuckDB would store decimals and texts smaller, here and in the analysts' copy: a file of texts is half as large
again without, and is written for a fifth less (decision 236).
"""

_MANY_GROUPS, _FEW_ROWS = 8, 4_096
"""Groups of tweets, one behind the other, that are joined where they are more and each has fewer rows: however few
there are, what is written of a table takes a block of 256 KiB, which of all tables is up to 17 MB a window.
"""

_HELD_ELSEWHERE = ("Could not set lock", "already open in")
"""What DuckDB says of a file that another program has open: on Unix, and on Windows."""


@contextmanager
def open_warehouse(path: Path, purpose: str) -> Iterator[Warehouse]:
    """Open the warehouse for writing, alone; waits while another run or reader holds it, and says for what.

    Args:
        path: the DuckDB file; made if it is not there.
        purpose: who opens it and why, for those who wait: "run 1a2b3c4d of 2020-12-05_2021-01-22".

    Raises:
        UserError: forgetting was stopped before its end, and has to be finished first; the file is damaged, or the
            system does not give it (the message says how it is had back).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise of_system(error) from error
    with warehouse_lock(path, purpose):
        refuse_while_unfinished(path.parent)
        with open_locked(path) as warehouse:
            yield warehouse


@contextmanager
def warehouse_lock(path: Path, purpose: str, *, waits: bool = True) -> Iterator[None]:
    """Hold the lock of everything that a study's commands and runs write; waits for another holder, and says for whom.

    Args:
        path: the warehouse's DuckDB file.
        purpose: as in ``open_warehouse``.
        waits: False gives up at once where it is held.

    Raises:
        UserError: as ``exclusive_lock``.
    """
    with exclusive_lock(path.with_suffix(".lock"), purpose, waits=waits):
        yield


@contextmanager
def open_locked(path: Path) -> Iterator[Warehouse]:
    """Open the warehouse for writing; the caller holds its lock. Where it is not there it is made, whole or not at all.

    Args:
        path: the DuckDB file.
    """
    forget_waiting(path)  # of a run that was killed, perhaps as it had filled the disk
    if not path.exists():
        _make(path)
    connection = _connect(path)
    try:
        with named_damage(path):
            warehouse = Warehouse(connection)
            warehouse.make_tables()
            if not _are_many_and_small(connection):
                connection.execute("set max_vacuum_tasks = 0")
            yield warehouse
    finally:
        connection.close()
        forget_waiting(path)


def _make(path: Path) -> None:
    _log_of(path).unlink(missing_ok=True)  # of a warehouse that was deleted: it would make the new one unreadable
    with written_whole(path) as fresh:
        _log_of(fresh).unlink(missing_ok=True)
        connection = _connect(fresh)
        try:
            lay_out_warehouse(connection)
        finally:
            connection.close()
        drop_histories(path.parent)  # before the file is there, or its empty tables would be taken for made


def lay_out_warehouse(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a warehouse, and what is said of them, in an empty database."""
    tables = (*TABLES, *OWN_TABLES)
    lay_out(connection, NAME, [one for table in tables for one in (creating(table), *comments_on(table))])


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


@contextmanager
def scratch_warehouse(tables: Sequence[Table]) -> Iterator[Warehouse]:
    """A warehouse for the moment, with some of the tables, uncommented, and nobody else who could open it."""
    with scratch_folder() as folder:
        connection = _connect(folder / "scratch.duckdb")
        try:
            warehouse = Warehouse(connection)
            for table in tables:
                warehouse.make_table(table)
            yield warehouse
        finally:
            connection.close()


def rewrite_database(path: Path) -> None:
    """Write a file anew, so that no deleted row stays in its free blocks; the caller holds the lock of the study.

    Args:
        path: the DuckDB file.
    """
    with written_whole(path) as fresh:
        _log_of(fresh).unlink(missing_ok=True)
        connection = _connect(path)
        try:
            connection.execute(f"attach {literal(str(fresh))} as fresh (row_group_size {_ROWS_OF_A_GROUP})")
            connection.execute(f"copy from database {NAME} to fresh")
        finally:
            connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set global disabled_compression_methods = '{_DEAR_COMPRESSION}'")
        connection.execute("set temp_directory = $folder", {"folder": f"{path}.tmp"})
        bound_memory(connection)
        _attach_alone(connection, path)
        connection.execute(f"use {NAME}")
    except BaseException:
        connection.close()
        raise
    return connection


def _are_many_and_small(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether groups of rows are to be joined: else a window is written as groups of its own, and no other is.

    DuckDB would join the last groups of every table each time, and write several windows anew (docs/decisions/0191).
    """
    found = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    here = [table for table in (TWEETS, COLLECTION_EXPORTS) if (table.name,) in found]  # the others are in a lake
    if not here:
        return False
    [(small,)] = connection.execute(
        "select count(*) from (select rows, lag(rows) over (order by row_group_id) as rows_before"
        " from (select row_group_id, sum(count) as rows from pragma_storage_info($table)"
        " where column_id = 0 and segment_type <> 'VALIDITY' group by row_group_id))"
        " where greatest(rows, rows_before) < $few and rows_before is not null",  # the last of a large window stays
        {"table": here[0].name, "few": _FEW_ROWS},
    ).fetchall()
    return int(small) > _MANY_GROUPS


def _attach_alone(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Open the file; while a program that takes no lock of ours (a notebook, a database browser) has it open, wait."""
    opening = f"attach {literal(str(path))} as {NAME} (row_group_size {_ROWS_OF_A_GROUP})"
    said = float("-inf")
    while True:
        try:
            connection.execute(opening)
        except duckdb.Error as error:  # of any class: a file can be so damaged that DuckDB fails within itself
            if not is_held_elsewhere(error):
                raise refused_at_opening(path, error) from error
            if time.monotonic() - said >= SAY_AGAIN_SECONDS:
                said = time.monotonic()
                log.warning("waiting for another program that has %s open: %s", path.name, error)
        else:
            return
        time.sleep(LOOK_AGAIN_SECONDS)


def is_held_elsewhere(error: duckdb.Error) -> bool:
    """Whether DuckDB refused a file because another program has it open."""
    return isinstance(error, duckdb.IOException) and any(words in str(error) for words in _HELD_ELSEWHERE)
