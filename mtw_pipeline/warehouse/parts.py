"""Rows of one window that are given part by part, and stored together once all are there.

What belongs here: parts that wait in DuckDB, and what they share with those of an engine. What does not: putting them
in place of what was there (connection.py), parts that wait in a lake (spark/).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import duckdb
import pyarrow as pa

from mtw_pipeline.activity import so_far
from mtw_pipeline.wording import number_of

ROWS_AT_ONCE = 200_000
"""Rows of a statement that memory holds while Python makes others of them."""

Mapped = Callable[[Iterator[pa.Table]], Iterator[pa.Table]]
"""Makes rows of rows, table by table."""


@dataclass(frozen=True)
class RowMapping:
    """What Python makes of the rows of a statement.

    Args:
        here: on this machine.
        on_workers: gives the function for workers of an engine: what it needs goes with it, but the standard library,
            numpy and Arrow. None where it can be done here alone.
        needs: packages that this function needs besides, in words. It is then a function of a module with plain values,
            which is looked up in the files of this program that the workers are sent.
    """

    here: Mapped
    on_workers: Callable[[], Mapped] | None = None
    needs: str = ""


class Reading(Protocol):
    """Reads the rows of sql/``statement``.sql some at a time, as ``Warehouse.read`` does."""

    def __call__(self, statement: str, parameters: Mapping[str, object], rows_at_once: int) -> Iterator[pa.Table]:
        """The rows."""


class Parts(ABC):
    """Rows of one window that wait to be stored together.

    Args:
        read: reads what statements give.
    """

    def __init__(self, read: Reading) -> None:
        self._read = read

    @abstractmethod
    def add(self, rows: pa.Table) -> None:
        """Rows more, by column name."""

    @abstractmethod
    def mark(self) -> int:
        """A place to which what is added from here on can be taken back."""

    @abstractmethod
    def back_to(self, mark: int) -> None:
        """Take back what was added since a place was marked."""

    def add_query(self, statement: str, parameters: Mapping[str, object], mapping: RowMapping | None = None) -> int:
        """The rows that sql/``statement``.sql gives, or what Python makes of them; returns how many.

        Raises:
            LeftOutError: the statement reads a table that was left out.
        """
        tables = self._read(statement, parameters, ROWS_AT_ONCE)
        rows = 0
        for table in mapping.here(tables) if mapping is not None else tables:
            self.add(table)
            rows += table.num_rows
            so_far(number_of(rows, "row"))
        return rows


class StoredParts(Parts):
    """Parts that wait in a temporary table of DuckDB.

    Args:
        read: as of ``Parts``.
        connection: the connection that has the table.
        name: the table.
    """

    def __init__(self, read: Reading, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        super().__init__(read)
        self._connection = connection
        self._name = name

    def add(self, rows: pa.Table) -> None:
        """Rows more, by column name."""
        self._connection.register("incoming_rows", rows)
        try:
            self._connection.execute(f"insert into {self._name} by name from incoming_rows")
        finally:
            self._connection.unregister("incoming_rows")

    def mark(self) -> int:
        """A place to which what is added from here on can be taken back."""
        found = self._connection.execute(f"select coalesce(max(rowid) + 1, 0) from {self._name}").fetchone()
        return int(found[0]) if found else 0

    def back_to(self, mark: int) -> None:
        """Take back what was added since a place was marked."""
        self._connection.execute(f"delete from {self._name} where rowid >= $mark", {"mark": mark})
