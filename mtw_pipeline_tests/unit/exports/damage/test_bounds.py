"""One file costs one file: whatever it holds, or does not hold any more, it is refused with its reason, in bounded time
and memory, and the others are read."""

import errno
import gzip
import io
import json
import os
import pkgutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline.exports.reading.files import NO_CONTENT
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import changed_inputs, inputs_of
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row, v2_page, v2_tweet, with_bounds
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

SECONDS = 240
"""Far more than all take together on a machine that does much else; without bounds they take hours, or all memory."""


def workbook(*far: tuple[str, str], edit: Callable[[str], str] = str) -> bytes:
    """An rtweet table as XLSX, with cells far away; ``edit`` changes the XML of its sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(RTWEET.taken))
    sheet.append(list(rtweet_row(2).values()))
    for place, value in far:
        sheet[place] = value
    stream = io.BytesIO()
    book.save(stream)
    changed = io.BytesIO()
    with zipfile.ZipFile(stream) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, edit(content.decode()) if name == "xl/worksheets/sheet1.xml" else content)
    return changed.getvalue()


def far_down(row: int) -> Callable[[str], str]:
    return lambda xml: xml.replace("</sheetData>", f'<row r="{row}"><c r="A{row}"><v>1</v></c></row></sheetData>')


def wide(rows: int) -> Callable[[str], str]:
    cells = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(3, rows + 3))
    return lambda xml: xml.replace("</sheetData>", f"{cells}</sheetData>")


def laughing(xml: str) -> str:
    entities = "".join(f'<!ENTITY l{one} "{f"&l{one - 1};" * 10}">' for one in range(1, 12))
    declared = f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
    return declared + xml.replace("</sheetData>", '<row r="9"><c r="A9" t="str"><v>&l11;</v></c></row></sheetData>')


def archive(members: int, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(members):
            made.writestr(f"{number:03d}.csv", b"0" * size)
    return stream.getvalue()


HEADER = ",".join(RTWEET.taken)
BOUNDS = {"unpacked_megabytes": 2, "cell_megabytes": 1, "document_megabytes": 1, "workbook_megabytes": 4}

HOSTILE: dict[str, tuple[str, Callable[[], bytes], dict[str, int], str]] = {
    "row 999,999,999": ("x.xlsx", lambda: workbook(edit=far_down(999_999_999)), {}, "more than 1,048,576 rows"),
    "a column of far cells": (
        "x.xlsx", lambda: workbook(edit=wide(200)), {"sheet_cells": 1 << 21}, "2,097,152 cells"
    ),
    "entities in entities": ("x.xlsx", lambda: workbook(edit=laughing), {}, "cannot be read"),
    "a workbook that swells": ("x.xlsx", workbook, {"unpacked_megabytes": 0, "unpacked_ratio": 1}, "packed"),
    "a large part of a workbook": ("x.xlsx", workbook, {"workbook_megabytes": 0}, "A part of the workbook"),
    "gzip of zeros": ("x.csv.gz", lambda: gzip.compress(b"\0" * (1 << 24)), BOUNDS, "empty"),
    "gzip of one long table": (
        "x.csv.gz", lambda: gzip.compress(HEADER.encode() + b"\n" * (1 << 24)), BOUNDS, "which no export does"
    ),
    "gzip of JSON": ("x.json.gz", lambda: gzip.compress(b'{"a": [' + b" \n" * (1 << 24)), BOUNDS, "as a whole"),
    "blank lines beyond what is read at once": ("x.csv", lambda: HEADER.encode() + b"\n" * (1 << 22), BOUNDS, ""),
    "a member of zeros": ("x.zip", lambda: archive(1, 1 << 24), BOUNDS, "which no export does"),
    "an unclosed cell of one line": (
        "x.csv", lambda: HEADER.encode() + b'\n"' + b"x" * (1 << 22), BOUNDS, "without a line end"
    ),
    "an unclosed cell of zeros": ("x.csv", lambda: HEADER.encode() + b'\n"' + b"\0" * (1 << 22), BOUNDS, "is no text"),
    "a header that never ends": ("x.csv", lambda: b"status_id," * (1 << 20), BOUNDS, "format is not known"),
    "one JSON document": ("x.json", lambda: b'{"data": [' + b'{"id": "1"},\n' * (1 << 18), BOUNDS, "as a whole"),
    "one JSON line": ("x.json", lambda: b'{"data": "' + b"x" * (1 << 22) + b'"}', BOUNDS, "without a line end"),
    "a header of 20,000 columns": (
        "x.csv", lambda: ",".join([HEADER, *map(str, range(20_000))]).encode() + b"\n1", {}, "columns"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "reason",
    [
        pytest.param(reason, id=case, marks=of_file(content, name, **bounds))
        for case, (name, content, bounds, reason) in HOSTILE.items()
    ],
)
def test_a_hostile_file_costs_itself_alone(read: ReadFile, reason: str) -> None:
    assert read.seconds < SECONDS
    assert (read.good.status, read.good.rows_read) == ("read", 1)
    assert reason in read.refusal
    assert (read.outcome.status == "read") == (not reason)
    assert read.outcome.status == "read" or read.leaves_nothing()


@of_file(lambda: workbook(("XFD1048576", "x")), ".xlsx")
def test_a_cell_far_away_is_named_and_the_rows_before_it_are_taken(read: ReadFile) -> None:
    assert (read.outcome.status, read.outcome.rows_read) == ("read", 2)
    [(line, reason)] = read.rows("line_number, reason", "rejected_rows")
    assert (line, "cells beyond the header" in reason) == (1_048_576, True)


@pytest.mark.parametrize(
    ("content", "bounds", "raised"),
    [
        (lambda: gzip.compress(csv_text([rtweet_row(n, text="x" * 200) for n in range(20_000)]).encode()),
         {"unpacked_megabytes": 1, "unpacked_ratio": 1}, {"unpacked_megabytes": 1, "unpacked_ratio": 100}),
        (lambda: csv_text([rtweet_row(1, text="x" * (3 << 19))]).encode(),
         {"cell_megabytes": 1}, {"cell_megabytes": 8}),
        (lambda: workbook(edit=far_down(500)), {"sheet_rows": 499}, {"sheet_rows": 500}),
        (lambda: json.dumps([v2_tweet(one, text="y" * 400) for one in range(4000)], indent=1).encode(),
         {"document_megabytes": 1}, {"document_megabytes": 9}),
    ],
    ids=["gzip", "cell", "workbook", "JSON"],
)  # fmt: skip
def test_bounds_can_be_raised(
    study: Study, warehouse: Warehouse, content: Callable[[], bytes], bounds: dict[str, int], raised: dict[str, int]
) -> None:
    put(study, "export", content())
    [outcome] = read_window(warehouse, with_bounds(study, **bounds), WINDOW)
    assert outcome.status == "refused" or outcome.notes
    before = outcome.refusal or ""
    [outcome] = read_window(warehouse, with_bounds(study, **raised), WINDOW)
    assert (outcome.refusal or "") != before or not before
    assert not any(name in (outcome.refusal or "") for name in raised)


def test_an_archive_of_many_bombs_ends_with_the_first_of_them(study: Study, warehouse: Warehouse) -> None:
    put(study, "bombs.zip", archive(50, 1 << 20))
    put(study, "good.csv", csv_text([rtweet_row(1)]))
    *bombs, good = read_window(warehouse, with_bounds(study, unpacked_megabytes=2, unpacked_ratio=5), WINDOW)
    assert good.status == "read"
    assert len(bombs) < 10
    assert "were left out" in str(bombs[-1].refusal)


def taken_away(path: Path) -> None:
    path.unlink()


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def cut_off(path: Path) -> None:
    os.truncate(path, 10)


HAPPENS = (taken_away, replaced_by_a_folder, cut_off)
NAMES = ("b.csv", "b.json", "b.xlsx", "b.csv.gz")
WHEN = ("preparing.sniff", "preparing.recognise", "batches.stage_rows", "batches.validate_batch", "batches.locate")


@pytest.mark.parametrize(
    ("happens", "name", "when"),
    [
        (HAPPENS[(one + other) % len(HAPPENS)], name, when)
        for one, name in enumerate(NAMES)
        for other, when in enumerate(WHEN)
    ],
)  # each of the three meets each of the others
def test_a_file_that_goes_while_it_is_read_is_refused_and_the_others_go_on(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], None], name: str,
    when: str,
) -> None:  # fmt: skip
    contents = {
        "b.csv": csv_text([rtweet_row(2), rtweet_row(3, status_id="no id")]).encode(),
        "b.json": v2_page(v2_tweet(2), v2_tweet(3, created_at="")).encode(),
        "b.xlsx": workbook(("A3", "no id")),
        "b.csv.gz": csv_text([rtweet_row(2), rtweet_row(3, status_id="")]).encode(),
    }  # fmt: skip
    victim = put(study, name, contents[name])
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    put(study, "z.csv", csv_text([rtweet_row(9)]))
    place = f"mtw_pipeline.exports.reading.{when}"
    original = pkgutil.resolve_name(place)
    happened: list[str] = []

    def with_accident(*arguments: Any) -> Any:
        if not happened and name in repr(arguments):
            happened.append(name)
            happens(victim)
        return original(*arguments)

    monkeypatch.setattr(place, with_accident)
    outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert [outcomes[one].status for one in ("a.csv", name, "z.csv")] == ["read", "refused", "read"]
    assert outcomes[name].refusal
    taken = warehouse.connection.execute("select distinct export_file from raw_tweets order by 1").fetchall()
    assert taken == [("a.csv",), ("z.csv",)]
    assert warehouse.connection.execute("select count(*) from rejected_rows").fetchall() == [(0,)]


def test_a_link_whose_file_is_not_there_is_refused_and_not_passed_over(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    folder, elsewhere = study.incoming_of(WINDOW), study.root / "disk"
    for name, target in (("gone.csv", elsewhere), ("ring.csv", folder / "ring.csv")):
        (folder / name).symlink_to(target)
    first, *refused = read_window(warehouse, study, WINDOW)
    assert (first.export_file, first.rows_read) == ("a.csv", 1)
    assert [(one.export_file, one.status) for one in refused] == [("gone.csv", "refused"), ("ring.csv", "refused")]
    assert "is not there, or no longer" in str(refused[0].refusal)
    without = inputs_of(study, WINDOW)
    elsewhere.write_text(csv_text([rtweet_row(2)]), encoding="utf-8")
    assert changed_inputs(without, inputs_of(study, WINDOW)) == ["exports"]
    assert [one.rows_read for one in read_window(warehouse, study, WINDOW)] == [1, 1, 0]


def test_exports_behind_linked_folders_are_read_once_and_circles_are_named(
    study: Study, warehouse: Warehouse, tmp_path: Path
) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    put(study, "own/b.csv", csv_text([rtweet_row(2)]))
    folder, disk = study.incoming_of(WINDOW), tmp_path / "disk"
    for number, name in ((3, "c.csv"), (4, "deep/d.csv"), (5, ".hidden/e.csv"), (6, ".other/f.csv")):
        (disk / name).parent.mkdir(exist_ok=True)
        (disk / name).write_text(csv_text([rtweet_row(number)]), encoding="utf-8")
    links = {
        "again": folder / "own", "disk": disk, "same": disk, "seen": disk / "deep", "up": study.incoming,
        ".h": disk / ".other",
    }  # fmt: skip
    for name, target in links.items():
        (folder / name).symlink_to(target)
    for name, target in (("back", folder), ("deep/round", disk), ("out", study.root), ("gone", tmp_path / "gone")):
        (disk / name).symlink_to(target)
    outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert {name: one.rows_read for name, one in outcomes.items() if one.status == "read"} == {
        "a.csv": 1, "own/b.csv": 1, "disk/c.csv": 1, "disk/deep/d.csv": 1,
    }  # fmt: skip
    refused = {name: one.refusal or "" for name, one in outcomes.items() if one.status == "refused"}
    assert set(refused) == {"disk/gone", "disk/out", "up"}
    assert all("in which this window lies itself" in refused[name] for name in ("disk/out", "up"))


def test_a_file_that_nobody_may_read_is_refused_and_the_others_go_on(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "closed.csv", "user_closed.json", "z.csv"):
        put(study, name, csv_text([rtweet_row(ord(name[0]))]) if name.endswith("csv") else "[]")
    opened = Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if "closed" in path.name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    outcomes = {one.export_file: one for one in read_window(warehouse, study, WINDOW)}
    assert {name: one.status for name, one in outcomes.items()} == {
        "a.csv": "read", "closed.csv": "refused", "user_closed.json": "refused", "z.csv": "read",
    }  # fmt: skip
    assert str(outcomes["closed.csv"].refusal).startswith("The right to read or write is missing")
    assert outcomes["closed.csv"].sha256 == NO_CONTENT


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
@pytest.mark.parametrize("name", ["a.csv", "packed.zip", "user_a.json"])
def test_a_file_for_which_there_is_no_room_ends_reading(
    name: str, number: int, study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused, it would be left out for good: exports that did not change are not read again."""
    put(study, "z.csv", csv_text([rtweet_row(1)]))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("in.csv", csv_text([rtweet_row(2)]))
    put(study, name, archive.getvalue() if name == "packed.zip" else csv_text([rtweet_row(2)]))
    opened = Path.open

    def without_room(path: Path, *arguments: Any, **options: Any) -> Any:
        if "wb" in arguments or path.name == name != "packed.zip":
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", without_room)
    with pytest.raises(UserError, match=r"The disk is full|Too many files are open"):
        read_window(warehouse, study, WINDOW)
