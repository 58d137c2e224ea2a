"""Statements in DuckDB's SQL that Spark runs: first it is shown the tables that they read.

What belongs here: which rows of a table Spark sees, and running a text for one window. What does not: how a text is
carried (dialect/), what becomes of the rows (engine.py, parts.py, workbench.py).
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.given_rows import write_query
from mtw_pipeline.spark.lake_rows import LakeRows
from mtw_pipeline.spark.queries import query
from mtw_pipeline.spark.tables import KEPT
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.statements import names_in, sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame


class SparkStatements:
    """Statements of one warehouse, on Spark.

    Args:
        warehouse: the open warehouse.
        rows: the rows of its lake.
        lake: the folder of the warehouse in the lake, as a path within its file system.
    """

    def __init__(self, warehouse: Warehouse, rows: LakeRows, lake: Path) -> None:
        self.warehouse = warehouse
        self.rows = rows
        self._lake = lake

    def asked(self, statement: str, parameters: Mapping[str, object]) -> "DataFrame":
        """A statement of sql/ as Spark will run it, of the window that its parameters name."""
        return self.sql(sql_text(statement), parameters)

    def sql(
        self, text: str, parameters: Mapping[str, object], *, in_order: bool = True, waiting: Path | None = None
    ) -> "DataFrame":
        """A text of DuckDB's SQL as Spark will run it, of the window that its parameters name.

        What is to be made first waits in a folder of the lake, where one is given, until the rest has been run.
        """
        window = CollectionWindow.from_key(str(parameters["collection_window"]))
        read = names_in(text)
        for table in TABLES:
            if table.name in read:
                self.show(table, window)
        given = carried(text, parameters, in_order=in_order, in_steps=waiting is not None)
        session = self.rows.session
        if waiting is not None:
            for name, step in given.steps:
                self.rows.keep(query(session, step), name, waiting / name)
        return query(session, given)

    def show(self, table: Table, window: CollectionWindow) -> None:
        """Let Spark see a table under its name: of the lake all windows, of DuckDB the one that is made."""
        in_lake = self.warehouse.lake.windows(table.name)
        folders = [*in_lake.values()]
        if table.name not in KEPT and table.name not in self.warehouse.lake.tables():
            folders = [self._given(table, window)]
        elif not self.rows.is_mounted:
            folders += [self._given(table, one) for one in self._windows_beside(table, in_lake)]
        self.rows.read(table, folders).createOrReplaceTempView(table.name)

    def _given(self, table: Table, window: CollectionWindow) -> Path:
        """A copy of what DuckDB holds of a window, made anew where that has changed since."""
        lake = self.warehouse.lake
        rows = f"from {table.name} where collection_window = {literal(window.key)}"
        [(count, content)] = self.warehouse.connection.execute(
            f"select count(*), coalesce(bit_xor(hash({table.name})), 0) {rows}"
        ).fetchall()
        state = f"{count}-{content:x}"
        given = lake.given(table, window)
        if given is not None and given.name.endswith(f"-{state}") and (given.is_dir() or not self.rows.is_mounted):
            return given
        folder = lake.fresh_folder(self._lake, table, window, f"-{state}", is_given=True)
        try:
            write_query(self.rows, self.warehouse, table, rows, folder)
        except BaseException:
            lake.discard(folder)
            raise
        with self.warehouse.transaction():
            lake.give(table, window, folder)
        return folder

    def _windows_beside(self, table: Table, in_lake: Collection[str]) -> list[CollectionWindow]:
        """Windows of which DuckDB has rows and the lake none: they were made before there was this lake."""
        found = self.warehouse.connection.execute(
            f"select distinct collection_window from {table.name} where not list_contains($in_lake, collection_window)"
            " order by collection_window",
            {"in_lake": list(in_lake)},
        ).fetchall()
        return [CollectionWindow.from_key(str(key)) for (key,) in found]
