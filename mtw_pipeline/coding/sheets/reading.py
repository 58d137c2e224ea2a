"""Rows of a filled sheet, as they stand there: XLSX, CSV, Label Studio's JSON, or what a coding page saved.

What belongs here: files into cells. What does not: whether a cell may hold what it holds (importing.py).
"""

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from mtw_pipeline.coding.codebook import SEVERAL
from mtw_pipeline.coding.pages.saved import SavedPage, is_saved_page, saved_page
from mtw_pipeline.coding.sheets.code_pages import decoded
from mtw_pipeline.coding.sheets.delimited import split_lines
from mtw_pipeline.coding.sheets.label_studio import annotated_rows
from mtw_pipeline.coding.sheets.writing import CODEBOOK_COLUMNS, CODER, CODES_SHEET, DECIDER, KEY, LISTS_SHEET, NOTES
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError, need_file
from mtw_pipeline.exports.reading.opening.damage import WORKBOOK_DAMAGE
from mtw_pipeline.exports.reading.opening.workbooks import check_parts, formulas_without_value
from mtw_pipeline.study.settings import BoundSettings
from mtw_pipeline.study.settings.coding import SHEET_COLUMNS
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS_BEFORE_THE_HEADER = 20
_MOST_CELLS = 5_000_000
_BOUNDS = BoundSettings()
_OLD_WORKBOOK, _PACKED = bytes.fromhex("d0cf11e0a1b11ae1"), b"PK\x03\x04"
_PLACES_SHOWN = 5
_LINK = "=HYPERLINK("
_NOT_COMPUTED = "n"
"""What openpyxl says of a formula's cell that has no value; one that gave an empty text is a text."""


@dataclass(frozen=True)
class SheetRow:
    """A row of a filled sheet.

    Args:
        number: its line in the file, from 1.
        cells: what stands in it, by column in lower case; empty cells are left out.
        dates: columns in which a date stands, where a spreadsheet made one.
        merged: columns in which the cell is merged with one of another row or column, which holds the value of all.
        numbers: columns in which a number may stand as a spreadsheet writes it: 1.1 for 1.10. Of a CSV all, for
            nothing tells there what was a text.
        tab: the sheet of the workbook that it stands in, where several hold codes.
        given_at: by column, when what stands there was given, where the file says so.
        codebooks: by column, the fingerprint of the definition under which that was, where the file says so.
        is_unsure: whether the coder marked the tweet as unsure, or not any more; None where the file does not say.
    """

    number: int
    cells: Mapping[str, str]
    dates: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    tab: str = ""
    given_at: Mapping[str, str] = field(default_factory=dict)
    codebooks: Mapping[str, str] = field(default_factory=dict)
    is_unsure: bool | None = None

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{self.tab}, row {self.number}" if self.tab else f"row {self.number}"


@dataclass(frozen=True)
class FilledSheet:
    """A filled sheet.

    Args:
        columns: its columns in lower case.
        rows: its rows that are not empty.
        page: the page that it was saved from.
        notes: what stands in it and is not taken, for people.
    """

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    page: SavedPage | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Merged:
    """A cell that is merged with another, whose value a spreadsheet shows for both."""

    value: object


@dataclass(frozen=True)
class CsvLines:
    """The cells of a CSV file line by line, how it was written, and whether a line of it names the columns."""

    lines: list[list[str]]
    encoding: str
    delimiter: str
    has_header: bool


def read_sheet(path: Path, known: Collection[str] = ()) -> FilledSheet:
    """A filled sheet.

    Args:
        path: the file.
        known: texts that may stand in it; they tell in which code page a CSV was saved.

    Raises:
        UserError: the file is not there, is no such file, or has no column of tweets.
    """
    need_file(path)
    suffix = path.suffix.lower()
    with path.open("rb") as stream:
        beginning = stream.read(len(_OLD_WORKBOOK))
    if beginning == _OLD_WORKBOOK:
        raise UserError(
            f"{path.name} is a workbook with a password, or one of Excel before 2007",
            where=str(path),
            remedy="Take the password away, and save it as .xlsx",
        )
    if suffix in {".xlsx", ".xlsm"} or (suffix in {".csv", ".tsv", ".txt"} and beginning.startswith(_PACKED)):
        return _from_workbook(path)
    if suffix == ".json":
        return _from_json(path)
    if suffix in {".csv", ".tsv", ".txt"}:
        try:
            found = read_csv_lines(path, known)
        except csv.Error as error:
            raise UserError(
                f"{path.name} is no table: {error}", where=str(path), remedy="Save it again as .csv"
            ) from error
        filled = _filled(path, {"": found.lines if found.has_header else []})
        return replace(filled, rows=tuple(replace(row, numbers=frozenset(row.cells)) for row in filled.rows))
    if suffix in {".html", ".htm"}:
        raise UserError(
            f"{path.name} is the page itself, and holds nothing that was coded on it",
            where=str(path),
            remedy="Import the file that it saved: its name ends in .json, and the page writes it to the downloads",
        )
    raise UserError(
        f"{path.name} is no sheet that can be imported",
        where=str(path),
        remedy="Save it as .xlsx or .csv; .json is for what a coding page saved, and for exports of Label Studio",
    )


def read_csv_lines(path: Path, known: Collection[str] = ()) -> CsvLines:
    """The cells of a sheet as CSV, in whatever encoding and with whatever delimiter a spreadsheet saved it.

    Args:
        path: the file; without a line that names the columns it is taken to be separated by commas.
        known: texts that may stand in it; they tell its code page.
    """
    text, encoding = decoded(path.read_bytes(), known)
    split = split_lines(text, lambda lines: _header_row(lines) is not None)
    if split is None:
        return CsvLines([line.split(",") for line in text.splitlines()], encoding, ",", has_header=False)
    return CsvLines(split[0], encoding, split[1], has_header=True)


def _opened_workbook(path: Path) -> "Workbook":
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as stream:  # a stream, because openpyxl goes by the ending of a path
            check_parts(stream, path.name, _BOUNDS)
            return load_workbook(stream, read_only=False, data_only=True)
    except (InvalidFileException, *WORKBOOK_DAMAGE) as error:
        raise UserError(
            f"{path.name} cannot be opened as a workbook", where=str(path), remedy="Save it again as .xlsx"
        ) from error


def _from_workbook(path: Path) -> FilledSheet:
    book = _opened_workbook(path)
    seen = [one for one in book.worksheets if one.sheet_state == "visible" or not one.title.startswith(LISTS_SHEET)]
    ordered = sorted(seen, key=lambda one: one.title != CODES_SHEET)
    for sheet in ordered:
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            raise UserError(
                f"The sheet {sheet.title!r} reaches to column {sheet.max_column:,}, row {sheet.max_row:,}",
                where=str(path),
                remedy="Delete what stands far from the table; Ctrl-End in a spreadsheet program shows it",
            )
    tabs: dict[str, list[list[object]]] = {}
    comments: list[str] = []
    others: list[str] = []
    for sheet in ordered:
        lines = _lines(sheet)
        if _header_row(lines) is not None:
            tabs[sheet.title] = lines
            cells = (cell for row in sheet.iter_rows() for cell in row)
            comments += [f"{sheet.title}, {cell.coordinate}" for cell in cells if cell.comment is not None]
        elif (
            sheet.title != LISTS_SHEET
            and not _is_codebook(lines)
            and any(_shown(cell) for row in lines for cell in row)
        ):
            others.append(sheet.title)
    filled = _filled(path, tabs)
    said = [
        *(f"the sheet {title!r} has no column named {KEY}: nothing of it was imported" for title in others),
        *_not_imported(comments, _formulas_without_values(path, book, tabs)),
    ]
    return replace(filled, notes=(*filled.notes, *said))


def _not_imported(comments: Sequence[str], formulas: Sequence[str]) -> Iterator[str]:
    """What is said of cells with a comment, and of those with a formula whose value the file has not."""
    if comments:
        commented = number_of(len(comments), "cell has", "cells have")
        yield (
            f"{commented} comments of the spreadsheet, which are not imported ({shortened(comments)}):"
            f" write under {NOTES} what is to be kept"
        )
    if formulas:
        counted = number_of(len(formulas), "cell holds a formula", "cells hold formulas")
        yield (
            f"{counted} whose value the file has not: empty here ({shortened(formulas)}): open it in a spreadsheet"
            " program, save it, and import it again"
        )


def _formulas_without_values(path: Path, book: "Workbook", tabs: Collection[str]) -> list[str]:
    """Where formulas stand that no program computed: what wrote the file left their values to whoever opens it.

    Not the links of our own sheets, which are such formulas until a spreadsheet program saves them.
    """
    from openpyxl import load_workbook

    if not formulas_without_value(path):
        return []
    with path.open("rb") as stream:
        formulas = load_workbook(stream)
    return [
        f"{tab}, {cell.coordinate}"
        for tab in tabs
        for row in formulas[tab].iter_rows()
        for cell in row
        if cell.data_type == "f" and not str(cell.value).startswith(_LINK)
        for computed in [book[tab][cell.coordinate]]
        if computed.value is None and computed.data_type == _NOT_COMPUTED
    ]


def _lines(sheet: "Worksheet") -> list[list[object]]:
    """The cells of a sheet; of merged ones all but the first say so."""
    lines: list[list[object]] = [list(line) for line in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        value = sheet.cell(merged.min_row, merged.min_col).value
        places = [*merged.cells][1:] if _shown(value) else []
        for row, column in places:
            if row <= len(lines) and column <= len(lines[row - 1]):
                lines[row - 1][column - 1] = _Merged(value)
    return lines


def shortened(places: Sequence[str]) -> str:
    """The first of some places in a sheet, and how many more there are."""
    more = len(places) - _PLACES_SHOWN
    return "; ".join(places[:_PLACES_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")


def _from_json(path: Path) -> FilledSheet:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (RecursionError, ValueError) as error:
        raise UserError(
            f"{path.name} is not JSON: {error}", where=str(path), remedy="Save it on the page, or export it, again"
        ) from error
    if is_saved_page(content):
        return _from_page(saved_page(content, path))
    rows = annotated_rows(content, path)
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    return FilledSheet(names, tuple(SheetRow(number, row) for number, row in enumerate(rows, start=1)))


def _from_page(page: SavedPage) -> FilledSheet:
    """What a page saved as a sheet: a row a tweet, several codes of a variable as Label Studio joins them."""
    who = CODER if page.kind == "codes" else DECIDER
    rows = []
    for number, one in enumerate(page.tweets, start=1):
        given = {name: code for name, code in one.codes.items() if code.codes}
        cells = {KEY: one.tweet, who: page.coder, NOTES: one.note.text.strip()}
        cells |= {name: SEVERAL.join(code.codes) for name, code in given.items()}
        times = {NOTES: one.note.at, **{name: code.at for name, code in given.items()}}
        codebooks = {name: code.codebook or page.codebook[name] for name, code in given.items()}
        filled = {name: cell for name, cell in cells.items() if cell}
        is_unsure = one.unsure.is_ if one.unsure.at else None
        rows.append(SheetRow(number, filled, given_at=times, codebooks=codebooks, is_unsure=is_unsure))
    return FilledSheet((KEY, who, *page.codebook, NOTES), tuple(rows), page)


def _filled(path: Path, tabs: Mapping[str, Sequence[Sequence[object]]]) -> FilledSheet:
    """The rows below each header; sheets of several coders may stand below each other, each with its own."""
    columns: dict[str, None] = {}
    rows: list[SheetRow] = []
    unnamed: list[str] = []
    for tab, lines in tabs.items():
        place = _header_row(lines)
        if place is None:
            continue
        names: list[str] = []
        for number, line in enumerate(lines[place:], start=place + 1):
            if number == place + 1 or _is_further_header(line, names):
                names = _names(path, line)
                columns.update(dict.fromkeys(name for name in names if name))
            else:
                if row := _row(number, names, line, tab if len(tabs) > 1 else ""):
                    rows.append(row)
                if _stands_under_no_name(names, line):
                    unnamed.append(f"{tab}, row {number}" if len(tabs) > 1 else f"row {number}")
    if not columns:
        raise _no_header(path)
    said = f"what stands under no name of a column was left out: {shortened(unnamed)}"
    return FilledSheet(tuple(columns), tuple(rows), notes=(said,) if unnamed else ())


def _stands_under_no_name(names: Sequence[str], line: Sequence[object]) -> bool:
    """Whether a row holds something that no column has: more than its number, which R and pandas write in front."""
    is_numbered = bool(line) and not names[0] and _shown(line[0]).isdecimal()
    pairs = list(zip_longest(names, line))[1 if is_numbered else 0 :]
    return any(_shown(cell) for name, cell in pairs if not name)


def _row(number: int, names: Sequence[str], line: Sequence[object], tab: str) -> SheetRow | None:
    cells = [
        (name, cell.value if isinstance(cell, _Merged) and name in {CODER, DECIDER} else cell)
        for name, cell in zip(names, line, strict=False)
        if name
    ]
    pairs = [(name, cell) for name, cell in cells if _shown(cell)]
    merged = frozenset(name for name, cell in cells if isinstance(cell, _Merged))
    dates = frozenset(name for name, cell in pairs if isinstance(cell, date | datetime | time))
    numbers = frozenset(name for name, cell in pairs if isinstance(cell, int | float))
    if not pairs and not merged:
        return None
    return SheetRow(number, {name: _shown(cell) for name, cell in pairs}, dates, merged, numbers, tab)


def _names(path: Path, line: Sequence[object]) -> list[str]:
    names = [_shown(cell).lower() for cell in line]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UserError(f"{path.name} has two columns {twice[0]}", where=str(path), remedy="Take one of them away")
    return names


def _header_row(lines: Sequence[Sequence[object]]) -> int | None:
    """The line that names the columns: the first with a column of tweets; none in a codebook with such a category.

    A line that names a tweet is coded: ``tweet`` is a category of tweet_type too.
    """
    if _is_codebook(lines):
        return None
    for place, line in enumerate(lines[: _MOST_ROWS_BEFORE_THE_HEADER + 1]):
        names = {_shown(cell).lower() for cell in line}
        if KEY in names and len(names) > 1 and not any(map(read_key, names)):
            return place
    return None


def _is_codebook(lines: Sequence[Sequence[object]]) -> bool:
    return bool(lines) and [_shown(cell).lower() for cell in lines[0]][: len(CODEBOOK_COLUMNS)] == CODEBOOK_COLUMNS


def _is_further_header(line: Sequence[object], names: Sequence[str]) -> bool:
    """Whether a line below a header is one too: it names a column of tweets, and others that are known."""
    found = {_shown(cell).lower() for cell in line}
    if any(map(read_key, found)):
        return False
    return KEY in found and bool((found - {KEY}) & {*SHEET_COLUMNS, *names} - {""})


def _no_header(path: Path) -> UserError:
    return UserError(
        f"{path.name} has no column named {KEY}",
        where=str(path),
        remedy=f"Keep the first line of the sheet: {KEY}, {CODER} (or {DECIDER}) and the variables",
    )


def _shown(cell: object) -> str:
    """A cell as text: whole numbers without a point, so that an id that was typed as a number stays readable."""
    if cell is None or isinstance(cell, _Merged):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004
        return str(int(cell))
    return str(cell).strip()
