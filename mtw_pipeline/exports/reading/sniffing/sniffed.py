"""What is seen of a file without knowing its format.

What belongs here: the shape of it, and what follows from it alone. What does not: looking at the file (sniff.py,
encodings.py, dialects.py).
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Self, TextIO

from mtw_pipeline.exports.formats.model import column_key
from mtw_pipeline.exports.reading.files import ExportFile, opened_text
from mtw_pipeline.exports.reading.opening.json_texts import AROUND, concatenated_documents, parsed

LINES_ABOVE = 60
"""Within so many lines a header is looked for: reports have their question and its terms above it."""
_DOCUMENTS_LOOKED_AT = 100
_FEWEST_NAMES = 3
_NAME = re.compile(r"[\w.()/#:-][\w .()/#:-]{0,79}")
"""Of a column; behind a comma people write a blank, in a title, and programs none."""
_BEHIND = "); \t\r\n"
"""What scripts put behind their JSON."""
_DATA = re.compile(
    r"x?[0-9]{15,19}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*|[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8} .*|https?://.*"
)


@dataclass(frozen=True)
class Header:
    """A row that may be the header of a table.

    Args:
        columns: its cells, as written.
        last_line: the line of the file (row of the sheet) that it ends on, from 1.
        delimiter: what separates its cells; empty in a workbook.
        sheet: the sheet of the workbook; empty in a text file.
        escape: what makes a quotation mark inside of a quoted cell a plain one: another one, or a backslash.
        escapes_itself: where it is a backslash, whether one that is a sign of a text is escaped too.
        list_separator: of a columnar file, what its format joins the elements of a list by; empty where they are JSON.
    """

    columns: tuple[str, ...]
    last_line: int = 1
    delimiter: str = ""
    sheet: str = ""
    escape: str = '"'
    escapes_itself: bool = False
    list_separator: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Its names in the form in which they are compared: trimmed, lower case."""
        return tuple(column_key(name) for name in self.columns)

    @property
    def holds_data(self) -> bool:
        """Whether it has a cell that no header has: an id, a time, an address."""
        return any(_DATA.fullmatch(cell.strip()) for cell in self.columns)


@dataclass(frozen=True)
class SniffedFile:
    """What can be said of a file without knowing its format.

    Args:
        kind: ``delimited``, ``json``, ``workbook``, ``columnar``, ``binary`` or ``empty``.
        compression: ``gzip`` or ``none``; of a columnar file that of its columns.
        encoding: a Python codec name; of a columnar file its container; empty for a workbook.
        headers: the rows that may be the header, the likeliest first; once the format is known, the one that is.
        document: the first JSON document of the file, or row of a columnar one whose rows are objects (None otherwise).
        prefix: what stands before the JSON and is none of it.
        beginning: the first rows or lines of a text file.
        refusal: of a binary file, what it is and what to do; empty where nobody knows.
        alike_sheets: of a workbook, the headers of further sheets whose rows follow those below the header.
    """

    kind: str
    compression: str = "none"
    encoding: str = ""
    headers: tuple[Header, ...] = ()
    document: object = None
    prefix: str = ""
    beginning: str = field(default="", repr=False)
    refusal: str = ""
    alike_sheets: tuple[Header, ...] = ()

    def bare(self, text: str) -> str:
        """A document, or the line that it stands on, without blanks around it and without what a script puts there."""
        stripped = text.strip(AROUND)
        return stripped.removeprefix(self.prefix.strip()).rstrip(_BEHIND) if self.prefix else stripped

    @property
    def header(self) -> Header:
        """The header, or what is likeliest to be it."""
        return self.headers[0] if self.headers else Header(())

    @property
    def has_times(self) -> bool:
        """Whether times may stand in it as such, which are read whatever format a map names."""
        return self.kind in {"workbook", "columnar"}

    def with_header(self, header: Header) -> Self:
        """The same, its header decided."""
        return replace(self, headers=(header,))

    def first_rows(self, delimiter: str) -> tuple[Header, ...]:
        """The first rows of a text file, split at a delimiter that its map names."""
        return tuple(first_rows(self.beginning, delimiter))

    def first_documents(self) -> list[object]:
        """Some JSON documents of the beginning, of which one may have a field that another lacks."""
        if isinstance(self.document, list):
            return self.document[:_DOCUMENTS_LOOKED_AT]
        found = []
        for _, text in islice(concatenated_documents(self.bare(self.beginning)), _DOCUMENTS_LOOKED_AT):
            try:
                found.append(parsed(text))
            except (RecursionError, ValueError):
                continue
        return found or [self.document]


def first_rows(text: str, delimiter: str) -> Iterator[Header]:
    """The rows of a text in which a header is looked for, by a delimiter."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    is_begun = False
    while reader.line_num < LINES_ABOVE:
        try:
            cells = next(reader, None)
        except csv.Error:
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Header(
                tuple(_unfolded_names(cells, delimiter) if not is_begun else cells), reader.line_num, delimiter
            )
            is_begun = True


def _unfolded_names(cells: list[str], delimiter: str) -> list[str]:
    """The names of columns of which one cell holds all, as a spreadsheet saves lines that it put into one cell each."""
    names = next(csv.reader(cells, delimiter=delimiter)) if len(cells) == 1 and "\n" not in cells[0] else []
    return names if len(names) >= _FEWEST_NAMES and all(map(_NAME.fullmatch, names)) else cells


def opened(export: ExportFile, sniffed: SniffedFile) -> AbstractContextManager[TextIO]:
    """The text of an export that was sniffed; line ends are left as they are."""
    return opened_text(export, sniffed.compression, sniffed.encoding)
