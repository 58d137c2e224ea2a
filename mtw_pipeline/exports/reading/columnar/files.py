"""Columnar files as they lie in a folder: Parquet, and Arrow's own format (Feather), whole or as a stream.

What belongs here: opening them, the names of their columns, their rows in batches within bounds, and in what words a
damaged one is refused. What does not: types (cells.py).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.columnar.containers import ARROW, PARQUET, container_of
from mtw_pipeline.exports.reading.columnar.sizes import BYTES_AT_ONCE, ROWS_AT_ONCE, ParquetSizes, bytes_of, is_list
from mtw_pipeline.exports.reading.files import ExportFile, swollen

if TYPE_CHECKING:
    from pyarrow import parquet

_INDEX = re.compile(r"__index_level_[0-9]+__")
"""What pandas calls the numbers of its rows: no column of the export."""
_PARTITION = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*)=(.*)")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_OLD_TIMES = "INT96"
_CODECS = {"uncompressed": "none", "unknown": "lz4"}
"""pyarrow's names for what has others: it reads LZ4 as Hadoop frames it, and so Spark, but has no name for that."""
_COPY_AGAIN = "Copy it again from where it came from, or write it anew"


@dataclass(frozen=True)
class NamedColumn:
    """A column by the name that the export has for it.

    Args:
        name: its name; of a field of a struct dotted, as ``public_metrics.like_count``.
        path: its place in the schema, and within structs; empty where the file's folder says it.
        value: what the folder says, of a partitioned table: the one value of all rows; None for none.
    """

    name: str
    path: tuple[int, ...] = ()
    value: str | None = None


@dataclass(frozen=True)
class ColumnarFile:
    """A columnar file that is open.

    Args:
        export: the file.
        container: ``parquet``, ``arrow`` or ``arrow stream``.
        compression: of its columns, in lower case; ``none`` where they have none.
        schema: its columns and their types. Times that Spark writes as INT96 are UTC.
        read: its rows in batches, of the columns at some places of the schema.
    """

    export: ExportFile
    container: str
    compression: str
    schema: pa.Schema
    read: Callable[[Sequence[int]], Iterator[pa.RecordBatch]]

    @property
    def columns(self) -> tuple[NamedColumn, ...]:
        """The columns of the table and of its folder, without pandas' numbers of rows; structs are one column."""
        found = [NamedColumn(field.name, (place,)) for place, field in enumerate(self.schema)]
        own = [column for column in found if not _INDEX.fullmatch(column.name)]
        names = {column.name for column in own}
        return (*own, *(column for column in _partition(self.export.name) if column.name not in names))

    @property
    def fields(self) -> tuple[NamedColumn, ...]:
        """The same, in place of a struct its fields, however deep."""
        return tuple(
            field
            for column in self.columns
            for field in (_leaves(column, self.schema.field(column.path[0]).type) if column.path else [column])
        )

    @property
    def has_structs(self) -> bool:
        """Whether rows are objects: a column of structs or of lists of them, and no names that somebody flattened."""
        return any(map(_holds_structs, self.schema.types)) and not any("." in name for name in self.schema.names)

    def batches(self, places: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """Its rows, of the columns at those places of the schema, of all by default.

        Raises:
            UserError: more comes out than a file of that size holds.
        """
        size = self.export.stamp()[0]
        given = 0
        for batch in self.read(range(len(self.schema)) if places is None else sorted(set(places))):
            batch.validate(full=True)  # a damaged file gives cells that lie outside of their column
            of_batch = sum(map(bytes_of, batch.columns))
            given += of_batch
            if given > self.export.bounds.unpacked_bytes(size):
                raise swollen(self.export.name, given, size)
            yield from _pieces(batch, of_batch)


def _pieces(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    """A batch in as many pieces as what is held at once asks for, its categories written out."""
    rows = min(ROWS_AT_ONCE, max(1, batch.num_rows * BYTES_AT_ONCE // max(size, BYTES_AT_ONCE)))
    yield from (batch.slice(start, rows) for start in range(0, batch.num_rows, rows))


@contextmanager
def opened_columnar(export: ExportFile) -> Iterator[ColumnarFile]:
    """A columnar file.

    Raises:
        UserError: it is damaged, encrypted or of a kind that is not read; also while it is read.
    """
    with export.path.open("rb") as raw:
        container = container_of(raw.read(4))
    try:
        if container == PARQUET:
            yield from _opened_parquet(export)
        else:
            yield from _opened_arrow(export, container)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno:  # the system's, not pyarrow's
            raise
        raise _damaged(export, error) from error


def _opened_parquet(export: ExportFile) -> Iterator[ColumnarFile]:
    from pyarrow import parquet  # which only Parquet needs

    with parquet.ParquetFile(
        export.path, pre_buffer=False, coerce_int96_timestamp_unit="us", page_checksum_verification=True
    ) as opened:
        old_times = _old_times(opened)
        schema = opened.schema_arrow
        for place in old_times:
            schema = schema.set(place, schema.field(place).with_type(pa.timestamp("us", "UTC")))

        def read(places: Sequence[int]) -> Iterator[pa.RecordBatch]:
            names = [schema.field(place).name for place in places]
            wanted = pa.schema([schema.field(place) for place in places])
            for batch in opened.iter_batches(_rows_in_hand(export, opened, names), columns=names):
                found = [batch.column(batch.schema.names.index(name)) for name in names]  # the first of two of one name
                given = zip(found, wanted.types, strict=True)
                cells = [one if one.type == kind else one.cast(kind) for one, kind in given]
                yield pa.RecordBatch.from_arrays(cells, schema=wanted)

        yield ColumnarFile(export, PARQUET, _codec(opened), schema, read)


def _rows_in_hand(export: ExportFile, opened: "parquet.ParquetFile", names: Sequence[str]) -> int:
    """How many rows of a Parquet file are read at once.

    Raises:
        UserError: more comes out than a file of that size holds.
    """
    from pyarrow import parquet

    size = export.stamp()[0]
    most = export.bounds.unpacked_bytes(size)
    undecoded = partial(parquet.ParquetFile, export.path, pre_buffer=False, page_checksum_verification=True)
    sizes = ParquetSizes(opened, lambda paths: undecoded(read_dictionary=paths), names, most)
    rows, at_least = sizes.rows_in_hand()
    if at_least > most:
        raise swollen(export.name, at_least, size)
    return rows


def _old_times(opened: "parquet.ParquetFile") -> list[int]:
    leaves = [opened.schema.column(place) for place in range(len(opened.schema))]
    names = {leaf.path for leaf in leaves if leaf.physical_type == _OLD_TIMES}
    return [place for place, name in enumerate(opened.schema_arrow.names) if name in names]


def _codec(opened: "parquet.ParquetFile") -> str:
    found = opened.metadata
    if not (found.num_row_groups and found.num_columns):
        return "none"
    codec = str(found.row_group(0).column(0).compression).lower()
    return _CODECS.get(codec, codec)


def _opened_arrow(export: ExportFile, container: str) -> Iterator[ColumnarFile]:
    with pa.memory_map(str(export.path)) as source:
        opened = ipc.open_file(source) if container == ARROW else ipc.open_stream(source)
        schema = opened.schema

        def read(places: Sequence[int]) -> Iterator[pa.RecordBatch]:
            given = map(opened.get_batch, range(opened.num_record_batches)) if container == ARROW else iter(opened)
            yield from (batch.select(list(places)) for batch in given)

        yield ColumnarFile(export, container, "none", schema, read)


def column_of(batch: pa.RecordBatch, places: Sequence[int], column: NamedColumn) -> pa.Array:
    """A column of a batch that was read for some places of the schema, in their order."""
    if not column.path:
        return pa.repeat(pa.scalar(column.value, pa.string()), batch.num_rows)
    top, *inner = column.path
    found = batch.column(places.index(top))
    return pc.struct_field(found, inner) if inner else found


def _leaves(column: NamedColumn, kind: pa.DataType) -> Iterator[NamedColumn]:
    if not pa.types.is_struct(kind):
        yield column
        return
    for place in range(kind.num_fields):
        field = kind.field(place)
        yield from _leaves(NamedColumn(f"{column.name}.{field.name}", (*column.path, place)), field.type)


def _holds_structs(kind: pa.DataType) -> bool:
    return pa.types.is_struct(kind) or (is_list(kind) and _holds_structs(kind.value_type))


def _partition(name: str) -> list[NamedColumn]:
    """What the folders of a partitioned table say: ``lang=es/part-0.parquet``."""
    found = [_PARTITION.fullmatch(part) for part in PurePosixPath(name).parts[:-1]]
    return [
        NamedColumn(one[1], value=None if one[2] == _NO_VALUE else unquote(one[2])) for one in found if one is not None
    ]


def _damaged(export: ExportFile, error: Exception) -> UserError:
    told = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    if re.search("(?i)encrypt|decrypt", told):
        return UserError("The file is encrypted", where=export.name, remedy="Write it without encryption and add that")
    if isinstance(error, pa.ArrowNotImplementedError):
        remedy = "Write it anew with common types and compression (snappy, zstd), or as CSV (UTF-8)"
        return UserError(f"The file cannot be read: {told}", where=export.name, remedy=remedy)
    return UserError(f"The file is damaged or not whole: {told}", where=export.name, remedy=_COPY_AGAIN)
