"""Where a copy names somebody: the first row, by its window and key, and what stands there.

What belongs here: from a value that was found to its row, and to its words. What does not: finding any (search.py,
stored.py), and who is shown which part of it: a row for the records of runs, a value for the owner of the study alone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from mtw_pipeline.published.columns import is_searched
from mtw_pipeline.published.searched_words import is_pseudonym
from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Table, Type

_LONGEST_SHOWN = 300

Finds = Callable[[pa.Array], object]
"""Whether somebody is found in values."""


@dataclass(frozen=True)
class Named:
    """A place of a copy at which somebody is named, or where something stands that may not.

    Args:
        where: the table with its columns, ``tweets.text``, or what else it is.
        found: what was found there, and how often, without saying whom.
        row: the first row of it: its window, and of its key what names nobody; empty where there are no rows.
        value: what stands there: it names somebody.
    """

    where: str
    found: str
    row: str
    value: str

    def __str__(self) -> str:
        """What names nobody of it."""
        return f"{self.where}: {self.found}" + (f", first in {self.row}" if self.row else "")

    @property
    def shown(self) -> str:
        """Where what stands: for the owner of the study alone."""
        return f"{self.where}{f', {self.row}' if self.row else ''}: {self.value}"


def first_of(values: pa.Array, finds: Finds) -> str:
    """The first of some values in which somebody is found, who is found in one of them."""
    while len(values) > 1:
        half = values.slice(0, len(values) // 2)
        values = half if finds(half) else values.slice(len(half))
    return str(values[0])


def with_its_words(value: str, finds: Finds) -> str:
    """A value behind the fewest words of it in a row in which somebody is found, on one line."""
    words = value.split()
    while len(words) > 1 and finds(pa.array([" ".join(words[1:])])):
        words = words[1:]
    while len(words) > 1 and finds(pa.array([" ".join(words[:-1])])):
        words = words[:-1]
    said = " ".join(words)
    return _on_one_line(f'"{said}"' + (f" in: {value}" if value != said else ""))


def row_with(copy: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Column], value: str) -> str:
    """The first row of a table of a copy that holds a value in a column, or in several as one text."""
    found = _first_row(copy, table, columns, "value = $asked", value)
    return found[0] if found else ""


def row_unlike(copy: duckdb.DuckDBPyConnection, table: Table, column: Column, pattern: str) -> tuple[str, str]:
    """The first row of a table of a copy whose column is written otherwise than all of it, and what stands there."""
    found = _first_row(copy, table, [column], "not regexp_matches(value, $asked)", pattern)
    return (found[0], _on_one_line(found[1])) if found else ("", "")


def _first_row(
    copy: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Column], condition: str, asked: str
) -> tuple[str, str] | None:
    if COLLECTION_WINDOW.name not in table.column_names:
        return None  # what a copy says of itself
    [first, *_] = columns
    value = f"concat_ws(' ', {', '.join(column.name for column in columns)})"
    if len(columns) == 1:
        value = f"unnest({first.name})" if first.type is Type.TEXTS else first.name
    key = [column for column in map(table.column, table.key) if not is_searched(column)]
    names = ", ".join([COLLECTION_WINDOW.name, *(f"{column.name} as key_{column.name}" for column in key)])
    row = copy.execute(
        f"select value, * exclude (value) from (select {names}, {value} as value from {table.name}) where {condition}"
        " order by all limit 1",
        {"asked": asked},
    ).fetchone()
    if row is None:
        return None
    stands, window, *cells = row
    parts = [f"{column.name} {cell}" for column, cell in zip(key, cells, strict=True) if _names_nobody(column, cell)]
    return ", ".join([str(window), *parts]), str(stands)


def _names_nobody(column: Column, cell: object) -> bool:
    is_of_list = cell in column.allowed or (column.pattern and re.fullmatch(column.pattern, str(cell)))
    return cell is not None and (not isinstance(cell, str) or is_pseudonym(cell) or bool(is_of_list))


def _on_one_line(text: str) -> str:
    """A text as a terminal shows it safely: what steers one, or turns the writing round, is a blank."""
    shown = "".join(one if one.isprintable() else " " for one in text)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]} ..."
