"""Rows of a declared table as an Arrow table, also where there are none.

What belongs here: the Arrow type of a declared column. What does not: storing (connection.py).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mtw_pipeline.warehouse.tables.model import Table, Type

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_rows(table: Table, rows: Iterable[Mapping[str, object]]) -> "pa.Table":
    """The rows with the declared columns and types; a column that a row lacks is NULL there."""
    import pyarrow as pa

    types: Mapping[Type, Any] = {
        Type.TEXT: pa.string(),
        Type.TEXTS: pa.list_(pa.string()),
        Type.INTEGER: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.BOOLEAN: pa.bool_(),
        Type.TIME: pa.timestamp("us"),
        Type.DATE: pa.date32(),
    }
    schema = pa.schema([(column.name, types[column.type]) for column in table.columns])
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
