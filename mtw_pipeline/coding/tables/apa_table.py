"""A table for a paper, in the style of the American Psychological Association (7th edition, chapter 7): its content.

What belongs here: what such a table is, its number, and how wide its columns want to be. What does not: what stands in
it (apa_coding.py, apa_collection.py), how numbers are written (apa_numbers.py), Word (apa_document.py), LaTeX
(apa_latex.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from mtw_pipeline.exhibits import in_order, number_of


class Italic(NamedTuple):
    """A statistic's sign, which APA writes in italics: n, M, p."""

    text: str


Piece = str | Italic
Text = Piece | tuple[Piece, ...]


@dataclass(frozen=True)
class ApaTable:
    """A table.

    Args:
        exhibit: which of the numbered tables of the report it is.
        title: in title case; printed in italics.
        head: the column heads; the first is that of the stub.
        rows: cells in the order of the head; the first of a row is its name.
        note: what stands below, behind "Note."; None where a further part of the table follows.
        indented: the places of rows that belong to the row without cells above them.
        letter: of several of its kind, which one, from 0.
        part: of a table that is wider than a page, which part, from 0.
    """

    exhibit: str
    title: str
    head: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    note: Text | None
    indented: frozenset[int] = frozenset()
    letter: int | None = None
    part: int = 0

    @property
    def number(self) -> str:
        """Its number, which is that of the report and the supplement: ``Table 2a``."""
        return number_of(self.exhibit, self.letter)


class Column(NamedTuple):
    """A column.

    Args:
        width: its inches, the room between columns among them.
        is_broken: whether its head or a cell is longer than a line of it.
    """

    width: float
    is_broken: bool


class Layout(NamedTuple):
    """How a table stands on a page of US letter with margins of an inch.

    Args:
        is_wide: whether the page is turned.
        room: inches from margin to margin.
        size: points of its letters.
    """

    is_wide: bool
    room: float
    size: float


OF_ONE_PAGE = 30
"""So many rows stand on one page; a table of more may break."""
PADDING = 0.14
"""Inches between columns."""
INDENT = 0.15
"""Inches of a row that belongs to the one above."""
LONGEST_WORD = 30
"""Letters of a word that stand on one line: no column is as wide as a link."""
SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)
"""Points, the usual one first."""
_PORTRAIT, _LANDSCAPE = 6.5, 9.0
_OF_A_LETTER = 0.0087
"""Inches that a letter takes, by point of its size: the mean of a wide serif, which stands in where Times is not."""
_WIDEST_STUB = 2.6
_LONG_CELL = 26


def filled(tables: Iterable[ApaTable]) -> list[ApaTable]:
    """The tables that have rows, in the order of their numbers: those that the paper numbers first."""
    return sorted((one for one in tables if one.rows), key=lambda one: in_order(one.exhibit, one.letter))


def plain(text: Text) -> str:
    """The text without its looks."""
    return "".join(piece.text if isinstance(piece, Italic) else piece for piece in pieces(text))


def pieces(text: Text) -> tuple[Piece, ...]:
    """The text as pieces, each with one look."""
    return (text,) if isinstance(text, str | Italic) else tuple(text)


def layout(content: ApaTable) -> Layout:
    """The page turned where the table is wider at the usual size, and letters so small that it fits."""
    is_wide = width_of(content, SIZES[0]) > _PORTRAIT
    room = _LANDSCAPE if is_wide else _PORTRAIT
    size = next((one for one in SIZES if width_of(content, one) <= room), SIZES[-1])
    return Layout(is_wide, room, size)


def parts_of(content: ApaTable) -> list[ApaTable]:
    """The table; one that is wider than a turned page in the smallest letters, as parts that stand below each other.

    Each has the stub and so many of the columns, in their order, as the others; the note stands below the last.
    """
    if width_of(content, SIZES[-1]) <= _LANDSCAPE:
        return [content]
    most = len(content.head) - 1
    for number in range(2, most):
        found = _parts(content, number)
        if all(width_of(part, SIZES[-1]) <= _LANDSCAPE for part in found):
            return found
    return _parts(content, most)


def _parts(content: ApaTable, number: int) -> list[ApaTable]:
    most = len(content.head) - 1
    ends = [1 + most * place // number for place in range(number + 1)]
    found = []
    for place, (start, end) in enumerate(pairwise(ends)):
        head, *rows = [(*line[:1], *line[start:end]) for line in (content.head, *content.rows)]
        title = content.title if place == 0 else f"{content.title} (Continued)"
        note = content.note if end == len(content.head) else None
        found.append(replace(content, head=head, rows=rows, title=title, note=note, part=place))
    return found


def columns(content: ApaTable, size: float) -> list[Column]:
    """Each column as wide as its longest cell; of its head and of a long stub the longest word counts."""
    letter = size * _OF_A_LETTER
    found = []
    for place, head in enumerate(content.head):
        words = max(_longest_word([plain(head)]), 1)
        cells = [plain(row[place]) for row in content.rows if place < len(row)]
        longest = max((len(text) for text in cells), default=1)
        natural = max(longest, len(plain(head)))
        if place == 0:
            longest = min(longest, max(int(_WIDEST_STUB / letter), _longest_word(cells)))
        elif longest > _LONG_CELL:
            longest = max(_LONG_CELL, _longest_word(cells))
        indent = INDENT if place == 0 and content.indented else 0
        width = max(words, longest) * letter + PADDING + indent
        found.append(Column(width, is_broken=max(words, longest) < natural))
    return found


def width_of(content: ApaTable, size: float) -> float:
    """Inches of all columns."""
    return sum(one.width for one in columns(content, size))


def _longest_word(cells: Sequence[str]) -> int:
    return max((min(len(word), LONGEST_WORD) for text in cells for word in text.split()), default=1)
