"""Filled sheets of before: of a window that was renamed since, and of a codebook that is another now."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.journal import journal
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.import_of_window import ImportedFile, import_sheet
from mtw_pipeline.coding.sheets.of_window import SheetFormat, write_sheets
from mtw_pipeline.coding.sheets.window_of_sheet import windows_of_sheet
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import Desk, fill, opened

NEW = CollectionWindow.between("2021-01-01", "2021-02-07")
DEFINED = 'label = "Purpose"\ndefinition = "What it is for"'


def renamed(desk: Desk, *, coding: bool = True) -> None:
    """Rename the window's folders, as docs/coding.md says, and keep the sheets that coders have."""
    new = desk.study.incoming_of(NEW)
    old = desk.study.incoming_of(WINDOW)
    old.mkdir(parents=True, exist_ok=True)
    old.rename(new)
    query = desk.warehouse.connection.execute
    query("update tweets set collection_window = ?", [NEW.key])
    if coding:
        desk.study.coding_of(WINDOW).rename(desk.study.coding_of(NEW))


def take(desk: Desk, path: Path) -> ImportedFile:
    return import_sheet(desk.warehouse, desk.study, NEW, path, None)


@pytest.fixture
def out(desk: Desk, tmp_path: Path) -> Path:
    """A filled sheet that is with its coder."""
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    return desk.paths["Ana"].rename(tmp_path / "from Ana.xlsx")


def test_a_sheet_of_a_window_that_was_renamed_is_known(desk: Desk, out: Path) -> None:
    renamed(desk)
    assert windows_of_sheet(desk.study, out) == (NEW.key,)
    found = take(desk, out)
    assert (found.problems, found.new) == ((), found.codes)
    assert {one.variable for one in journal(desk.study.coding_of(NEW))} == {"purpose", "tone"}
    assert f"it is of the window {WINDOW.key}, as {NEW.key} was called before" in found.notes


def test_so_is_what_a_page_saved(desk: Desk, tmp_path: Path) -> None:
    page = next(one.path for one in desk.sheets("page") if one.coder == "Ana")
    saved = saved_by(page, desk, tmp_path)
    renamed(desk)
    found = take(desk, saved)
    assert (found.problems, found.new) == ((), 1)


def saved_by(page: Path, desk: Desk, folder: Path) -> Path:
    """What the page of a coder saves after one tweet."""
    tweet = next(one.tweet_id for one in desk.sample() if "Ana" in one.coders)
    at = "2021-03-01T10:00:00Z"
    nothing = {"note": {"text": "", "at": ""}, "unsure": {"is": False, "at": ""}}
    content = {
        "format": "codes of a page of mtw", "version": 1, "kind": "codes",
        "study": {"title": "T", "frame_md5": desk.sample()[0].frame_md5}, "window": WINDOW.key, "coder": "Ana",
        "codebook": {one.name: one.md5 for one in coded_by_people(desk.study.settings)}, "saved_at": at, "memos": {},
        "tweets": [
            {"tweet": f"{WINDOW.key} t{tweet}", "codes": {"purpose": {"codes": ["other"], "at": at}}, **nothing}
        ],
    }  # fmt: skip
    path = folder / f"{page.stem}.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_sheet_of_a_window_that_the_study_still_has_is_refused(desk: Desk, out: Path) -> None:
    renamed(desk)
    desk.study.incoming_of(WINDOW).mkdir()
    with pytest.raises(UserError, match=f"is of the window {WINDOW.key}, not of {NEW.key}"):
        take(desk, out)


def test_a_sheet_of_other_tweets_is_refused(desk: Desk, out: Path) -> None:
    """Of a window that the study never had under this name: what it may be is said, with what to do."""
    book, sheet, names = opened(out)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, names["tweet"]).value = f"2019-01-01_2019-01-31 t{row}"
    book.save(out)
    renamed(desk)
    said = f"2019-01-01_2019-01-31, not of .*Where {NEW.key} is its new name: write {NEW.key} for 2019-01-01_2019-01-31"
    with pytest.raises(UserError, match=said):
        take(desk, out)


def test_a_second_renaming_leaves_sheets_of_either_name_known(desk: Desk, out: Path) -> None:
    renamed(desk)
    written = write_sheets(desk.warehouse, desk.study, NEW, "xlsx", replace=True)
    fill(written[1].path, {"purpose": "other"})
    of_ben = written[1].path.rename(out.with_name("from Ben.xlsx"))
    newest = CollectionWindow.between("2021-01-01", "2021-02-14")
    desk.study.incoming_of(NEW).rename(desk.study.incoming_of(newest))
    desk.study.coding_of(NEW).rename(desk.study.coding_of(newest))
    desk.warehouse.connection.execute("update tweets set collection_window = ?", [newest.key])
    for path, key in ((out, WINDOW.key), (of_ben, NEW.key)):
        found = import_sheet(desk.warehouse, desk.study, newest, path, None)
        assert (found.problems, found.new) == ((), found.codes)
        assert f"it is of the window {key}, as {newest.key} was called before" in found.notes


def test_where_the_folder_of_coding_was_not_renamed_it_is_said_what_to_do(desk: Desk, out: Path) -> None:
    renamed(desk, coding=False)
    with pytest.raises(UserError, match=f"Where {NEW.key} is its new name, rename this folder likewise, to {NEW.key}"):
        take(desk, out)


def in_csv(desk: Desk) -> Path:
    path = next(one.path for one in desk.sheets("csv", replace=True) if one.coder == "Ana")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({**row, "purpose": "community"} for row in rows)
    return path


def in_workbook(desk: Desk) -> Path:
    fill(desk.paths["Ana"], {"purpose": "community"})
    return desk.paths["Ana"]


def pasted(desk: Desk) -> Path:
    """The rows of a sheet in a workbook of somebody's own: no property of the file comes along."""
    _, sheet, _ = opened(in_workbook(desk))
    book = Workbook()
    for row in sheet.iter_rows(values_only=True):
        book.active.append(row)
    path = desk.paths["Ana"].with_name("pasted.xlsx")
    book.save(path)
    return path


@pytest.mark.parametrize("filled", [in_csv, in_workbook, pasted])
def test_codes_of_another_codebook_are_named_and_not_taken_for_those_of_now(
    desk: Desk, filled: Callable[[Desk], Path]
) -> None:
    path = filled(desk)
    before = {one.name: one.md5 for one in coded_by_people(desk.study.settings)}
    desk.settle('label = "Purpose"', DEFINED)
    found = desk.take(path)
    assert found.problems == ()
    said = "codes were given by another codebook than that of now, with another definition of purpose"
    assert found.notes == (f"{found.codes} {said}; counted, and named by mtw coding status",)
    assert {one.codebook_md5 for one in journal(desk.study.coding_of(WINDOW))} == {before["purpose"]}
    assert coding_progress(desk.study, WINDOW).older_codebook == {"purpose": found.codes}
    assert desk.take(path).new == 0


def test_a_sheet_without_a_version_is_taken_as_ever(desk: Desk) -> None:
    path = in_workbook(desk)
    book, sheet, names = opened(path)
    assert sheet.column_dimensions[sheet.cell(1, names["codebook_version"]).column_letter].hidden
    sheet.delete_cols(names["codebook_version"])
    book.save(path)
    desk.settle('label = "Purpose"', DEFINED)
    found = desk.take(path)
    assert (found.problems, found.notes, found.new) == ((), (), found.codes)
    assert coding_progress(desk.study, WINDOW).older_codebook == {}


@pytest.mark.parametrize("form", get_args(SheetFormat))
def test_what_is_kept_says_that_the_codebook_has_changed_since(desk: Desk, form: SheetFormat) -> None:
    """Of every kind of file: what is coded on it is given by the codebook that it shows."""

    def told(*, replace: bool = False) -> set[tuple[bool, bool]]:
        return {(one.is_new, one.is_outdated) for one in desk.sheets(form, replace=replace)}

    told(replace=True)
    assert told() == {(False, False)}
    desk.settle('label = "Purpose"', DEFINED)
    assert told() == {(False, True)}
    assert told(replace=True) == {(True, False)}
    assert told() == {(False, False)}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b'["no task"]', b'"nothing"', b"\xff\xfe{"])
@pytest.mark.parametrize("form", get_args(SheetFormat))
def test_of_a_file_that_nobody_can_read_no_codebook_is_known(desk: Desk, form: SheetFormat, content: bytes) -> None:
    for one in desk.sheets(form, replace=True):
        one.path.write_bytes(content)
    assert {(one.is_new, one.is_outdated) for one in desk.sheets(form)} == {(False, False)}


def test_a_command_takes_the_sheet_of_a_renamed_window_among_several(desk: Desk, out: Path) -> None:
    renamed(desk)
    for key in (NEW.key, "2021-06-01_2021-06-30"):
        folder = desk.study.incoming / key
        folder.mkdir(exist_ok=True)
        (folder / "export.csv").write_text("id,text\n1,one\n", encoding="utf-8")
    done = CliRunner().invoke(build_app(), ["coding", "import", str(out), "--study", str(desk.study.root)])
    assert f"of {NEW.key}: " in done.output, done.output
    assert journal(desk.study.coding_of(NEW))


def again(desk: Desk, sheet: Path, code: str) -> ImportedFile:
    """Change the definition, give a new sheet with other codes, import it; then once more the sheet of before."""
    desk.settle('label = "Purpose"', DEFINED)
    [new] = [one.path for one in desk.sheets(replace=True) if one.coder == "Ana"]
    fill(new, {"purpose": code})
    desk.take(new)
    return desk.take(sheet)


@pytest.mark.parametrize("code", ["other", "community"])
def test_a_sheet_of_an_earlier_codebook_takes_no_code_back_that_was_given_by_that_of_now(
    desk: Desk, tmp_path: Path, code: str
) -> None:
    fill(desk.paths["Ana"], {"purpose": "community"})
    sheet = desk.paths["Ana"].rename(tmp_path / "from Ana.xlsx")
    desk.take(sheet)
    found = again(desk, sheet, code)
    assert {one for (_, _, name), one in desk.codes().items() if name == "purpose"} == {code}
    assert (found.new, found.problems) == (0, ())
    assert not any("definition" in note for note in found.notes)
    assert coding_progress(desk.study, WINDOW).older_codebook == {}
    told = {(one.counts.code, one.older.code, one.is_new) for one in found.contradictions}
    assert told == ({("other", "community", False)} if code == "other" else set())
