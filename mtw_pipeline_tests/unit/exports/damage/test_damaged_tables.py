"""Tables with damaged records, in any encoding: read by DuckDB but for the damage, as they are record by record.

What belongs here: that both ways give the same. What does not: what is right of a damaged record (test_damage.py).
"""

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.odd_cells.bare_cells import OddCells
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.exports.reading.staging import StagedRows, begin_batch
from mtw_pipeline.exports.reading.tables import delimited, good_records
from mtw_pipeline.exports.reading.tables.plain_records import PlainRecords
from mtw_pipeline.exports.reading.tables.records import records
from mtw_pipeline.exports.reading.tables.wanted_columns import WantedColumns
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row

COLUMNS = ("id", "text", "day", "count")
CELLS = (
    "1345000000000000001", "99999", "1234", "", "a", "two words", 'say "so"', '"', '""', "one, two", "one\ntwo",
    "one\r\ntwo", "\r", "tab\t;", "#N/A", "nan", "id", "text", "day", "\u00e9\u20ac", "\ufdd0", " ", "2021-01-05",
    "\ufeffx",
)  # fmt: skip
PIECES = (
    '"', '""', ",", ";", "\n", "\r\n", "\r", "\n\n", "\0", "\\", '\\"', "x", " ", "1\r2", ',"', '",', '"\n', "\n\"",
    "text,id,day\n", "id,text,day,count\n", "day,count,id,text\n", "1,2\n", '"1,""2"",3,4"\n', "a,b,c,d\r\n",
    "99999,b\n" * 16,
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman")
ROWS = st.lists(st.lists(st.sampled_from(CELLS), min_size=4, max_size=4), max_size=40)
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.sampled_from(PIECES)), max_size=6)


def damaged(text: str, damage: Sequence[tuple[float, int, str]], begin: int) -> str:
    """A text in which pieces stand in the place of some characters, anywhere behind its header."""
    for place, length, piece in damage:
        at = begin + round(place * (len(text) - begin))
        text = text[:at] + piece + text[at + length :]
    return text


def table(rows: Sequence[Sequence[str]], delimiter: str, quoting: int, line_end: str) -> tuple[str, int]:
    """A table as text, and where its header ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerow(COLUMNS)
    begin = stream.tell()
    writer.writerows(rows)
    return stream.getvalue(), begin


@contextmanager
def none_is_plain() -> Iterator[None]:
    """Every record is split and looked at by Python, and none is copied for DuckDB."""
    usual = PlainRecords.__init__

    def without(self: PlainRecords, *given: Any) -> None:
        usual(self, *given)
        self.can_be_told = False

    with (
        mock.patch.object(PlainRecords, "__init__", without),
        mock.patch.object(good_records, "_FEWEST_BYTES", 1 << 60),
    ):
        yield


def found(export: ExportFile, sniffed: SniffedFile) -> list[object]:
    return [
        (
            one.row_number, one.line_number, list(one.lines), list(one.cells), one.problem, one.left_off,
            one.is_below_another, one.raw(),
        )
        for one in records(export, sniffed)
    ]  # fmt: skip


def staged(export: ExportFile, sniffed: SniffedFile, memory: duckdb.DuckDBPyConnection) -> tuple[object, ...]:
    """What stands in the tables of a batch, in their order, and the notes."""
    wanted = WantedColumns(
        {"one": ("id",), "two": ("text",), "three": ("day", "count")}, ("two",), ("nan",), OddCells((), ())
    )
    with memory.cursor() as connection:
        begin_batch(connection, wanted.sources, is_large=False)
        rows = StagedRows(connection)
        notes = delimited._stage_by_record(rows, 1, export, sniffed, wanted)
        rows.put()
        stand = [connection.execute(f"from {name}").fetchall() for name in ("file_rows", "unreadable_rows")]
    return notes, rows.unreadable, *stand


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=ROWS,
    damage=DAMAGE,
    delimiter=st.sampled_from([",", ",", ";", "\t"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    encoding=st.sampled_from(ENCODINGS),
    escape=st.sampled_from(['"', '"', '"', "\\"]),
    packed=st.booleans(),
)
@example([["1"] * 4] * 40, [(0.5, 0, '"')], ",", 0, "\n", "utf-8", '"', False)
@example([["99999"] * 4] * 40, [(0.4, 0, '\n"'), (0.9, 0, '"')], ",", 0, "\n", "utf-8", '"', False)
@example([["99999"] * 4] * 4, [(1.0, 0, "1,2,3,4\r\r\n")], ",", 0, "\r\n", "utf-8", '"', False)
@example([["1"] * 4] * 40, [(0.5, 0, "\0")], ",", 1, "\r\n", "utf-16", '"', True)
@example([["99999"] * 4] * 31, [(0.5, 0, "99999,b\n" * 16)], ",", 0, "\n", "utf-8", '"', False)
@example([["a", "text", "id", "b"]] * 3, [(0.3, 0, "text,id,day,count\n")], ",", 0, "\n", "utf-8", '"', False)
def test_all_but_damaged_records_are_read_by_duckdb_as_one_by_one(
    tmp_path_factory: pytest.TempPathFactory,
    memory: duckdb.DuckDBPyConnection,
    rows: list[list[str]],
    damage: list[tuple[float, int, str]],
    delimiter: str,
    quoting: int,
    line_end: str,
    encoding: str,
    escape: str,
    packed: bool,
) -> None:
    text, begin = table(rows, delimiter, quoting, line_end)
    content = damaged(text, damage, begin).encode(encoding, "replace")
    path = tmp_path_factory.getbasetemp() / "table.csv"
    path.write_bytes(gzip.compress(content, 1) if packed else content)
    export = ExportFile(path, path.name)
    header = Header(COLUMNS, 1, delimiter, escape=escape)
    sniffed = SniffedFile("delimited", "gzip" if packed else "none", encoding, (header,))
    with none_is_plain():
        one_by_one = found(export, sniffed), staged(export, sniffed, memory)
    with mock.patch.object(good_records, "_FEWEST_BYTES", 0), mock.patch.object(delimited, "_as_table", None):
        assert (found(export, sniffed), staged(export, sniffed, memory)) == one_by_one


PLAIN = csv_text(
    [
        rtweet_row(number, text=f'two\nlines, "{number}"' if number % 3 == 0 else f"caf\u00e9 of number {number}")
        for number in range(1, 301)
    ]
)
HEAD = PLAIN[: PLAIN.index("\n") + 1]
LINE = "caf\u00e9 of number 151"
KINDS: dict[str, str | bytes] = {
    "a stray mark": PLAIN.replace(LINE, f'"{LINE}'),
    "a mark within a cell": PLAIN.replace(LINE, LINE.replace("of", '"of')).replace("number 152", "number\r152"),
    "a cell missing": PLAIN.replace(f"{LINE},", LINE),
    "a cell too many": PLAIN.replace(LINE, f"{LINE},x"),
    "NUL": PLAIN.replace(LINE, f"{LINE}\0"),
    "no UTF-8": PLAIN.encode().replace(LINE.encode(), LINE.encode("cp1252")),
    "a mark never closed, at the end": PLAIN.rstrip("\n") + ',"x',
    "cut off": PLAIN[:-30],
    "a second header": PLAIN.replace("\n1345000000000000151", f"\n{','.join(reversed(HEAD.strip().split(',')))}\n1", 1),
    "lines with other ends": PLAIN.replace("\n13450000000000001", "\r\n13450000000000001"),
    "empty lines": PLAIN.replace("\n1345000000000000151", "\n\n\r\n1345000000000000151") + "\n\n",
    "UTF-16": PLAIN.encode("utf-16"),
    "UTF-16, damaged": PLAIN.replace(f"{LINE},", LINE).encode("utf-16"),
    "Windows-1252": PLAIN.encode("cp1252"),
    "Windows-1252, damaged": PLAIN.replace(f"{LINE},", LINE).encode("cp1252"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "csv.gz"])
def test_tables_with_damage_of_any_kind_are_stored_as_they_are_one_by_one(
    study: Study, warehouse: Warehouse, ending: str
) -> None:
    for kind, content in KINDS.items():
        assert content != PLAIN
        put(study, f"{kind}.{ending}", content)
    stand = []
    for fewest in (1 << 60, 0):
        with (
            mock.patch.object(good_records, "_FEWEST_BYTES", fewest),
            none_is_plain() if fewest else mock.patch.object(delimited, "_as_table", None),
            mock.patch.object(delimited, "rows_of_small_table", return_value=None),
        ):
            outcomes = read_window(warehouse, study, WINDOW)
        tables = [
            warehouse.connection.execute(f"from {one} order by export_file, row_number").fetchall()
            for one in ("raw_tweets", "rejected_rows")
        ]
        stand.append((outcomes, tables))
    assert stand[1] == stand[0]
    assert {one.rows_read for one in stand[1][0]} == {300, 301}
    assert len(stand[1][1][0]) + len(stand[1][1][1]) == sum(one.rows_read for one in stand[1][0])


def test_what_duckdb_refuses_of_the_copy_too_is_stored_by_python(
    tmp_path: Path, memory: duckdb.DuckDBPyConnection
) -> None:
    """A copy has numbers, and other encodings' characters have more bytes: a record may be too long for its reader."""
    path = tmp_path / "table.csv"
    path.write_text("id,text,day,count\n1,2,3,4\n5,6\n7,8,9,10\n")
    export = ExportFile(path, path.name)
    sniffed = SniffedFile("delimited", "none", "utf-8", (Header(COLUMNS, 1, ","),))
    one_by_one = staged(export, sniffed, memory)
    for told in ("the record is too long", "it found 1 row and not 2"):
        with (
            mock.patch.object(good_records, "_FEWEST_BYTES", 0),
            mock.patch.object(delimited, "stage_copy", return_value=told),
        ):
            assert staged(export, sniffed, memory) == one_by_one


def test_where_the_disk_is_short_no_copy_is_made(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,text,day,count\n1,2,3,4\n5,6\n")
    export = ExportFile(path, path.name)
    sniffed = SniffedFile("delimited", "none", "utf-8", (Header(COLUMNS, 1, ","),))
    free = mock.Mock(free=100)
    with (
        mock.patch.object(good_records, "_FEWEST_BYTES", 0),
        mock.patch.object(good_records.shutil, "disk_usage", return_value=free),
        good_records.copy_of_good(export, sniffed) as copy,
    ):
        assert copy is None
