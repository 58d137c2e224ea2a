"""Statements of tables on Spark: what they read is shown to it, what they give comes into the lake or to DuckDB.

What belongs here: running one statement for one window. What does not: how it is carried (dialect/), which version of a
window counts (warehouse/lake.py), which tables are made so (tables.py).
"""

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.parts import LakeParts
from mtw_pipeline.spark.session import spark_session
from mtw_pipeline.spark.tables import BY_PARTS, IN_LAKE, STATEMENTS, TO_DUCKDB
from mtw_pipeline.spark.workbench import SparkWorkbench
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse, literal
from mtw_pipeline.warehouse.statements import names_in, sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table, Type

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

log = logging.getLogger(__name__)

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
def on_spark(warehouse: Warehouse, settings: EngineSettings) -> Iterator[None]:
    """Let Spark run the statements of the large tables for the block, and let these lie in the lake from now on.

    Raises:
        UserError: Spark cannot be reached.
    """
    if settings.remote is None:
        raise ValueError("no address of Spark")
    with spark_session(settings.remote) as session:
        present = warehouse.lake.tables()
        with warehouse.transaction():
            for table in TABLES:
                if table.name in (IN_LAKE | BY_PARTS) - present:
                    warehouse.lake.hold(table)
        warehouse.engine = SparkEngine(session, Path(settings.lake_folder))
        try:
            yield
        finally:
            warehouse.engine = None


class SparkEngine:
    """Spark for one run."""

    def __init__(self, session: "SparkSession", lake: Path) -> None:
        self.session = session
        self._lake = lake

    def keeps(self, table: Table) -> bool:
        """Whether the rows of a table lie in the lake."""
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
        found = self.asked(warehouse, table.statement, {"collection_window": window.key, **parameters})
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        try:
            self.write_files(table, found, folder)
            with warehouse.transaction():
                warehouse.lake.put(table, window, folder)
        except BaseException:
            self.remove(folder)
            raise

    @contextmanager
    def parts(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> Iterator[LakeParts]:
        """Take the rows of a window part by part, and show them in place of the last once all are there.

        Raises:
            PySparkException: Spark failed; the window has the rows that it had.
        """
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        waiting = folder.with_name(f"{folder.name}-parts")
        try:
            parts = LakeParts(self, warehouse, table, waiting)
            yield parts
            rows = parts.all_rows()
            if rows is not None:
                self.write_files(table, rows, folder)
            with warehouse.transaction():
                if rows is None:
                    warehouse.delete_window(table, window)
                else:
                    warehouse.lake.put(table, window, folder)
        except BaseException:
            self.remove(folder)
            raise
        finally:
            self.remove(waiting)

    def rows(
        self, warehouse: Warehouse, table: Table, window: CollectionWindow, parameters: Mapping[str, object]
    ) -> pa.Table:
        """What a table's statement gives of a window.

        Raises:
            PySparkException: Spark failed.
        """
        found = self.asked(warehouse, table.statement, {"collection_window": window.key, **parameters})
        return found.selectExpr(*_cast(table)).toArrow()

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

    @contextmanager
    def workbench(self, warehouse: Warehouse, window: CollectionWindow) -> Iterator[SparkWorkbench]:
        """Work on a window in several steps, which wait in a folder of the lake."""
        folder = self._lake / "steps" / uuid4().hex
        bench = SparkWorkbench(self, warehouse, window.key, folder)
        try:
            yield bench
        finally:
            bench.end()
            self.remove(folder)

    def keep(self, rows: "DataFrame", name: str, folder: Path) -> None:
        """Write rows into a folder that is not there yet, and show them under a name."""
        rows.write.parquet(f"file:{folder}")
        self.session.read.parquet(f"file:{folder}").createOrReplaceTempView(name)

    def remove(self, folder: Path) -> None:
        """Take a folder of the lake away."""
        shutil.rmtree(folder, ignore_errors=True)

    def sql(self, warehouse: Warehouse, text: str, parameters: Mapping[str, object]) -> "DataFrame":
        """A text of DuckDB's SQL as Spark will run it, of the window that its parameters name."""
        window = CollectionWindow.from_key(str(parameters["collection_window"]))
        read = names_in(text)
        for table in TABLES:
            if table.name in read:
                self._show(warehouse, table, window)
        given = carried(text, parameters)
        return self.session.sql(given.text, args=dict(given.arguments))

    def columns(self, table: Table) -> str:
        """The columns of a table as Spark writes them."""
        return ", ".join(f"{column.name} {_TYPES[column.type]}" for column in table.columns)

    def files(self, table: Table, folders: Sequence[Path]) -> "DataFrame":
        """The rows of a table that lie in folders."""
        return self.session.read.schema(self.columns(table)).parquet(*(f"file:{folder}" for folder in folders))

    def write_files(self, table: Table, rows: "DataFrame", folder: Path) -> None:
        """Write rows of a table into a folder that is not there yet."""
        rows.selectExpr(*_cast(table)).write.parquet(f"file:{folder}")

    def _show(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> None:
        """Let Spark see a table under its name: of the lake all windows, of DuckDB the one that is made."""
        folders = [*warehouse.lake.windows(table.name).values()]
        if table.name not in warehouse.lake.tables():
            folders = [self._given(warehouse, table, window)]
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
        if given is not None and given.is_dir() and given.name.endswith(state):
            return given
        fresh = warehouse.lake.fresh_folder(self._lake, table, window, is_given=True)
        folder = fresh.with_name(f"{fresh.name}-{state}")
        folder.mkdir()
        warehouse.connection.execute(
            f"copy (select * {rows}) to {literal(str(folder / 'rows.parquet'))} (format parquet, compression zstd)"
        )
        with warehouse.transaction():
            warehouse.lake.give(table, window, folder)
        return folder


def _cast(table: Table) -> list[str]:
    return [f"cast({one.name} as {_TYPES[one.type]}) as {one.name}" for one in table.columns]
