"""A columnar file once more, without some of its tweets: the same columns, types and order.

What belongs here: rows and values of typed columns. What does not: which are to go, and what goes of an object or text
(rewriting.py). What the writer put beside the schema is left out, but for what pandas says of it: it may name anybody.
Categories become texts: their list would keep the names of those who go.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

from mtw_pipeline.exports.formats.model import JsonFormat
from mtw_pipeline.exports.numbered_objects import NumberedObjects
from mtw_pipeline.exports.reading.columnar.cells import coarse_type
from mtw_pipeline.exports.reading.columnar.containers import ARROW, PARQUET
from mtw_pipeline.exports.reading.columnar.files import ColumnarFile, opened_columnar
from mtw_pipeline.exports.reading.columnar.sizes import is_list
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.rewriting import Withdrawn, object_without, row_without

_OF_PANDAS = b"pandas"
_ROWS_OF_A_GROUP = 1 << 17


def write_columnar_without(export: ExportFile, target: Path, gone: Withdrawn, known: JsonFormat | None) -> bool:
    """Write a columnar file to ``target`` without what is to go.

    Args:
        export: the file.
        target: the file to write.
        gone: what is to go.
        known: the JSON format that its rows are documents of; None of a table.

    Returns:
        Whether anything went.
    """
    rows = gone.rows.get(export.name, frozenset())
    objects = NumberedObjects(rows, known) if known else None
    differs = False
    with opened_columnar(export) as opened:
        schema = pa.schema(map(_plain_field, opened.schema), _metadata(opened))
        with _writer(opened, schema, target) as write:
            begun = 1
            for batch in opened.batches():
                table = pa.table([*map(_plain_cells, batch.columns, schema.types)], schema=schema)
                numbered = enumerate(_python_rows(table), start=begun)
                left = [_left(row, gone, objects, goes=number in rows) for number, row in numbered]
                pieces = list(_pieces(table, left))
                differs = differs or len(pieces) != 1 or pieces[0].num_rows != table.num_rows
                for piece in pieces:
                    write(piece)
                begun += table.num_rows
    return differs


_SAME: Mapping[str, object] = {}
"""What is left of a row from which nothing goes."""


def _left(
    row: Mapping[str, object], gone: Withdrawn, objects: NumberedObjects | None, *, goes: bool
) -> Mapping[str, object] | None:
    """What is left of a row; None where it goes."""
    held = {name: _held(value) for name, value in row.items() if value is not None}
    if objects is None:
        left: object = None if goes else row_without(held, gone)
    else:
        document = objects.left_of(held)
        left = object_without(document, gone) if isinstance(document, Mapping) else None
    if not isinstance(left, Mapping):
        return None
    return _SAME if left == held else left


def _held(value: object) -> object:
    """A value without the fields that hold nothing, which JSON would not have."""
    if isinstance(value, Mapping):
        return {name: _held(one) for name, one in value.items() if one is not None}
    return [_held(one) for one in value] if isinstance(value, list) else value


def _pieces(table: pa.Table, left: Sequence[Mapping[str, object] | None]) -> Iterator[pa.Table]:
    """What is left of a table: rows as they were, in one piece as far as they lie together, and changed ones."""
    begun = 0
    for place, row in enumerate(left):
        if row is _SAME:
            continue
        if place > begun:
            yield table.slice(begun, place - begun)
        if row is not None:
            yield _as_table(row, table.schema)
        begun = place + 1
    if begun < len(left):
        yield table.slice(begun)


def _as_table(row: Mapping[str, object], schema: pa.Schema) -> pa.Table:
    cells = [
        pa.array([_of_type(row.get(field.name), field.type)], coarse_type(field.type)).cast(field.type)
        for field in schema
    ]
    return pa.table(cells, schema=schema)


def _of_type(value: object, kind: pa.DataType) -> object:
    """A value as Arrow takes it: a map as its pairs."""
    if isinstance(value, Mapping | list) and pa.types.is_map(kind):
        pairs = value.items() if isinstance(value, Mapping) else value
        return [(key, _of_type(next(iter(one), None), kind.item_type)) for key, *one in pairs]
    if isinstance(value, Mapping) and pa.types.is_struct(kind):
        fields = (kind.field(place) for place in range(kind.num_fields))
        return {field.name: _of_type(value.get(field.name), field.type) for field in fields}
    if isinstance(value, list) and is_list(kind):
        return [_of_type(one, kind.value_type) for one in value]
    return value


def _python_rows(table: pa.Table) -> list[dict[str, object]]:
    coarse = pa.schema([field.with_type(coarse_type(field.type)) for field in table.schema])
    rows = table.cast(coarse, safe=False).to_pylist()
    return [{name: _with_objects(value) for name, value in row.items()} for row in rows]


def _with_objects(value: object) -> object:
    """A value whose maps are objects; one of which a key stands twice is a list of lists of key and value."""
    if isinstance(value, dict):
        return {key: _with_objects(one) for key, one in value.items()}
    if not isinstance(value, list):
        return value
    if not value or not isinstance(value[0], tuple):
        return [*map(_with_objects, value)]
    pairs = [[key, _with_objects(one)] for key, one in value]
    by_key = {pair[0]: pair[1] for pair in pairs}
    return by_key if len(by_key) == len(pairs) else pairs


def _plain_field(field: pa.Field) -> pa.Field:
    """A column without what its writer hung on it, and on its fields: polars keeps all categories there."""
    return field.with_type(_plain_type(field.type)).remove_metadata()


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(kind):
        return pa.struct([_plain_field(kind.field(place)) for place in range(kind.num_fields)])
    if pa.types.is_list(kind):
        return pa.list_(_plain_field(kind.value_field))
    if pa.types.is_large_list(kind):
        return pa.large_list(_plain_field(kind.value_field))
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _plain_cells(cells: pa.Array, kind: pa.DataType) -> pa.Array:
    plain = cells.dictionary_decode() if isinstance(cells, pa.DictionaryArray) else cells
    return plain if plain.type == kind else plain.cast(kind)


def _metadata(opened: ColumnarFile) -> dict[bytes, bytes]:
    """What pandas must know of the columns, without what people hang on a table."""
    said = (opened.schema.metadata or {}).get(_OF_PANDAS)
    return {_OF_PANDAS: json.dumps({**json.loads(said), "attributes": {}}).encode()} if said else {}


@contextmanager
def _writer(opened: ColumnarFile, schema: pa.Schema, target: Path) -> Iterator[Callable[[pa.Table], None]]:
    """Takes tables, which are written in groups of rows of the usual size."""
    with ExitStack() as files:
        if opened.container == PARQUET:
            from pyarrow import parquet  # which only Parquet needs

            stream = files.enter_context(parquet.ParquetWriter(target, schema, compression=opened.compression))
        else:
            made = ipc.new_file if opened.container == ARROW else ipc.new_stream
            options = ipc.IpcWriteOptions(compression="lz4")
            stream = files.enter_context(made(files.enter_context(target.open("wb")), schema, options=options))
        waiting: list[pa.Table] = []

        def write(table: pa.Table) -> None:
            waiting.append(table)
            if sum(one.num_rows for one in waiting) >= _ROWS_OF_A_GROUP:
                put()

        def put() -> None:
            if waiting:
                stream.write_table(pa.concat_tables(waiting).combine_chunks())
                waiting.clear()

        yield write
        put()
