"""The rows of a columnar file: as cells of text, as records with a number, as documents.

What belongs here: which columns of a file are read for what. What does not: opening (files.py) and types (cells.py).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from mtw_pipeline.exports.reading.columnar.cells import cell_texts, check_lengths, plain_values
from mtw_pipeline.exports.reading.columnar.files import ColumnarFile, NamedColumn, column_of, opened_columnar
from mtw_pipeline.exports.reading.columnar.sizes import is_list
from mtw_pipeline.exports.reading.files import ExportFile


def text_batches(
    export: ExportFile, columns: Sequence[str], places: Sequence[int], list_separator: str
) -> Iterator[list[pa.Array]]:
    """The cells of some columns of a header as texts, a part of the rows at a time.

    Args:
        export: the file.
        columns: the names of the header.
        places: places in the header, from 0.
        list_separator: what joins the elements of a list, as in ``cell_texts``.
    """
    with opened_columnar(export) as opened:
        named = {column.name: column for column in reversed((*opened.columns, *opened.fields))}
        wanted = [named[columns[place]] for place in places]
        for batch, tops in _batches(opened, wanted):
            texts = [cell_texts(column_of(batch, tops, column), list_separator) for column in wanted]
            for cells in texts:
                check_lengths(cells, export)
            yield texts


def cell_rows(export: ExportFile, columns: Sequence[str], list_separator: str) -> Iterator[tuple[list[str], str]]:
    """The rows, every cell as text, "" where empty; and a row as a whole, as JSON of the cells that are filled."""
    for batch in text_batches(export, columns, range(len(columns)), list_separator):
        for cells in zip(*(column.to_pylist() for column in batch), strict=True):
            filled = {name: cell for name, cell in zip(columns, cells, strict=True) if cell is not None}
            yield [cell or "" for cell in cells], json.dumps(filled, ensure_ascii=False, separators=(",", ":"))


def row_documents(export: ExportFile) -> Iterator[dict[str, object]]:
    """The rows as JSON objects, of the fields that hold something."""
    with opened_columnar(export) as opened:
        for batch, tops in _batches(opened, opened.columns):
            values = [plain_values(column_of(batch, tops, column)) for column in opened.columns]
            for row in zip(*values, strict=True):
                named = zip(opened.columns, row, strict=True)
                yield {column.name: value for column, value in named if value is not None}


def all_texts(export: ExportFile) -> Iterator[str]:
    """Everything that is written in a file: what its writer put beside the columns and the rows, and every row."""
    with opened_columnar(export) as opened:
        yield from (value.decode("utf-8", "replace") for value in _said_beside(opened.schema))
        yield from map(str, _beside_the_rows(opened))
    yield from (json.dumps(document, ensure_ascii=False) for document in row_documents(export))


def _beside_the_rows(opened: ColumnarFile) -> Iterator[object]:
    """Categories, which stay in a file when no row has them any more, and the names that pandas has for its rows."""
    columns = {column.path for column in opened.columns}
    places = [
        place
        for place, field in enumerate(opened.schema)
        if pa.types.is_dictionary(field.type) or (place,) not in columns
    ]
    told: dict[int, pa.Array] = {}
    for batch in opened.batches(places) if places else ():
        for place, cells in enumerate(batch.columns):
            values = cells.dictionary if isinstance(cells, pa.DictionaryArray) else cells
            if place not in told or not values.equals(told[place]):
                told[place] = values
                yield from values.to_pylist()


def _said_beside(fields: Iterable[pa.Field]) -> Iterator[bytes]:
    """What hangs on a schema, on its columns and on their fields."""
    yield from (getattr(fields, "metadata", None) or {}).values()
    for field in fields:
        yield from (field.metadata or {}).values()
        kind = field.type
        inner = [kind.field(place) for place in range(kind.num_fields)]
        yield from _said_beside(inner)


@dataclass(frozen=True)
class Glance:
    """What the schema and the first row of a columnar file say.

    Args:
        container: as in ``ColumnarFile``.
        compression: as there.
        columns: the names of its columns.
        fields: the same, with the fields of structs in place of these.
        document: of a file whose rows are objects, the first, or one as the schema describes it where there is none.
    """

    container: str
    compression: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    document: dict[str, object] | None


def glance(export: ExportFile) -> Glance:
    """Look at the beginning of a columnar file.

    Raises:
        UserError: it is damaged, encrypted or of a kind that is not read.
    """
    with opened_columnar(export) as opened:
        document = None
        if opened.has_structs:
            described = {field.name: _described(field.type) for field in opened.schema}
            document = next(row_documents(export), described)
        columns, fields = (tuple(one.name for one in named) for named in (opened.columns, opened.fields))
        return Glance(opened.container, opened.compression, columns, fields, document)


def _described(kind: pa.DataType) -> object:
    """A value of a type."""
    if pa.types.is_struct(kind):
        return {kind.field(place).name: _described(kind.field(place).type) for place in range(kind.num_fields)}
    return [_described(kind.value_type)] if is_list(kind) else "0"


def _batches(opened: ColumnarFile, columns: Sequence[NamedColumn]) -> Iterator[tuple[pa.RecordBatch, list[int]]]:
    tops = sorted({column.path[0] for column in columns if column.path})
    for batch in opened.batches(tops or None):
        yield batch, tops
