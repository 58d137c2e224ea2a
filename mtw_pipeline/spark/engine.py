"""Spark as a warehouse's engine: what it makes of a window comes into the lake, or to DuckDB.

What belongs here: what becomes of the rows that statements and workers give. What does not: running a statement
(statements.py), which version of a window counts (warehouse/lake.py), which tables are made so (tables.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mtw_pipeline.spark.divided import NEEDED, Division, made_of_parts
from mtw_pipeline.spark.lake_rows import MOUNTED, LakeRows, casts_of, columns_of
from mtw_pipeline.spark.own_program import by_name, each_task, sent_program, tasks_of
from mtw_pipeline.spark.parts import LakeParts
from mtw_pipeline.spark.remote_files import RemoteFiles, carried_back, copied_here
from mtw_pipeline.spark.session import spark_session
from mtw_pipeline.spark.statements import SparkStatements
from mtw_pipeline.spark.tables import COLLECTED, DIVIDED, IN_LAKE, KEPT, STATEMENTS, TO_DUCKDB
from mtw_pipeline.spark.workbench import SparkWorkbench
from mtw_pipeline.spark.workers import mapped, sent_by_value
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.system.scratch import scratch_folder
from mtw_pipeline.warehouse.changing import move_into_lake
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.lake import PARTS
from mtw_pipeline.warehouse.lake_files import MountedFiles
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

HAS_STEPS = " as materialized ("
"""In a statement: something of it is to be made before the rest."""


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
        files = MountedFiles() if settings.is_mounted else RemoteFiles(session, settings.lake_prefix)
        root = warehouse.lake.settle(str(settings.lake), Path(settings.lake_folder), files)
        present = warehouse.lake.tables()
        with warehouse.transaction():
            for table in TABLES if settings.is_mounted else ():
                if table.name in KEPT - present:
                    warehouse.lake.hold(table)
        for table in TABLES if settings.is_mounted else ():
            if table.name in COLLECTED - present:
                move_into_lake(warehouse, table)
        warehouse.engine = SparkEngine(
            warehouse, session, root, settings.lake_prefix, workers_have_duckdb=settings.reading == "workers"
        )
        try:
            yield
        finally:
            warehouse.engine = None


class SparkEngine:
    """Spark for one run.

    Args:
        warehouse: the open warehouse.
        session: a session.
        lake: the folder of the warehouse in the lake, as a path within its file system.
        prefix: what stands before such a path: ``file:`` where this machine sees the lake too.
        workers_have_duckdb: whether the Python of the workers has what reading exports there needs.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        session: "SparkSession",
        lake: Path,
        prefix: str = MOUNTED,
        *,
        workers_have_duckdb: bool = False,
    ) -> None:
        self.session = session
        self._warehouse = warehouse
        self._lake = lake
        self._rows = LakeRows(session, prefix)
        self._statements = SparkStatements(warehouse, self._rows, lake)
        self._workers_have_duckdb = workers_have_duckdb
        self._program: str | None = None

    def keeps(self, table: Table) -> bool:
        """Whether the rows of a table lie in the lake; in one that only Spark sees, DuckDB has them too."""
        return table.name in KEPT

    def runs(self, table: Table) -> bool:
        """Whether the table's statement runs on Spark."""
        return table.name in IN_LAKE | TO_DUCKDB

    def write(self, table: Table, window: CollectionWindow, parameters: Mapping[str, object]) -> None:
        """Write what a table's statement gives into a folder of its own, and then show that one in place of the last.

        Raises:
            PySparkException: Spark failed; the window has the rows that it had.
        """
        of_window = {"collection_window": window.key, **parameters}
        division = DIVIDED.get(table.name) if self._workers_have_duckdb else None
        folder = self._warehouse.lake.fresh_folder(self._lake, table, window)
        waiting = _waiting_beside(folder)
        try:
            if division is None:
                text = sql_text(table.statement)
                self._rows.write(table, self._statements.sql(text, of_window, in_order=False, waiting=waiting), folder)
            else:
                with sent_by_value(NEEDED):
                    self._rows.write(table, self._of_parts(table, division, of_window), folder)
            self._put(table, window, folder)
            if division is None and HAS_STEPS in text:
                self._warehouse.lake.remove(waiting)
        except BaseException:
            self._warehouse.lake.discard(folder)
            raise

    def _of_parts(self, table: Table, division: Division, parameters: Mapping[str, object]) -> "DataFrame":
        """What a table's statement gives of parts of the table that it reads."""
        read = table_named(division.read)
        self._statements.show(read, CollectionWindow.from_key(str(parameters["collection_window"])))
        found = made_of_parts(
            self.session.table(read.name),
            division,
            read=read,
            table=table,
            columns=columns_of(table),
            text=sql_text(table.statement),
            parameters=parameters,
        )
        if division.added is None:
            return found
        found.createOrReplaceTempView(f"{table.name}_of_parts")
        return self._statements.sql(sql_text(division.added), parameters, in_order=False)

    @contextmanager
    def parts(self, table: Table, window: CollectionWindow) -> Iterator[LakeParts]:
        """Take the rows of a window part by part, and show them in place of the last once all are there.

        Raises:
            PySparkException: Spark failed; the window has the rows that it had.
        """
        folder = self._warehouse.lake.fresh_folder(self._lake, table, window)
        waiting = _waiting_beside(folder)
        try:
            parts = LakeParts(self._statements, table, waiting, self._program_of_workers)
            yield parts
            rows = parts.all_rows()
            if rows is None:
                self._warehouse.empty_window(table, window)
            else:
                self._rows.write(table, rows, folder)
                self._put(table, window, folder)
                self._warehouse.lake.remove(waiting)
        except BaseException:
            self._warehouse.lake.discard(folder)
            raise
        if rows is None:
            self._warehouse.lake.discard(folder)

    def _put(self, table: Table, window: CollectionWindow, folder: Path) -> None:
        """Put a version in place of what was there of a window; of a lake that only Spark sees, its rows come too."""
        if self._rows.is_mounted:
            with self._warehouse.transaction():
                self._warehouse.lake.put(table, window, folder)
            return
        rows = carried_back(self._rows.read(table, [folder]), arrow_rows(table, []).schema)
        with self._warehouse.transaction():
            self._warehouse.delete_window(table, window)
            self._warehouse.insert_arrow(table, rows)
            self._warehouse.lake.note(table, window, folder)

    def rows(self, table: Table, window: CollectionWindow, parameters: Mapping[str, object]) -> pa.Table:
        """What a table's statement gives of a window.

        Raises:
            PySparkException: Spark failed.
        """
        text, of_window = sql_text(table.statement), {"collection_window": window.key, **parameters}
        if HAS_STEPS not in text:
            return self._statements.sql(text, of_window).selectExpr(*casts_of(table)).toArrow()
        waiting = self._warehouse.lake.fresh_folder(self._lake, table, window)
        try:
            return self._statements.sql(text, of_window, waiting=waiting).selectExpr(*casts_of(table)).toArrow()
        finally:
            self._warehouse.lake.discard(waiting)

    def answers(self, statement: str) -> bool:
        """Whether a statement that is none of a table's runs on Spark."""
        return statement in STATEMENTS

    def found(self, statement: str, parameters: Mapping[str, object]) -> pa.Table:
        """What such a statement gives.

        Raises:
            PySparkException: Spark failed.
        """
        return self._statements.asked(statement, parameters).toArrow()

    def counts(self, text: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows, few of them, that a text in DuckDB's SQL gives.

        Raises:
            PySparkException: Spark failed.
        """
        return [tuple(row) for row in self._statements.sql(text, parameters).collect()]

    def _program_of_workers(self) -> str:
        """The folder of this program's files on the workers, which are sent once a session."""
        if self._program is None:
            self._program = sent_program(self.session)
        return self._program

    @contextmanager
    def made_on_workers(
        self,
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
        folder = self._warehouse.lake.fresh_folder(self._lake, table, window)
        schema = arrow_rows(table, []).schema
        try:
            with sent_by_value(needed):
                act = by_name(partial(each_task, function), self._program_of_workers())
                made = mapped(tasks_of(self.session, tasks), act, schema, columns_of(table))
                self._rows.write(table, made, folder)
            if self._rows.is_mounted:
                yield f"read_parquet({literal(str(folder / '*.parquet'))})"
                return
            with scratch_folder() as scratch:
                copied_here(self._rows.read(table, [folder]), schema, scratch / "rows.parquet")
                yield f"read_parquet({literal(str(scratch / 'rows.parquet'))})"
        finally:
            self._warehouse.lake.discard(folder)

    @contextmanager
    def workbench(self, table: Table, window: CollectionWindow) -> Iterator[SparkWorkbench]:
        """Work on a window in several steps, which wait in a folder of the lake until it is done."""
        folder = self._warehouse.lake.fresh_folder(self._lake, table, window)
        bench = SparkWorkbench(self._statements, window.key, folder)
        try:
            yield bench
        except BaseException:
            with suppress(Exception):  # what came before it is told
                bench.end()
            raise
        else:
            bench.end()
        finally:
            self._warehouse.lake.discard(folder)


def _waiting_beside(folder: Path) -> Path:
    """Where that waits of which a version is made."""
    return folder.with_name(f"{folder.name}{PARTS}")
