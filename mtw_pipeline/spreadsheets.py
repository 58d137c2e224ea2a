"""Files that spreadsheets open: the one writer of CSV, the reader of small CSV files, and what a cell may hold.

What belongs here: keeping a text from being taken for a formula, or from making a file that no program opens. What does
not: any particular file, exports (exports/reading/), workbooks (coding/).
"""

import codecs
import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from mtw_pipeline.errors import UserError, of_system

_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
FORMULA = re.compile(f"^[{re.escape(''.join(sorted(_SIGNS)))}]")
"""What makes a spreadsheet compute a cell: the signs of formulas, their full-width forms, blanks that are left out."""

_NOT_OF_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no workbook can hold: it is XML (W3C, XML 1.0, section 2.2)."""

_DELIMITERS = ",;\t"
_NUMBERS = frozenset({int, float, type(None)})
"""What a cell holds as it is: most of them, so that they are not looked at any further."""


def neutral(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if FORMULA.match(value) else value


def of_xml(value: str) -> str:
    """A text without what a workbook cannot hold: control characters, halves of surrogate pairs, U+FFFE, U+FFFF."""
    return _NOT_OF_XML.sub("", value)


def csv_text(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as CSV; texts that a spreadsheet would take for a formula have an apostrophe before them.

    Args:
        header: the names of its columns.
        rows: their cells: numbers as they are, yes and no as ``TRUE`` and ``FALSE`` (all programs know them, and R does
            not know ``True``), lists with bars between, None as empty.
    """
    stream = io.StringIO(newline="")
    write_csv(stream, header, rows)
    return stream.getvalue()


def write_csv(stream: TextIO, header: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """As ``csv_text``, row by row into a stream that was opened with ``newline=""``."""
    writer = csv.writer(stream)
    writer.writerow(neutral(name) for name in header)
    signs, numbers = _SIGNS, _NUMBERS
    writer.writerows(
        [
            value if type(value) in numbers or (isinstance(value, str) and value[:1] not in signs) else _cell(value)
            for value in row
        ]
        for row in rows
    )


def decoded(content: bytes) -> str:
    """A file as text: in UTF-16 or UTF-32 where its beginning shows it (Excel's "Unicode text"), else in UTF-8.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return content.decode("utf-32")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    if content[:1] != b"\0" and content[1:2] == b"\0":
        return content.decode("utf-16-le")
    return content.decode("utf-8-sig")


def csv_rows(path: Path, needed: Sequence[str], *, what: str, remedy: str) -> list[dict[str, str]]:
    """The rows of a small CSV file that a person made, by the names of its columns; absent cells are "".

    Spreadsheets separate by what the country does: commas, semicolons or tabs.

    Args:
        path: the file.
        needed: columns that it must have.
        what: what the file is, for people: "The norms".
        remedy: what to do where it is not there.

    Raises:
        UserError: it is not there, no text, no table, or lacks a column.
    """
    text = _text_of(path, what, remedy)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="", delimiter=delimiter)
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        rows = [] if missing else [{name: row[name] for name in row if isinstance(name, str)} for row in reader]
    except csv.Error as error:
        raise UserError(
            f"{what}: the file is no table: {error}",
            where=f"{path}, line {reader.line_num + 1}",
            remedy="Save it as CSV anew",
        ) from error
    if missing:
        raise UserError(
            f"{what}: the column {missing[0]} is missing",
            where=str(path),
            remedy=f"Its columns are {', '.join(needed)}",
        )
    return rows


def _text_of(path: Path, what: str, remedy: str) -> str:
    try:
        return decoded(path.read_bytes())
    except OSError as error:
        told = of_system(error)
        raise UserError(f"{what} cannot be read: {told.what}", where=str(path), remedy=remedy) from error
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        raise UserError(
            f"{what}: the file is not UTF-8",
            where=f"{path}, line {line}",
            remedy="Save it as CSV with the encoding UTF-8",
        ) from error


def written_number(cell: str) -> float | None:
    """The number that a cell holds, with a decimal point or comma; None where it holds none, or none that is finite."""
    text = cell.strip()
    try:
        number = float(text.replace(",", ".") if "." not in text else text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        return neutral(" | ".join(map(str, value)))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return neutral(value) if isinstance(value, str) else value
