"""The lines of a text file for the records that stand on them.

What belongs here: which lines there are, and having them again. What does
not: which records stand on them (records.py).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from mtw_pipeline.exports.reading.tables.plain_records import PlainRecords
from mtw_pipeline.exports.reading.tables.returns_in_cells import RETURN

_LONGEST_RECORD_LINES = 2_000
_JUDGED_LINES = 200
_MOST_LINES_OF_PLAIN = 100
"""A mark that is never closed would have all lines behind it taken and given back."""
_EMPTY = frozenset(("\n", "\r\n", "\r"))


def whole_lines(source: Iterable[str]) -> Iterator[str]:
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
        is_begun = line.endswith("\r")
        if not is_begun and not begun:
            yield line
            continue
        begun.append(line)
        if not is_begun:
            yield "".join(begun)
            begun = []
    if begun:
        yield "".join(begun)


class RecordLines:
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
        """Have the next line begin a record."""
        self.position += len(self.taken)
        self.taken = []
        self.hold_returns = False

    def next_plain(self, plain: PlainRecords) -> list[str]:
        """The lines of the next record, behind empty ones, if it is a plain one; else none, and all are there again."""
        self.begin_record()
        line = self._next()
        while line in _EMPTY:
            self.position += 1
            line = self._next()
        lines = [line]
        marks = line.count('"')
        while marks % 2 and line and len(lines) < _MOST_LINES_OF_PLAIN:
            line = self._next()
            lines.append(line)
            marks += line.count('"')
        if lines[0] and plain.is_one(lines):
            self.taken = lines
            return lines
        self._again.extendleft(filter(None, reversed(lines)))
        return []

    def _next(self) -> str:
        """The next line, empty where there is none."""
        return self._again.popleft() if self._again else next(self._source, "")

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
        """Have all lines of the record under way again but the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]
