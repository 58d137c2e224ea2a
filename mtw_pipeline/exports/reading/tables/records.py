"""The records of a table, of any kind of file: one by one, the damaged among them; of a small text file at once.

At once, where no two readers could differ about the file: DuckDB's costs milliseconds a file, whatever its size,
Python's csv a tenth of that. What belongs here: splitting a file into records and records into cells, by Python's csv,
losing nothing. What does not: which cells are needed and where they go (delimited.py).
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TextIO

from mtw_pipeline.exports.reading.files import ExportFile, allow_large_cells, bounded_lines, opened_bytes
from mtw_pipeline.exports.reading.opening.merged_cells import FilledRows, merged_over_rows
from mtw_pipeline.exports.reading.opening.workbooks import rows_of_sheets
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile, opened
from mtw_pipeline.exports.reading.tables.odd_records import Below, OddRecords
from mtw_pipeline.exports.reading.tables.plain_records import PlainRecords
from mtw_pipeline.exports.reading.tables.record import Record
from mtw_pipeline.exports.reading.tables.record_lines import RecordLines, whole_lines
from mtw_pipeline.exports.reading.tables.second_headers import SecondHeaders

_MOST_BYTES_AT_ONCE = 1 << 20
_QUOTED = r'(?:(?<=[{0}\n])|\A)"[^"]*(?:""[^"]*)*"(?=[{0}\r\n]|\Z)'
"""A cell in quotation marks, between delimiters or line ends."""


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
    below = {header.sheet: Below(header) for header in headers}
    merged = merged_over_rows(export, begins_below, width)
    filling = {sheet: FilledRows(merged.get(sheet, ())) for sheet in begins_below}
    number = 0
    for sheet, line, bare in rows_of_sheets(export, tuple(begins_below)):
        row = filling[sheet].filled(bare, line)
        if line > begins_below[sheet] and any(row):
            number += 1
            cells = (row + [""] * width)[:width]
            other = below[sheet].problem(row, line)
            problem = other or (f"cells beyond the header's {width}" if any(row[width:]) else "")
            raw = ["\t".join(row).rstrip("\t")]
            yield Record(number, line, raw, cells, problem, sheet=sheet, is_below_another=bool(other))


def _text_records(stream: TextIO, export: ExportFile, header: Header) -> Iterator[Record]:
    """Plain records as they stand, and what is between them one by one, in the order of the file."""
    allow_large_cells(export)
    source = bounded_lines(stream, export, export.bounds.cell_characters)
    above = list(islice(source, header.last_line))
    if above and above[-1].endswith("\n"):
        source = whole_lines(source)
    lines = RecordLines(source, header.last_line + 1)
    plain = PlainRecords(export, header)
    odd = OddRecords(lines, header)
    while True:
        may_be_plain = plain.can_be_told and not odd.are_below_another
        while may_be_plain and (taken := lines.next_plain(plain)):
            yield odd.passed(Record(odd.number + 1, lines.position, taken, None, delimiter=header.delimiter))
        found = odd.next()
        if not found:
            return
        yield from found


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
