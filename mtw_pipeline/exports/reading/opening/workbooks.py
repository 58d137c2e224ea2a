"""Excel workbooks: the rows of a sheet, every cell as text.

What belongs here: opening a workbook, and what becomes of numbers and dates. What does not: which row is the header.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.files import ExportFile, swollen
from mtw_pipeline.exports.reading.opening.damage import WORKBOOK_DAMAGE
from mtw_pipeline.study.settings import BoundSettings

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_EXACT_UP_TO = 10**15
_BLOCK = 1 << 20
_FORMULA = (b"<f", b":f")
_ROW = b"row>"
"""Where one ends or begins, so that no cell is cut in two."""
_BARE_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_IS_TEXT = re.compile(rb"""\bt=["']str["']""")


def first_rows(export: ExportFile, rows: int) -> list[tuple[str, int, list[str]]]:
    """The first rows of every sheet, in order: the sheet's name, the row's number, its cells as text.

    Raises:
        UserError: the file is no workbook, a damaged one, or beyond its bounds.
    """
    with _opened(export) as workbook:
        return [
            (sheet.title, number, row)
            for sheet in workbook.worksheets
            for number, row in enumerate(islice(_rows(export, workbook, sheet.title), rows), start=1)
        ]


def rows_of_sheets(export: ExportFile, sheets: Sequence[str]) -> Iterator[tuple[str, int, list[str]]]:
    """The rows of sheets, one sheet after the other: its name, the row's number, its cells as text, "" where empty.

    Raises:
        UserError: the file is no workbook, a damaged one, or beyond its bounds.
    """
    with _opened(export) as workbook:
        for sheet in sheets:
            for number, row in enumerate(_rows(export, workbook, sheet), start=1):
                yield sheet, number, row


def formulas_without_value(workbook: Path) -> int:
    """How many cells of a workbook hold a formula and not what it gives, which is empty then.

    Programs that write workbooks leave that to the next spreadsheet program that opens them. A text that is empty is
    what a formula gave.
    """
    found = 0
    try:
        with ZipFile(workbook) as packed:
            for part in packed.namelist():
                if part.startswith("xl/worksheets/"):
                    with packed.open(part) as stream:
                        found += sum(_bare_formulas(piece) for piece in _pieces(stream))
    except WORKBOOK_DAMAGE:  # it was changed since its rows were read, which is told
        return 0
    return found


def _bare_formulas(cells: bytes) -> int:
    return sum(_IS_TEXT.search(attributes) is None for attributes in _BARE_FORMULA.findall(cells))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The rows of a sheet's XML, some at once, where there are formulas among them."""
    begun = b""
    while block := stream.read(_BLOCK):
        rows, _, begun = (begun + block).rpartition(_ROW)
        if any(formula in rows for formula in _FORMULA):
            yield rows


def _rows(export: ExportFile, workbook: "Workbook", title: str) -> Iterator[list[str]]:
    """The rows of a sheet. One cell far away stands for all the empty ones before it, so rows and cells are counted."""
    sheet = workbook[title]
    sheet.reset_dimensions()  # openpyxl stops where the file says that the sheet ends, and many say so wrongly
    bounds = export.bounds
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if number > bounds.sheet_rows or cells > bounds.sheet_cells:
            what, setting = ("rows", "sheet_rows") if number > bounds.sheet_rows else ("cells", "sheet_cells")
            raise UserError(
                f"The sheet {title!r} has more than {getattr(bounds, setting):,} {what}, many of them empty",
                where=export.name,
                remedy="Delete what stands far from the table (Ctrl-End in a spreadsheet program shows it), or raise in"
                f" study.toml, under [bounds], {setting}",
            )
        yield ["" if cell is None else cell_text(cell) for cell in row]


def cell_text(cell: object) -> str:
    """A cell as text: times in ISO 8601; a number of more than 15 digits in the form that shows that it was rounded."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number_text(cell)
    isoformat = getattr(cell, "isoformat", None)
    return str(isoformat()) if isoformat is not None else str(cell)


def _number_text(number: float) -> str:
    if abs(number) >= _EXACT_UP_TO:  # a spreadsheet keeps 15 digits; a longer id was rounded, and must look so
        return f"{number:.14E}"
    return str(int(number)) if float(number).is_integer() else repr(number)


@contextmanager
def _opened(export: ExportFile) -> "Iterator[Workbook]":
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with export.path.open("rb") as stream:  # a stream, because openpyxl goes by the ending of a path
        try:
            check_parts(stream, export.name, export.bounds)
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                yield workbook
            finally:
                workbook.close()
        except (InvalidFileException, *WORKBOOK_DAMAGE) as error:
            raise UserError(
                f"The workbook cannot be read: {error}",
                where=export.name,
                remedy="Open it in a spreadsheet program and save it anew, or export it again",
            ) from error


def check_parts(stream: BinaryIO, name: str, bounds: BoundSettings) -> None:
    """Refuse a workbook of which a part is larger than memory holds; none gives more than it says beforehand.

    Args:
        stream: the workbook.
        name: its name, for people.
        bounds: how large a part may be.

    Raises:
        UserError: one is larger.
    """
    with ZipFile(stream) as packed:
        for part in packed.infolist():
            if part.file_size > bounds.unpacked_bytes(part.compress_size):
                raise swollen(f"{name}/{part.filename}", part.file_size, part.compress_size)
            if part.file_size > bounds.workbook_bytes:
                raise UserError(
                    f"A part of the workbook, {part.filename}, has {part.file_size:,} bytes",
                    where=name,
                    remedy="Save it as CSV, or raise in study.toml, under [bounds], workbook_megabytes",
                )
