"""What kind of cells the columns of a table hold, by which rows of another table show that were put below it.

What belongs here: numbers, times, flags and links, told apart by their form. What does not: what a column means.
"""

import re
from collections import Counter, deque
from collections.abc import Sequence
from typing import Protocol

_KINDS = re.compile(
    r"(?P<number>-?[0-9]+(?:[.][0-9]+)?)"
    r"|(?P<time>[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[T ].{0,40})?)"
    r"|(?P<flag>(?i:true|false|yes|no))"
    r"|(?P<link>https?://\S{1,2000})"
)
_ROWS = 200
_FEWEST = 3


class HasCells(Protocol):
    """A row, split into its cells when it is asked for them."""

    @property
    def cells(self) -> Sequence[str]:
        """Its cells."""


class KindsOfCells:
    """The kinds of cells that the last rows of a table hold, column by column."""

    def __init__(self) -> None:
        self._rows: deque[HasCells] = deque(maxlen=_ROWS)

    def add(self, row: HasCells) -> None:
        """Remember a row."""
        self._rows.append(row)

    def differ_from(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether most cells of other rows, in a column that held one kind alone, are of another.

        Numbers, times, flags and links alone are kinds: a text may look like anything.
        """
        columns = zip(zip(*(row.cells for row in self._rows), strict=True), zip(*rows, strict=True), strict=False)
        return any(_is_of_another_kind(above, below) for above, below in columns)


def _is_of_another_kind(above: Sequence[str], below: Sequence[str]) -> bool:
    known = _counted(above)
    if len(known) != 1 or known.total() < _FEWEST or "text" in known:
        return False
    found = _counted(below)
    [kind] = known
    return found.total() > 1 and found[kind] * 2 < found.total()


def _counted(cells: Sequence[str]) -> Counter[str]:
    matches = (_KINDS.fullmatch(cell.strip()) for cell in cells if cell)
    return Counter(str(one.lastgroup) if one else "text" for one in matches)
