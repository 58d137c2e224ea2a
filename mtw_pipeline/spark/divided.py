"""Statements that can be run on parts of the table that they read: on the workers, by a DuckDB of their own.

What belongs here: dividing the rows, running such a statement on a part, and adding up. What does not: which statements
those are (tables.py), and how a function comes to the workers (workers.py). The statement is sent as it stands in sql/:
it is carried to no other dialect. The workers need DuckDB of this machine's version, as they do for reading exports.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from mtw_pipeline.spark.workers import mapped
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.memory import bound_as_one_of_many
from mtw_pipeline.warehouse.tables.rows import arrow_rows

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame

    from mtw_pipeline.warehouse.tables.model import Table

NEEDED = f"pyarrow and duckdb {duckdb.__version__}"
"""What a worker must have, in words."""

_WORD = re.compile(r"[a-z_]+")


@dataclass(frozen=True)
class Division:
    """How the rows that a statement reads can be divided.

    Args:
        read: the table that it reads, and no other.
        together: a column, of which rows with one value must be in one part; None where each row is for itself.
        added: the statement that adds up what the parts gave, from a view named ``<table>_of_parts``.
        of_a_part: parameters that have other values where the statement is asked of a part.
    """

    read: str
    together: str | None = None
    added: str | None = None
    of_a_part: tuple[tuple[str, object], ...] = ()


def made_of_parts(
    rows: "DataFrame",
    division: Division,
    *,
    read: "Table",
    table: "Table",
    columns: str,
    text: str,
    parameters: Mapping[str, object],
) -> "DataFrame":
    """What a statement gives of parts of a window, one part after the other; to be run within ``sent_by_value``.

    Args:
        rows: the table that it reads, of all windows.
        division: how they may be divided.
        read: that table.
        table: the table that the statement fills.
        columns: its columns as Spark writes them.
        text: the statement, in DuckDB's SQL.
        parameters: its bound parameters by name, that of the window among them.
    """
    words = set(_WORD.findall(text))
    window = literal(str(parameters["collection_window"]))
    of_window = rows.where(f"collection_window = {window}").select(*(one for one in read.column_names if one in words))
    if division.together is not None:
        of_window = of_window.repartition(division.together)
    act = partial(
        by_duckdb, read=read.name, whole=division.together is not None, text=text,
        parameters={**parameters, **dict(division.of_a_part)}, version=duckdb.__version__,
    )  # fmt: skip
    return mapped(of_window, act, arrow_rows(table, []).schema, columns)


def by_duckdb(
    batches: Iterator[pa.Table], *, read: str, whole: bool, text: str, parameters: Mapping[str, object], version: str
) -> Iterator[pa.Table]:
    """What a statement gives of batches of rows.

    Args:
        batches: rows of the table that it reads.
        read: the name of that table.
        whole: whether all batches are one part; else each is one.
        text: the statement, in DuckDB's SQL.
        parameters: its bound parameters by name.
        version: of DuckDB on the machine that asks.

    Raises:
        ImportError: another DuckDB is there, which may give other rows.
    """
    if duckdb.__version__ != version:
        raise ImportError(f"duckdb {duckdb.__version__} in place of {version}")
    given = list(batches) if whole else []
    parts = batches if not whole else iter([pa.concat_tables(given)] if given else [])
    with duckdb.connect() as connection:
        bound_as_one_of_many(connection)
        connection.execute("set TimeZone = 'UTC'")
        for part in parts:
            connection.register(read, part)
            yield connection.execute(text, dict(parameters)).to_arrow_table()
