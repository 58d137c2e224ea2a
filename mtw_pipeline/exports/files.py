"""Export files as they lie in a folder: opening them, and looking at their head.

What belongs here: compression, encoding, delimiter, header, the first JSON document, without knowing any format.
What does not: which format it is (registry.py), and what its columns mean (the format's module).
"""

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from mtw_pipeline.errors import UserError

HEAD_BYTES = 1 << 20
"""How much of a file is looked at before it is recognised."""

LARGEST_CELL = 1 << 24
"""No cell of a tweet export is longer; more than that is a quotation mark that was never closed."""

_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04"
_DELIMITERS = (",", ";", "\t", "|")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class ExportFile:
    """One export file of a window.

    Args:
        path: where it lies.
        name: its path relative to the window's folder, with forward slashes: its name in the tables.
    """

    path: Path
    name: str

    def sha256(self) -> str:
        """SHA-256 of the file as it lies there, in hexadecimal."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True)
class Head:
    """What can be said of a file without knowing its format.

    Args:
        kind: ``delimited``, ``json``, ``workbook`` or ``empty``.
        compression: ``gzip`` or ``none``.
        encoding: a Python codec name; empty for a workbook.
        delimiter: of a delimited file, else empty.
        columns: the header of a delimited file or of the workbook's first sheet, as written.
        document: the first JSON document of the file (None otherwise).
    """

    kind: str
    compression: str = "none"
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    document: object = None

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The header in the form in which names are compared: trimmed, lower case."""
        return tuple(column_key(name) for name in self.columns)


def column_key(name: str) -> str:
    """A column's name in the form in which names are compared: trimmed, lower case."""
    return name.strip().strip("\ufeff").lower()


@contextmanager
def opened(path: Path, head: Head) -> Iterator[TextIO]:
    """The text of an export, decompressed and decoded; line ends are left as they are."""
    with opened_bytes(path, head.compression) as stream:
        text = io.TextIOWrapper(stream, encoding=head.encoding, errors="replace", newline="")
        try:
            yield text
        finally:
            text.detach()


def look(export: ExportFile) -> Head:
    """Look at the head of an export.

    Raises:
        UserError: the file is an archive or is damaged at its beginning.
    """
    with export.path.open("rb") as raw:
        magic = raw.read(len(_ZIP_MAGIC))
    if magic == _ZIP_MAGIC:
        return Head("workbook", columns=_workbook_header(export))
    compression = "gzip" if magic.startswith(_GZIP_MAGIC) else "none"
    sample = _sample(export, compression)
    encoding = _encoding(sample)
    text = _decoded(sample, encoding)
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped:
        return Head("empty", compression, encoding)
    if stripped[0] in "{[":
        head = Head("json", compression, encoding)
        return Head("json", compression, encoding, document=_first_document(export, head))
    delimiter, columns = _header(text.lstrip("\ufeff"))
    return Head("delimited", compression, encoding, delimiter, columns)


@contextmanager
def opened_bytes(path: Path, compression: str) -> Iterator[BinaryIO]:
    """The bytes of an export, decompressed."""
    with path.open("rb") as raw:
        if compression == "gzip":
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast("BinaryIO", stream)
        else:
            yield raw


def _sample(export: ExportFile, compression: str) -> bytes:
    try:
        with opened_bytes(export.path, compression) as stream:
            return stream.read(HEAD_BYTES)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UserError(
            f"The compressed file is damaged: {error}",
            where=export.name,
            remedy="Copy it again from where it came from",
        ) from error


def _encoding(sample: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding
    return "utf-8" if _is_utf8(sample) else "cp1252"


def _is_utf8(sample: bytes) -> bool:
    """Whether the bytes are UTF-8, a character cut off at the end apart."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        longest_character = 4
        return error.reason == "unexpected end of data" and error.start > len(sample) - longest_character
    return True


def _decoded(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, errors="replace")


def _header(text: str) -> tuple[str, tuple[str, ...]]:
    readings = ((delimiter, _first_record(text, delimiter)) for delimiter in _DELIMITERS)
    return max(readings, key=lambda reading: len(reading[1]))


def _first_record(text: str, delimiter: str) -> tuple[str, ...]:
    allow_large_cells()
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return tuple(next((record for record in records if record), ()))


def allow_large_cells() -> None:
    """Let Python's csv module read cells up to LARGEST_CELL characters."""
    csv.field_size_limit(LARGEST_CELL)


def _workbook_header(export: ExportFile) -> tuple[str, ...]:
    return next((tuple(row) for row in workbook_rows(export)), ())


def workbook_rows(export: ExportFile) -> Iterator[list[str]]:
    """The rows of a workbook's first sheet, the header among them; cells as text, "" where empty.

    Raises:
        UserError: the file is an archive, but not a workbook.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(export.path, read_only=True, data_only=True)
    except (KeyError, InvalidFileException, ValueError, EOFError) as error:
        raise UserError(
            "This archive is not an Excel workbook",
            where=export.name,
            remedy="Unpack it and add the export files that it holds",
        ) from error
    try:
        for row in workbook.worksheets[0].iter_rows(values_only=True):
            yield [_cell_text(cell) for cell in row]
    finally:
        workbook.close()


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number_text(cell)
    isoformat = getattr(cell, "isoformat", None)
    return str(isoformat()) if isoformat is not None else str(cell)


def _number_text(number: float) -> str:
    exact_up_to = 10**15  # a spreadsheet keeps 15 digits; a longer id was rounded, and must look so
    if abs(number) >= exact_up_to:
        return f"{number:.14E}"
    return str(int(number)) if float(number).is_integer() else repr(number)


def _first_document(export: ExportFile, head: Head) -> object:
    with opened(export.path, head) as stream:
        for line in stream:
            text = line.strip("\ufeff \t\r\n")
            if text:
                break
        else:
            return None
    try:
        return cast("object", json.loads(text))
    except (RecursionError, ValueError):
        return _whole_document(export, head)


def _whole_document(export: ExportFile, head: Head) -> object:
    with opened(export.path, head) as stream:
        try:
            return cast("object", json.loads(stream.read().strip("\ufeff")))
        except (RecursionError, ValueError):
            return None
