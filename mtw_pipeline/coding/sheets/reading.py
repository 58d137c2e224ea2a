"""Rows of a filled sheet, as they stand there: XLSX, CSV, or Label Studio's JSON.

What belongs here: files into cells. What does not: whether a cell may hold what it holds (importing.py).
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from mtw_pipeline.coding.sheets.label_studio import annotated_rows
from mtw_pipeline.coding.sheets.writing import CODER, CODES_SHEET, DECIDER, KEY
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.damage import WORKBOOK_DAMAGE
from mtw_pipeline.exports.reading.workbooks import check_parts
from mtw_pipeline.study.settings import BoundSettings

_MOST_ROWS_BEFORE_THE_HEAD = 20
_MOST_CELLS = 5_000_000
_BOUNDS = BoundSettings()


@dataclass(frozen=True)
class SheetRow:
    """A row of a filled sheet.

    Args:
        number: its line in the file, from 1.
        cells: what stands in it, by column in lower case; empty cells are left out.
        dates: columns in which a date stands, where a spreadsheet made one.
    """

    number: int
    cells: Mapping[str, str]
    dates: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FilledSheet:
    """A filled sheet: its columns in lower case, and its rows that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path) -> FilledSheet:
    """A filled sheet.

    Raises:
        UserError: the file is not there, is no such file, or has no column of tweets.
    """
    if not path.is_file():
        raise UserError(f"There is no file {path}", remedy="Check its name, and quote it if it has blanks")
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return _from_workbook(path)
    if suffix == ".json":
        return _from_label_studio(path)
    if suffix in {".csv", ".tsv", ".txt"}:
        return _from_csv(path)
    raise UserError(
        f"{path.name} is no sheet that can be imported",
        where=str(path),
        remedy="Save it as .xlsx or .csv; .json is for exports of Label Studio",
    )


def _from_workbook(path: Path) -> FilledSheet:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as stream:
            check_parts(stream, path.name, _BOUNDS)
        book = load_workbook(path, read_only=False, data_only=True)
    except (InvalidFileException, *WORKBOOK_DAMAGE) as error:
        raise UserError(
            f"{path.name} cannot be opened as a workbook", where=str(path), remedy="Save it again as .xlsx"
        ) from error
    for sheet in sorted(book.worksheets, key=lambda one: one.title != CODES_SHEET):
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            raise UserError(
                f"The sheet {sheet.title!r} reaches to column {sheet.max_column:,}, row {sheet.max_row:,}",
                where=str(path),
                remedy="Delete what stands far from the table; Ctrl-End in a spreadsheet program shows it",
            )
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        if _header_row(lines) is not None:
            return _filled(path, lines)
    raise _no_header(path)


def _from_csv(path: Path) -> FilledSheet:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    found: list[list[object]] = []
    for delimiter in ",;\t":
        try:
            lines = [list[object](line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
        except csv.Error as error:
            raise UserError(
                f"{path.name} is no table: {error}", where=str(path), remedy="Save it again as .csv"
            ) from error
        if _header_row(lines) is not None:
            found = lines
            break
    return _filled(path, found)


def _from_label_studio(path: Path) -> FilledSheet:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (RecursionError, ValueError) as error:
        raise UserError(f"{path.name} is not JSON", where=str(path), remedy="Export it as JSON again") from error
    rows = annotated_rows(content, path)
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    return FilledSheet(names, tuple(SheetRow(number, row) for number, row in enumerate(rows, start=1)))


def _filled(path: Path, lines: Sequence[Sequence[object]]) -> FilledSheet:
    place = _header_row(lines)
    if place is None:
        raise _no_header(path)
    names = [_shown(cell).lower() for cell in lines[place]]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UserError(f"{path.name} has two columns {twice[0]}", where=str(path), remedy="Take one of them away")
    rows = []
    for number, line in enumerate(lines[place + 1 :], start=place + 2):
        pairs = [(name, cell) for name, cell in zip(names, line, strict=False) if name and _shown(cell)]
        cells = {name: _shown(cell) for name, cell in pairs}
        if cells and [cell.lower() for cell in cells.values()] != list(cells):  # a head pasted along with other rows
            dates = frozenset(name for name, cell in pairs if isinstance(cell, date | datetime | time))
            rows.append(SheetRow(number, cells, dates))
    return FilledSheet(tuple(name for name in names if name), tuple(rows))


def _header_row(lines: Iterable[Sequence[object]]) -> int | None:
    """The line that names the columns: the first with a column of tweets."""
    for place, line in enumerate(lines):
        names = {_shown(cell).lower() for cell in line}
        if KEY in names and len(names) > 1:
            return place
        if place >= _MOST_ROWS_BEFORE_THE_HEAD:
            return None
    return None


def _no_header(path: Path) -> UserError:
    return UserError(
        f"{path.name} has no column named {KEY}",
        where=str(path),
        remedy=f"Keep the first line of the sheet: {KEY}, {CODER} (or {DECIDER}) and the variables",
    )


def _shown(cell: object) -> str:
    """A cell as text: whole numbers without a point, so that an id that was typed as a number stays readable."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004
        return str(int(cell))
    return str(cell).strip()
