"""Cells of a sheet that are merged over several rows: the file has their value in the first, people see it in all.

What belongs here: finding them, and giving each row the value. What does not: the rows themselves (workbooks.py), and
merged sheets of codes, where one cell for several tweets is a slip (coding/sheets/importing.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from zipfile import ZipFile

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.opening.damage import WORKBOOK_DAMAGE

_BLOCK = 1 << 20
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")


@dataclass(frozen=True)
class MergedCell:
    """Cells of one column that are merged.

    Args:
        place: the number of their column, from 0.
        first: the number of their first row, from 1.
        last: that of their last.
    """

    place: int
    first: int
    last: int


class FilledRows:
    """Gives rows of one sheet, from above to below, what cells show that are merged over several of them.

    Args:
        merged: the merged cells of the sheet.
    """

    def __init__(self, merged: Sequence[MergedCell]) -> None:
        self._beginning: dict[int, list[MergedCell]] = {}
        for one in merged:
            self._beginning.setdefault(one.first, []).append(one)
        self._shown: dict[MergedCell, str] = {}

    def filled(self, row: list[str], number: int) -> list[str]:
        """A row with them; one in which nothing stands stays empty.

        Args:
            row: its cells.
            number: its number, from 1.
        """
        if self._shown:
            self._shown = {one: value for one, value in self._shown.items() if one.last >= number}
        for one in self._beginning.get(number, ()):
            if one.place < len(row) and row[one.place]:
                self._shown[one] = row[one.place]
        if not self._shown or not any(row):
            return row
        whole = row + [""] * (max(one.place for one in self._shown) + 1 - len(row))
        for one, value in self._shown.items():
            whole[one.place] = whole[one.place] or value
        return whole


def merged_over_rows(export: ExportFile, below: Mapping[str, int], width: int) -> dict[str, list[MergedCell]]:
    """By sheet its cells of one column that are merged over several rows, in a table.

    Args:
        export: the workbook.
        below: of each sheet the number of the row that its table stands below.
        width: how many columns the table has.
    """
    from openpyxl.reader.excel import ExcelReader

    found: dict[str, list[MergedCell]] = {}
    try:
        with export.path.open("rb") as stream, ZipFile(stream) as packed:
            reader = ExcelReader(stream, read_only=True)
            reader.read_manifest()
            reader.read_workbook()
            for sheet, part in reader.parser.find_sheets():
                if sheet.name in below:
                    with packed.open(part.target) as cells:
                        every = _merged_in(cells)
                        within = [one for one in every if one.place < width and one.first > below[sheet.name]]
                    found[sheet.name] = within
    except WORKBOOK_DAMAGE:  # told where its rows are read
        return {}
    return found


def _merged_in(cells: IO[bytes]) -> Iterator[MergedCell]:
    begun = b""
    while block := cells.read(_BLOCK):
        whole, sign, begun = (begun + block).rpartition(b"<")  # so that no reference is cut in two
        begun = sign + begun
        for left, top, right, bottom in _MERGED.findall(whole) if b"mergeCell" in whole else ():
            if left == right and int(bottom) > int(top):
                yield MergedCell(_place_of(left), int(top), int(bottom))


def _place_of(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1
