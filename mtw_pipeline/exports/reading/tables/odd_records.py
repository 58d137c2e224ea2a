"""Records that are not plain: one by one, the damaged among them.

What belongs here: splitting them by Python's csv, losing nothing; what is a second header, what Excel left off. What
does not: records that nobody needs to look at (plain_records.py), and the lines that they stand on (record_lines.py).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtw_pipeline.exports.reading.sniffing.backslashes import cell_rows
from mtw_pipeline.exports.reading.sniffing.sniffed import Header
from mtw_pipeline.exports.reading.tables.kinds_of_cells import KindsOfCells
from mtw_pipeline.exports.reading.tables.record import Record
from mtw_pipeline.exports.reading.tables.record_lines import RecordLines
from mtw_pipeline.exports.reading.tables.returns_in_cells import RETURN
from mtw_pipeline.exports.reading.tables.second_headers import SecondHeaders
from mtw_pipeline.wording import number_of

ROWS_OF_A_BLOCK = 16
"""So many rows of a sheet Excel saves as CSV at once."""
_FEWEST_CELLS = 2


class _Split(NamedTuple):
    """The lines of a record, the number of the first of them, and the cells that stand on them."""

    position: int
    lines: Sequence[str]
    cells: Sequence[str]


class Below:
    """Where the rows of a table stand: below its header, or below a second one, by which cells are others."""

    def __init__(self, header: Header) -> None:
        self._headers = SecondHeaders(header)
        self._line = 0

    @property
    def is_begun(self) -> bool:
        """Whether the last row was a second header, or stood below one."""
        return self._line > 0

    def problem(self, cells: Sequence[str], line: int) -> str:
        """Why the next row cannot be taken; empty where its cells are those of the header."""
        if self._headers.is_one(cells):
            self._line = line
            return "a second header, of other columns than the first"
        if self._line and self._headers.is_first(cells):
            self._line = 0
        if not self._line:
            return ""
        return (
            f"it stands below a second header of other columns (line {self._line}): cut the file there and add both"
            " parts"
        )


class OddRecords:
    """Records by Python's csv, starting again at the next line where a record goes wrong.

    A quotation mark that is never closed would swallow the rest of the file. So where a record over several lines
    has the wrong number of cells, only its first line is given up, and reading goes on with the second.
    """

    def __init__(self, lines: RecordLines, header: Header) -> None:
        self._lines = lines
        self._header = header
        self._reader = cell_rows(lines, header)
        self._width = len(header.columns)
        self._below = Below(header)
        self._kinds = KindsOfCells()
        self._refused_cells = 0
        self.number = 0

    @property
    def are_below_another(self) -> bool:
        """Whether the next stands below a second header."""
        return self._below.is_begun

    def passed(self, record: Record) -> Record:
        """A record that is none of them, and the next of all."""
        self.number = record.row_number
        self._refused_cells = 0
        self._kinds.add(record)
        return record

    def next(self) -> Sequence[Record]:
        """The next record, or the records of a block; none at the end of the lines."""
        lines, header, width = self._lines, self._header, self._width
        split = _next_split(lines, self._reader)
        if split is None:
            return ()
        split = _unfolded(split, header) if width > 1 else split
        if other := self._below.problem(split.cells, split.position):
            self.number += 1
            return [Record(self.number, split.position, split.lines, split.cells, other, is_below_another=True)]
        is_further = len(split.cells) == self._refused_cells  # of a run whose first was no beginning of a block
        may_begin_one = not is_further and (header.last_line + self.number) % ROWS_OF_A_BLOCK == 0
        block = _ended_by_returns(split, header) if lines.hold_returns else ()
        if not block and may_begin_one:
            block = _shortened_block(split, lines, self._reader, width, self._kinds)
        return self._of_block(block) if block else [self._by_itself(split)]

    def _of_block(self, block: Sequence[_Split]) -> Sequence[Record]:
        self._refused_cells = 0
        records_of_block = []
        for one in block:
            self.number += 1
            left_off = self._width - len(one.cells)
            cells = [*one.cells, *[""] * left_off]
            records_of_block.append(Record(self.number, one.position, one.lines, cells, left_off=left_off))
        return records_of_block

    def _by_itself(self, split: _Split) -> Record:
        width, cells = self._width, len(split.cells)
        self.number += 1
        self._refused_cells = cells if cells < width else 0
        problem = "" if cells == width else f"{number_of(cells, 'cell')} where the header has {width}"
        if not problem:
            self._kinds.add(split)
        if problem and len(split.lines) > 1:
            self._lines.give_back()
            problem = f"a quotation mark is not closed, or {problem}"
        return Record(self.number, split.position, self._lines.taken, split.cells, problem)


def _next_split(lines: RecordLines, reader: Iterator[list[str]]) -> _Split | None:
    """The next record that has a cell; None at the end of the lines."""
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except csv.Error as error:
            cells = [f"not a record: {error}"]
        if cells:
            cells = [cell.replace(RETURN, "\r") for cell in cells] if lines.hold_returns else cells
            return _Split(lines.position, lines.taken, cells)


def _unfolded(split: _Split, header: Header) -> _Split:
    """A record whose whole line stands in one cell, as its cells; any other as it is.

    So does a spreadsheet of a country of semicolons save what it opened with commas: lines that hold quotation marks.
    """
    text = "".join(split.lines).rstrip("\r\n").rstrip(";\t")
    if len(split.cells) != 1 or header.escape != '"' or not (text.startswith('"') and text.endswith('"')):
        return split
    try:
        [line] = next(csv.reader(io.StringIO(text, newline=""), delimiter=header.delimiter, strict=True))
        rows = list(csv.reader(io.StringIO(line, newline=""), delimiter=header.delimiter, strict=True))
    except (csv.Error, ValueError):
        return split
    return split._replace(cells=rows[0]) if [len(row) for row in rows] == [len(header.columns)] else split


def _ended_by_returns(split: _Split, header: Header) -> Sequence[_Split]:
    """The records that carriage returns alone end within what was taken for one; none where it is one.

    Somebody put rows of another program's file among those that line feeds end. Each must have the cells of a record:
    else the returns are parts of cells.
    """
    width = len(header.columns)
    if len(split.cells) == width:
        return ()
    lines = RecordLines(io.StringIO("".join(split.lines), newline=""), split.position)
    reader = cell_rows(lines, header)
    rows: list[_Split] = []
    while (row := _next_split(lines, reader)) is not None:
        rows.append(row)
    return rows if all(len(row.cells) == width for row in rows) else ()


def _shortened_block(
    first: _Split, lines: RecordLines, reader: Iterator[list[str]], width: int, kinds: KindsOfCells
) -> Sequence[_Split]:
    """The records from a short one on that Excel shortened together; none where it is short for another reason.

    Excel saves a sheet sixteen rows at a time, counted from its first, and leaves off the last columns that are empty
    in all of these. So sixteen records from a sixteenth row of the sheet on, or the last ones of the file, have the
    same cells too few. One alone proves nothing: it may be cut off. Where none fills the last of its cells, or cells
    are of other kinds than those above, another table was put below this one.

    Args:
        first: the short record, a sixteenth row of the sheet.
        lines: the lines of the file behind it, which are there again where there is no block.
        reader: reads them.
        width: how many cells a record has.
        kinds: what the rows above it hold.
    """
    cells = len(first.cells)
    if not _FEWEST_CELLS <= cells < width:
        return ()
    block = [first]
    lines.mark()
    while len(block) < ROWS_OF_A_BLOCK:
        split = _next_split(lines, reader)
        if split is None and len(block) > 1:
            break
        if split is None or len(split.cells) != cells:
            lines.return_to_mark()
            return ()
        block.append(split)
    rows = [split.cells for split in block]
    if not any(row[-1] for row in rows) or kinds.differ_from(rows):
        lines.return_to_mark()
        return ()
    lines.unmark()
    return block
