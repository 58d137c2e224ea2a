"""Statements of tables on Spark: what they read is shown to it, what they give comes into the lake or to DuckDB.

What belongs here: running one statement for one window. What does not: how it is carried (dialect/), which version of a
window counts (warehouse/lake.py), which tables are made so (tables.py).
"""

import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.session import spark_session
from mtw_pipeline.spark.tables import IN_LAKE, TO_DUCKDB
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse, literal
from mtw_pipeline.warehouse.lake_files import MountedFiles
from mtw_pipeline.warehouse.statements import names_read, sql_text
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
        if warehouse.lake.lies_elsewhere(str(settings.lake)):
            warehouse.leave_lake()
        root = warehouse.lake.settle(str(settings.lake), Path(settings.lake_folder), MountedFiles())
        present = warehouse.lake.tables()
        with warehouse.transaction():
            for table in TABLES:
                if table.name in IN_LAKE - present:
                    warehouse.lake.hold(table)
        warehouse.engine = SparkEngine(session, root)
        try:
            yield
        finally:
            warehouse.engine = None


class SparkEngine:
    """Spark for one run."""

    def __init__(self, session: "SparkSession", lake: Path) -> None:
        self._session = session
        self._lake = lake

    def keeps(self, table: Table) -> bool:
        """Whether the rows of a table lie in the lake."""
        return table.name in IN_LAKE

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
        found = self._rows(warehouse, table, window, parameters)
        folder = warehouse.lake.fresh_folder(self._lake, table, window)
        try:
            found.write.parquet(f"file:{folder}")
            with warehouse.transaction():
                warehouse.lake.put(table, window, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def rows(
        self, warehouse: Warehouse, table: Table, window: CollectionWindow, parameters: Mapping[str, object]
    ) -> pa.Table:
        """What a table's statement gives of a window.

        Raises:
            PySparkException: Spark failed.
        """
        return self._rows(warehouse, table, window, parameters).toArrow()

    def _rows(
        self, warehouse: Warehouse, table: Table, window: CollectionWindow, parameters: Mapping[str, object]
    ) -> "DataFrame":
        for read in TABLES:
            if read.name in names_read(table.statement):
                self._show(warehouse, read, window)
        given = carried(sql_text(table.statement), {"collection_window": window.key, **parameters})
        found = self._session.sql(given.text, args=dict(given.arguments))
        return found.selectExpr(*(f"cast({one.name} as {_TYPES[one.type]}) as {one.name}" for one in table.columns))

    def _show(self, warehouse: Warehouse, table: Table, window: CollectionWindow) -> None:
        """Let Spark see a table under its name: of the lake all windows, of DuckDB the one that is made."""
        folders = [*warehouse.lake.windows(table.name).values()]
        if table.name not in warehouse.lake.tables():
            folders = [self._given(warehouse, table, window)]
        schema = ", ".join(f"{column.name} {_TYPES[column.type]}" for column in table.columns)
        reader = self._session.read.schema(schema)
        found = reader.parquet(*(f"file:{folder}" for folder in folders)) if folders else self._empty(schema)
        found.createOrReplaceTempView(table.name)

    def _empty(self, schema: str) -> "DataFrame":
        return self._session.createDataFrame([], schema)

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
