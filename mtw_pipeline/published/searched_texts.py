"""The texts of a copy in which people are searched for.

What belongs here: which values of its files those are. What does not: the search (search.py), and which files are
searched (inspection.py).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.columns import PSEUDONYMOUS
from mtw_pipeline.published.search import Search
from mtw_pipeline.published.stored import distinct_of, rows_of_file
from mtw_pipeline.threads import in_threads
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

ROWS_AT_ONCE = 131_072

_Columns = tuple[Column, ...]
"""A column, or several of which each holds a word of one row."""


def found_in(search: Search, table: Table, files: Sequence[Path], at_once: int) -> list[str]:
    """Where somebody stands in files of a table, and how often.

    Args:
        search: knows who is sought.
        table: the table.
        files: Parquet files of it.
        at_once: how many rows are held at once.
    """
    columns = list(_columns_of(table))
    counted: dict[_Columns, Counter[str]] = {one: Counter() for one in columns}

    def look(piece: tuple[_Columns, pa.Array]) -> tuple[_Columns, Counter[str]]:
        those, values = piece
        return those, search.found_in(values, of_the_program=those[0].holds is Holds.NOTHING)

    for those, found in in_threads(look, _values_of(columns, files, at_once) if columns else ()):
        counted[those] += found
    return [
        f"{table.name}.{'+'.join(column.name for column in those)}: {count} {kind}"
        for those, found in counted.items()
        for kind, count in sorted(found.items())
    ]


def found_in_comments(search: Search, texts: Sequence[str]) -> list[str]:
    """Where somebody stands in what tables, views and columns say, and how often."""
    counted = search.found_in(pa.array(texts, pa.string()), of_the_program=True)
    return [f"comments and views: {count} {kind}" for kind, count in sorted(counted.items())]


def texts_of(table: Table, file: Path, at_once: int) -> Iterator[pa.Array]:
    """The texts of a file that are searched, some rows at once."""
    columns = list(_columns_of(table))
    return (values for _, values in _values_of(columns, [file], at_once)) if columns else iter(())


def _columns_of(table: Table) -> Iterator[_Columns]:
    """Every column of text, and the columns of one word each together."""
    texts = [column for column in table.columns if column.type in (Type.TEXT, Type.TEXTS)]
    words = tuple(column for column in texts if column.holds is Holds.WORD)
    for column in texts:
        is_of_words = column.holds not in PSEUDONYMOUS or column.holds in (Holds.CODER, Holds.CODERS)
        if is_of_words and not column.allowed and not column.pattern:
            yield (column,)
    if len(words) > 1:
        yield words


def _values_of(columns: Sequence[_Columns], files: Sequence[Path], at_once: int) -> Iterator[tuple[_Columns, pa.Array]]:
    """The texts of columns of Parquet files, or of several as one text: many at once, each once among these.

    Every file is opened once, whatever the number of its columns: of a study of many windows there are thousands.
    """
    names = list(dict.fromkeys(column.name for those in columns for column in those))
    waiting: dict[_Columns, list[pa.Array]] = {one: [] for one in columns}
    for file in files:
        for rows in rows_of_file(file, names, at_once):
            for those, values in waiting.items():
                values.append(_texts(rows, those))
                if sum(map(len, values)) >= at_once // 2:
                    yield those, _each_once(values)
                    values.clear()
    for those, values in waiting.items():
        if values:
            yield those, _each_once(values)


def _each_once(values: Sequence[pa.Array]) -> pa.Array:
    """The values of several arrays; of one whose values differ they are the array."""
    return values[0] if len(values) == 1 else pc.unique(pa.concat_arrays(values))


def _texts(rows: pa.RecordBatch, columns: _Columns) -> pa.Array:
    """The distinct texts of a column of some rows, or of several as one text."""
    chosen = [rows.column(column.name) for column in columns]
    values = chosen[0] if len(chosen) == 1 else pc.binary_join_element_wise(*map(_decoded, chosen), " ")
    if pa.types.is_list(values.type):
        values = values.flatten()
    return distinct_of(values)


def _decoded(values: pa.Array) -> pa.Array:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values
