"""Sniffing an export: what its beginning says of it, before its format is known.

What belongs here: compression, encoding, the rows that may be its header, the first JSON document. What does not:
which format it is (recognition.py), and what its columns mean (the format's module).
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, pairwise
from typing import Self, TextIO

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.model import column_key
from mtw_pipeline.exports.formats.unread import binary_file, other_archive
from mtw_pipeline.exports.reading.columnar.containers import container_of
from mtw_pipeline.exports.reading.files import (
    SNIFFED_BYTES,
    ExportFile,
    allow_large_cells,
    bounded_lines,
    bounded_text,
    error_handler,
    opened_bytes,
    opened_text,
)
from mtw_pipeline.exports.reading.opening.json_texts import AROUND, concatenated_documents, parsed
from mtw_pipeline.exports.reading.opening.single_bytes import other_alphabet, single_byte_encoding
from mtw_pipeline.exports.reading.opening.workbooks import first_rows

_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04"
_DELIMITERS = (",", ";", "\t", "|")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINES_ABOVE = 60
"""Within so many lines a header is looked for: reports have their question and its terms above it."""
_ROWS_WITH_NAMES = 12
_DOCUMENTS_LOOKED_AT = 100
_BEGINNING = 1 << 18
_RECORDS_OF_A_DIALECT = 300
_NUMBER_OF_ROW = re.compile("[0-9]{1,9}")
_NAMES_OF_NUMBERS = frozenset({"", "#", "id", "index", "n", "no", "no.", "nr", "nr.", "number", "row", "rowid"})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_SCRIPT_PREFIX = re.compile(
    r"\s*(?:(?:export\s+)?(?:(?:var|let|const)\s+|window\.)?[\w.$\[\]\"']+\s*=|export\s+default\b"
    r"|(?:/\*\*/\s*)?[\w.$]+\s*\()\s*(?=[\[{])"
)
"""What account archives put before their JSON: ``window.YTD.tweets.part0 =``, ``Grailbird.data.tweets_2016_01 =``,
``var user_details =``; and scripts: ``const tweets =``, ``export default``; a call that takes it: ``callback(``."""
_BEHIND = "); \t\r\n"
"""What scripts put behind it."""


_DATA = re.compile(r"x?[0-9]{15,19}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*|https?://.*")


@dataclass(frozen=True)
class Header:
    """A row that may be the header of a table.

    Args:
        columns: its cells, as written.
        last_line: the line of the file (row of the sheet) that it ends on, from 1.
        delimiter: what separates its cells; empty in a workbook.
        sheet: the sheet of the workbook; empty in a text file.
        escape: what makes a quotation mark inside of a quoted cell a plain one: another one, or a backslash.
        list_separator: of a columnar file, what its format joins the elements of a list by; empty where they are JSON.
    """

    columns: tuple[str, ...]
    last_line: int = 1
    delimiter: str = ""
    sheet: str = ""
    escape: str = '"'
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
        return tuple(_first_rows(self.beginning, delimiter))

    def first_documents(self) -> list[object]:
        """Some JSON documents of the beginning, of which one may have a field that another lacks."""
        if isinstance(self.document, list):
            return self.document[:_DOCUMENTS_LOOKED_AT]
        found = [self.document]
        for line in self.beginning.splitlines()[1:_DOCUMENTS_LOOKED_AT]:
            try:
                found.append(parsed(line.strip(AROUND)))
            except (RecursionError, ValueError):
                continue
        return found


def opened(export: ExportFile, sniffed: SniffedFile) -> AbstractContextManager[TextIO]:
    """The text of an export that was sniffed; line ends are left as they are."""
    return opened_text(export, sniffed.compression, sniffed.encoding)


def sniff(export: ExportFile) -> SniffedFile:
    """What the beginning of an export says of it.

    Raises:
        UserError: the file is damaged at its beginning.
    """
    with export.path.open("rb") as raw:
        magic = raw.read(len(_ZIP_MAGIC))
    if magic == _ZIP_MAGIC:
        return _sniffed_workbook(export)
    return _sniffed_columnar(export) if container_of(magic) else _sniffed_text(export, magic)


def _sniffed_workbook(export: ExportFile) -> SniffedFile:
    refusal = other_archive(export.path)
    if refusal:
        return SniffedFile("binary", refusal=refusal)
    found = _headers_of_workbook(export)
    return SniffedFile("workbook", headers=found) if found else SniffedFile("empty")


def _sniffed_text(export: ExportFile, magic: bytes) -> SniffedFile:
    compression = "gzip" if magic.startswith(_GZIP_MAGIC) else "none"
    sample = _sample(export, compression)
    encoding = _encoding(sample)
    text = sample.decode(encoding, errors=error_handler(encoding)).lstrip("\ufeff")
    stripped = text.strip(f"{AROUND}\0")
    if not stripped:
        return SniffedFile("empty", compression, encoding)
    if _is_binary(text):
        return SniffedFile("binary", compression, refusal=binary_file(sample))
    strange = "" if encoding.startswith("utf") else other_alphabet(sample)
    if strange:
        return SniffedFile("binary", compression, refusal=strange)
    prefix = _SCRIPT_PREFIX.match(text)
    if stripped[0] in "{[" or prefix:
        prefixed = prefix[0] if prefix else ""
        sniffed = SniffedFile("json", compression, encoding, prefix=prefixed, beginning=text[:_BEGINNING])
        return replace(sniffed, document=_first_document(export, sniffed))
    headers = _headers_of_text(text, export)
    return SniffedFile("delimited", compression, encoding, headers, beginning=text[:_BEGINNING])


def with_dialect(export: ExportFile, sniffed: SniffedFile) -> SniffedFile:
    """What was sniffed of a delimited file whose header is decided, with how its quotation marks are escaped.

    R's ``write.table`` names no column of row names, though it writes them.
    """
    text = _sample(export, sniffed.compression).decode(sniffed.encoding, errors=error_handler(sniffed.encoding))
    if _has_row_names(text, sniffed.header):
        sniffed = sniffed.with_header(replace(sniffed.header, columns=("", *sniffed.header.columns)))
    if '\\"' not in text:
        return sniffed
    width = len(sniffed.header.columns)
    doubled, escaped = (
        sum(len(record) == width for record in _records(text, sniffed.header, escape)) for escape in ('"', "\\")
    )
    return sniffed.with_header(replace(sniffed.header, escape="\\")) if escaped > doubled else sniffed


def _has_row_names(text: str, header: Header) -> bool:
    """Whether the first rows begin with rising numbers and have a cell more than the header, which is not their last.

    Rows of a selection keep the numbers that they had among all. Where all rows end with an empty cell, that may be the
    one too many: not where they are counted from the first, and the header begins with no number of theirs.
    """
    first = list(islice(filter(None, _records(text, header, '"')), _ROWS_WITH_NAMES))
    numbers = [int(row[0]) for row in first if _NUMBER_OF_ROW.fullmatch(row[0])]
    is_numbered = len(numbers) == len(first) and all(two > one for one, two in pairwise(numbers))
    is_wider = all(len(row) == len(header.columns) + 1 for row in first)
    are_counted = numbers in ([*range(len(first))], [*range(1, len(first) + 1)])
    begins_with_one = header.keys[0] in _NAMES_OF_NUMBERS
    is_first = any(row[-1] for row in first) or (are_counted and not begins_with_one)
    return bool(first) and is_numbered and is_wider and is_first


def _records(text: str, header: Header, escape: str) -> Iterator[list[str]]:
    lines = islice(io.StringIO(text, newline=""), header.last_line, None)
    escape_character = escape if escape != '"' else None
    return islice(csv.reader(lines, delimiter=header.delimiter, escapechar=escape_character), _RECORDS_OF_A_DIALECT)


def _sample(export: ExportFile, compression: str) -> bytes:
    try:
        with opened_bytes(export, compression) as stream:
            return stream.read(SNIFFED_BYTES)
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
    without_mark = _utf16_without_mark(sample)
    if without_mark:
        return without_mark
    return "utf-8" if _is_mostly_utf8(sample) else single_byte_encoding(sample)


def _utf16_without_mark(sample: bytes) -> str:
    """UTF-16 shows by the zeros in every second byte of its Latin letters, of which a header has many."""
    beginning = sample[:400]
    half = len(beginning) // 2
    if half and beginning[1::2].count(0) > 0.9 * half and beginning[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if half and beginning[::2].count(0) > 0.9 * half and beginning[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether more characters beyond ASCII are UTF-8 than bytes are not; a few bytes may come from another file."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        text = sample.decode("utf-8", "surrogateescape")
    else:
        return True
    whole = text[:-3] if len(sample) == SNIFFED_BYTES else text  # the last character may be cut off
    beyond = sum(character > "\x7f" for character in whole)
    stray = sum("\udc80" <= character <= "\udcff" for character in whole)
    return 2 * stray < beyond


def _is_binary(text: str) -> bool:
    beginning = text[:1000]
    return len(_CONTROL.findall(beginning)) > len(beginning) / 50


def _headers_of_text(text: str, export: ExportFile) -> tuple[Header, ...]:
    """The first rows of a text by every delimiter: by place, and of one place the one with most cells first."""
    allow_large_cells(export)
    found = [header for delimiter in _DELIMITERS for header in _first_rows(text, delimiter)]
    return tuple(sorted(found, key=lambda header: (header.last_line, -len(header.columns))))


def _first_rows(text: str, delimiter: str) -> Iterator[Header]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while reader.line_num < _LINES_ABOVE:
        try:
            cells = next(reader, None)
        except csv.Error:
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Header(tuple(cells), reader.line_num, delimiter)


def _headers_of_workbook(export: ExportFile) -> tuple[Header, ...]:
    return tuple(
        Header(_without_empty_end(row), number, sheet=sheet)
        for sheet, number, row in first_rows(export, _LINES_ABOVE)
        if any(row)
    )


def _sniffed_columnar(export: ExportFile) -> SniffedFile:
    from mtw_pipeline.exports.reading.columnar.rows import glance  # loads what columnar files alone need

    seen = glance(export)
    headers = dict.fromkeys(Header(names, 0) for names in (seen.columns, seen.fields) if names)
    kind = "columnar" if headers else "empty"
    return SniffedFile(kind, seen.compression, seen.container, tuple(headers), seen.document)


def _without_empty_end(row: Sequence[str]) -> tuple[str, ...]:
    filled = [place for place, cell in enumerate(row, start=1) if cell]
    return tuple(row[: filled[-1]])


def _first_document(export: ExportFile, sniffed: SniffedFile) -> object:
    with opened(export, sniffed) as stream:
        for line in bounded_lines(stream, export, export.bounds.document_characters):
            text = sniffed.bare(line)
            if text:
                break
        else:
            return None
    try:
        return parsed(text)
    except (RecursionError, ValueError):
        return _whole_document(export, sniffed)


def _whole_document(export: ExportFile, sniffed: SniffedFile) -> object:
    with opened(export, sniffed) as stream:
        text = sniffed.bare(bounded_text(stream, export))
    for _, part in concatenated_documents(text):
        try:
            return parsed(part)
        except (RecursionError, ValueError):
            continue
    return None
