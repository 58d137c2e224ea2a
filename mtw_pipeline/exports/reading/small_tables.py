"""Small delimited files that are read at once, because no two readers could differ about them.

DuckDB's reader costs milliseconds a file, whatever its size; Python's csv a tenth of that. The two differ only about
what is damaged or odd. What belongs here: telling that a text has nothing of that, and splitting it. What does not: the
others, which go through DuckDB and, where that refuses them, record by record (delimited.py).
"""

import csv
import io
import re
from collections.abc import Sequence

from mtw_pipeline.exports.reading.files import ExportFile, allow_large_cells, opened_bytes
from mtw_pipeline.exports.reading.sniffing import Header, SniffedFile

_MOST_BYTES = 1 << 20
_QUOTED = r'(?:(?<=[{0}\n])|\A)"[^"]*(?:""[^"]*)*"(?=[{0}\r\n]|\Z)'
"""A cell in quotation marks, between delimiters or line ends."""


def rows_of_small_table(export: ExportFile, sniffed: SniffedFile) -> Sequence[Sequence[str]] | None:
    """The cells of a UTF-8 file's rows, in order; None where it is not small, or is odd in any way.

    Args:
        export: the file.
        sniffed: what was seen of it, its header decided.
    """
    with opened_bytes(export, sniffed.compression) as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > min(_MOST_BYTES, export.bounds.cell_characters):
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
    return rows if all(len(row) == width for row in rows) else None
