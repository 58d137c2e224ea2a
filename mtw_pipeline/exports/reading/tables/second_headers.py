"""A header within a table: where files were put one behind the other, and the second has other columns than the first.

What belongs here: telling such a row from one of data. What does not: what becomes of the rows below it (records.py).
"""

import csv
import re
from collections.abc import Sequence

from mtw_pipeline.exports.formats.model import column_key
from mtw_pipeline.exports.reading.sniffing.sniffed import Header

_NAME = re.compile(r"(?!.*[0-9]{5})[^\W\d][\w .:/#()?'\[\]-]{0,80}")
"""A name of a column: letters first, and no long number, as ids and times have it."""
_FEWEST_SHARED = 2
_NEEDLES = 2
_AROUND = b'\r\n,;\t|"'
_LONGEST_ROW = 1 << 14
_LINE_END = re.compile(rb"[\r\n]")


class SecondHeaders:
    """Looks for rows that name columns, and others than the header of the file."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._names = frozenset((*header.columns, *header.keys))
        longest = sorted({name for name in header.columns if name.isascii()}, key=len, reverse=True)
        self._needles = [name.encode() for name in longest[:_NEEDLES]]
        self._tail = b""

    def is_one(self, cells: Sequence[str]) -> bool:
        """Whether a row names columns, some of them those of the header, in another order or with others."""
        if self._names.isdisjoint(cells):
            return False
        keys = [column_key(cell) for cell in cells]
        shared = {key for key in keys if key} & set(self._header.keys)
        is_of_names = all(_NAME.fullmatch(key) for key in keys if key)
        return is_of_names and len(shared) >= _FEWEST_SHARED and tuple(keys) != self._header.keys

    def is_first(self, cells: Sequence[str]) -> bool:
        """Whether a row is the header of the file once more."""
        return tuple(column_key(cell) for cell in cells) == self._header.keys

    def may_be_in(self, content: bytes) -> bool:
        """Whether such a row is in the next bytes of a file in UTF-8, or reached over from those before."""
        found = any(self.stands_in(part) for part in (self._tail + content[:_LONGEST_ROW], content))
        self._tail = content[-_LONGEST_ROW:]
        return found

    def stands_in(self, content: bytes) -> bool:
        """Whether such a row is in these bytes, by the longest names of its columns."""
        for needle in self._needles:
            at = content.find(needle)
            while at >= 0:
                end = at + len(needle)
                alone = content[max(at - 1, 0) : at] in _AROUND and content[end : end + 1] in _AROUND
                if alone and self.is_one(self._row_around(content, at)):
                    return True
                at = content.find(needle, end)
        return False

    def _row_around(self, content: bytes, at: int) -> Sequence[str]:
        before, behind = content[max(at - _LONGEST_ROW, 0) : at], content[at : at + _LONGEST_ROW]
        line = _LINE_END.split(before)[-1] + _LINE_END.split(behind, maxsplit=1)[0]
        text = line.decode("utf-8", "replace").strip("\ufeff")
        return next(csv.reader([text], delimiter=self._header.delimiter), [])
