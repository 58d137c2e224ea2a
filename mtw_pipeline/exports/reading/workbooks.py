"""Excel workbooks: the rows of a sheet, every cell as text.

What belongs here: opening a workbook, and what becomes of numbers and dates. What does not: which row is the header.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.damage import WORKBOOK_DAMAGE
from mtw_pipeline.exports.reading.files import ExportFile

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_EXACT_UP_TO = 10**15


def sheet_names(export: ExportFile) -> tuple[str, ...]:
    """The names of a workbook's sheets, in order.

    Raises:
        UserError: the file is no workbook, or a damaged one.
    """
    with _opened(export) as workbook:
        return tuple(sheet.title for sheet in workbook.worksheets)


def sheet_rows(export: ExportFile, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet; cells as text, "" where empty.

    Raises:
        UserError: the file is no workbook, or a damaged one.
    """
    with _opened(export) as workbook:
        cells = workbook[sheet]
        cells.reset_dimensions()  # openpyxl stops where the file says that the sheet ends, and many say so wrongly
        for row in cells.iter_rows(values_only=True):
            yield [cell_text(cell) for cell in row]


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

    with export.path.open("rb") as stream:  # a stream, because openpyxl judges a path by its ending
        if not is_zipfile(stream):
            raise UserError(
                "This archive is not an Excel workbook",
                where=export.name,
                remedy="Unpack it and add the export files that it holds",
            )
        try:
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
