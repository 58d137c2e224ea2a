"""The rows of a published copy, held against those of the warehouse, the files against the database, both read once.

What belongs here: whether everything stands in the copy, twice alike, and pseudonyms where there must be some. What
does not: the search for people in texts (search.py), and which parts are new (inspection.py).
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from mtw_pipeline.published.columns import PSEUDONYMOUS, names_its_words
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

_PSEUDONYM = r"(?:user|tweet)_[0-9a-f]{15}|file_[0-9a-f]{15}[.a-z]*"


@dataclass(frozen=True)
class StoredTable:
    """A table of a copy, with the Parquet files that hold it.

    Args:
        table: its declaration.
        copy: a connection to the copy's database.
        new: the files of parts that were made just now, or of all parts where everything is looked at.
        earlier: the files of parts that were looked at in an earlier copy.
    """

    table: Table
    copy: duckdb.DuckDBPyConnection
    new: list[Path]
    earlier: list[Path]

    def differences(self, warehouse: duckdb.DuckDBPyConnection, *, identify: bool) -> tuple[str, bool]:
        """What of the warehouse is missing, and whether the Parquet files hold anything else than the database.

        Rows of words that name somebody may be missing, unless people are identified.
        """
        rows, sums, counts = self._in_database()
        there = _counts(warehouse, self.table)
        is_fewer = (
            not identify
            and names_its_words(self.table)
            and all(one >= other for one, other in zip(there, counts, strict=True))
        )
        said = f"{self.table.name}: {there[0]} rows here, {counts[0]} there, or values are missing"
        stored = sum(pq.read_metadata(file).num_rows for file in (*self.new, *self.earlier))
        is_unequal = counts[0] != stored or bool(self.new and (rows, sums) != _sums(self.copy, self.new))
        return ("" if there == counts or is_fewer else said), is_unequal

    def _in_database(self) -> tuple[int, int | None, tuple[int, ...]]:
        """Of the rows of the new parts their number and the sum of their hashes; of the table all that is counted."""
        if self.earlier:
            windows = [file.stem for file in self.new]
            [(rows, sums)] = self.copy.execute(
                f"select count(*), bit_xor(hash(rows)) from {self.table.name} as rows"
                " where collection_window in (select unnest($windows))",
                {"windows": windows},
            ).fetchall()
            return int(rows), sums, _counts(self.copy, self.table)
        [(sums, *counts)] = self.copy.execute(
            f"select bit_xor(hash(rows)), {_counted(self.table)} from {self.table.name} as rows"
        ).fetchall()
        return int(counts[0]), sums, tuple(map(int, counts))


def no_pseudonyms(copy: duckdb.DuckDBPyConnection, table: Table, files: list[Path]) -> list[str]:
    """The columns of people, ids and files in whose Parquet files something stands that is no pseudonym."""
    columns = [column for column in table.columns if _is_pseudonymous(column)]
    if not columns or not files:
        return []
    wrong = ", ".join(f"coalesce(sum({_wrong(column)}), 0)" for column in columns)
    [found] = copy.execute(f"select {wrong} from read_parquet($files)", {"files": list(map(str, files))}).fetchall()
    return [
        f"{table.name}.{column.name}: {int(count)} values that are no pseudonyms"
        for column, count in zip(columns, found, strict=True)
        if count
    ]


def _is_pseudonymous(column: Column) -> bool:
    return column.holds in PSEUDONYMOUS and column.holds not in (Holds.CODER, Holds.CODERS)


def _wrong(column: Column) -> str:
    """How many values of a row are something else than a pseudonym."""
    if column.type is Type.TEXTS:
        return f"len(list_filter({column.name}, lambda one: not regexp_full_match(one, '{_PSEUDONYM}')))"
    return f"(not regexp_full_match({column.name}, '{_PSEUDONYM}'))::bigint"


def _counts(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[int, ...]:
    [row] = connection.execute(f"select {_counted(table)} from {table.name}").fetchall()
    return tuple(map(int, row))


def _counted(table: Table) -> str:
    return ", ".join(("count(*)", *(f"count({column.name})" for column in table.columns)))


def _sums(copy: duckdb.DuckDBPyConnection, files: list[Path]) -> tuple[int, int | None]:
    [(rows, sums)] = copy.execute(
        "select count(*), bit_xor(hash(rows)) from read_parquet($files) as rows", {"files": list(map(str, files))}
    ).fetchall()
    return int(rows), sums
