"""Empty warehouses for tests, in memory: made once for many tests, and emptied after each.

What belongs here: making, lending and emptying them. What does not: warehouses as files, which runs, commands and
tests of opening them make by ``open_warehouse``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import duckdb
import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.own_tables import OWN_TABLES
from mtw_pipeline.warehouse.tables import TABLES


@contextmanager
def one_thread() -> Iterator[None]:
    """DuckDB on one thread in the block: tests ask it of a few rows, of which more threads make work alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", partial(duckdb.connect, config={"threads": 1}))
        yield


@contextmanager
def all_threads() -> Iterator[None]:
    """As many threads in the block as a user has, within ``one_thread``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", getattr(duckdb.connect, "func", duckdb.connect))
        yield


class EmptyWarehouses:
    """Lends warehouses with all declared tables and no row; opening a file takes fifty times as long.

    A test gets a connection of its own, so that its settings and temporary tables end with it. A database that a test
    left with other tables, or attached to others, is not lent again.
    """

    def __init__(self) -> None:
        self._tables = {table.name: table for table in (*TABLES, *OWN_TABLES)}
        self._free: list[duckdb.DuckDBPyConnection] = []

    @contextmanager
    def lent(self) -> Iterator[Warehouse]:
        """A warehouse for the block; several blocks at once get one each."""
        database = self._free.pop() if self._free else self._made()
        with database.cursor() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("set enable_progress_bar = false")
            yield Warehouse(connection)
        if self._is_emptied(database):
            self._free.append(database)
        else:
            database.close()

    def close(self) -> None:
        """Close what is not lent."""
        while self._free:
            self._free.pop().close()

    def _made(self) -> duckdb.DuckDBPyConnection:
        database = duckdb.connect(":memory:", config={"threads": 1})
        for table in self._tables.values():
            Warehouse(database).make_table(table)
        return database

    def _is_emptied(self, database: duckdb.DuckDBPyConnection) -> bool:
        """Whether all tables are there and empty again, and nothing else is."""
        present = database.execute(
            "select table_name, estimated_size, column_count from duckdb_tables() where not internal"
        ).fetchall()
        if {name: columns for name, _, columns in present} != {
            name: len(table.columns) for name, table in self._tables.items()
        }:
            return False
        for name, size, _ in present:
            if size:  # made anew, for row ids count on where rows were deleted
                database.execute(f"drop table {name}")
                Warehouse(database).make_table(self._tables[name])
        [(others,)] = database.execute("select count(*) from duckdb_databases() where not internal").fetchall()
        return bool(others == 1)
