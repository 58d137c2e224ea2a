"""Archives and workbooks that are damaged, and files of kinds that are not read: refused, and the others are read."""

import bz2
import csv
import gzip
import io
import lzma
import pickle
import re
import tarfile
import zipfile
from collections.abc import Mapping

import pytest
from openpyxl import Workbook

from mtw_pipeline_tests.builders import (
    NETLYTIC_COLUMNS,
    csv_text,
    netlytic_row,
    rtweet_row,
)
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

ID = 1_345_000_000_000_000_000


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


TWICE = csv_text([rtweet_row(1), rtweet_row(2, created_at="?")])
MEMBERS = {
    "data/a.csv": TWICE, "again/a.csv": TWICE, "__MACOSX/._a.csv": b"\0", "photo.jpg": b"\xff",
    "../b.csv": csv_text([netlytic_row(3)], NETLYTIC_COLUMNS), "../.d/e.csv": TWICE, "c.txt": "nothing",
}  # fmt: skip


@of_file(zipped(MEMBERS), ".zip")
def test_files_of_an_archive_are_read_one_by_one(read: ReadFile) -> None:
    assert {name: outcome.format for name, outcome in read.outcomes.items()} == {
        "../b.csv": "netlytic", "again/a.csv": "rtweet", "c.txt": None, "data/a.csv": None,
    }  # fmt: skip
    assert f"same content as {read.name}/again/a.csv" in str(read.outcomes["data/a.csv"].refusal)
    assert sorted(read.raw("tweet_id")) == [str(ID + 1), str(ID + 3)]
    assert len(read.reasons()) == 1


@of_file(zipped({"a.csv": b"0" * (1 << 26)}), ".zip", unpacked_megabytes=2)
def test_an_archive_that_swells_beyond_reason_is_refused_in_time(read: ReadFile) -> None:
    assert "which no export does" in read.refusal
    assert read.leaves_nothing()


@pytest.mark.parametrize("content", [zipped({}), zipped({"a.png": b"x"}), zipped({"a.csv": "x" * 999})[:-80]])
@of_file(lambda content: content, ".zip")
def test_an_archive_without_exports_is_refused(read: ReadFile, content: bytes) -> None:
    assert read.refusal
    assert read.leaves_nothing()


ROWS = csv_text([rtweet_row(number) for number in range(1, 40)])


def damaged_at(place: int) -> bytes:
    packed = bytearray(zipped({"a.csv": ROWS, "b.csv": csv_text([rtweet_row(50 + place)])}))
    packed[place : place + 4] = b"\xff\x00\xff\x00"
    return bytes(packed)


@pytest.mark.parametrize("place", [0, 60, 200], ids=["its beginning", "its content", "deep in its content"])
@of_file(damaged_at, ".zip")
def test_a_damaged_file_of_an_archive_is_refused_and_the_others_are_read(read: ReadFile, place: int) -> None:
    assert "cannot be unpacked" in str(read.outcomes["a.csv"].refusal)
    assert read.outcomes["b.csv"].refusal is None
    assert read.raw("export_file") == [f"{read.name}/b.csv"]


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
@of_file(workbook_with, ".xlsx")
def test_a_damaged_workbook_is_refused_and_leaves_nothing(read: ReadFile, part: str, content: bytes | None) -> None:
    assert read.refusal
    assert read.leaves_nothing()


def sheet() -> bytes:
    return zipfile.ZipFile(io.BytesIO(workbook_with("", None))).read("xl/worksheets/sheet1.xml")


@of_file(lambda: workbook_with("xl/worksheets/sheet1.xml", sheet()[: sheet().index(b'<row r="3"') + 60]), ".xlsx")
def test_a_workbook_that_breaks_off_behind_its_header_is_refused(read: ReadFile) -> None:
    assert "The workbook cannot be read" in read.refusal
    assert read.leaves_nothing()


def ending(said: bytes) -> bytes:
    changed = re.sub(rb'<dimension ref="[A-Z0-9:]+"', b'<dimension ref="' + said + b'"', sheet())
    assert changed != sheet()
    return workbook_with("xl/worksheets/sheet1.xml", changed)


@pytest.mark.parametrize("said", [b"A1", b"A1:B2", b"A1:XFD1048576"])
@of_file(ending, ".xlsx")
def test_a_sheet_is_read_to_its_end_wherever_the_file_says_that_it_ends(read: ReadFile, said: bytes) -> None:
    assert (read.outcome.rows_read, read.raw("tweet_id")) == (2, [str(ID + 1), str(ID + 2)])


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
    "Numbers": zipped({"Index/Document.iwa": "a", "preview.jpg": "b"}),
    "pickle of Python": pickle.dumps([{"id": "1", "text": "an invented sentence" * 9}], protocol=4),
    "data of Stata": b"<stata_dta><header><release>118</release>" + bytes(600),
    "until 2003": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "protected by a password": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(96)
    ),
    "compressed twice": gzip.compress(gzip.compress(TABLE)),
    "SQLite": b"SQLite format 3\0" + bytes(600),
    "UTF-32": TABLE.decode().encode("utf-32"),
    "PDF": b"%PDF-1.7\n" + bytes(range(14)) * 40,
    "account of Bluesky": bytes.fromhex("3aa265726f6f747381d82a582500017112") + bytes(range(256)) * 3,
    "data of R": gzip.compress(b"X\n\0\0\0\3" + bytes(100)),
    "lacking or damaged": zipped({"a.csv": TABLE * 90})[:-9],
}


SUFFIXES = {
    "protected by a password": ".xlsx",
    "compressed twice": ".gz",
    "bzip2": ".bz2",
    "archive within": "",
    "until 2003": ".xls",
    "SQLite": ".db",
}


@pytest.mark.parametrize("named", NOT_READ)
@of_file(lambda named: NOT_READ[named], "")
def test_what_is_not_read_is_told_by_what_it_is(read: ReadFile, named: str) -> None:
    """Nothing is left out without a word, and what is read goes on to be."""
    assert named in read.refusal
    assert re.search(r"(Unpack|Save|Write|Open|Copy|Ask) ", read.refusal)
    assert read.leaves_nothing()


def archive_of(named: str) -> bytes:
    table = csv_text([rtweet_row(list(NOT_READ).index(named))])
    return zipped({f"inner{SUFFIXES.get(named, '.zip')}": NOT_READ[named], "c.csv": table})


@pytest.mark.parametrize("named", NOT_READ)
@of_file(archive_of, ".zip")
def test_what_is_not_read_is_told_by_what_it_is_also_within_an_archive(read: ReadFile, named: str) -> None:
    inner = f"inner{SUFFIXES.get(named, '.zip')}"
    assert read.outcomes.keys() == {inner, "c.csv"}
    assert read.outcomes["c.csv"].rows_read == 1
    within = str(read.outcomes[inner].refusal)
    assert named in within or "the same content" in within


@of_file(zipped({"a.csv": "colour,size\nred,1\n", "b.csv": "colour,size\nred,1\n"}), ".zip")
def test_a_file_of_the_same_content_as_one_that_is_refused_is_not_told_that_this_counts(read: ReadFile) -> None:
    assert ["its columns are colour, size" in str(one.refusal) for one in read.outcomes.values()] == [True, True]
    assert read.leaves_nothing()


PACKED_BY = {"deflate64": (9, 0), "Zstandard": (93, 0), "AES": (99, 1)}
"""Ways to pack that zipfile of Python 3.11 does not read: method and flags, as the headers say them."""


def packed_by(way: str) -> bytes:
    method, flags = PACKED_BY[way]
    packed = bytearray(zipped({"a.csv": csv_text([rtweet_row(80 + method)])}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.index(mark) + at
        packed[place : place + 4] = bytes([flags, 0, method, 0])
    return bytes(packed)


@pytest.mark.parametrize("way", PACKED_BY)
@of_file(packed_by, ".zip")
def test_a_file_that_is_packed_in_another_way_is_not_taken_for_damaged(read: ReadFile, way: str) -> None:
    refusal = str(read.outcomes["a.csv"].refusal)
    assert ("encrypted" if way == "AES" else "in a way that is not read here") in refusal
    assert "Unpack the archive and add the file" in refusal
    assert read.leaves_nothing()


def with_formulas(value: str) -> bytes:
    """A workbook with formulas for the text and likes of its second tweet, and what was stored of their values."""
    book = Workbook()
    header, first, second = csv.reader(io.StringIO(csv_text([rtweet_row(91), rtweet_row(92)])))
    second[header.index("text")], second[header.index("favorite_count")] = '="a "&"text"', "=1+1"
    for row in (header, first, second):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name], times = re.subn(rb"</f><v ?/>|</f><v></v>", f"</f>{value}".encode(), parts[name])
    assert times == 2
    return zipped(parts)


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
@of_file(with_formulas, ".xlsx")
def test_formulas_without_what_they_give_are_told_with_what_to_do(read: ReadFile, value: str) -> None:
    assert any("2 cells hold formulas" in note and "save it" in note for note in read.outcome.notes), value
    assert (read.raw("tweet_id"), read.reasons()) == ([str(ID + 91)], ["no text"])


@of_file(with_formulas("<v>2</v>"), ".xlsx")
def test_formulas_with_what_they_give_are_read_as_that(read: ReadFile) -> None:
    assert read.rows("tweet_id, text, like_count")[1] == (str(ID + 92), "2", 2)
    assert not any("formula" in note for note in read.outcome.notes)
