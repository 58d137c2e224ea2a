"""Statements of tables on Spark: what they read is shown to it, what they give comes into the lake or to DuckDB.

What belongs here: running one statement for one window. What does not: how it is carried (dialect/), which version of a
window counts (warehouse/lake.py), which tables are made so (tables.py).
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mtw_pipeline.scratch import scratch_folder
from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.divided import NEEDED, Division, made_of_parts
from mtw_pipeline.spark.far_files import FarFiles, carried_back, copied_here
from mtw_pipeline.spark.given_rows import write_query
from mtw_pipeline.spark.own_program import by_name, each_task, sent_program, tasks_of
from mtw_pipeline.spark.parts import LakeParts
from mtw_pipeline.spark.session import spark_session
from mtw_pipeline.spark.tables import BY_PARTS, COLLECTED, DIVIDED, IN_LAKE, STATEMENTS, TO_DUCKDB
from mtw_pipeline.spark.workbench import SparkWorkbench
from mtw_pipeline.spark.workers import mapped, sent_by_value
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.changing import move_into_lake
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.lake import PARTS
from mtw_pipeline.warehouse.lake_files import MountedFiles, address_of
from mtw_pipeline.warehouse.statements import names_in, sql_text
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Table, Type
from mtw_pipeline.warehouse.tables.rows import arrow_rows

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

log = logging.getLogger(__name__)

HAS_STEPS = " as materialized ("
"""In a statement: something of it is to be made before the rest."""
_TYPES = {
    Type.TEXT: "string",
    Type.TEXTS: "array<string>",
    Type.INTEGER: "bigint",
    Type.NUMBER: "double",
    Type.BOOLEAN: "boolean",
    Type.TIME: "timestamp_ntz",
    Type.DATE: "date",
}
"""The types of columns, as Spark writes them."""


@contextmanager
def on_spark(warehouse: Warehouse, settings: EngineSettings, exports_bytes: int = 0) -> Iterator[None]:
    """Let Spark run the statements of the large tables for the block, and let these lie in the lake from now on.

    Args:
        warehouse: the open warehouse.
        settings: which Spark, and where the lake is.
        exports_bytes: how large the exports are of which the tables are made.

    Raises:
        UserError: Spark cannot be reached.
    """
    if settings.remote is None:
        raise ValueError("no address of Spark")
    with spark_session(settings.remote, exports_bytes) as session:
        if warehouse.lake.lies_elsewhere(str(settings.lake)):
            warehouse.leave_lake()
        files = MountedFiles() if settings.is_mounted else FarFiles(session, settings.lake_prefix)
        root = warehouse.lake.settle(str(settings.lake), Path(settings.lake_folder), files)
        present = warehouse.lake.tables()
        with warehouse.transaction():
            for table in TABLES if settings.is_mounted else ():
                if table.name in (IN_LAKE | BY_PARTS) - present:
                    warehouse.lake.hold(table)
        for table in TABLES if settings.is_mounted else ():
            if table.name in COLLECTED - present:
                move_into_lake(warehouse, table)
        has_duckdb = settings.reading == "workers"
        warehouse.engine = SparkEngine(session, root, settings.lake_prefix, workers_have_duckdb=has_duckdb)
        try:
            yield
        finally:
            warehouse.engine = None


class SparkEngine:
    """Spark for one run.

    Args:
        session: a session.
        lake: the folder of the warehouse in the lake, as a path within its file system.
        prefix: what stands before such a path: ``file:`` where this machine sees the lake too.
        workers_have_duckdb: whether the Python of the workers has what reading exports there needs.
    """

    def __init__(
        self, session: "SparkSession", lake: Path, prefix: str = "file:", *, workers_have_duckdb: bool = False
    ) -> None:
        self.session = session
        self._lake = lake
        self._prefix = prefix
        self.is_mounted = prefix == "file:"
        self._workers_have_duckdb = workers_have_duckdb
        self._program: str | None = None

    def keeps(self, table: Table) -> bool:
        """Whether the rows of a table lie in the lake; in one that only Spark sees, DuckDB has them too."""
        return table.name in IN_LAKE | BY_PARTS

    def runs(self, table: Table) -> bool:
        """Whether the table's statement runs on Spark."""
        return table.name in IN_LAKE | TO_DUCKDB

    def write(
        self, warehouse: Warehouse, table: Table, window: CollectionWindow, parameters: Mapping[str, object]
    ) -> None:
        """Write what a table's statement gives into a folder of its own, and then show that one in place of the last.

        Raises:
            PySparkException: Spark failed; the window has the rows that it had.
        """
        of_window = {"collection_window": window.key, **parameters}
        division = DIVIDED.get(table.name) if self._workers_have_duckdb else None
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        waiting = _waiting_beside(folder)
        try:
            if division is None:
                text = sql_text(table.statement)
                self.write_files(table, self.sql(warehouse, text, of_window, in_order=False, waiting=waiting), folder)
            else:
                with sent_by_value(NEEDED):
                    self.write_files(table, self._of_parts(warehouse, table, division, of_window), folder)
            self._put(warehouse, table, window, folder)
            if division is None and HAS_STEPS in text:
                warehouse.lake.remove(waiting)
        except BaseException:
            warehouse.lake.discard(folder)
            raise

    def _of_parts(
        self, warehouse: Warehouse, table: Table, division: Division, parameters: Mapping[str, object]
    ) -> "DataFrame":
        """What a table's statement gives of parts of the table that it reads."""
        read = table_named(division.read)
        self._show(warehouse, read, CollectionWindow.from_key(str(parameters["collection_window"])))
        found = made_of_parts(
            self.session.table(read.name),
            division,
            read=read,
            table=table,
            columns=self.columns(table),
            text=sql_text(table.statement),
            parameters=parameters,
        )
        if division.added is None:
            return found
        found.createOrReplaceTempView(f"{table.name}_of_parts")
        return self.sql(warehouse, sql_text(division.added), parameters, in_order=False)

    @contextmanager
    def parts(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> Iterator[LakeParts]:
        """Take the rows of a window part by part, and show them in place of the last once all are there.

        Raises:
            PySparkException: Spark failed; the window has the rows that it had.
        """
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        waiting = _waiting_beside(folder)
        try:
            parts = LakeParts(self, warehouse, table, waiting)
            yield parts
            rows = parts.all_rows()
            if rows is None:
                warehouse.empty_window(table, window)
            else:
                self.write_files(table, rows, folder)
                self._put(warehouse, table, window, folder)
                warehouse.lake.remove(waiting)
        except BaseException:
            warehouse.lake.discard(folder)
            raise
        if rows is None:
            warehouse.lake.discard(folder)

    def _put(self, warehouse: Warehouse, table: Table, window: CollectionWindow, folder: Path) -> None:
        """Put a version in place of what was there of a window; of a lake that only Spark sees, its rows come too."""
        if self.is_mounted:
            with warehouse.transaction():
                warehouse.lake.put(table, window, folder)
            return
        rows = carried_back(self.files(table, [folder]), arrow_rows(table, []).schema)
        with warehouse.transaction():
            warehouse.delete_window(table, window)
            warehouse.insert_arrow(table, rows)
            warehouse.lake.note(table, window, folder)

    def rows(
        self, warehouse: Warehouse, table: Table, window: CollectionWindow, parameters: Mapping[str, object]
    ) -> pa.Table:
        """What a table's statement gives of a window.

        Raises:
            PySparkException: Spark failed.
        """
        text, of_window = sql_text(table.statement), {"collection_window": window.key, **parameters}
        if HAS_STEPS not in text:
            return self.sql(warehouse, text, of_window).selectExpr(*_cast(table)).toArrow()
        waiting = warehouse.lake.fresh_folder(self._lake, table, window)
        try:
            return self.sql(warehouse, text, of_window, waiting=waiting).selectExpr(*_cast(table)).toArrow()
        finally:
            warehouse.lake.discard(waiting)

    def answers(self, statement: str) -> bool:
        """Whether a statement that is none of a table's runs on Spark."""
        return statement in STATEMENTS

    def found(self, warehouse: Warehouse, statement: str, parameters: Mapping[str, object]) -> pa.Table:
        """What such a statement gives.

        Raises:
            PySparkException: Spark failed.
        """
        return self.asked(warehouse, statement, parameters).toArrow()

    def counts(self, warehouse: Warehouse, text: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows, few of them, that a text in DuckDB's SQL gives.

        Raises:
            PySparkException: Spark failed.
        """
        return [tuple(row) for row in self.sql(warehouse, text, parameters).collect()]

    def asked(self, warehouse: Warehouse, statement: str, parameters: Mapping[str, object]) -> "DataFrame":
        """A statement of sql/ as Spark will run it, of the window that its parameters name."""
        return self.sql(warehouse, sql_text(statement), parameters)

    def program(self) -> str:
        """The folder of this program's files on the workers, which are sent once a session."""
        if self._program is None:
            self._program = sent_program(self.session)
        return self._program

    @contextmanager
    def made_on_workers(
        self,
        warehouse: Warehouse,
        table: Table,
        window: CollectionWindow,
        function: Callable[[Any], Iterator[pa.Table]],
        tasks: Sequence[object],
        *,
        needed: str,
    ) -> Iterator[str]:
        """What a function of this program makes of tasks, a worker each; for the block, a relation of DuckDB's SQL.

        Spark writes it into the lake; where only Spark sees that, this machine gets a copy for the block.

        Raises:
            UserError: the Python of the workers lacks what this program needs.
            PySparkException: Spark failed.
        """
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        schema = arrow_rows(table, []).schema
        try:
            with sent_by_value(needed):
                act = by_name(partial(each_task, function), self.program())
                made = mapped(tasks_of(self.session, tasks), act, schema, self.columns(table))
                self.write_files(table, made, folder)
            if self.is_mounted:
                yield f"read_parquet({literal(str(folder / '*.parquet'))})"
                return
            with scratch_folder() as scratch:
                copied_here(self.files(table, [folder]), schema, scratch / "rows.parquet")
                yield f"read_parquet({literal(str(scratch / 'rows.parquet'))})"
        finally:
            warehouse.lake.discard(folder)

    @contextmanager
    def workbench(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> Iterator[SparkWorkbench]:
        """Work on a window in several steps, which wait in a folder of the lake until it is done."""
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        bench = SparkWorkbench(self, warehouse, window.key, folder)
        try:
            yield bench
        except BaseException:
            with suppress(Exception):  # what came before it is told
                bench.end()
            raise
        else:
            bench.end()
        finally:
            warehouse.lake.discard(folder)

    def keep(self, rows: "DataFrame", name: str, folder: Path) -> None:
        """Write rows into a folder that is not there yet, and show them under a name."""
        rows.write.parquet(address_of(self._prefix, folder))
        self.session.read.parquet(address_of(self._prefix, folder)).createOrReplaceTempView(name)

    def sql(
        self,
        warehouse: Warehouse,
        text: str,
        parameters: Mapping[str, object],
        *,
        in_order: bool = True,
        waiting: Path | None = None,
    ) -> "DataFrame":
        """A text of DuckDB's SQL as Spark will run it, of the window that its parameters name.

        What is to be made first waits in a folder of the lake, where one is given, until the rest has been run.
        """
        window = CollectionWindow.from_key(str(parameters["collection_window"]))
        read = names_in(text)
        for table in TABLES:
            if table.name in read:
                self._show(warehouse, table, window)
        given = carried(text, parameters, in_order=in_order, in_steps=waiting is not None)
        if waiting is not None:
            for name, step in given.steps:
                self.keep(self.session.sql(step.text, args=dict(step.arguments)), name, waiting / name)
        return self.session.sql(given.text, args=dict(given.arguments))

    def columns(self, table: Table) -> str:
        """The columns of a table as Spark writes them."""
        return ", ".join(f"{column.name} {_TYPES[column.type]}" for column in table.columns)

    def files(self, table: Table, folders: Sequence[Path]) -> "DataFrame":
        """The rows of a table that lie in folders."""
        return self.session.read.schema(self.columns(table)).parquet(
            *(address_of(self._prefix, folder) for folder in folders)
        )

    def write_files(self, table: Table, rows: "DataFrame", folder: Path) -> None:
        """Write rows of a table into a folder, to those that are there."""
        rows.selectExpr(*_cast(table)).write.mode("append").parquet(address_of(self._prefix, folder))

    def _show(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> None:
        """Let Spark see a table under its name: of the lake all windows, of DuckDB the one that is made."""
        in_lake = warehouse.lake.windows(table.name)
        folders = [*in_lake.values()]
        if not self.keeps(table) and table.name not in warehouse.lake.tables():
            folders = [self._given(warehouse, table, window)]
        elif not self.is_mounted:
            folders += [self._given(warehouse, table, one) for one in _windows_beside(warehouse, table, in_lake)]
        found = self.files(table, folders) if folders else self.session.createDataFrame([], self.columns(table))
        found.createOrReplaceTempView(table.name)

    def _given(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> Path:
        """A copy of what DuckDB holds of a window, made anew where that has changed since."""
        rows = f"from {table.name} where collection_window = {literal(window.key)}"
        [(count, content)] = warehouse.connection.execute(
            f"select count(*), coalesce(bit_xor(hash({table.name})), 0) {rows}"
        ).fetchall()
        state = f"{count}-{content:x}"
        given = warehouse.lake.given(table, window)
        if given is not None and given.name.endswith(f"-{state}") and (given.is_dir() or not self.is_mounted):
            return given
        folder = warehouse.lake.fresh_folder(self._lake, table, window, f"-{state}", is_given=True)
        try:
            write_query(self, warehouse, table, rows, folder)
        except BaseException:
            warehouse.lake.discard(folder)
            raise
        with warehouse.transaction():
            warehouse.lake.give(table, window, folder)
        return folder


def _windows_beside(warehouse: Warehouse, table: Table, in_lake: Collection[str]) -> list[CollectionWindow]:
    """Windows of which DuckDB has rows and the lake none: they were made before there was this lake."""
    found = warehouse.connection.execute(
        f"select distinct collection_window from {table.name} where not list_contains($in_lake, collection_window)"
        " order by collection_window",
        {"in_lake": list(in_lake)},
    ).fetchall()
    return [CollectionWindow.from_key(str(key)) for (key,) in found]


def _waiting_beside(folder: Path) -> Path:
    """Where that waits of which a version is made."""
    return folder.with_name(f"{folder.name}{PARTS}")


def _cast(table: Table) -> list[str]:
    return [f"cast({one.name} as {_TYPES[one.type]}) as {one.name}" for one in table.columns]
