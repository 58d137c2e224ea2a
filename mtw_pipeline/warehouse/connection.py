"""The warehouse: one DuckDB file, one writer, and the statements of sql/.

What belongs here: running a file of sql/, replacing one window's rows. What does not: opening the file (opening.py),
what any statement says (sql/) and what any table means (tables/).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from mtw_pipeline.attempts import LeftOutError, Omission
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.declared import (
    columns_present,
    comment_of,
    comments_on,
    comments_present,
    creating,
    follow_declaration,
)
from mtw_pipeline.warehouse.lake import ROW_ID, Lake
from mtw_pipeline.warehouse.memory import more_memory
from mtw_pipeline.warehouse.own_tables import OMISSIONS, OWN_TABLES
from mtw_pipeline.warehouse.parts import Parts, StoredParts
from mtw_pipeline.warehouse.statements import names_read, sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows

if TYPE_CHECKING:
    from mtw_pipeline.warehouse.engine import Engine

log = logging.getLogger(__name__)

Parameters = Mapping[str, object]


_RESTS_ON = "it rests on "


class Warehouse:
    """An open warehouse. Make one with ``open_warehouse``."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.lake = Lake(connection)
        self.engine: Engine | None = None
        """Where statements of tables run that DuckDB does not run itself."""
        self._unmade: dict[tuple[str, str], Omission] = {}  # by window and table, where it was left out as a whole
        self._noted: set[tuple[str, str]] = set()  # windows and assets of which anything was left out

    def query(self, statement: str, parameters: Parameters | None = None) -> duckdb.DuckDBPyConnection:
        """Run the statement of sql/``statement``.sql and return its cursor, to be fetched from.

        Args:
            statement: the file's name without its ending, relative to sql/.
            parameters: its bound parameters by name.

        Raises:
            LeftOutError: it reads a table that was left out in the window that it asks for: what is absent is not 0.
        """
        self._refuse_unmade(statement, parameters or {})
        if self.engine is not None and self.engine.answers(statement):
            found = self.cursor()  # of its own: the rows are let go with it
            found.register("found_rows", self.engine.found(statement, parameters or {}))
            return found.execute("from found_rows")
        return self.connection.execute(sql_text(statement), dict(parameters or {}))

    def read(self, statement: str, parameters: Parameters, rows_at_once: int) -> Iterator[pa.Table]:
        """The rows of sql/``statement``.sql part by part, while the warehouse is written; as committed when it begins.

        Args:
            statement: as in ``query``.
            parameters: likewise.
            rows_at_once: rows of a part, which is what memory holds of them.

        Raises:
            LeftOutError: as ``query``.
        """
        self._refuse_unmade(statement, parameters)
        with self.cursor() as reading:
            found = reading.execute(sql_text(statement), dict(parameters))
            for batch in found.to_arrow_reader(rows_at_once):
                yield pa.Table.from_batches([batch])

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection more, which reads while this one writes, or in another thread: all but temporary tables."""
        [(name,)] = self.connection.execute("select current_database()").fetchall()
        beside = self.connection.cursor()
        beside.execute(f'use "{name}"')
        return beside

    @contextmanager
    def reader(self) -> Iterator["Warehouse"]:
        """This warehouse by a connection of its own, for another thread; what was left out is known as of now."""
        with self.cursor() as connection:
            connection.execute("set TimeZone = 'UTC'")
            reading = Warehouse(connection)
            reading._noted, reading._unmade = set(self._noted), dict(self._unmade)
            yield reading

    def rows_in(self, table: Table, window: CollectionWindow) -> int:
        """The number of rows that a table holds of one window."""
        found = self.connection.execute(
            f"select count(*) from {table.name} where collection_window = $window",
            {"window": window.key},
        ).fetchone()
        return int(found[0]) if found else 0

    def _refuse_unmade(self, statement: str, parameters: Parameters) -> None:
        if not self._unmade:
            return
        unmade = self._unmade_of(str(parameters.get("collection_window", "")))
        for table in sorted(names_read(statement) & unmade.keys()):
            raise LeftOutError(_rests_on(table, unmade[table]), remedy=unmade[table].remedy, is_failure=True)

    def unmade(self, window: CollectionWindow) -> dict[str, Omission]:
        """The tables that were left out as a whole in a window, and why; those of all windows among them."""
        return self._unmade_of(window.key)

    def _unmade_of(self, window: str) -> dict[str, Omission]:
        return {table: why for (of, table), why in self._unmade.items() if of in {"", window}}

    def keep_omissions(self, asset: str, window: CollectionWindow | None, omissions: Sequence[Omission]) -> None:
        """Note what an asset left out, in place of what was noted of it before.

        Args:
            asset: the asset.
            window: the window that it was made for; None for an asset of all windows.
            omissions: what was left out; one without a name is the whole of it.
        """
        key = window.key if window is not None else ""
        if not omissions and (key, asset) not in self._noted:
            return
        rows = [{"collection_window": key, "asset": asset, **vars(one)} for one in omissions]
        of_asset = {"window": key, "asset": asset}
        with self.transaction():
            self.connection.execute(
                f"delete from {OMISSIONS.name} where collection_window = $window and asset = $asset", of_asset
            )
            if rows:
                self.insert_arrow(OMISSIONS, arrow_rows(OMISSIONS, rows))
        self._noted.add((key, asset))
        self._unmade.pop((key, asset), None)
        whole = next((one for one in omissions if not one.what), None)
        if whole is not None:
            self._unmade[key, asset] = whole

    def omissions(self, window: CollectionWindow) -> list[tuple[str, Omission]]:
        """What was left out in a window: the asset, and what of it."""
        found = self.connection.execute(
            f"select asset, what, reason, remedy, is_failure from {OMISSIONS.name} where collection_window = $window"
            " order by asset, rowid",
            {"window": window.key},
        ).fetchall()
        return [(str(asset), Omission(*values)) for asset, *values in found]

    def _read_omissions(self) -> None:
        rows = self.connection.execute(
            f"select collection_window, asset, what, reason, remedy, is_failure from {OMISSIONS.name}"
        ).fetchall()
        noted = [((str(window), str(asset)), Omission(*values)) for window, asset, *values in rows]
        self._noted = {place for place, _ in noted}
        self._unmade = {place: one for place, one in noted if not one.what}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside become one transaction: all of them, or none."""
        self.connection.execute("begin transaction")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback")
            self.lake.rolled_back()
            raise
        self.connection.execute("commit")
        self.lake.committed()

    def delete_window(self, table: Table, window: CollectionWindow) -> None:
        """Remove one window's rows."""
        if self.lake.delete(table, window):
            return
        self.connection.execute(
            f"delete from {table.name} where collection_window = $window",
            {"window": window.key},
        )

    def empty_window(self, table: Table, window: CollectionWindow) -> None:
        """Leave no row of one window, committed at once: of a table that could not be made nothing old is shown."""
        with self.transaction():
            self.delete_window(table, window)

    def empty_table(self, table: Table) -> None:
        """Leave no row of any window, committed at once."""
        with self.transaction():
            if table.name not in self.lake.tables():
                self.connection.execute(f"delete from {table.name}")
            for key in self.lake.windows(table.name):
                self.lake.delete(table, CollectionWindow.from_key(key))

    def insert_query(self, table: Table, statement: str, parameters: Parameters | None = None) -> int:
        """Add the rows of sql/``statement``.sql to a table, by column name; returns how many they are.

        Raises:
            LeftOutError: as ``query``.
        """
        self._refuse_unmade(statement, parameters or {})
        [(inserted,)] = self.connection.execute(
            f"insert into {table.name} by name {sql_text(statement)}",
            dict(parameters or {}),
        ).fetchall()
        return int(inserted)

    def insert_arrow(self, table: Table, rows: pa.Table | pa.RecordBatchReader) -> int:
        """Add rows to a table, by column name; returns how many they are."""
        self.connection.register("incoming_rows", rows)
        try:
            statement = f"insert into {table.name} by name from incoming_rows"
            [(inserted,)] = self.connection.execute(statement).fetchall()
            return int(inserted)
        finally:
            self.connection.unregister("incoming_rows")

    def replace_window(
        self, table: Table, window: CollectionWindow, rows: pa.Table | None = None, **parameters: object
    ) -> int:
        """Put one window's rows in place of those that were there, in one transaction.

        The rows come from ``rows``, or else from the table's own statement of sql/, which gets the
        parameter ``collection_window`` besides the given ones.

        Returns:
            The number of rows that the window has now.
        """
        engine = self.engine if rows is None and self.engine is not None and self.engine.runs(table) else None
        if engine is not None:
            self._refuse_unmade(table.statement, {"collection_window": window.key})
            if engine.keeps(table):
                engine.write(table, window, parameters)
                return self.rows_in(table, window)
            rows = engine.rows(table, window, parameters)
        if rows is None:
            return self._replace_by_statement(table, window, {"collection_window": window.key, **parameters})
        with self.transaction():
            self.delete_window(table, window)
            return self.insert_arrow(table, rows)

    def _replace_by_statement(self, table: Table, window: CollectionWindow, parameters: Parameters) -> int:
        def replace() -> int:
            with self.transaction():
                self.delete_window(table, window)
                return self.insert_query(table, table.statement, parameters)

        try:
            return replace()
        except duckdb.OutOfMemoryException:  # each thread holds a part of its own before any is put on disk
            with self._one_thread(), more_memory(self.connection):
                return replace()

    @contextmanager
    def _one_thread(self) -> Iterator[None]:
        """Run statements by one thread, which is slow, and needs the least memory."""
        [(threads,)] = self.connection.execute("select current_setting('threads')").fetchall()
        self.connection.execute("set threads = 1")
        try:
            yield
        finally:
            self.connection.execute(f"set threads = {int(threads)}")

    @contextmanager
    def window_in_parts(self, table: Table, window: CollectionWindow) -> Iterator[Parts]:
        """Take one window's rows part by part, and put them in place of those that were there once all are given.

        Parts wait in a temporary table, which DuckDB puts on disk; rows of an open transaction would stay in memory.
        Those of a table that an engine keeps wait there.
        """
        if self.engine is not None and self.engine.keeps(table):
            with self.engine.parts(table, window) as waiting:
                yield waiting
            return
        waiting_rows = f"incoming_{table.name}"
        self.connection.execute(f"create or replace temp table {waiting_rows} as from {table.name} limit 0")
        try:
            yield StoredParts(self.read, self.connection, waiting_rows)
            with self.transaction():
                self.delete_window(table, window)
                self.connection.execute(f"insert into {table.name} from {waiting_rows}")
        finally:
            self.connection.execute(f"drop table {waiting_rows}")

    def replace_all(self, table: Table, parameters: Parameters | None = None) -> int:
        """Put the rows of the statement named after a table in place of all its rows, of every window.

        Returns:
            The number of rows that the table has now.
        """
        with self.transaction():
            self.connection.execute(f"delete from {table.name}")
            return self.insert_query(table, table.statement, parameters)

    def replace_rows(self, table: Table, rows: pa.Table) -> int:
        """Put rows in place of all rows of a table, of every window; returns how many they are."""
        with self.transaction():
            self.connection.execute(f"delete from {table.name}")
            return self.insert_arrow(table, rows)

    def make_table(self, table: Table) -> None:
        """Make a declared table that is not there, without what its comments say."""
        self.connection.execute(creating(table))

    def make_tables(self) -> None:
        """Make the declared tables that are not there, and give older ones the columns that were declared since.

        All in one transaction: a commit a table and a comment takes four times as long.
        """
        present, comments = columns_present(self.connection), comments_present(self.connection)
        in_lake = self.lake.tables()
        with self.transaction():
            for table in (*TABLES, *OWN_TABLES):
                if table.name in in_lake and table.is_read_once:
                    if [*present[table.name]] == [*table.column_names, ROW_ID]:
                        continue
                    self.lake.take_back(table)
                    del present[table.name][ROW_ID]
                elif table.name in in_lake:
                    if [*present[table.name]] != [*table.column_names, ROW_ID]:
                        self.lake.hold(table)  # written by another version: it has to be made anew
                    continue
                if table.name not in present:
                    self.make_table(table)
                else:
                    follow_declaration(self.connection, table, present[table.name])
                declared = set(table.column_names)
                if present.get(table.name, {}).keys() != declared or comments[table.name] != comment_of(table):
                    self.connection.execute("; ".join(comments_on(table)))
        self._read_omissions()

    def leave_lake(self) -> None:
        """Make tables of DuckDB again, without rows, of those that lay in the lake, and take these rows away."""
        if not self.lake.is_used():
            return
        in_lake = self.lake.tables()
        with self.transaction():
            for table in (one for one in TABLES if one.name in in_lake):
                if table.is_read_once:
                    self.lake.take_back(table)
                else:
                    self.connection.execute(f"drop view {table.name}")
        self.lake.leave()
        self.make_tables()


def _rests_on(table: str, why: Omission) -> str:
    """Why something that reads a table is left out: of a chain of such tables, the first says it."""
    is_cause = not why.reason.startswith(_RESTS_ON)
    return f"{_RESTS_ON}{table}, which was left out: {why.reason}" if is_cause else why.reason
