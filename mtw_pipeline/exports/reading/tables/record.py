"""One record of a table.

What belongs here: where it stands, its text and its cells. What does not: where records begin and end (records.py).
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a delimited file.

    Args:
        row_number: its number, from 1; the header is not counted.
        line_number: the line of the file that it begins on, from 1; of a columnar file, its number.
        lines: the lines that it stands on, as they are in the file.
        split: its cells, "" where empty; None of a plain record, which is split when it is asked for its cells.
        problem: why it cannot be taken, else empty.
        left_off: how many of its last cells, all empty, a spreadsheet has left off.
        sheet: of a workbook, the sheet on which it stands.
        is_below_another: whether it is a second header, or stands below one, so that nobody knows what its cells mean.
        delimiter: of a plain record, what separates its cells.
    """

    row_number: int
    line_number: int
    lines: Sequence[str]
    split: Sequence[str] | None
    problem: str = ""
    left_off: int = 0
    sheet: str = ""
    is_below_another: bool = False
    delimiter: str = ""

    @property
    def cells(self) -> Sequence[str]:
        """Its cells, "" where empty."""
        return next(csv.reader(self.lines, delimiter=self.delimiter)) if self.split is None else self.split

    @property
    def is_plain(self) -> bool:
        """Whether its text is by the book, and as many cells as the header's (plain_records.py)."""
        return self.split is None

    def raw(self) -> str:
        """Its text as it stands in the file, without the line end."""
        return "".join(self.lines).rstrip("\r\n")
