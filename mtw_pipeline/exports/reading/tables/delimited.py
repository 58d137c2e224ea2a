"""Tables of every kind of file into a temporary table ``file_rows`` of texts, one column per known column.

Three ways: DuckDB's own reader in strict mode, fast; where that refuses the file, record by record (records.py), which
takes every row that it can and names the others; and small files in which there is nothing to refuse, at once, because
DuckDB's reader costs milliseconds a file. What belongs here: filling the table. What does not: what a column means
(sql/exports/).
"""

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import chain, islice

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.cells import ERRORS
from mtw_pipeline.exports.formats.delimited.column_map import MIDNIGHT
from mtw_pipeline.exports.reading.files import ExportFile, bounded_lines, opened_bytes
from mtw_pipeline.exports.reading.opening.merged_cells import merged_over_rows
from mtw_pipeline.exports.reading.opening.workbooks import formulas_without_value
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile, opened
from mtw_pipeline.exports.reading.staging import UNREADABLE_ROWS_SCHEMA, StagedRows, in_batches
from mtw_pipeline.exports.reading.tables.by_duckdb import stage_by_duckdb, stage_copy
from mtw_pipeline.exports.reading.tables.good_records import copy_of_good
from mtw_pipeline.exports.reading.tables.record import Record
from mtw_pipeline.exports.reading.tables.records import records, rows_of_small_table
from mtw_pipeline.exports.reading.tables.returns_in_cells import returns_put_aside
from mtw_pipeline.exports.reading.tables.second_headers import SecondHeaders
from mtw_pipeline.exports.reading.tables.wanted_columns import WantedColumns
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

_CHUNK = 1 << 24
_NO_UTF8 = "not all of it is UTF-8"
_FURTHER, _FIRST_OF_SEVERAL = 0x80, 0xC0
"""From which value on a byte of UTF-8 continues a character, or begins one of several bytes."""


def stage(
    staged: StagedRows,
    number: int,
    export: ExportFile,
    sniffed: SniffedFile,
    wanted: WantedColumns,
) -> tuple[str, ...]:
    """Add the rows of a file to ``file_rows`` (its number, row_number and the wanted columns) and ``unreadable_rows``.

    Args:
        staged: what waits for these tables.
        number: that of the file.
        export: the file.
        sniffed: what was seen of it.
        wanted: the columns.

    Returns:
        Notes on what had to be done to read it.
    """
    if sniffed.kind == "columnar":
        _stage_columnar(staged, number, export, sniffed, wanted)
        wanted.odd.are_counted = False
        return ()
    notes = _stage_table(staged, number, export, sniffed, wanted)
    return (
        *notes,
        *_formulas(export, sniffed),
        *_merged_cells(export, sniffed),
        *_doubled_columns(export, sniffed, wanted),
    )


def _formulas(export: ExportFile, sniffed: SniffedFile) -> Iterator[str]:
    bare = formulas_without_value(export.path) if sniffed.kind == "workbook" else 0
    if bare:
        yield (
            f"{number_of(bare, 'cell holds a formula and not its value', 'cells hold formulas and not their values')}:"
            " empty here. Open the workbook in a spreadsheet program, save it, and add that"
        )


def _merged_cells(export: ExportFile, sniffed: SniffedFile) -> Iterator[str]:
    if sniffed.kind != "workbook":
        return
    headers = (sniffed.header, *sniffed.alike_sheets)
    below = {header.sheet: header.last_line for header in headers}
    merged = sum(map(len, merged_over_rows(export, below, len(sniffed.header.columns)).values()))
    if merged:
        yield f"{number_of(merged, 'cell is', 'cells are')} merged over several rows: each of the rows has the value"


def _doubled_columns(export: ExportFile, sniffed: SniffedFile, wanted: WantedColumns) -> Iterator[str]:
    """In how many rows columns of one name differ, of which the first counts: notes on those that are wanted."""
    keys = sniffed.header.keys
    doubled = [key for key, times in Counter(keys).items() if times > 1 and (key,) in wanted.sources.values()]
    if not doubled:
        return
    places = {key: [place for place, one in enumerate(keys) if one == key] for key in doubled}
    differ: Counter[str] = Counter()
    for record in records(export, sniffed):
        cells = record.cells
        differ.update(key for key in doubled if not record.problem and len({cells[at] for at in places[key]}) > 1)
    for key in filter(differ.get, doubled):
        rows = number_of(differ[key], "row")
        yield (
            f"the column {key} stands {len(places[key])} times in the header, in {rows} with another"
            " value: the first counts. Rename or delete the others if one of them is meant"
        )


def _stage_table(
    staged: StagedRows, number: int, export: ExportFile, sniffed: SniffedFile, wanted: WantedColumns
) -> tuple[str, ...]:
    by_record = partial(_stage_by_record, staged, number, export, sniffed, wanted)
    if sniffed.kind != "delimited" or sniffed.encoding not in {"utf-8", "utf-8-sig"}:
        return by_record()
    rows = rows_of_small_table(export, sniffed)
    if rows is not None:
        staged.add_arrow("file_rows", number, _as_table(range(1, len(rows) + 1), rows, sniffed, wanted))
        return ()
    refusal = "backslashes escape its quotation marks" if sniffed.header.escape != '"' else ""
    refusal = refusal or _why_no_text(export, sniffed)
    refusal = refusal or ("" if _header_ends_with_its_line(export, sniffed) else "a name in its header is not one line")
    refusal = refusal or _stage_with_returns(staged.connection, number, export, sniffed, wanted)
    if not refusal:
        wanted.odd.are_counted = False
        return ()
    log.info("%s: read row by row, because %s", export.name, refusal)
    return (f"read row by row, because {refusal}", *by_record())


def columns_of(sniffed: SniffedFile, wanted: WantedColumns) -> tuple[str, ...]:
    """The columns of ``file_rows`` that a file fills."""
    return tuple(wanted.places_in(sniffed.header))


def _why_no_text(export: ExportFile, sniffed: SniffedFile) -> str:
    """Why a file is not UTF-8 throughout, without NUL, below one header; reading it proves a compressed file whole too.

    DuckDB 1.5 must not be asked: of a byte that is none, in a column behind as many as are wanted, it makes an internal
    error, after which the whole database is closed. Of a compressed file that was cut off it reads what is left, and
    says nothing.
    """
    begun = b""
    headers = SecondHeaders(sniffed.header)
    with opened_bytes(export, sniffed.compression) as stream:
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                return "it holds NUL characters, which are no part of any cell"
            if headers.may_be_in(chunk):
                return "a second header stands in it"
            content = begun + chunk if begun else chunk
            end = _end_of_characters(content)
            if not _holds_utf8(content[:end]):
                return _NO_UTF8
            begun = content[end:]
    return "" if _holds_utf8(begun) else _NO_UTF8


def _holds_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8, asked of Arrow, which makes no text of them, in a third of Python's time."""
    places = pa.array([0, len(content)], pa.int32()).buffers()[1]
    try:
        pa.StringArray.from_buffers(1, places, pa.py_buffer(content)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _end_of_characters(content: bytes) -> int:
    """Where the last character begins, of several bytes, so that it may not be whole; else where all end."""
    for back in range(1, min(len(content), 3) + 1):
        if content[-back] >= _FIRST_OF_SEVERAL:
            return len(content) - back
        if content[-back] < _FURTHER:
            break
    return len(content)


def _header_ends_with_its_line(export: ExportFile, sniffed: SniffedFile) -> bool:
    """Whether the lines to skip are as many as DuckDB takes them for: it counts a quoted cell of two lines as one."""
    with opened(export, sniffed) as stream:
        lines = bounded_lines(stream, export, export.bounds.cell_characters)
        return all(line.count('"') % 2 == 0 for line in islice(lines, sniffed.header.last_line))


def _stage_with_returns(
    connection: duckdb.DuckDBPyConnection, number: int, export: ExportFile, sniffed: SniffedFile, wanted: WantedColumns
) -> str:
    """Read the file by DuckDB, if need be with the returns in its cells put aside; returns why it could not, or ""."""
    refusal = stage_by_duckdb(connection, number, export, sniffed, wanted)
    if not refusal:
        return ""
    with returns_put_aside(export, sniffed) as aside:
        return stage_by_duckdb(connection, number, *aside, wanted, has_returns=True) if aside else refusal


def _stage_by_record(
    staged: StagedRows,
    number: int,
    export: ExportFile,
    sniffed: SniffedFile,
    wanted: WantedColumns,
    *,
    may_copy: bool = True,
) -> tuple[str, ...]:
    """Add the good records of a file, in a large text file by a copy that DuckDB reads, and name the others."""
    unreadable = shortened = below = 0
    refusal = ""
    with copy_of_good(export, sniffed) if may_copy else nullcontext() as copy:
        for batch in in_batches(records(export, sniffed), export.name):
            good = [record for record in batch if not record.problem]
            bad = [_unreadable(record) for record in batch if record.problem]
            if copy is not None:
                copy.add(good)
            else:
                numbers = [record.row_number for record in good]
                cells = [[cell.replace("\0", "") for cell in record.cells] for record in good]
                staged.add_arrow("file_rows", number, _as_table(numbers, cells, sniffed, wanted))
            staged.add("unreadable_rows", number, bad, UNREADABLE_ROWS_SCHEMA)
            below += sum(record.is_below_another for record in batch)
            unreadable += sum(bool(record.problem) and not record.is_below_another for record in batch)
            shortened += sum(record.left_off > 0 for record in good)
        if copy is not None:
            refusal = stage_copy(staged.connection, number, copy, wanted)
    if refusal:
        staged.forget(number)
        log.info("%s: its good rows are not read by DuckDB either: %s", export.name, refusal)
        return _stage_by_record(staged, number, export, sniffed, wanted, may_copy=False)
    return tuple(_on_rows(unreadable, shortened, below))


def _on_rows(unreadable: int, shortened: int, below: int) -> Iterator[str]:
    if unreadable:
        yield f"{number_of(unreadable, 'row')} could not be split into cells"
    if below:
        yield (
            f"{number_of(below, 'row is', 'rows are')} a second header, of other columns than the first, or"
            " below one: cut the file there and add both parts"
        )
    if shortened:
        yield (
            f"{number_of(shortened, 'row ends', 'rows end')} before the last columns, as Excel saves sixteen rows in"
            " which these are all empty: empty here"
        )


def _as_table(
    numbers: Sequence[int], rows: Sequence[Sequence[str]], sniffed: SniffedFile, wanted: WantedColumns
) -> pa.Table:
    """The wanted cells of rows, column by column; what stands for nothing becomes NULL."""
    positions = wanted.places_in(sniffed.header)
    empty = frozenset(("", *ERRORS, *wanted.nothing))
    columns = list(zip(*rows, strict=True)) or [()] * (max(chain(*positions.values())) + 1)
    arrays = {}
    for name, places in positions.items():
        if len(places) > 1:
            cells = [_together(row, empty) for row in zip(*(columns[place] for place in places), strict=True)]
        else:
            cells = [None if cell in empty else cell for cell in columns[places[0]]]
        wanted.odd.look_at(name, cells)
        arrays[name] = pa.array(cells, pa.string())
    return pa.table({"row_number": pa.array(numbers, pa.int64()), **arrays})


def _stage_columnar(
    staged: StagedRows, number: int, export: ExportFile, sniffed: SniffedFile, wanted: WantedColumns
) -> None:
    import pyarrow.compute as pc  # which columnar files alone need

    from mtw_pipeline.exports.reading.columnar.rows import text_batches

    positions = wanted.places_in(sniffed.header)
    header = sniffed.header
    order = list(dict.fromkeys(chain(*positions.values())))
    empty = pa.array(["", *ERRORS, *wanted.nothing])
    begun = 1
    for texts in text_batches(export, header.columns, order, header.list_separator):
        cells = [pc.if_else(pc.is_in(text, value_set=empty), None, text) for text in texts]
        found = {name: _joined([cells[order.index(place)] for place in places]) for name, places in positions.items()}
        rows = len(cells[0])
        numbers = pa.array(range(begun, begun + rows), pa.int64())
        staged.add_arrow("file_rows", number, pa.table({"row_number": numbers, **found}))
        begun += rows


def _joined(cells: Sequence[pa.Array]) -> pa.Array:
    import pyarrow.compute as pc

    if len(cells) == 1:
        return cells[0]
    return pc.binary_join_element_wise(pc.replace_substring_regex(cells[0], MIDNIGHT, ""), *cells[1:], " ")


def _together(cells: Sequence[str], empty: Collection[str]) -> str | None:
    if any(cell in empty for cell in cells):
        return None
    return " ".join([re.sub(MIDNIGHT, "", cells[0]), *cells[1:]])


def _unreadable(record: Record) -> dict[str, object]:
    return {
        "row_number": record.row_number,
        "line_number": record.line_number,
        "reason": record.problem,
        "raw": record.raw(),
    }
