"""Text tables into ``file_rows`` by DuckDB's own reader, in strict mode: everything is said, and nothing ignored.

What belongs here: asking that reader. What does not: what it must not be asked, and what becomes of what it refuses
(delimited.py).
"""

from collections.abc import Sequence

import duckdb

from mtw_pipeline.exports.formats.cells import ERRORS
from mtw_pipeline.exports.formats.delimited.column_map import MIDNIGHT
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.exports.reading.tables.good_records import GoodRecords
from mtw_pipeline.exports.reading.tables.returns_in_cells import RETURN
from mtw_pipeline.exports.reading.tables.wanted_columns import WantedColumns
from mtw_pipeline.wording import number_of


def stage_by_duckdb(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    export: ExportFile,
    sniffed: SniffedFile,
    wanted: WantedColumns,
    *,
    has_returns: bool = False,
) -> str:
    """Read the file by DuckDB; returns why it could not, or "".

    Rows are numbered when they are stored, in the order of the file: asked for a number while it reads, DuckDB reads by
    one thread.
    """
    read = _read_by_duckdb(connection, number, export, sniffed, wanted, has_returns=has_returns)
    if isinstance(read, str):
        return read
    connection.execute(
        "update file_rows set row_number = rowid + 1 - (select min(rowid) from file_rows where row_number is null)"
        " where row_number is null"
    )
    return ""


def stage_copy(connection: duckdb.DuckDBPyConnection, number: int, copy: GoodRecords, wanted: WantedColumns) -> str:
    """Read the good records of a file by DuckDB; returns why it could not, or ""."""
    copy.close()
    wanted.odd.are_counted = False
    read = _read_by_duckdb(connection, number, copy.export, copy.sniffed, wanted, number_at=copy.number_at)
    if isinstance(read, str):
        return read
    return "" if read == copy.rows else f"it found {number_of(read, 'row')} and not {copy.rows:,}"


def _read_by_duckdb(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    export: ExportFile,
    sniffed: SniffedFile,
    wanted: WantedColumns,
    *,
    has_returns: bool = False,
    number_at: int | None = None,
) -> int | str:
    """Read a file by DuckDB.

    Args:
        connection: the warehouse's connection.
        number: that of the file.
        export: the file, or a copy of it.
        sniffed: what is known of it.
        wanted: the columns.
        has_returns: whether ``RETURN`` stands for carriage returns in it.
        number_at: at which place among its cells, from 0, the number of a row stands in it; None where at none.

    Returns:
        How many rows it has, or why it could not be read.
    """
    positions = wanted.places_in(sniffed.header)
    shown = _with_returns if has_returns else str
    cells = [f'{shown(_cells_together(at))} as "{name}"' for name, at in positions.items()]
    if number_at is not None:
        cells.append(f"cast(cell_{number_at} as bigint) as row_number")
    try:
        [(rows,)] = connection.execute(
            f"insert into file_rows by name select $number as file_number, {', '.join(cells)} from read_csv("
            "$path, delim = $delimiter, quote = '\"', escape = '\"', header = false, skip = $skipped,"
            " auto_detect = false, all_varchar = true, nullstr = $nothing, strict_mode = true,"
            " max_line_size = $longest, buffer_size = $at_once, compression = $compression, columns = $columns)",
            {
                "number": number,
                "path": _as_literal_path(export),
                "nothing": ["", *ERRORS, *wanted.nothing],
                "delimiter": sniffed.header.delimiter,
                "skipped": sniffed.header.last_line,
                "longest": export.bounds.cell_characters,
                "at_once": 2 * export.bounds.cell_characters,  # by itself sixteen longest lines: 256 MB of a small file
                "compression": sniffed.compression,
                "columns": {f"cell_{position}": "VARCHAR" for position in range(len(sniffed.header.columns))},
            },
        ).fetchall()
    # not implemented: lines without end that hold nothing
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.NotImplementedException) as error:
        return str(error).splitlines()[0].rstrip(".").replace("Invalid Input Error: ", "")
    return int(rows)


def _as_literal_path(export: ExportFile) -> str:
    """The path, with the characters that DuckDB would take for a pattern made literal."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(export.path))


def _with_returns(cell: str) -> str:
    """A cell with its carriage returns; most have none, which is told in a sixth of the time of replacing them."""
    return f"case when contains({cell}, '{RETURN}') then replace({cell}, '{RETURN}', chr(13)) else {cell} end"


def _cells_together(places: Sequence[int]) -> str:
    """The cells of a row in SQL, in one text where there are several."""
    if len(places) == 1:
        return f"cell_{places[0]}"
    date, *times = places
    return " || ' ' || ".join([f"regexp_replace(cell_{date}, '{MIDNIGHT}', '')", *(f"cell_{time}" for time in times)])
