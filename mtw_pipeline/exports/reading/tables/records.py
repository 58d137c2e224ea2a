"""The records of a table, of any kind of file: one by one, the damaged among them; of a small text file at once.

At once, where no two readers could differ about the file: DuckDB's costs milliseconds a file, whatever its size,
Python's csv a tenth of that. What belongs here: splitting a file into records and records into cells, by Python's csv,
losing nothing. What does not: which cells are needed and where they go (delimited.py).
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, TextIO

from mtw_pipeline.exports.reading.files import ExportFile, allow_large_cells, bounded_lines, opened_bytes
from mtw_pipeline.exports.reading.opening.workbooks import rows_of_sheets
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile, opened
from mtw_pipeline.exports.reading.tables.kinds_of_cells import KindsOfCells
from mtw_pipeline.exports.reading.tables.returns_in_cells import RETURN
from mtw_pipeline.exports.reading.tables.second_headers import SecondHeaders
from mtw_pipeline.wording import number_of

_MOST_BYTES_AT_ONCE = 1 << 20
_QUOTED = r'(?:(?<=[{0}\n])|\A)"[^"]*(?:""[^"]*)*"(?=[{0}\r\n]|\Z)'
"""A cell in quotation marks, between delimiters or line ends."""
_LONGEST_RECORD_LINES = 2_000
_JUDGED_LINES = 200
ROWS_OF_A_BLOCK = 16
"""So many rows of a sheet Excel saves as CSV at once."""
_FEWEST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a delimited file.

    Args:
        row_number: its number, from 1; the header is not counted.
        line_number: the line of the file that it begins on, from 1; of a columnar file, its number.
        lines: the lines that it stands on, as they are in the file.
        cells: its cells, "" where empty.
        problem: why it cannot be taken, else empty.
        left_off: how many of its last cells, all empty, a spreadsheet has left off.
        sheet: of a workbook, the sheet on which it stands.
        is_below_another: whether it is a second header, or stands below one, so that nobody knows what its cells mean.
    """

    row_number: int
    line_number: int
    lines: Sequence[str]
    cells: Sequence[str]
    problem: str = ""
    left_off: int = 0
    sheet: str = ""
    is_below_another: bool = False

    def raw(self) -> str:
        """Its text as it stands in the file, without the line end."""
        return "".join(self.lines).rstrip("\r\n")


def records(export: ExportFile, sniffed: SniffedFile) -> Iterator[Record]:
    """The records of a delimited file or workbook after its header, good and bad, none left out.

    Records without any cell (empty lines, empty rows of a sheet) do not count.
    """
    if sniffed.kind == "columnar":
        yield from _columnar_records(export, sniffed.header)
        return
    if sniffed.kind == "workbook":
        yield from _workbook_records(export, (sniffed.header, *sniffed.alike_sheets))
        return
    with opened(export, sniffed) as stream:
        yield from _text_records(stream, export, sniffed.header)


def _columnar_records(export: ExportFile, header: Header) -> Iterator[Record]:
    """The rows of a columnar file, which has no lines: a row is its own, as JSON of the cells that are filled."""
    from mtw_pipeline.exports.reading.columnar.rows import cell_rows  # loads what columnar files alone need

    rows = cell_rows(export, header.columns, header.list_separator)
    for number, (cells, whole) in enumerate(rows, start=1):
        yield Record(number, number, [whole], cells)


def _workbook_records(export: ExportFile, headers: Sequence[Header]) -> Iterator[Record]:
    """The rows below the headers of sheets, which have the same columns, one sheet after the other."""
    width = len(headers[0].columns)
    begins_below = {header.sheet: header.last_line for header in headers}
    below = {header.sheet: _Below(header) for header in headers}
    number = 0
    for sheet, line, row in rows_of_sheets(export, tuple(begins_below)):
        if line > begins_below[sheet] and any(row):
            number += 1
            cells = (row + [""] * width)[:width]
            other = below[sheet].problem(row, line)
            problem = other or (f"cells beyond the header's {width}" if any(row[width:]) else "")
            raw = ["\t".join(row).rstrip("\t")]
            yield Record(number, line, raw, cells, problem, sheet=sheet, is_below_another=bool(other))


def _text_records(stream: TextIO, export: ExportFile, header: Header) -> Iterator[Record]:
    """Records by Python's csv, starting again at the next line where a record goes wrong.

    A quotation mark that is never closed would swallow the rest of the file. So where a record over several lines
    has the wrong number of cells, only its first line is given up, and reading goes on with the second.
    """
    allow_large_cells(export)
    source = bounded_lines(stream, export, export.bounds.cell_characters)
    above = list(islice(source, header.last_line))
    if above and above[-1].endswith("\n"):
        source = _whole_lines(source)
    lines = _Lines(source, header.last_line + 1)
    reader = _reader(lines, header)
    width = len(header.columns)
    below = _Below(header)
    kinds = KindsOfCells()
    number = refused_cells = 0
    while (split := _next_split(lines, reader)) is not None:
        split = _unfolded(split, header) if width > 1 else split
        if other := below.problem(split.cells, split.position):
            number += 1
            yield Record(number, split.position, split.lines, split.cells, other, is_below_another=True)
            continue
        is_further = len(split.cells) == refused_cells  # of a run whose first was no beginning of a block
        may_begin_one = not is_further and (header.last_line + number) % ROWS_OF_A_BLOCK == 0
        block = _ended_by_returns(split, header) if lines.hold_returns else ()
        if not block and may_begin_one:
            block = _shortened_block(split, lines, reader, width, kinds)
        for one in block:
            number += 1
            left_off = width - len(one.cells)
            yield Record(number, one.position, one.lines, [*one.cells, *[""] * left_off], left_off=left_off)
        if block:
            refused_cells = 0
            continue
        number += 1
        refused_cells = len(split.cells) if len(split.cells) < width else 0
        problem = (
            "" if len(split.cells) == width else f"{number_of(len(split.cells), 'cell')} where the header has {width}"
        )
        if not problem:
            kinds.add(split.cells)
        if problem and len(split.lines) > 1:
            lines.give_back()
            problem = f"a quotation mark is not closed, or {problem}"
        yield Record(number, split.position, lines.taken, split.cells, problem)


class _Below:
    """Where the rows of a table stand: below its header, or below a second one, by which cells are others."""

    def __init__(self, header: Header) -> None:
        self._headers = SecondHeaders(header)
        self._line = 0

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


class _Split(NamedTuple):
    """The lines of a record, the number of the first of them, and the cells that stand on them."""

    position: int
    lines: Sequence[str]
    cells: Sequence[str]


def _reader(lines: "_Lines", header: Header) -> Iterator[list[str]]:
    escape = header.escape if header.escape != '"' else None
    return csv.reader(lines, delimiter=header.delimiter, escapechar=escape)


def _next_split(lines: "_Lines", reader: Iterator[list[str]]) -> _Split | None:
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
    lines = _Lines(io.StringIO("".join(split.lines), newline=""), split.position)
    reader = _reader(lines, header)
    rows: list[_Split] = []
    while (row := _next_split(lines, reader)) is not None:
        rows.append(row)
    return rows if all(len(row.cells) == width for row in rows) else ()


def _shortened_block(
    first: _Split, lines: "_Lines", reader: Iterator[list[str]], width: int, kinds: KindsOfCells
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


def _whole_lines(source: Iterable[str]) -> Iterator[str]:
    """Lines behind a header that ends with a line feed: a carriage return alone is no end there but part of a cell.

    Python's csv before 3.13, and so pandas, writes such a cell without quotation marks. Only where all lines end so,
    the header was put before them by other means.
    """
    lines = iter(source)
    first = list(islice(lines, _JUDGED_LINES))
    if not any(line.endswith("\n") for line in first):
        yield from chain(first, lines)
        return
    begun: list[str] = []
    for line in chain(first, lines):
        begun.append(line)
        if not line.endswith("\r"):
            yield "".join(begun)
            begun = []
    if begun:
        yield "".join(begun)


class _Lines:
    """The lines of a file for a csv reader: those of the record under way, which can be given back but the first."""

    def __init__(self, stream: Iterable[str], position: int) -> None:
        self._source = iter(stream)
        self._again: deque[str] = deque()
        self._since_mark: list[str] | None = None
        self._marked: tuple[int, list[str]] = (position, [])
        self.taken: list[str] = []
        self.position = position
        self.hold_returns = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _LONGEST_RECORD_LINES:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        if self._since_mark is not None:
            self._since_mark.append(line)
        end = "\r\n" if line.endswith("\r\n") else line[-1:]
        body = line.removesuffix(end)
        if "\r" not in body:
            return line
        self.hold_returns = True
        return body.replace("\r", RETURN) + end

    def begin_record(self) -> None:
        self.position += len(self.taken)
        self.taken = []
        self.hold_returns = False

    def mark(self) -> None:
        """Remember the record under way, to come back to its end."""
        self._since_mark = []
        self._marked = (self.position, self.taken)

    def return_to_mark(self) -> None:
        """Have all lines behind the remembered record again."""
        self._again.extendleft(reversed(self._since_mark or ()))
        self.position, self.taken = self._marked
        self.unmark()

    def unmark(self) -> None:
        """Forget where to come back to."""
        self._since_mark = None

    def give_back(self) -> None:
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]


def rows_of_small_table(export: ExportFile, sniffed: SniffedFile) -> Sequence[Sequence[str]] | None:
    """The cells of a UTF-8 file's rows, in order; None where it is not small, or is odd in any way.

    Args:
        export: the file.
        sniffed: what was seen of it, its header decided.
    """
    with opened_bytes(export, sniffed.compression) as stream:
        content = stream.read(_MOST_BYTES_AT_ONCE + 1)
    if len(content) > min(_MOST_BYTES_AT_ONCE, export.bounds.cell_characters):
        return None
    try:
        text = content.decode(sniffed.encoding)
    except UnicodeDecodeError:
        return None
    allow_large_cells(export)
    return plain_rows(text, sniffed.header)


def plain_rows(text: str, header: Header) -> Sequence[Sequence[str]] | None:
    """The rows of a text below its header; None where they are not all alike and written by the book.

    By the book: one kind of line end, none in place of a row; quotation marks around whole cells alone, and those
    inside doubled; as many cells in each row as in the header; a header whose names are of one line.
    """
    if header.escape != '"' or "\0" in text or text.count("\r") != text.count("\r\n"):
        return None
    unquoted = re.sub(_QUOTED.format(re.escape(header.delimiter)), "", text) if '"' in text else text
    if '"' in unquoted or "\n\n" in unquoted or "\n\r\n" in unquoted:
        return None
    if "\r" in unquoted and unquoted.count("\r") != unquoted.count("\n"):
        return None
    lines = io.StringIO(text, newline="")
    if any(lines.readline().count('"') % 2 for _ in range(header.last_line)):
        return None
    try:
        rows = list(csv.reader(lines, delimiter=header.delimiter, strict=True))
    except csv.Error:
        return None
    width = len(header.columns)
    headers = SecondHeaders(header)
    return rows if all(len(row) == width and not headers.is_one(row) for row in rows) else None
