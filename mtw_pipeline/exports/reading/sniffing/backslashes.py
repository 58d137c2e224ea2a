r"""Tables in which a backslash makes a quotation mark within a cell a plain one, as R's ``write.table`` and Spark do.

What belongs here: telling that from the marks that stand there, and Python's csv reader and writer for it. What does
not: which rows count (dialects.py).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from mtw_pipeline.exports.reading.sniffing.sniffed import Header

BACKSLASH = "\\"
_PAIR = re.compile(r"\\([\"\\\r\n\t])?")
_BEFORE_A_MARK = r"""\\("(?!{0}(?:"(?!{0}|[\r\n]|\Z)|{1})))?"""
_BARE_CELL = r"(?:-?[0-9.]+|NA|TRUE|FALSE)(?:{0}|[\r\n]|\Z)"
"""What stands in no text but between blanks: a cell without marks, behind one that ends with a backslash."""


def marks_escaped(text: str, delimiter: str) -> int:
    r"""How many more marks within cells stand behind a backslash than are doubled.

    Where marks are doubled, a mark behind a backslash ends its cell or is one of two: ``a text \",``, ``\""``.
    """
    end = rf'[{re.escape(delimiter)}\r\n"]'
    escaped = len(re.findall(rf'\\"(?!{end}|\Z)', text))
    return escaped - len(re.findall(rf'(?<!{end})(?<!\\)""(?!{end}|\Z)', text))


def may_escape_itself(text: str) -> bool:
    """Whether backslashes that are signs of a text may be escaped too, as Python and MySQL do it, and R does not."""
    return BACKSLASH not in re.sub(_PAIR, lambda found: "" if found[1] else BACKSLASH, text)


def cell_rows(lines: Iterable[str], header: Header, *, strict: bool = False) -> Iterator[list[str]]:
    """The cells of the rows on some lines, as a table of this header is written.

    Args:
        lines: the lines.
        header: the header of the table.
        strict: whether what is not by the book is an error.
    """
    if header.escape != BACKSLASH:
        return csv.reader(lines, delimiter=header.delimiter, strict=strict)
    escapes = _PAIR if header.escapes_itself else _marks_within(header.delimiter)
    shown = (escapes.sub(_literal, line) if BACKSLASH in line else line for line in lines)
    return csv.reader(shown, delimiter=header.delimiter, escapechar=BACKSLASH, strict=strict)


def row_text(cells: Sequence[str], header: Header, line_end: str) -> str:
    """Cells as a row of such a table.

    Args:
        cells: the cells.
        header: the header of the table.
        line_end: what ends its lines.
    """
    stream = io.StringIO()
    is_escaped = header.escape == BACKSLASH
    csv.writer(
        stream, delimiter=header.delimiter, doublequote=not is_escaped, escapechar=BACKSLASH if is_escaped else None,
        quoting=csv.QUOTE_NONNUMERIC if is_escaped else csv.QUOTE_MINIMAL, lineterminator=line_end,
    ).writerow(cells)  # fmt: skip
    text = stream.getvalue()
    return text.replace(BACKSLASH * 2, BACKSLASH) if is_escaped and not header.escapes_itself else text


def _marks_within(delimiter: str) -> re.Pattern[str]:
    """Backslashes, with the mark behind each that does not end its cell: behind an end a cell begins.

    All marks of a text are escaped, so that within one no mark without a backslash stands behind a delimiter.
    """
    parts = re.escape(delimiter)
    bare = _BARE_CELL.format(parts) if delimiter.strip(" ") else "(?!)"
    return re.compile(_BEFORE_A_MARK.format(parts, bare))


def _literal(found: re.Match[str]) -> str:
    """A backslash that escapes nothing, as Python's reader takes it for itself."""
    return found[0] if found[1] else BACKSLASH * 2
