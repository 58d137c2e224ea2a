"""CSV of whatever program: its delimiter, and lines that a spreadsheet took for one cell each.

What belongs here: text into cells. What does not: encodings (code_pages.py), what the cells mean (reading.py).
"""

import csv
import io
from collections.abc import Callable, Sequence

_DELIMITERS = ",;\t|"
Lines = list[list[str]]


def split_lines(text: str, has_header: Callable[[Sequence[Sequence[object]]], bool]) -> tuple[Lines, str] | None:
    """The lines of a text and its delimiter: the one that gives a header; None where none does.

    A comma-separated file that was opened where semicolons are expected, and saved, has each line in quotes.
    """
    for content in (text, "\n".join(line[0] if line else "" for line in _split(text, ";"))):
        for delimiter in _DELIMITERS:
            lines = _split(content, delimiter)
            if has_header(lines):
                return lines, delimiter
    return None


def _split(text: str, delimiter: str) -> Lines:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
