"""Rows of a window that are given part by part, and come into the lake as one version.

What belongs here: parts that wait in the lake. What does not: statements (statements.py) and functions on the workers
(workers.py).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from mtw_pipeline.spark.given_rows import write_rows
from mtw_pipeline.spark.lake_rows import columns_of
from mtw_pipeline.spark.own_program import by_name
from mtw_pipeline.spark.statements import SparkStatements
from mtw_pipeline.spark.workers import ALWAYS_NEEDED, mapped, sent_by_value
from mtw_pipeline.warehouse.parts import Parts, RowMapping
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame


class LakeParts(Parts):
    """Parts that wait in folders of the lake.

    Args:
        statements: the statements of the warehouse.
        table: the table that they are rows of.
        folder: where a folder of each is made.
        program: gives the folder of this program's files on the workers.
    """

    def __init__(self, statements: SparkStatements, table: Table, folder: Path, program: Callable[[], str]) -> None:
        super().__init__(statements.warehouse.read)
        self._statements = statements
        self._lake = statements.rows
        self._program = program
        self._table = table
        self._folder = folder
        self._made = 0
        self._waiting: list[Path] = []

    def add(self, rows: pa.Table) -> None:
        """Rows more, by column name."""
        if rows.num_rows:
            write_rows(self._lake, self._table, rows, self._next_folder())

    def mark(self) -> int:
        """A place to which what is added from here on can be taken back."""
        return len(self._waiting)

    def back_to(self, mark: int) -> None:
        """Take back what was added since a place was marked."""
        del self._waiting[mark:]

    def add_query(self, statement: str, parameters: Mapping[str, object], mapping: RowMapping | None = None) -> int:
        """As of ``Parts``; what Python does, the workers do where they can."""
        if mapping is not None and mapping.on_workers is None:
            return super().add_query(statement, parameters, mapping)
        rows = self._statements.asked(statement, parameters)
        if mapping is None or mapping.on_workers is None:
            return self._keep(rows)
        schema = arrow_rows(self._table, []).schema
        function = mapping.on_workers()
        with sent_by_value(mapping.needs or ALWAYS_NEEDED):
            sent = by_name(function, self._program()) if mapping.needs else function
            return self._keep(mapped(rows, sent, schema, columns_of(self._table)))

    def all_rows(self) -> "DataFrame | None":
        """Everything that was added; None where nothing was."""
        return self._lake.read(self._table, self._waiting) if self._waiting else None

    def _keep(self, rows: "DataFrame") -> int:
        folder = self._next_folder()
        self._lake.write(self._table, rows, folder)
        return int(self._lake.read(self._table, [folder]).count())

    def _next_folder(self) -> Path:
        folder = self._folder / str(self._made)
        self._made += 1
        self._waiting.append(folder)
        return folder
