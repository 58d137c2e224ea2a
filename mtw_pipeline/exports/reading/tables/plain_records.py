"""Records that are written by the book, told by their quotation marks and delimiters alone, without splitting them.

To split a record and to look at its cells takes Python ten times as long, and of most nobody asks for these: DuckDB's
reader splits them (good_records.py). What belongs here: which records these are. What does not: what becomes of others
(records.py).
"""

import csv
import re
from collections.abc import Sequence

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.sniffed import Header
from mtw_pipeline.exports.reading.tables.second_headers import SecondHeaders

_LONG_NUMBER = re.compile("[0-9]{5}")
"""No name of a column holds one (second_headers.py), so that a row with one needs not be split to tell."""


class PlainRecords:
    """Tells records of which every reader of CSV makes the same cells, as many as the header's.

    Args:
        export: the file.
        header: its header, decided.
    """

    def __init__(self, export: ExportFile, header: Header) -> None:
        self._delimiter = header.delimiter
        self._between = len(header.columns) - 1
        self._longest = export.bounds.cell_characters
        self._headers = SecondHeaders(header)
        self._escape = header.escape if header.escape != '"' else "\0"
        self.can_be_told = self._between > 0 and not header.delimiter.isalnum()

    def is_one(self, lines: Sequence[str]) -> bool:
        """Whether the lines are such a record, and no header.

        Args:
            lines: up to the first before which quotation marks are even in number; where they are odd, no record.
        """
        text = lines[0] if len(lines) == 1 else "".join(lines)
        body = text.removesuffix("\n").removesuffix("\r")  # a second return before the end is part of the last cell
        if "\0" in body or self._escape in body or len(body) >= self._longest:
            return False
        if "\r" in body and _has_return_alone(lines):
            return False
        return self._is_by_the_book(body) and not self._is_header(lines, body)

    def _is_by_the_book(self, body: str) -> bool:
        """Whether quotation marks stand around whole cells alone, and those inside are doubled.

        Split at the marks, every second part stands outside of them. An empty one stands between doubled marks.
        """
        delimiter = self._delimiter
        if '"' not in body:
            return body.count(delimiter) == self._between
        parts = body.split('"')
        if len(parts) % 2 == 0:
            return False
        begin, *between, end = outside = parts[::2]
        return (
            (not begin or begin.endswith(delimiter))
            and (not end or end.startswith(delimiter))
            and all(not part or (part[0] == delimiter == part[-1]) for part in set(between))
            and "".join(outside).count(delimiter) == self._between
        )

    def _is_header(self, lines: Sequence[str], body: str) -> bool:
        if _LONG_NUMBER.search(body):
            return False
        return self._headers.is_one(next(csv.reader(lines, delimiter=self._delimiter)))


def _has_return_alone(lines: Sequence[str]) -> bool:
    """Whether a carriage return stands anywhere but at the end of a line."""
    return any(0 <= line.find("\r") < len(line) - len(_end_of(line)) for line in lines)


def _end_of(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else line[-1:]
