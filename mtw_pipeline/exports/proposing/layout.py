"""The rows of a file of no known format: what parts its cells, which row names them, or that none does.

What belongs here: columns with the cells of some rows, of a table, a workbook or JSON. What does not: what they mean
(columns.py).
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from mtw_pipeline.exports.formats.cells import ERRORS, NOBODY, NOTHING, without_unseen
from mtw_pipeline.exports.proposing.contents import Column
from mtw_pipeline.exports.proposing.names import fields_named, tie_fields_named
from mtw_pipeline.exports.reading.column_maps import dotted_names
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.dialects import with_dialect
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.exports.reading.tables.records import records

ROWS_LOOKED_AT = 2_000
_KNOWN_DELIMITERS = (",", ";", "\t", "|")
_RARE_DELIMITERS = (" ", ":", "^", "~", "#")
_JUDGED_ROWS = 200
_FEWEST_ALIKE = 0.7
_FEWEST_ROWS = 3
_FEWEST_KNOWN = 3
_DATA = re.compile(r"[\W\d_]*|[xt]?[0-9]{5,}|https?://.*|@\w+|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*", re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")
_NO_VALUE = frozenset((*NOTHING, *ERRORS, *NOBODY, "[]", "{}", "c()", "list()", "set()", "character(0)"))


@dataclass(frozen=True)
class Layout:
    """The columns of a file.

    Args:
        columns: them, with the cells of the first rows.
        has_header: whether a row names them.
        skip_lines: the lines above the first row, where none does.
        delimiter: what parts the cells; empty of workbooks and JSON.
        is_json: whether they are fields of JSON documents.
    """

    columns: tuple[Column, ...]
    has_header: bool = True
    skip_lines: int = 0
    delimiter: str = ""
    is_json: bool = False

    @property
    def with_objects(self) -> list[Column]:
        """The columns of a table that hold several named values to a cell."""
        return [
            column for column in self.columns if not self.is_json and (column.holds_objects or column.lists_objects)
        ]

    @property
    def names_delimiter(self) -> bool:
        """Whether a map must say what parts the cells."""
        return self.delimiter not in {"", *_KNOWN_DELIMITERS}


def layout_of(export: ExportFile, sniffed: SniffedFile) -> Layout | None:
    """The columns of a file; None where it has no two of them, or rows without a header have no number in common."""
    if sniffed.kind == "json":
        return _layout_of_documents(sniffed)
    is_text = sniffed.kind == "delimited"
    parted_by = _delimiter(sniffed.beginning) if is_text else ""
    delimiter = parted_by or _KNOWN_DELIMITERS[0] if is_text else ""
    candidates = sniffed.first_rows(delimiter) if is_text else sniffed.headers
    names_columns = sniffed.kind == "columnar"
    first = candidates[-1] if names_columns else _first_row(candidates)
    if first is None:
        return None
    first = _above_row_names(_below_groups(first, candidates), candidates)
    has_header = names_columns or _is_header(first, candidates)
    if is_text and not has_header and not parted_by:
        return None
    width = len(first.columns)
    numbers = tuple(str(number) for number in range(1, width + 1))
    above = first.last_line - (1 if first.sheet else _lines_of(first))
    header = first if has_header else Header(numbers, above, first.delimiter, first.sheet)
    decided = sniffed.with_header(header)
    decided = with_dialect(export, decided) if is_text else decided
    header = decided.header
    read = islice(records(export, decided), ROWS_LOOKED_AT)
    rows = [[_value(cell) for cell in record.cells] for record in read if not record.problem]
    names = [_value(name) for name in header.columns]
    rows = [row for row in rows if row != names]  # of files that somebody put one behind the other
    columns = tuple(
        Column(name, place + 1, tuple(row[place] if place < len(row) else "" for row in rows))
        for place, name in enumerate(header.columns)
    )
    return Layout(columns, has_header, 0 if has_header else above, delimiter)


def _lines_of(row: Header) -> int:
    """How many lines of a text a row stands on: one, and one for each line end within its cells."""
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in row.columns)


def _value(cell: str) -> str:
    return "" if cell in _NO_VALUE else without_unseen(cell)


def _delimiter(beginning: str) -> str:
    """What parts the cells of most rows into the same number, the usual ones first; empty where nothing does."""
    for group in (_KNOWN_DELIMITERS, _RARE_DELIMITERS):
        widths = {sign: _common_width(beginning, sign) for sign in group}
        good = {sign: width for sign, (width, share) in widths.items() if width > 1 and share >= _FEWEST_ALIKE}
        if good:
            return max(good, key=lambda sign: (widths[sign][1] * widths[sign][0], -group.index(sign)))
    return ""


def _common_width(beginning: str, delimiter: str) -> tuple[int, float]:
    reader = csv.reader(io.StringIO(beginning.replace('\\"', '""'), newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in islice(reader, _JUDGED_ROWS) if any(row))
    except csv.Error:
        return 0, 0.0
    if not widths:
        return 0, 0.0
    [(width, rows)] = widths.most_common(1)
    is_rare = delimiter in _RARE_DELIMITERS and rows < _FEWEST_ROWS
    return width, 0.0 if is_rare else rows / widths.total()


def _first_row(candidates: Sequence[Header]) -> Header | None:
    """The first row of as many cells as most have; of a workbook with several sheets, of the one with most."""
    widths = Counter((row.sheet, len(row.columns)) for row in candidates if len(row.columns) > 1)
    if not widths:
        return None
    wide = {sheet: max(width for of, width in widths if of == sheet) for sheet, _ in widths}
    sheet = max(wide, key=lambda name: wide[name])
    counts = {width: rows for (of, width), rows in widths.items() if of == sheet}
    common = max(counts, key=lambda width: (counts[width], width))
    return next(
        row
        for row in candidates
        if row.sheet == sheet and (len(row.columns) == common or (sheet and len(row.columns) == wide[sheet]))
    )


def _below_groups(row: Header, candidates: Sequence[Header]) -> Header:
    """The row below one that names groups of columns, cells merged over several; else the row itself."""
    below = next((one for one in candidates if one.sheet == row.sheet and one.last_line > row.last_line), None)
    if below is None or not 1 < _filled(row) < _filled(below) == len(below.columns):
        return row
    known = sum(bool(fields_named(cell) or tie_fields_named(cell)) for cell in below.columns)
    return below if known >= _FEWEST_KNOWN and _is_header(below, candidates) else row


def _above_row_names(row: Header, candidates: Sequence[Header]) -> Header:
    """The header of rows that begin with their numbers, which R's write.table does not name; else the row itself."""
    above = next((one for one in candidates if one.last_line == row.last_line - _lines_of(row)), None)
    if above is None or above.sheet or len(above.columns) != len(row.columns) - 1 or not row.columns[0].isdigit():
        return row
    return above if _is_header(above, candidates) else row


def _filled(row: Header) -> int:
    return sum(bool(cell.strip()) for cell in row.columns)


def _is_header(row: Header, candidates: Sequence[Header]) -> bool:
    """Whether a row names columns: words of which some are known, or none that look like data and all different."""
    cells = [cell.strip() for cell in row.columns if cell.strip()]  # pandas names no column of row numbers
    known = sum(bool(fields_named(cell) or tie_fields_named(cell)) for cell in cells if not _DATA.fullmatch(cell))
    data = sum(bool(_DATA.fullmatch(cell)) for cell in cells)
    if data:
        return known > data
    if known >= len(cells) / 2:
        return True
    below = {cell.strip() for other in candidates if other.last_line > row.last_line for cell in other.columns}
    return len(set(cells)) == len(cells) and below.isdisjoint(cells) and _differs(candidates, row)


def _differs(candidates: Sequence[Header], row: Header) -> bool:
    """Whether the rows below look different: numbers, or longer texts."""
    for other in candidates:
        if other.last_line > row.last_line and len(other.columns) == len(row.columns):
            return any(_DATA.fullmatch(cell.strip()) and cell.strip() for cell in other.columns)
    return False


def _layout_of_documents(sniffed: SniffedFile) -> Layout | None:
    found = [one for one in sniffed.first_documents() if isinstance(one, Mapping)]
    names = list(dict.fromkeys(name for document in found for name in dotted_names(document)))
    columns: list[Column] = []
    for name in names:
        values = [_inside(document, name) for document in found]
        if any(isinstance(value, Mapping) for value in values):
            continue
        is_list = any(isinstance(value, list) for value in values)
        columns.append(Column(name, len(columns) + 1, tuple(_as_cell(value) for value in values), is_list))
    return Layout(tuple(columns), is_json=True) if len(columns) > 1 else None


def _inside(document: Mapping[str, object], name: str) -> object:
    if name in document:
        return document[name]
    outer, _, inner = name.partition(".")
    held = document.get(outer)
    return _inside(held, inner) if inner and isinstance(held, Mapping) else None


def _as_cell(value: object) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        if any(isinstance(one, Mapping | list) for one in value):
            return json.dumps(value, ensure_ascii=False)
        return ",".join(str(one) for one in value)
    return _value(json.dumps(value) if isinstance(value, bool) else str(value))
