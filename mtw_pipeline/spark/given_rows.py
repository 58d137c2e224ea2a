"""Rows of this machine on their way into the lake, however many they are.

What belongs here: writing them, where this machine sees the lake by itself, else over Spark Connect some at a time: of
what it is sent at once Java holds several copies. What does not: which rows, and which version of a window they become
(engine.py, parts.py).
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mtw_pipeline.spark.lake_rows import LakeRows, columns_of
from mtw_pipeline.spark.remote_files import ROWS_AT_ONCE
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows


def write_rows(lake: LakeRows, table: Table, rows: pa.Table, folder: Path) -> None:
    """Write rows into a folder of the lake that is not there yet.

    Args:
        lake: the rows of the lake.
        table: the table that they are rows of.
        rows: at least one row, with all columns of the table.
        folder: the folder.
    """
    schema = arrow_rows(table, []).schema
    typed = rows.select(schema.names).cast(schema)
    if lake.is_mounted:
        folder.mkdir(parents=True)
        pq.write_table(typed, folder / "rows.parquet", compression="zstd")
        return
    for first in range(0, typed.num_rows, ROWS_AT_ONCE):
        lake.write(table, lake.session.createDataFrame(typed.slice(first, ROWS_AT_ONCE)), folder)


def write_query(lake: LakeRows, warehouse: Warehouse, table: Table, rows: str, folder: Path) -> None:
    """Write what DuckDB holds of a table into a folder of the lake that is not there yet, be it no row.

    Args:
        lake: the rows of the lake.
        warehouse: the open warehouse.
        table: the table.
        rows: which rows, in DuckDB's SQL: ``from`` and what follows it.
        folder: the folder.
    """
    if lake.is_mounted:
        folder.mkdir()
        file = literal(str(folder / "rows.parquet"))
        warehouse.connection.execute(f"copy (select * {rows}) to {file} (format parquet, compression zstd)")
        return
    schema = arrow_rows(table, []).schema
    lake.write(table, lake.session.createDataFrame([], columns_of(table)), folder)
    with warehouse.cursor() as reading:
        for batch in reading.execute(f"select * {rows}").to_arrow_reader(ROWS_AT_ONCE):
            part = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
            lake.write(table, lake.session.createDataFrame(part), folder)
