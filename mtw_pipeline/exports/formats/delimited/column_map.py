"""Any CSV, workbook or JSONL through a column map of study.toml: the door for files of no known format.

A column map only says which column holds what; what follows from it is the same as for every other format.
Mapping of tables: sql/exports/formats/column_map.sql.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from mtw_pipeline.exports.formats.cells import ERRORS, NOTHING
from mtw_pipeline.exports.formats.model import ExportRow
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS


class MappedColumns(Protocol):
    """What this module needs of a column map: study.ColumnMap has it."""

    @property
    def name(self) -> str:
        """The map's name in study.toml."""

    @property
    def columns(self) -> dict[str, str]:
        """From a field of export_rows to the file's column."""

    @property
    def time_format(self) -> str | None:
        """How times are written (strptime), where they are not ISO 8601."""

    @property
    def time_zone(self) -> str:
        """The zone of times that name none."""

    @property
    def list_separator(self) -> str:
        """What stands between the values of a list cell."""

    @property
    def metrics_of(self) -> str:
        """Whose counts the file has: own, original, unknown."""


def describes(column_map: MappedColumns, document: object) -> bool:
    """Whether every mapped column can be found in a JSON document."""
    return isinstance(document, Mapping) and all(_is_there(document, name) for name in column_map.columns.values())


def row_of(column_map: MappedColumns, document: object) -> tuple[ExportRow | None, str | None]:
    """The row of one JSON document, or the reason why it has none.

    A dotted name reaches into objects: ``user.screen_name``. Numbers and booleans become text as JSON writes them; a
    JSON list becomes a list, a text is split at the map's separator.
    """
    if not isinstance(document, Mapping):
        return None, "a JSON object was expected"
    row: ExportRow = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS))
    for field, name in column_map.columns.items():
        value = _value(document, name)
        row[field] = _texts(value, column_map.list_separator) if field in LIST_FIELDS else _text(value)
    row["metrics_of"] = column_map.metrics_of
    return row, None


def rows_of(column_map: MappedColumns, document: object) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The one row of a JSON document, in the form that every JSON format gives."""
    row, reason = row_of(column_map, document)
    yield row, reason, document


def _is_there(document: Mapping[str, object], name: str) -> bool:
    if name in document:
        return True
    outer, _, inner = name.partition(".")
    value = document.get(outer)
    return bool(inner) and isinstance(value, Mapping) and _is_there(value, inner)


def _value(document: Mapping[str, object], name: str) -> object:
    if name in document:
        return document[name]
    outer, _, inner = name.partition(".")
    value = document.get(outer)
    return _value(value, inner) if inner and isinstance(value, Mapping) else None


def _text(value: object) -> str | None:
    if isinstance(value, str) and (value in NOTHING or value in ERRORS):
        return None
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _texts(value: object, separator: str) -> list[str]:
    if isinstance(value, list):
        return [text for text in map(_text, value) if text is not None]
    whole = _text(value) or ""
    return [part.strip() for part in whole.split(separator) if part.strip()]
