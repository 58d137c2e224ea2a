"""Damage that a file takes on its way: read rightly, or refused with its reason, and never passed over."""

import bz2
import csv
import gzip
import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from mtw_pipeline.exports.reading import batches
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import (
    NETLYTIC_COLUMNS,
    WINDOW,
    csv_text,
    netlytic_row,
    put,
    rtweet_row,
    v2_page,
    v2_tweet,
    with_bounds,
)

ID = 1_345_000_000_000_000_000


def raw(warehouse: Warehouse, column: str) -> list[object]:
    found = warehouse.connection.execute(f"select {column} from raw_tweets order by export_file, row_number").fetchall()
    return [value for (value,) in found]


def reasons(warehouse: Warehouse) -> list[str]:
    found = warehouse.connection.execute("select reason from rejected_rows order by row_number").fetchall()
    return [reason for (reason,) in found]


def rows_with_ids(ids: list[int]) -> str:
    return csv_text([rtweet_row(number, status_id=str(each)) for number, each in enumerate(ids)])


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("ids", "rounded"),
    [
        ([(ID + number * 123_457) // 10_000 * 10_000 for number in range(30)], 30),
        ([(ID + number * 123_457) // 100 * 100 for number in range(30)], 30),
        ([int(float(ID + number * 123_457)) for number in range(30)], 30),
        ([(ID + number * 123_457) // 1000 * 1000 + (number % 3 > 0) for number in range(30)], 10),
        ([ID + number * 123_457 for number in range(30)], 0),
        ([(ID // 4096 + number) * 4096 for number in range(200)], 200),
        ([(ID // 4096 + number) * 4096 for number in range(60)], 0),
    ],
    ids=[
        "15 digits",
        "17 digits",
        "doubles",
        "some rows of 15 digits",
        "whole",
        "200 of sequence 0",
        "60 of sequence 0",
    ],
)
def test_ids_that_were_rounded_show_over_the_whole_file(
    study: Study, warehouse: Warehouse, ids: list[int], rounded: int
) -> None:
    put(study, "a.csv", rows_with_ids(ids))
    [account] = read_window(warehouse, study, WINDOW)
    assert len([reason for reason in reasons(warehouse) if "was rounded" in reason]) == rounded
    assert bool(account.notes) == bool(rounded)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_carriage_return_within_a_cell_ends_no_row(study: Study, warehouse: Warehouse, end: str) -> None:
    rows = [rtweet_row(number) for number in range(1, 5)]
    rows[0]["text"] = "first|and more||, quoted"
    rows[2]["text"] = "a broken|thought"
    put(study, "a.csv", csv_text(rows).replace("\n", end).replace("|", "\r"))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, reasons(warehouse)) == (4, [])
    assert raw(warehouse, "text") == [
        "first\rand more\r\r, quoted", "an invented sentence, number 2", "a broken\rthought",
        "an invented sentence, number 4",
    ]  # fmt: skip


@pytest.mark.parametrize("head_end", ["\r", "\n"])
def test_carriage_returns_alone_can_end_all_rows(study: Study, warehouse: Warehouse, head_end: str) -> None:
    text = csv_text([rtweet_row(number) for number in range(1, 5)])
    put(study, "a.csv", text.replace("\n", "\r").replace("\r", head_end, 1))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, len(raw(warehouse, "text")), reasons(warehouse)) == (4, 4, [])


def test_a_byte_of_another_encoding_behind_many_columns_harms_nothing(study: Study, warehouse: Warehouse) -> None:
    extra = {f"extra {place}": "x" * 100 for place in range(60)}
    rows = [{**extra, **rtweet_row(number)} for number in range(1, 301)]
    rows[-1]["hashtags"] = "<here>"
    text = csv_text(rows, tuple(rows[0]))
    put(study, "a.csv", text.encode().replace(b"<here>", b"caf\xe9", 1))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, reasons(warehouse)) == (300, [])
    assert raw(warehouse, "hashtags")[-1] == ["café"]
    assert account.notes == ["read row by row, because not all of it is UTF-8"]
    assert warehouse.connection.execute("select 1").fetchall() == [(1,)]


PAGES = [v2_page(v2_tweet(1), v2_tweet(2)), v2_page(v2_tweet(3))]
TWEETS = [json.dumps(v2_tweet(number)) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "".join(page.strip() for page in PAGES),
        "\n".join(json.dumps(json.loads(page), indent=2) for page in PAGES),
        ",\n".join(page.strip() for page in PAGES),
        "[" + ", ".join(TWEETS),
        "[\n  " + ",\n  ".join(TWEETS) + "\n",
        json.dumps([json.loads(one) for one in TWEETS], indent=0)[:-1],
    ],
    ids=["no line between", "as jq prints", "commas", "array not closed", "many lines", "indent 0"],
)
def test_documents_that_stand_together_are_read_one_by_one(study: Study, warehouse: Warehouse, text: str) -> None:
    put(study, "a.json", text)
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, reasons(warehouse)) == (3, [])
    assert raw(warehouse, "tweet_id") == [str(ID + number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            PAGES[0].strip() + PAGES[1][:60] + "\n",
            f"line 1, column {len(PAGES[0]) + PAGES[1].index('an inv') - 1}:",
        ),
        ("[" + ", ".join(TWEETS[:2]) + ', {"id": "13', "line 1, column "),
        (PAGES[0] + '{"data": [\n' + PAGES[1], "line 2, column "),
        (json.dumps(json.loads(PAGES[0]), indent=2) + '\n{\n "data": [oops\n', "line "),
    ],
)
def test_what_is_broken_among_documents_is_named_and_the_others_are_taken(
    study: Study, warehouse: Warehouse, text: str, place: str
) -> None:
    put(study, "a.json", text)
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "tweet_id")[:2] == [str(ID + 1), str(ID + 2)]
    assert [one for one in reasons(warehouse) if one.startswith(f"broken JSON at {place}")]


def test_brackets_without_end_are_one_broken_document(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.json", PAGES[0] + "[" * 300_000)
    read_window(warehouse, study, WINDOW)
    assert len(raw(warehouse, "tweet_id")) == 2
    assert len(reasons(warehouse)) == 1


def test_small_numbers_and_guards_around_ids_are_no_part_of_them(study: Study, warehouse: Warehouse) -> None:
    cells = [
        {"status_id": f'="{ID}"'},
        {"status_id": f"'{ID + 1}"},
        {"user_id": "9001.0"},
        {"reply_to_user_id": "77.0"},
    ]
    put(study, "a.csv", csv_text([rtweet_row(number + 5, **each) for number, each in enumerate(cells)]))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "tweet_id")[:2] == [str(ID), str(ID + 1)]
    assert raw(warehouse, "author_id")[2] == "9001"
    assert raw(warehouse, "in_reply_to_user_id")[3] == "77"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("44201.5", "2021-01-05 12:00:00"),
        ("44201.999988426", "2021-01-05 23:59:59"),
        ("1609848000", "2021-01-05 12:00:00"),
        ("1609848000.0", "2021-01-05 12:00:00"),
        ("1609848000000", "2021-01-05 12:00:00"),
        ("2021-01-05 12:00:00 UTC", "2021-01-05 12:00:00"),
        ("2021-01-05T14:00:00+02:00", "2021-01-05 12:00:00"),
        ("Tue Jan 05 12:00:00 +0000 2021", "2021-01-05 12:00:00"),
    ],
)
def test_times_of_every_kind_are_read(study: Study, warehouse: Warehouse, written: str, meant: str) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, created_at=written)]))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "strftime(created_at, '%Y-%m-%d %H:%M:%S')") == [meant]


def test_python_byte_strings_are_decoded_and_said(study: Study, warehouse: Warehouse) -> None:
    texts = [str("caf\u00e9 \U0001f642".encode()), str(b"it's"), "b'broken \\x"]
    put(study, "a.csv", csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts * 10)]))
    put(study, "b.csv", csv_text([rtweet_row(50, text="b'ware"), rtweet_row(51), rtweet_row(52)]))
    first, second = read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text")[:3] == texts[:3]
    assert (first.notes, second.notes) == ([], [])
    put(study, "a.csv", csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts[:2])]))
    first, _ = read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text")[:2] == ["caf\u00e9 \U0001f642", "it's"]
    assert "decoded" in first.notes[0]


def test_mojibake_is_reported_and_left_alone(study: Study, warehouse: Warehouse) -> None:
    text = "caf\u00e9 \u2014 it\u2019s".encode().decode("cp1252", "replace")
    put(study, "a.csv", csv_text([rtweet_row(1, text=text), rtweet_row(2, text="caf\u00e9")]))
    [account] = read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text") == [text, "caf\u00e9"]
    assert account.notes[0].startswith("1 texts look as if UTF-8 had been read as Windows-1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_seen(study: Study, warehouse: Warehouse, encoding: str) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, text="caf\u00e9")]).encode(encoding))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text") == ["caf\u00e9"]


def test_backslashes_before_quotation_marks_are_seen_as_the_dialect_that_they_are(
    study: Study, warehouse: Warehouse
) -> None:
    texts = ['he said "yes", twice', "plain", 'a \\ and "so"']
    content = csv_text([rtweet_row(number, text=text) for number, text in enumerate(texts)])
    escaped = "\n".join(line.replace("\\", "\\\\").replace('""', '\\"') for line in content.splitlines())
    put(study, "a.csv", escaped)
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text") == texts


@pytest.mark.parametrize("above", ["\n", "Report of 2021\n", "sep=,\n", "Made by,an invented program\n,\n\n"])
def test_a_header_below_other_lines_is_found(study: Study, warehouse: Warehouse, above: str) -> None:
    put(study, "a.csv", above + csv_text([rtweet_row(1), rtweet_row(2, created_at="?")]))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.refusal, account.rows_read) == (None, 2)
    places = warehouse.connection.execute("select row_number, line_number from rejected_rows").fetchall()
    assert places == [(2, above.count("\n") + 3)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_name_of_the_header_may_go_on_over_a_line_end(study: Study, warehouse: Warehouse, end: str) -> None:
    rows = [rtweet_row(1), rtweet_row(2, created_at="?"), rtweet_row(3)]
    text = csv_text([{**row, "my | note": "x"} for row in rows], [*rows[0], "my | note"])
    put(study, "a.csv", text.replace("my | note", '"my | note"').replace("\n", end).replace("|", end))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, account.unknown_columns) == (3, [f"my {end} note"])
    assert raw(warehouse, "tweet_id") == [str(ID + 1), str(ID + 3)]
    assert warehouse.connection.execute("select row_number, line_number from rejected_rows").fetchall() == [(2, 4)]


def test_a_table_without_a_header_is_refused_as_such(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2)]).split("\n", 1)[1])
    [account] = read_window(warehouse, study, WINDOW)
    assert "has no header" in str(account.refusal)


def test_blanks_in_a_header_do_not_matter(study: Study, warehouse: Warehouse) -> None:
    header, rest = csv_text([rtweet_row(1)]).split("\n", 1)
    put(study, "a.csv", header.replace(",", " , ").upper() + "\n" + rest)
    assert read_window(warehouse, study, WINDOW)[0].refusal is None


def test_files_of_an_archive_are_read_one_by_one(study: Study, warehouse: Warehouse) -> None:
    content = csv_text([rtweet_row(1), rtweet_row(2, created_at="?")])
    members = {"data/a.csv": content, "again/a.csv": content, "__MACOSX/._a.csv": b"\0", "photo.jpg": b"\xff",
               "b.csv": csv_text([netlytic_row(3)], NETLYTIC_COLUMNS), "c.txt": "nothing"}  # fmt: skip
    put(study, "all.zip", zipped(members))
    accounts = {account.export_file: account for account in read_window(warehouse, study, WINDOW)}
    assert {name: account.format for name, account in accounts.items()} == {
        "all.zip/again/a.csv": "rtweet", "all.zip/b.csv": "netlytic", "all.zip/c.txt": None, "all.zip/data/a.csv": None,
    }  # fmt: skip
    assert "same content as all.zip/again/a.csv" in str(accounts["all.zip/data/a.csv"].refusal)
    assert sorted(raw(warehouse, "tweet_id")) == [str(ID + 1), str(ID + 3)]
    assert len(reasons(warehouse)) == 1


def test_an_archive_that_swells_beyond_reason_is_refused_in_time(study: Study, warehouse: Warehouse) -> None:
    study = with_bounds(study, unpacked_megabytes=2)
    put(study, "a.zip", zipped({"a.csv": b"0" * (1 << 26)}))
    put(study, "b.csv", csv_text([rtweet_row(1)]))
    bomb, good = read_window(warehouse, study, WINDOW)
    assert "which no export does" in str(bomb.refusal)
    assert good.rows_read == 1


@pytest.mark.parametrize("content", [zipped({}), zipped({"a.png": b"x"}), zipped({"a.csv": "x" * 999})[:-80]])
def test_an_archive_without_exports_is_refused(study: Study, warehouse: Warehouse, content: bytes) -> None:
    put(study, "a.zip", content)
    [account] = read_window(warehouse, study, WINDOW)
    assert account.refusal


ROWS = csv_text([rtweet_row(number) for number in range(1, 40)])


@pytest.mark.parametrize("place", [0, 60, 200], ids=["its beginning", "its content", "deep in its content"])
def test_a_damaged_file_of_an_archive_is_refused_and_the_others_are_read(
    study: Study, warehouse: Warehouse, place: int
) -> None:
    packed = bytearray(zipped({"a.csv": ROWS, "b.csv": csv_text([rtweet_row(50)])}))
    packed[place : place + 4] = b"\xff\x00\xff\x00"
    put(study, "all.zip", bytes(packed))
    damaged, good = read_window(warehouse, study, WINDOW)
    assert "cannot be unpacked" in str(damaged.refusal)
    assert (good.refusal, raw(warehouse, "export_file")) == (None, ["all.zip/b.csv"])


def workbook_with(part: str, content: bytes | None) -> bytes:
    """A workbook of two rows, one part of which holds something else, or is missing."""
    book = Workbook()
    for row in csv.reader(io.StringIO(csv_text([rtweet_row(1), rtweet_row(2)]))):
        book.worksheets[0].append(row)
    whole, damaged = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            if name != part or content is not None:
                new.writestr(zipfile.ZipInfo(name), content if name == part and content else old.read(name))
    return damaged.getvalue()


@pytest.mark.parametrize("content", [None, b" ", b"<worksheet><sheetData><row", b"<a/>", b"no xml"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused_and_leaves_nothing(
    study: Study, warehouse: Warehouse, part: str, content: bytes | None
) -> None:
    put(study, "a.xlsx", workbook_with(part, content))
    put(study, "b.csv", csv_text([rtweet_row(3)]))
    damaged, good = read_window(warehouse, study, WINDOW)
    assert damaged.refusal
    assert (good.refusal, raw(warehouse, "export_file"), reasons(warehouse)) == (None, ["b.csv"], [])


def test_a_workbook_that_breaks_off_behind_its_header_is_refused(study: Study, warehouse: Warehouse) -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook_with("", None))).read("xl/worksheets/sheet1.xml")
    put(study, "a.xlsx", workbook_with("xl/worksheets/sheet1.xml", whole[: whole.index(b'<row r="3"') + 60]))
    [account] = read_window(warehouse, study, WINDOW)
    assert "The workbook cannot be read" in str(account.refusal)
    assert (raw(warehouse, "tweet_id"), reasons(warehouse)) == ([], [])


@pytest.mark.parametrize("said", [b"A1", b"A1:B2", b"A1:XFD1048576"])
def test_a_sheet_is_read_to_its_end_wherever_the_file_says_that_it_ends(
    study: Study, warehouse: Warehouse, said: bytes
) -> None:
    whole = zipfile.ZipFile(io.BytesIO(workbook_with("", None))).read("xl/worksheets/sheet1.xml")
    changed = re.sub(rb'<dimension ref="[A-Z0-9:]+"', b'<dimension ref="' + said + b'"', whole)
    assert changed != whole
    put(study, "a.xlsx", workbook_with("xl/worksheets/sheet1.xml", changed))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.rows_read, raw(warehouse, "tweet_id")) == (2, [str(ID + 1), str(ID + 2)])


def test_a_file_that_grows_while_it_is_read_is_refused_and_leaves_nothing(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2, created_at="?")]))
    put(study, "b.csv", csv_text([rtweet_row(3)]))
    store_rejected = batches.store_rejected

    def grows(*arguments: Any) -> None:
        store_rejected(*arguments)
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write("more\n")

    monkeypatch.setattr(batches, "store_rejected", grows)
    first, second = read_window(warehouse, study, WINDOW)
    assert "changed while it was read" in str(first.refusal)
    assert second.refusal is None
    assert (raw(warehouse, "tweet_id"), reasons(warehouse)) == ([str(ID + 3)], [])


def test_the_same_file_twice_counts_once(study: Study, warehouse: Warehouse) -> None:
    for name in ("a.csv", "copy of a.csv"):
        put(study, name, csv_text([rtweet_row(1)]))
    first, second = read_window(warehouse, study, WINDOW)
    assert (first.status, second.status) == ("read", "refused")
    assert "same content as a.csv" in str(second.refusal)


def test_rows_of_two_encodings_are_both_read_as_what_they_are(study: Study, warehouse: Warehouse) -> None:
    lines = csv_text([rtweet_row(number, text=f"caf\u00e9 number {number}") for number in range(4)]).splitlines()
    encodings = ["utf-8", "utf-8", "cp1252", "utf-8", "utf-8"]
    put(study, "a.csv", b"".join(f"{line}\n".encode(name) for line, name in zip(lines, encodings, strict=True)))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "text") == [f"caf\u00e9 number {number}" for number in range(4)]


def test_a_compressed_file_that_ends_in_its_middle_is_refused_and_leaves_nothing(
    study: Study, warehouse: Warehouse
) -> None:
    rows = [rtweet_row(number, text=sha256(bytes([number % 256, number // 256])).hexdigest()) for number in range(9000)]
    path = put(study, "a.csv.gz", csv_text(rows))
    path.write_bytes(path.read_bytes()[:-2000])
    put(study, "b.csv", csv_text([rtweet_row(1)]))
    cut, good = read_window(warehouse, study, WINDOW)
    assert "compressed file is damaged" in str(cut.refusal)
    assert (good.refusal, raw(warehouse, "export_file"), reasons(warehouse)) == (None, ["b.csv"], [])


def test_blanks_around_cells_do_not_matter(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, favorite_count=" 3 ", is_retweet=" TRUE", quote_count=" ")]))
    read_window(warehouse, study, WINDOW)
    assert raw(warehouse, "like_count") == [3]
    assert raw(warehouse, "is_retweet") == [True]
    assert raw(warehouse, "bad_cells") == [[]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x7fELF\x00\x01\x02\xff" * 50, "no text"), (b"<html><p>Not found</p></html>", "web page")],
)
def test_what_is_no_table_at_all_is_said(study: Study, warehouse: Warehouse, content: bytes, reason: str) -> None:
    put(study, "a.csv", content)
    assert reason in str(read_window(warehouse, study, WINDOW)[0].refusal)


TABLE = csv_text([rtweet_row(1)]).encode()


def tarred(content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


NOT_READ = {
    "bzip2": bz2.compress(TABLE),
    "xz": lzma.compress(TABLE),
    "tar": tarred(TABLE),
    "archive within": gzip.compress(zipped({"a.csv": TABLE})),
    "OpenDocument": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
    "until 2003": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "SQLite": b"SQLite format 3\0" + bytes(600),
    "UTF-32": TABLE.decode().encode("utf-32"),
    "PDF": b"%PDF-1.7\n" + bytes(range(14)) * 40,
    "data of R": gzip.compress(b"X\n\0\0\0\3" + bytes(100)),
    "lacking or damaged": zipped({"a.csv": TABLE * 90})[:-9],
}


@pytest.mark.parametrize("named", NOT_READ)
def test_what_is_not_read_is_told_by_what_it_is_also_within_an_archive(
    study: Study, warehouse: Warehouse, named: str
) -> None:
    """Nothing is left out without a word, and what is read goes on to be."""
    put(study, "a", NOT_READ[named])
    suffix = {"bzip2": ".bz2", "archive within": "", "until 2003": ".xls", "SQLite": ".db"}.get(named, ".zip")
    put(study, "b.zip", zipped({f"inner{suffix}": NOT_READ[named], "c.csv": TABLE}))
    outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert outcomes.keys() == {"a", f"b.zip/inner{suffix}", "b.zip/c.csv"}
    assert outcomes["b.zip/c.csv"].rows_read == 1
    alone, within = str(outcomes["a"].refusal), str(outcomes[f"b.zip/inner{suffix}"].refusal)
    assert named in alone
    assert named in within or "the same content" in within
    assert re.search(r"(Unpack|Save|Write|Open|Copy) ", alone)


def test_a_file_without_rows_says_so(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([], NETLYTIC_COLUMNS))
    [account] = read_window(warehouse, study, WINDOW)
    assert (account.status, account.rows_read, account.notes) == ("read", 0, ["it holds no row beneath its header"])
    assert reasons(warehouse) == []
