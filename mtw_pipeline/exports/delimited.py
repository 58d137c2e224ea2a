"""Delimited files and workbooks into a temporary table ``file_rows`` of texts, one column per known column.

Two ways: DuckDB's own reader in strict mode, fast; and where that refuses the file, Python's, which takes every row
that it can and names the others. What belongs here: cells. What does not: what a column means (sql/exports/).
"""

import codecs
import csv
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.files import (
    HEAD_BYTES,
    LARGEST_CELL,
    ExportFile,
    Head,
    allow_large_cells,
    opened,
    opened_bytes,
    workbook_rows,
)
from mtw_pipeline.exports.staging import UNREADABLE_ROWS_SCHEMA, create_empty, in_batches, insert

log = logging.getLogger(__name__)

_LONGEST_RECORD_LINES = 2_000


@dataclass(frozen=True)
class Record:
    """One record of a delimited file.

    Args:
        row_number: its number, from 1; the header is not counted.
        line_number: the line of the file that it begins on, from 1.
        raw: its text as it stands in the file, without the line end.
        cells: its cells, "" where empty.
        problem: why it cannot be taken, else empty.
    """

    row_number: int
    line_number: int
    raw: str
    cells: Sequence[str]
    problem: str = ""


def stage(
    connection: duckdb.DuckDBPyConnection, export: ExportFile, head: Head, known: Mapping[str, str]
) -> tuple[str, ...]:
    """Fill ``file_rows`` (row_number and the known columns) and ``unreadable_rows`` from a file.

    Args:
        connection: the warehouse's connection.
        export: the file.
        head: what was seen of it.
        known: from the name that a column gets in ``file_rows`` (a name of this program's) to the name that it has
            in the file, as ``column_key`` writes it. A column that the file lacks is NULL throughout.

    Returns:
        Notes on what had to be done to read it.
    """
    if head.kind == "delimited" and head.encoding in {"utf-8", "utf-8-sig"}:
        refusal = _stage_by_duckdb(connection, export, head, known)
        if not refusal:
            return ()
        log.info("%s: read row by row, because %s", export.name, refusal)
        note = f"read row by row, because {refusal}"
        return (note, *_stage_by_record(connection, export, _with_true_encoding(export, head), known))
    return _stage_by_record(connection, export, head, known)


def records(export: ExportFile, head: Head) -> Iterator[Record]:
    """The records of a delimited file or workbook after its header, good and bad, none left out."""
    if head.kind == "workbook":
        yield from _workbook_records(export)
        return
    with opened(export.path, head) as stream:
        yield from _text_records(stream, head)


def _stage_by_duckdb(
    connection: duckdb.DuckDBPyConnection, export: ExportFile, head: Head, known: Mapping[str, str]
) -> str:
    """Read the file by DuckDB; returns why it could not, or ""."""
    create_empty(connection, "file_rows", _file_rows_schema(known))
    places = _places(head, known)
    wanted = ", ".join(f'cell_{position} as "{name}"' for name, position in places.items())
    try:
        connection.execute(
            f"insert into file_rows by name select row_number() over () as row_number, {wanted} from read_csv("
            "$path, delim = $delimiter, quote = '\"', escape = '\"', header = false, skip = 1, auto_detect = false,"
            " all_varchar = true, nullstr = '', strict_mode = true, max_line_size = $longest,"
            " compression = $compression, columns = $columns)",
            {
                "path": _as_literal_path(export),
                "delimiter": head.delimiter,
                "longest": LARGEST_CELL,
                "compression": head.compression,
                "columns": {f"cell_{position}": "VARCHAR" for position in range(len(head.columns))},
            },
        )
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        return str(error).splitlines()[0].rstrip(".").replace("Invalid Input Error: ", "")
    return ""


def _as_literal_path(export: ExportFile) -> str:
    """The path, with the characters that DuckDB would take for a pattern made literal."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(export.path))


def _places(head: Head, known: Mapping[str, str]) -> dict[str, int]:
    """From a column's name in ``file_rows`` to its place in the file; the first of two of one name counts."""
    keys = head.column_keys
    return {name: keys.index(key) for name, key in known.items() if key in keys}


def _file_rows_schema(known: Mapping[str, str]) -> pa.Schema:
    return pa.schema([("row_number", pa.int64()), *((name, pa.string()) for name in known)])


def _stage_by_record(
    connection: duckdb.DuckDBPyConnection, export: ExportFile, head: Head, known: Mapping[str, str]
) -> tuple[str, ...]:
    schema = _file_rows_schema(known)
    create_empty(connection, "file_rows", schema)
    places = _places(head, known)
    unreadable = 0
    for batch in in_batches(records(export, head), export.name):
        good = [_good(record, places) for record in batch if not record.problem]
        bad = [_unreadable(record) for record in batch if record.problem]
        insert(connection, "file_rows", good, schema)
        insert(connection, "unreadable_rows", bad, UNREADABLE_ROWS_SCHEMA)
        unreadable += len(bad)
    return (f"{unreadable} rows could not be split into cells",) if unreadable else ()


def _good(record: Record, places: Mapping[str, int]) -> dict[str, object]:
    row: dict[str, object] = {name: record.cells[position] or None for name, position in places.items()}
    row["row_number"] = record.row_number
    return row


def _unreadable(record: Record) -> dict[str, object]:
    return {
        "row_number": record.row_number,
        "line_number": record.line_number,
        "reason": record.problem,
        "raw": record.raw,
    }


def _with_true_encoding(export: ExportFile, head: Head) -> Head:
    """The head with the encoding that the whole file bears out: a byte far down may not be UTF-8."""
    with opened_bytes(export.path, head.compression) as stream:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := stream.read(HEAD_BYTES):
                decoder.decode(block)
        except UnicodeDecodeError:
            return replace(head, encoding="cp1252")
    return head


def _workbook_records(export: ExportFile) -> Iterator[Record]:
    rows = workbook_rows(export)
    header = next(rows, [])
    number = 0
    for line, row in enumerate(rows, start=2):
        cells = (row + [""] * len(header))[: len(header)]
        if any(cells):
            number += 1
            yield Record(number, line, "\t".join(cells), cells)


def _text_records(stream: Iterable[str], head: Head) -> Iterator[Record]:
    """Records by Python's csv, starting again at the next line where a record goes wrong.

    A quotation mark that is never closed would swallow the rest of the file. So where a record over several lines
    has the wrong number of cells, only its first line is given up, and reading goes on with the second.
    """
    allow_large_cells()
    lines = _Lines(stream)
    width = len(head.columns)
    number = 0
    header_seen = False
    while lines.more():
        start = lines.position
        cells, count = _one_record(lines, head.delimiter)
        if not cells:
            lines.advance(count)
            continue
        if not header_seen:
            header_seen = True
            lines.advance(count)
            continue
        number += 1
        problem = "" if len(cells) == width else f"{len(cells)} cells where the header has {width}"
        if problem and count > 1:
            count = 1
            problem = f"a quotation mark is not closed, or {problem}"
        yield Record(number, start + 1, lines.text(count), cells, problem)
        lines.advance(count)


def _one_record(lines: "_Lines", delimiter: str) -> tuple[list[str], int]:
    """The record that begins at the current line, and how many lines it takes; an endless one takes one."""
    taken = 0

    def following() -> Iterator[str]:
        nonlocal taken
        while taken < _LONGEST_RECORD_LINES and (line := lines.peek(taken)) is not None:
            taken += 1
            yield line

    try:
        cells = next(csv.reader(following(), delimiter=delimiter), [])
    except csv.Error as error:
        return [f"<{error}>"], max(taken, 2)
    return cells, max(taken, 1)


class _Lines:
    """Physical lines with look-ahead, so that a record can be tried and given up."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._source = iter(stream)
        self._ahead: list[str] = []
        self.position = 0

    def more(self) -> bool:
        return self.peek(0) is not None

    def peek(self, distance: int) -> str | None:
        while len(self._ahead) <= distance:
            line = next(self._source, None)
            if line is None:
                return None
            self._ahead.append(line)
        return self._ahead[distance]

    def text(self, count: int) -> str:
        return "".join(self._ahead[:count]).rstrip("\r\n")

    def advance(self, count: int) -> None:
        del self._ahead[:count]
        self.position += count
