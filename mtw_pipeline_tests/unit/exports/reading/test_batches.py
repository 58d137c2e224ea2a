"""Small files are read together; each must come out as if it had been read alone."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest import mock

import duckdb
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS, JSON_FORMATS
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.exports.reading.staging import begin_window
from mtw_pipeline.exports.reading.tables import delimited
from mtw_pipeline.exports.reading.tables.by_duckdb import stage_by_duckdb
from mtw_pipeline.exports.reading.tables.records import plain_rows, records
from mtw_pipeline.exports.reading.tables.returns_in_cells import returns_put_aside
from mtw_pipeline.exports.reading.tables.wanted_columns import WantedColumns
from mtw_pipeline.exports.reading.window import read_exports, read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row, v2_page, v2_tweet
from mtw_pipeline_tests.samples.sample import sample_of
from mtw_pipeline_tests.warehouses import EmptyWarehouses

MAPPED = """
[[column_map]]
name = "ours"
metrics_of = "own"
files = "ours-{language}-*.csv"
columns = {tweet_id = "n", created_at = "at", text = "said", author_handle = "who"}
"""
TABLES = ("validated_rows", "window_ties", "window_rejected_rows")
Rows = dict[str, list[tuple[object, ...]]]


def of_rows(*rows: Mapping[str, str], **dress: str) -> bytes:
    return csv_text(rows, **dress).encode()  # type: ignore[arg-type]


def ours(number: int, at: str = "2021-01-05 10:00:00") -> bytes:
    return f"n,at,said,who\n{1345000000000000000 + number},{at},invented {number},inv_{number}\n".encode()


def contents() -> dict[str, bytes]:
    """Files of every format, and whatever a file alone shows: what one of them proves must not reach the others."""
    files: dict[str, bytes] = {}
    for known in (*DELIMITED_FORMATS, *JSON_FORMATS):
        if known.name in {"edge_list", "x_archive", "x_archive_csv"}:
            continue
        sample = sample_of(known.name)
        files[f"{known.name}.txt"] = sample.text().encode()
        if known.name in {"academictwitter_tidy", "minet", "nodexl"}:  # whose mappings look at the whole of a file
            files[f"{known.name}-again.txt"] = sample.text("\r\n").encode()
    na = [rtweet_row(20 + one, screen_name="NA" if one == 1 else "inv_na") for one in range(4)]
    filled = [rtweet_row(30 + one, hashtags="NA", reply_count="NA", quote_count="NA", lang="NA") for one in range(4)]
    rounded = [rtweet_row(40 + one, status_id=f"13450000000000{one}0000") for one in range(5)]
    byte_strings = [rtweet_row(50 + one, text=f"b'gr\\xc3\\xbc\\xc3\\x9fe {one}'") for one in range(3)]
    escaped = [rtweet_row(55 + one, text=f"gr<U+00FC>ße <U+1F600> {one}", hashtags="<U+65E5>") for one in range(4)]
    spreadsheet = [rtweet_row(60 + one, created_at=f"{13 + one}/1/2021 10:00") for one in range(3)]
    american = [rtweet_row(65 + one, created_at=f"1/{13 + one}/2021 10:00") for one in range(3)]
    unsure = [rtweet_row(70 + one, created_at="1/2/2021 10:00", status_id=f"7{one}") for one in range(3)]
    promoted = [{**rtweet_row(75), "promoted": "TRUE"}, {**rtweet_row(76), "promoted": "FALSE"}]
    foreign = of_rows(rtweet_row(89, text="\u00e9\u00e9\u00e9"))
    damaged = of_rows(rtweet_row(81), rtweet_row(82, text='never "closed'), rtweet_row(83))
    files |= {
        "na.csv": of_rows(*na),
        "filled.csv": of_rows(*filled),
        "rounded.csv": of_rows(*rounded),
        "bytes.csv": of_rows(*byte_strings),
        "escaped.csv": of_rows(*escaped),
        "spreadsheet.csv": of_rows(*spreadsheet),
        "american.csv": of_rows(*american),
        "unsure.csv": of_rows(*unsure),
        "promoted.csv": csv_text(promoted, promoted[0]).encode(),
        "open.csv": damaged.replace(b'""', b'"', 1),
        "ragged.csv": of_rows(rtweet_row(84), rtweet_row(85)) + b"one,two\n",
        "outside.csv": of_rows(rtweet_row(86), rtweet_row(87, created_at="2023-01-01 00:00:00")),
        "marked.csv": "\ufeff".encode() + of_rows(rtweet_row(88, hashtags="in\u200bvented"), delimiter=";"),
        "cp1252.csv": (foreign := of_rows(rtweet_row(89, text="\u00e9\u00e9\u00e9")))
        + foreign.split(b"\n")[1][:-1]
        + b"\xfc\n",
        "utf16.csv": csv_text([rtweet_row(91)]).encode("utf-16"),
        "mojibake.csv": of_rows(rtweet_row(92, text="caf\xc3\xa9 again")),
        "nobody.csv": of_rows(rtweet_row(93, reply_to_user_id="-1", favorite_count="-1")),
        "packed.csv.gz": gzip.compress(of_rows(rtweet_row(94))),
        "cut.csv.gz": gzip.compress(of_rows(rtweet_row(95)))[:-20],
        "lines.csv": of_rows(rtweet_row(96, text="of two\nlines"), rtweet_row(97, text='with "marks", and more')),
        "empty.csv": b"",
        "unknown.csv": b"a,b\n1,2\n",
        "noise.csv": bytes(range(256)) * 4,
        "broken.jsonl": (v2_page(v2_tweet(100), {"note": "none"}) + "{broken\n" + v2_page(v2_tweet(101))).encode(),
        "late.jsonl": v2_page(v2_tweet(102, created_at="2023-01-01T00:00:00.000Z"), v2_tweet(103)).encode(),
        "users.json": b'{"data": [{"id": "1", "username": "inv", "name": "Inv"}]}',
        "ours-en-1.csv": ours(110),
        "ours-de-2.csv": ours(111),
        "ours-de-3.csv": ours(112, at="no time"),
        "ties.csv": b"source,target,weight,time\ninv_a,inv_b,2,2021-01-05 10:00:00\ninv_b,,1,\n",
        "ties2.csv": b"source,target,weight\ninv_a,inv_c,x\n",
    }
    return files


@dataclass(frozen=True)
class Alone:
    """What became of each file that was read alone."""

    warehouse: Warehouse
    exports: Sequence[ExportFile]
    settings: StudySettings
    outcomes: Mapping[str, FileOutcome]
    rows: Mapping[str, Rows]


def rows_of(warehouse: Warehouse, export_file: str) -> Rows:
    """All that the tables of the window hold of a file, with the places of its rows."""
    return {
        table: warehouse.connection.execute(
            f"select * exclude (file_number) from {table} where export_file = $name order by row_number",
            {"name": export_file},
        ).fetchall()
        for table in TABLES
    }


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, empty_warehouses: EmptyWarehouses) -> Iterator[Alone]:
    folder = tmp_path_factory.mktemp("alone")
    study = make_study(folder / "study", settings=MAPPED)
    exports = []
    for name, content in contents().items():
        (folder / name).write_bytes(content)
        exports.append(ExportFile(folder / name, name))
    with empty_warehouses.lent() as warehouse:
        outcomes, rows = {}, {}
        for export in exports:
            begin_window(warehouse.connection)
            [outcomes[export.name]] = read_exports(warehouse.connection, study.settings, WINDOW, [export])
            rows[export.name] = rows_of(warehouse, export.name)
        yield Alone(warehouse, exports, study.settings, outcomes, rows)


def test_the_files_show_what_they_should(alone: Alone) -> None:
    """Else reading them together would prove little."""
    notes = " ".join(note for one in alone.outcomes.values() for note in one.notes)
    shown = (
        "byte strings", "by their numbers", "rounded them", "Windows-1252", "are written as %d/%m",
        "are written as %m/%d", "row by row", "which part of its", "not all of it is UTF-8", "name no zone",
    )  # fmt: skip
    assert [one for one in shown if one not in notes] == []
    assert sum(one.status == "refused" for one in alone.outcomes.values()) >= 5
    taken = {table: sum(len(rows[table]) for rows in alone.rows.values()) for table in TABLES}
    assert all(taken.values())


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=st.permutations(range(len(contents()))), files=st.integers(2, len(contents())))
@example(chosen=list(range(len(contents()))), files=len(contents()))
def test_files_that_are_read_together_come_out_as_if_each_were_read_alone(
    alone: Alone, chosen: Sequence[int], files: int
) -> None:
    exports = [alone.exports[one] for one in chosen[:files]]
    begin_window(alone.warehouse.connection)
    outcomes = read_exports(alone.warehouse.connection, alone.settings, WINDOW, exports)
    assert [one.export_file for one in outcomes] == [one.name for one in exports]
    held = alone.warehouse.connection.execute("select table_name from duckdb_tables()").fetchall()
    assert {name for (name,) in held}.isdisjoint({"file_rows", "staged_rows"}), "let go of before the rows are stored"
    for outcome in outcomes:
        assert outcome == alone.outcomes[outcome.export_file]
        assert rows_of(alone.warehouse, outcome.export_file) == alone.rows[outcome.export_file]


@pytest.mark.parametrize("names", [("a.jsonl", "b.csv"), ("b.jsonl", "a.csv")])
def test_documents_and_a_table_of_one_column_map_are_both_read(
    tmp_path: Path, warehouse: Warehouse, names: tuple[str, str]
) -> None:
    """Whichever is called before: behind small JSON no row of the table was read, and it was told to have none."""
    study = make_study(tmp_path / "mapped", settings=MAPPED.replace("ours-{language}-*.csv", "*.*"))
    document = {"n": "1345000000000000001", "at": "2021-01-05 10:00:00", "said": "invented", "who": "inv_1"}
    for name, content in zip(names, (json.dumps(document).encode(), ours(2)), strict=True):
        put(study, name, content)
    outcomes = read_window(warehouse, study, WINDOW)
    assert [(one.rows_read, [*one.notes]) for one in outcomes] == [(1, []), (1, [])]
    taken = warehouse.connection.execute("select author_handle from raw_tweets order by tweet_id").fetchall()
    assert taken == [("inv_1",), ("inv_2",)]


def test_many_small_files_are_validated_at_once(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each costs what planning the statement costs."""
    for number in range(30):
        put(study, f"{number:02}.csv", csv_text([rtweet_row(number)]))
        put(study, f"{number:02}.json", v2_page(v2_tweet(100 + number)))
    asked: list[str] = []

    def counted(statement: str) -> str:
        asked.append(statement)
        return sql_text(statement)

    monkeypatch.setattr("mtw_pipeline.exports.reading.validation.sql_text", counted)
    assert sum(one.rows_read for one in read_window(warehouse, study, WINDOW)) == 60
    assert asked.count("exports/reading/validated_rows") == 2


CELLS = st.text(st.sampled_from('ab,;" \t\n\r\u00e9#NA1'), max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(CELLS, CELLS), max_size=4),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    odd=st.sampled_from(["", '"', "\n", "x", 'x"y', '"x"y', "\r\n", "1,2,3", "\x00"]),
    at=st.integers(0, 40),
)
def test_what_is_split_at_once_is_split_so_by_duckdb_and_record_by_record(
    tmp_path: Path, rows: list[tuple[str, str]], quoting: int, line_end: str, odd: str, at: int
) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=quoting, lineterminator=line_end).writerows([("one", "two"), *rows])  # type: ignore[arg-type]
    written = stream.getvalue()
    text = written[:at] + odd + written[at:] if at >= len("one,two\n") else written
    header = Header(("one", "two"), 1, ",")
    split = plain_rows(text, header)
    if split is None:
        return
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    export, sniffed = ExportFile(path, path.name), SniffedFile("delimited", encoding="utf-8", headers=(header,))
    by_duckdb = duckdb.execute(
        "select * from read_csv($path, delim = ',', quote = '\"', escape = '\"', header = false, skip = 1,"
        " auto_detect = false, all_varchar = true, strict_mode = true, nullstr = [''],"
        " columns = {'one': 'VARCHAR', 'two': 'VARCHAR'})",
        {"path": str(path)},
    ).fetchall()
    assert [tuple(cell or None for cell in row) for row in split] == by_duckdb
    found = list(records(export, sniffed))
    assert [(one.problem, tuple(one.cells)) for one in found] == [("", tuple(row)) for row in split]


PIECES = ["a", "1", ",", '"', '""', '"a\rb"', "\n", "\r\n", "\r", "\r", "\ufdd0", "a,b\n", "a\r,b\n", "a,b\r\n"]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12), head_end=st.sampled_from(["\n", "\r\n", "\r"]))
@example(pieces=["a,b\r"], head_end="\n")
@example(pieces=["a\rb,c\n", "d,e\r"], head_end="\n")
@example(pieces=["a\r\r\nb,c\n"], head_end="\n")
def test_returns_that_are_put_aside_are_parts_of_the_cells_that_they_are_record_by_record(
    tmp_path: Path, memory: duckdb.DuckDBPyConnection, pieces: list[str], head_end: str
) -> None:
    """Rows with a delimiter behind their last cell are apart: DuckDB takes it for none, here it is refused."""
    text = "".join(pieces)
    cells = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "a"), newline=""))
    assume(not any(len(row) > len(("one", "two")) and not row[-1] for row in cells))
    path = tmp_path / "table.csv"
    path.write_bytes(f"one,two{head_end}{text}".encode())
    header = Header(("one", "two"), 1, ",")
    export, sniffed = ExportFile(path, path.name), SniffedFile("delimited", encoding="utf-8", headers=(header,))
    wanted = WantedColumns({"one": ("one",), "two": ("two",)}, ())
    with returns_put_aside(export, sniffed) as aside, memory.cursor() as connection:
        if aside is None:
            return
        connection.execute("create temp table file_rows (file_number int, row_number bigint, one varchar, two varchar)")
        if stage_by_duckdb(connection, 1, *aside, wanted, has_returns=True):
            return
        by_duckdb = connection.execute("select row_number, one, two from file_rows order by row_number").fetchall()
    found = [(one.problem, (one.row_number, *(cell or None for cell in one.cells))) for one in records(export, sniffed)]
    assert found == [("", row) for row in by_duckdb]


def test_a_table_of_many_rows_with_returns_in_its_cells_is_read_by_duckdb(study: Study, warehouse: Warehouse) -> None:
    """Python's csv before 3.13 writes them without quotation marks, and so pandas; row by row takes far longer."""
    rows = [rtweet_row(number, text=f"one\rtwo {number}") for number in range(1, 400)]
    text = csv_text(rows).replace('"', "")
    for name, content in (("plain.csv", text.encode()), ("packed.csv.gz", text.encode())):
        put(study, name, content)
    outcomes = read_window(warehouse, study, WINDOW)
    assert [(one.rows_read, one.notes) for one in outcomes] == [(399, []), (399, [])]
    texts = warehouse.connection.execute("select distinct text from raw_tweets").fetchall()
    assert {text for (text,) in texts} == {f"one\rtwo {number}" for number in range(1, 400)}


CHARACTERS = ("a", "\n", "\u00e9", "\u20ac", "\U0001f600")
NO_CHARACTERS = (b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xff", b"\x80", b"\xe2\x82", b"\xf0\x9f")


@settings(max_examples=100, deadline=None)
@given(
    pieces=st.lists(st.sampled_from([*(one.encode() for one in CHARACTERS * 3), *NO_CHARACTERS]), max_size=5),
    at_once=st.integers(1, 7),
)
def test_what_is_utf8_is_told_as_python_tells_it_wherever_a_file_is_cut(pieces: list[bytes], at_once: int) -> None:
    content = b"".join(pieces)
    sniffed = SimpleNamespace(compression="none", header=Header(("one", "two"), 1, ","))
    with (
        mock.patch.object(delimited, "_CHUNK", at_once),
        mock.patch.object(delimited, "opened_bytes", return_value=io.BytesIO(content)),
    ):
        refusal = delimited._why_no_text(cast("ExportFile", None), cast("SniffedFile", sniffed))
    try:
        content.decode()
    except UnicodeDecodeError:
        assert refusal
    else:
        assert not refusal
