"""The rows of a published copy, held against those of the warehouse, the files against the database, both read once.

What belongs here: whether everything stands in the copy, twice alike, and pseudonyms where there must be some. What
does not: the search for people in texts (search.py), and which parts are new (inspection.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mtw_pipeline.published.columns import PSEUDONYMOUS, names_its_words
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table
from mtw_pipeline.wording import number_of

_KINDS, _DIGITS = ("user_", "tweet_"), 15
_IS_HEXADECIMAL = np.isin(np.arange(256), np.frombuffer(b"0123456789abcdef", dtype=np.uint8))
"""Of each byte whether it is such a digit."""

_PSEUDONYM = r"\A(?:(?:user|tweet)_[0-9a-f]{15}|file_[0-9a-f]{15}[.a-z]*)\z"


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
        stored = sum(pq.read_metadata(file).num_rows for file in (*self.new, *self.earlier))
        if not stored and not _holds_rows(warehouse, self.table) and not _holds_rows(self.copy, self.table):
            return "", False
        rows, sums, counts = self._in_database()
        there = _counts(warehouse, self.table)
        is_fewer = (
            not identify
            and names_its_words(self.table)
            and all(one >= other for one, other in zip(there, counts, strict=True))
        )
        said = f"{self.table.name}: {number_of(there[0], 'row')} here, {counts[0]} there, or values are missing"
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


def rows_of_file(file: Path, columns: Sequence[str], at_once: int) -> Iterator[pa.RecordBatch]:
    """Rows of a Parquet file, some at once; of a column that is stored there as distinct values and places, as such.

    What is asked of such a column is asked of each of its values once. All of them are there, those of no row too.
    Of lists Arrow does not give that across groups of rows.
    """
    metadata = pq.read_metadata(file)
    if not metadata.num_rows:
        return
    chunks = [metadata.row_group(0).column(place) for place in range(metadata.row_group(0).num_columns)]
    distinct = [one.path_in_schema for one in chunks if one.has_dictionary_page and one.path_in_schema in columns]
    with pq.ParquetFile(file, metadata=metadata, read_dictionary=distinct) as opened:
        yield from opened.iter_batches(at_once, columns=list(columns))


def distinct_of(values: pa.Array) -> pa.Array:
    """Each value once that is not NULL, of some ``rows_of_file``; perhaps values of other rows of a group too."""
    if not pa.types.is_dictionary(values.type):
        return pc.drop_null(pc.unique(values))
    if len(values.dictionary) <= len(values):
        return pc.drop_null(values.dictionary)
    return pc.drop_null(pc.unique(values).dictionary_decode())  # of few rows at once, where memory is short


@dataclass(frozen=True)
class Misplaced:
    """A column of a copy in which something stands that may not.

    Args:
        table: its table.
        column: the column.
        pattern: how all values of it are written.
        said: how many are not.
    """

    table: Table
    column: Column
    pattern: str
    said: str


def misplaced(table: Table, files: Sequence[Path], at_once: int) -> list[Misplaced]:
    """The columns in whose Parquet files something stands that may not.

    That is what is no pseudonym, of people, ids and files; and what is none of the values that a column may have, in
    which nobody is searched for.
    """
    patterns = {column.name: pattern for column in table.columns if (pattern := _pattern_of(column))}
    wrong = dict.fromkeys(patterns, 0)
    for rows in chain.from_iterable(rows_of_file(file, list(patterns), at_once) for file in files if patterns):
        for name, pattern in patterns.items():
            wrong[name] += _wrong(rows.column(name), pattern)
    return [
        Misplaced(
            table,
            table.column(name),
            patterns[name],
            number_of(count, "value that is no pseudonym", "values that are no pseudonyms")
            if patterns[name] == _PSEUDONYM
            else number_of(count, "value that may not stand there", "values that may not stand there"),
        )
        for name, count in wrong.items()
        if count
    ]


def _pattern_of(column: Column) -> str:
    """How all values of a column are written; empty where they may be anything."""
    if column.holds in PSEUDONYMOUS:
        return "" if column.holds in (Holds.CODER, Holds.CODERS) else _PSEUDONYM
    given = column.pattern or "|".join(map(re.escape, column.allowed))
    return rf"\A(?:{given})\z" if given else ""


def _wrong(values: pa.Array, pattern: str) -> int:
    """How many values are written otherwise."""
    if pa.types.is_list(values.type):
        values = values.flatten()
    if pa.types.is_dictionary(values.type):
        if not _wrong(distinct_of(values), pattern):
            return 0
        values = values.dictionary_decode()
    if pattern == _PSEUDONYM and _are_pseudonyms_alike(pc.drop_null(values)):
        return 0
    right = pc.sum(pc.match_substring_regex(values, pattern)).as_py()
    return len(values) - int(values.null_count) - int(right or 0)


def _are_pseudonyms_alike(values: pa.Array) -> bool:
    """Whether all of some texts are pseudonyms of one kind: a pattern takes ten times as long to say so."""
    if not len(values):
        return True
    kind = next((kind for kind in _KINDS if str(values[0]).startswith(kind)), "")
    _, ends, letters = values.buffers()
    offsets = np.frombuffer(ends, dtype=np.int32)[values.offset : values.offset + len(values) + 1]
    length = len(kind) + _DIGITS
    if not kind or (np.diff(offsets) != length).any():
        return False
    written = np.frombuffer(letters, dtype=np.uint8)[offsets[0] : offsets[-1]].reshape(-1, length)
    is_kind = written[:, : len(kind)] == np.frombuffer(kind.encode(), dtype=np.uint8)
    return bool(is_kind.all() and _IS_HEXADECIMAL[written[:, len(kind) :]].all())


def _holds_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    return connection.execute(f"select 1 from {table.name} limit 1").fetchone() is not None


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
