"""Rows of tables in the lake, as Spark writes and reads them.

What belongs here: their types, and the folders that they lie in. What does not: which version of a window they become
(engine.py), rows that come from this machine (given_rows.py).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.warehouse.lake_files import address_of
from mtw_pipeline.warehouse.tables.model import Table, Type

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame
    from pyspark.sql.connect.session import SparkSession

MOUNTED = "file:"
"""What stands before a path that this machine sees too."""
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


class LakeRows:
    """The rows of a lake.

    Args:
        session: a session.
        prefix: what stands before a path within the lake's file system.
    """

    def __init__(self, session: "SparkSession", prefix: str = MOUNTED) -> None:
        self.session = session
        self.is_mounted = prefix == MOUNTED
        self._prefix = prefix

    def read(self, table: Table, folders: Sequence[Path]) -> "DataFrame":
        """The rows of a table that lie in folders, be it none."""
        if not folders:
            return self.session.createDataFrame([], columns_of(table))
        return self.session.read.schema(columns_of(table)).parquet(
            *(address_of(self._prefix, folder) for folder in folders)
        )

    def write(self, table: Table, rows: "DataFrame", folder: Path) -> None:
        """Write rows of a table into a folder, to those that are there."""
        rows.selectExpr(*casts_of(table)).write.mode("append").parquet(address_of(self._prefix, folder))

    def keep(self, rows: "DataFrame", name: str, folder: Path) -> None:
        """Write any rows into a folder that is not there yet, and show them under a name."""
        rows.write.parquet(address_of(self._prefix, folder))
        self.session.read.parquet(address_of(self._prefix, folder)).createOrReplaceTempView(name)


def columns_of(table: Table) -> str:
    """The columns of a table as Spark writes them."""
    return ", ".join(f"{column.name} {_TYPES[column.type]}" for column in table.columns)


def casts_of(table: Table) -> list[str]:
    """The columns of a table, each made the type that it is declared as, in Spark's SQL."""
    return [f"cast({one.name} as {_TYPES[one.type]}) as {one.name}" for one in table.columns]
