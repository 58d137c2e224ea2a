"""How many bytes come out of a columnar file, reckoned before they do: a dictionary names once what its rows repeat.

What belongs here: the sizes of columns as their rows are written out, what a Parquet file says of them, and how many of
its rows are taken in hand. What does not: reading the rows (files.py).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from pyarrow import parquet

ROWS_AT_ONCE = 8_192
BYTES_AT_ONCE = 1 << 25
_TEXTS = "BYTE_ARRAY"
_PREFIXED = "DELTA_BYTE_ARRAY"
_DICTIONARIES = frozenset({"RLE_DICTIONARY", "PLAIN_DICTIONARY"})
_FEWEST_ROWS = 256
_LISTS = (
    pa.types.is_list,
    pa.types.is_large_list,
    pa.types.is_fixed_size_list,
    pa.types.is_list_view,
    pa.types.is_large_list_view,
)
_OF_BYTES = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)


def is_list(kind: pa.DataType) -> bool:
    """Whether values of a type are lists, of whatever layout."""
    return any(is_so(kind) for is_so in _LISTS)


def bytes_of(cells: pa.Array) -> int:
    """Those of a column, of categories as texts, which are written out, also within lists and structs."""
    if isinstance(cells, pa.DictionaryArray):
        return int(cells.indices.nbytes) + _written_out(cells)
    return int(cells.nbytes) + sum(map(_written_out, _dictionaries(cells)))


def _written_out(cells: pa.DictionaryArray) -> int:
    if not _is_of_bytes(cells.type.value_type):
        return 0
    lengths = pc.binary_length(cells.dictionary).cast(pa.int64())
    return pc.sum(lengths.take(cells.indices)).as_py() or 0


def _dictionaries(cells: pa.Array) -> Iterator[pa.DictionaryArray]:
    kind = cells.type
    if isinstance(cells, pa.DictionaryArray):
        yield cells
    elif _holds_dictionaries(kind):
        inner = [cells.keys, cells.items] if pa.types.is_map(kind) else cells.flatten()
        for one in [inner] if is_list(kind) else inner:
            yield from _dictionaries(one)


def _holds_dictionaries(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return True
    is_nested = is_list(kind) or pa.types.is_map(kind) or pa.types.is_struct(kind)
    return is_nested and any(_holds_dictionaries(kind.field(place).type) for place in range(kind.num_fields))


def _is_of_bytes(kind: pa.DataType) -> bool:
    return any(is_so(kind) for is_so in _OF_BYTES)


@dataclass(frozen=True)
class _Chunk:
    """A column of a group of rows, as the file describes it; a field of a struct is one."""

    group: int
    rows: int
    path: str
    values: int
    bytes_written: int
    kind: str
    encodings: frozenset[str]

    @property
    def could_swell(self) -> bool:
        """Whether it has a dictionary that could be too long for a batch of rows."""
        has_dictionary = self.kind == _TEXTS and not _DICTIONARIES.isdisjoint(self.encodings)
        return has_dictionary and self.values * self.bytes_written > BYTES_AT_ONCE


@dataclass(frozen=True)
class ParquetSizes:
    """What comes out of some columns of a Parquet file.

    Args:
        opened: the file.
        again: opens it once more, with the dictionaries of the columns of some paths left as they are.
        names: of the columns that are read.
        most: how many bytes may come out.
    """

    opened: "parquet.ParquetFile"
    again: Callable[[Sequence[str]], "parquet.ParquetFile"]
    names: Collection[str]
    most: int

    def rows_in_hand(self) -> tuple[int, int]:
        """How many rows are taken at once; and how many bytes come out at least, as far as that had to be reckoned.

        Of each dictionary the longest text says how much of a batch of rows could come out. Only where that text in
        every row would be more than may come out, the rows are looked at, none of them written out.
        """
        chunks = list(self._chunks())
        written = sum(chunk.bytes_written for chunk in chunks)
        if written > self.most:
            return _FEWEST_ROWS, written
        of_a_row, of_dictionaries = self._of_dictionaries([chunk for chunk in chunks if chunk.could_swell])
        plain: Counter[int] = Counter()
        for chunk in chunks:
            plain[chunk.group] += chunk.bytes_written // max(chunk.rows, 1)
        of_a_row += max(plain.values(), default=0)
        is_prefixed = any(_PREFIXED in chunk.encodings for chunk in chunks)
        rows = _FEWEST_ROWS if is_prefixed else BYTES_AT_ONCE // max(of_a_row, 1)
        return min(max(rows, _FEWEST_ROWS), ROWS_AT_ONCE), of_dictionaries

    def _chunks(self) -> Iterator[_Chunk]:
        metadata = self.opened.metadata
        columns = [place for place in range(metadata.num_columns) if self._is_read(place)]
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            for one in map(group.column, columns):
                yield _Chunk(
                    number, group.num_rows, one.path_in_schema, one.num_values, one.total_uncompressed_size,
                    one.physical_type, frozenset(one.encodings),
                )  # fmt: skip

    def _is_read(self, place: int) -> bool:
        path = self.opened.schema.column(place).path
        return any(path == name or path.startswith(f"{name}.") for name in self.names)

    def _of_dictionaries(self, chunks: Sequence[_Chunk]) -> tuple[int, int]:
        """How long the longest texts of a row are together, and how many bytes come out of those that were reckoned."""
        if not chunks:
            return 0, 0
        of_a_row = reckoned = 0
        with self.again(sorted({chunk.path for chunk in chunks})) as opened:
            for group in sorted({chunk.group for chunk in chunks}):
                paths = {chunk.path: chunk.values for chunk in chunks if chunk.group == group}
                longest = {
                    name: sum(map(_longest, _dictionaries(cells)))
                    for first in islice(opened.iter_batches(1, row_groups=[group], columns=list(paths)), 1)
                    for name, cells in zip(first.schema.names, first.columns, strict=True)
                }
                of_a_row = max(of_a_row, sum(longest.values()))
                for name, length in longest.items():
                    own = [path for path in paths if path == name or path.startswith(f"{name}.")]
                    if length * max((paths[path] for path in own), default=0) > self.most:
                        batches = opened.iter_batches(ROWS_AT_ONCE, row_groups=[group], columns=own)
                        reckoned += sum(bytes_of(batch.column(0)) for batch in batches)
        return of_a_row, reckoned


def _longest(cells: pa.DictionaryArray) -> int:
    return (pc.max(pc.binary_length(cells.dictionary)).as_py() or 0) if _is_of_bytes(cells.type.value_type) else 0
