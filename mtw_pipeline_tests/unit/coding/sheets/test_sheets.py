"""Sheets filled through openpyxl as people fill them, with the mistakes that people make."""

import csv
import json
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.frozen_sample import frozen_sample, write_frozen
from mtw_pipeline.coding.journal import journal
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.import_of_window import import_sheet
from mtw_pipeline.coding.sheets.label_studio import label_config
from mtw_pipeline.coding.sheets.of_window import write_sheets
from mtw_pipeline.coding.sheets.reading import read_sheet
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError
from mtw_pipeline.forgetting.windows import remove_window
from mtw_pipeline.spreadsheets import of_xml
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import (
    HOSTILE,
    SETTINGS,
    Desk,
    coding_study,
    draw,
    fill,
    opened,
    plant_tweets,
)


def test_the_reliability_set_is_everybodys_and_the_rest_is_divided(desk: Desk) -> None:
    sample = frozen_sample(desk.study.coding_of(WINDOW))
    assert sample is not None
    assert [one.coders for one in sample if one.is_reliability] == [("Ana", "Ben")] * 4
    alone = [one.coders for one in sample if not one.is_reliability]
    assert sorted(alone).count(("Ana",)) == sorted(alone).count(("Ben",)) == 13


def test_a_sheet_is_blind_locked_and_has_a_dropdown_per_variable(desk: Desk) -> None:
    book, sheet, names = opened(desk.paths["Ana"])
    first = ["nr", "coder", "tweet", "text", "shows", "tweet_link"]
    assert list(names) == [*first, "purpose", "tone", "notes", "codebook_version"]
    assert sheet.protection.sheet
    assert [sheet.cell(2, names[name]).protection.locked for name in ("tweet", "text", "purpose")] == [
        True, True, False,
    ]  # fmt: skip
    lists = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert lists == {"lists!$A$1:$A$4": f"G2:G{sheet.max_row}", "lists!$B$1:$B$2": f"H2:H{sheet.max_row}"}
    assert [cell.value for cell in book["lists"]["A"]] == ["information", "community", "1-2", "other"]
    assert "likes" not in str([cell.value for cell in sheet["E"]])
    assert {str(cell.value)[:23] for cell in sheet["C"][1:]} == {f"{WINDOW.key} t"}


def test_what_is_typed_into_a_sheet_stays_as_it_is(desk: Desk) -> None:
    """Formatted as text, a cell makes no date of 1-2, and no formula of a note that begins with a dash."""
    _, sheet, _ = opened(desk.paths["Ana"])
    open_ones = {cell.column_letter for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked}
    assert open_ones == {"G", "H", "I"}
    assert {cell.number_format for name in open_ones for cell in sheet[name][1:] if not cell.protection.locked} == {"@"}


def test_no_tweet_becomes_a_formula(desk: Desk) -> None:
    cells = [cell for path in desk.paths.values() for cell in opened(path)[1]["D"] if str(cell.value).startswith("=")]
    assert cells
    assert all((cell.value, cell.data_type, cell.quotePrefix) == (HOSTILE, "s", True) for cell in cells)
    desk.sheets("csv")
    folder = desk.study.coding_of(WINDOW) / "sheets"
    texts = [row["text"] for path in folder.glob("*.csv") for row in csv.DictReader(path.open(encoding="utf-8-sig"))]
    assert f"'{HOSTILE}" in texts
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_filled_sheets_are_taken_whole_and_a_second_time_changes_nothing(desk: Desk, form: str) -> None:
    for coder in ("Ana", "Ben"):
        path = desk.paths[coder]
        fill(path, {"purpose": " Information ", "tone": "WARM"})
        if form == "csv":
            _, sheet, _ = opened(path)
            path = path.with_suffix(".csv")
            with path.open("w", encoding="utf-16", newline="") as stream:
                csv.writer(stream, delimiter=";").writerows([cell.value for cell in row] for row in sheet)
        first, second = desk.take(path), desk.take(path)
        assert (first.problems, first.codes, first.new) == ((), first.codes, first.codes)
        assert (second.codes, second.new, second.corrections) == (first.codes, 0, ())
    assert set(desk.codes().values()) == {"information", "warm"}
    rows = coding_progress(desk.study, WINDOW).coders
    assert all(row.coded == row.tweets for row in rows if row.variable == "purpose")


@pytest.mark.parametrize("rounded", [lambda one: f"{one[:15]}0000", lambda one: f"{float(one):.0f}"])
def test_an_id_that_was_rounded_is_told_from_one_of_another_sample(
    tmp_path: Path, warehouse: Warehouse, rounded: Callable[[str], str]
) -> None:
    """As Excel writes an id, with 15 digits, and as R does, whose numbers are doubles."""
    desk = Desk(coding_study(tmp_path / "rounded", size=30), warehouse, first=1345678901234567890)
    path = desk.paths["Ana"]
    fill(path, {"purpose": "community"})
    book, sheet, names = opened(path)
    key = read_key(str(sheet.cell(2, names["tweet"]).value))
    assert key is not None
    sheet.cell(2, names["tweet"]).value = rounded(key.tweet_id)
    sheet.cell(3, names["tweet"]).value = "1399999999999999999"
    book.save(path)
    assert [(one.row, one.problem.split(";")[0]) for one in desk.take(path).problems] == [
        (2, "a spreadsheet has rounded the tweet's id"),
        (3, "the tweet is not in the sample"),
    ]


def test_everything_good_is_kept_and_everything_bad_is_named(desk: Desk) -> None:
    path = desk.paths["Ana"]
    fill(path, {"purpose": "community", "tone": "cold"})
    book, sheet, names = opened(path)
    purpose, key, text = names["purpose"], names["tweet"], names["text"]
    others = opened(desk.paths["Ben"])
    bens = next(
        row[others[2]["tweet"] - 1].value for row in others[1].iter_rows(min_row=2)
        if row[others[2]["tweet"] - 1].value not in {cell.value for cell in sheet["C"]}
    )  # fmt: skip
    sheet.cell(2, purpose).value = "informaton"
    sheet.cell(3, purpose).value = datetime(2021, 2, 1)
    emptied = next(row for row in range(13, sheet.max_row) if sheet.cell(row, names["tone"]).value)
    sheet.cell(emptied, purpose).value = None
    sheet.cell(5, key).value = "1.345E+18"
    sheet.cell(6, key).value = bens
    sheet.cell(7, text).value = "another text"
    sheet.cell(8, key).value = "t999"
    sheet.cell(9, key).value = None
    sheet.cell(10, names["coder"]).value = "Carl"
    sheet.append([cell.value for cell in sheet[11]])
    sheet.cell(sheet.max_row, purpose).value = "other"
    for name in ("purpose", "tone"):
        sheet.cell(12, names[name]).value = None
    whole = sheet.max_row - 1
    book.save(path)
    found = desk.take(path)
    said = {(one.row, one.variable): one.problem for one in found.problems}
    assert "did you mean 'information'?" in said[2, "purpose"]
    assert "a date stands where a category belongs" in said[3, "purpose"]
    assert (emptied, "purpose") not in said
    assert "rounded" in said[5, ""]
    assert "of Ben" in said[6, ""]
    assert "sorted apart" in said[7, ""]
    assert "not in the sample" in said[8, ""]
    assert "no tweet" in said[9, ""]
    assert "'Carl' is no coder" in said[10, ""]
    assert "coded twice, differently, in rows 11" in said[11, "purpose"]
    bad_rows = {row for row, variable in said if not variable}
    assert bad_rows == {5, 6, 7, 8, 9, 10}
    taken = sum(1 for _, _, variable in desk.codes() if variable == "purpose")
    # not: six bad rows, two bad cells, a blank one, the tweet that stands twice, and the row that nobody coded
    assert taken == whole - 1 - 6 - 2 - 1 - 1 - 1
    with found.corrections[0].open(encoding="utf-8-sig") as stream:
        assert len(list(csv.DictReader(stream))) == len(found.problems)


@pytest.mark.parametrize("seed", range(3))
def test_order_deleted_rows_and_merged_files_make_no_difference(desk: Desk, tmp_path: Path, seed: int) -> None:
    for path in desk.paths.values():
        fill(path, {"purpose": "community", "tone": "cold"})
    rows = [[cell.value for cell in row] for path in desk.paths.values() for row in opened(path)[1].iter_rows()]
    head = rows[0]
    random.Random(seed).shuffle(rows)  # noqa: S311
    book = Workbook()
    book.active.append(["pasted by hand"])
    for row in (head, *rows[: len(rows) // 2], [None] * 3, head, *rows[len(rows) // 2 :]):
        book.active.append(row)
    merged = tmp_path / "merged.xlsx"
    book.save(merged)
    found = desk.take(merged)
    assert found.problems == ()
    assert {coder for coder, _, _ in desk.codes()} == {"Ana", "Ben"}
    assert sum(variable == "purpose" for _, _, variable in desk.codes()) == 34


def test_a_later_code_stands_in_for_an_earlier_one_and_both_are_kept(desk: Desk) -> None:
    path = desk.paths["Ana"]
    fill(path, {"purpose": "community"})
    first = desk.take(path)
    fill(path, {"purpose": "other"})
    second = desk.take(path)
    assert (first.changed, second.changed) == (0, second.new)
    entries = journal(desk.study.coding_of(WINDOW))
    assert [entry.code for entry in entries].count("community") == first.new == second.new
    assert set(desk.codes().values()) == {"other"}


def test_an_empty_sheet_and_one_that_is_open_are_told(desk: Desk) -> None:
    path = desk.paths["Ana"]
    assert desk.take(path).notes == (
        "no cell of it is filled: was the sheet saved, and is this the one that was filled?",
    )
    fill(path, {"purpose": "community"})
    assert desk.take(path).notes == ()
    for lock in (f"~${path.name}", f".~lock.{path.name}#"):
        path.with_name(lock).touch()
        [told] = desk.take(path).notes
        assert told.startswith(f"a spreadsheet has it open ({lock} lies beside it)")
        path.with_name(lock).unlink()


def test_an_emptied_cell_loses_nothing(desk: Desk) -> None:
    path = desk.paths["Ana"]
    fill(path, {"purpose": "community", "tone": "warm"})
    desk.take(path)
    book, sheet, names = opened(path)
    row = next(row for row in range(2, sheet.max_row) if sheet.cell(row, names["tone"]).value)
    sheet.cell(row, names["purpose"]).value = None
    book.save(path)
    found = desk.take(path)
    assert not found.problems
    assert found.notes == (f"1 cell is empty here and coded before: the earlier codes stay (row {row}, purpose)",)
    assert sum(variable == "purpose" for _, _, variable in desk.codes()) == sheet.max_row - 1


def test_what_is_not_asked_of_a_tweet_is_not_taken(desk: Desk) -> None:
    book, sheet, names = opened(desk.paths["Ana"])
    locked = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, names["tone"]).protection.locked]
    assert all("retweet" in sheet.cell(row, names["shows"]).value for row in locked)
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, names["purpose"]).value = "other"
        sheet.cell(row, names["tone"]).value = "warm"
    book.save(desk.paths["Ana"])
    found = desk.take(desk.paths["Ana"])
    assert {one.row for one in found.problems} == set(locked)
    assert {one.problem for one in found.problems} == {"the codebook does not ask this of the tweet"}


def test_a_filled_sheet_is_not_written_over_and_a_new_one_holds_what_was_imported(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community"})
    assert [one.is_new for one in desk.sheets()] == [False, False]
    desk.take(desk.paths["Ana"])
    desk.sheets(replace=True)
    _, sheet, names = opened(desk.paths["Ana"])
    assert {sheet.cell(row, names["purpose"]).value for row in range(2, sheet.max_row + 1)} == {"community"}
    _, other, names = opened(desk.paths["Ben"])
    assert {other.cell(row, names["purpose"]).value for row in range(2, other.max_row + 1)} == {None}


def test_a_window_that_is_taken_out_leaves_sheets_that_nobody_imported(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community"})
    assert remove_window(desk.study, WINDOW) == [desk.study.coding_of(WINDOW)]
    assert desk.paths["Ana"].is_file()


def test_a_window_that_is_taken_out_takes_sheets_along_on_which_nobody_coded(desk: Desk) -> None:
    desk.sheets("page")
    assert remove_window(desk.study, WINDOW) == []
    assert not desk.study.coding_of(WINDOW).exists()


def test_a_changed_codebook_is_noticed_and_nothing_is_dropped(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    codes = desk.take(desk.paths["Ana"]).new
    text = desk.study.settings_path.read_text(encoding="utf-8")
    changed = text.replace('{name = "community"}', '{name = "belonging"}').replace('{name = "cold"}', '{name = "cool"}')
    desk.study.settings_path.write_text(changed, encoding="utf-8")
    study = Study.load(desk.study.root)
    progress = coding_progress(study, WINDOW)
    warm = sum(variable == "tone" for _, _, variable in desk.codes())
    assert progress.outside_codebook == {"purpose: community": codes - warm}
    assert progress.older_codebook == {"tone": warm}
    coded = {one.variable: (one.coded, one.tweets) for one in progress.coders if one.coder == "Ana"}
    assert coded["purpose"] == (0, codes - warm), "what is not counted is to be coded again"
    assert len(journal(study.coding_of(WINDOW))) == codes


def test_a_sheet_that_repeats_codes_of_an_earlier_definition_says_so(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community"})
    codes = desk.take(desk.paths["Ana"]).new
    assert not any("definition" in note for note in desk.take(desk.paths["Ana"]).notes)
    desk.settle('label = "Purpose"', 'label = "Purpose"\ndefinition = "What it is for"')
    assert coding_progress(desk.study, WINDOW).older_codebook == {"purpose": codes}
    desk.sheets(replace=True)
    assert desk.take(desk.paths["Ana"]).notes == (
        f"{codes} codes are the same here as under an earlier definition of purpose: taken for given under that of now",
    )
    assert coding_progress(desk.study, WINDOW).older_codebook == {}


def test_label_studio_takes_and_gives(desk: Desk, tmp_path: Path) -> None:
    desk.sheets("label-studio")
    folder = desk.study.coding_of(WINDOW) / "sheets"
    tasks = json.loads((folder / "coder-Ana.json").read_text(encoding="utf-8"))
    config = label_config(coded_by_people(desk.study.settings))
    assert '<Choices name="purpose" toName="text" choice="single"' in config
    assert '<Choice value="1-2"' in config
    for number, task in enumerate(tasks):
        choices = ["community"] if number else ["community", "other"]
        result = {"from_name": "purpose", "to_name": "text", "type": "choices", "value": {"choices": choices}}
        task["annotations"] = [{"result": [result]}, {"was_cancelled": True, "result": [result]}]
    export = tmp_path / "project-1.json"
    export.write_text(json.dumps(tasks), encoding="utf-8")
    found = desk.take(export)
    assert (found.new, len(found.problems)) == (len(tasks) - 1, 1)
    assert "several categories" in found.problems[0].problem
    assert found.notes == (
        "no column tone: nothing of it was imported; where it stands under another name, write this one above it",
    )


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.xlsx", b"no workbook", "cannot be opened"),
        ("a.csv", b"one,two\n1,2\n", "no column named tweet"),
        ("a.csv", b"tweet,coder,mood\nt1,Ana,x\n", "no column of the codebook"),
        ("a.csv", b"tweet,purpose\nt1,other\n", "does not say who coded"),
        ("a.csv", b"tweet,purpose,purpose\nt1,other,other\n", "two columns purpose"),
        ("a.csv", b"tweet,coder\nt1," + b"x" * (1 << 25), "is no table"),
        ("a.json", b"{}", "nor an export of Label Studio"),
        ("a.json", b"[" * 100_000, "is not JSON"),
        ("a.json", b'[{"data": {"tweet": "t1"}, "annotations": [7, 8]}]', "task 1"),
        ("a.json", b'[{"data": {}}, {"data": {}, "annotations": [{"result": [3]}]}]', "task 2"),
        ("a.json", b'[{"data": {}, "annotations": [{"result": [{"from_name": "a", "value": "b"}]}]}]', "task 1"),
        (
            "a.json",
            b'[{"data": {}, "annotations": [{"result": [{"from_name": "a", "value": {"text": 3}}]}]}]',
            "task 1",
        ),
        ("a.json", b'[{"data": 5, "annotations": []}]', "task 1"),
        ("a.pdf", b"%PDF", "no sheet that can be imported"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a password"),
    ],
)
def test_what_is_no_sheet_is_refused(desk: Desk, tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=problem):
        desk.take(tmp_path / name)


@pytest.mark.parametrize("place", ["XFD1048576", "XFD400", "A1048576"])
def test_a_cell_far_from_the_sheet_is_named_at_once(desk: Desk, place: str) -> None:
    path = desk.paths["Ana"]
    book, sheet, _ = opened(path)
    sheet[place] = "x"
    book.save(path)
    with pytest.raises(UserError, match=r"reaches to column [\d,]+, row [\d,]+"):
        desk.take(path)


def test_sheets_need_a_sample(tmp_path: Path, warehouse: Warehouse) -> None:
    study = coding_study(tmp_path / "coded", SETTINGS)
    with pytest.raises(UserError, match="has no sample yet"):
        write_sheets(warehouse, study, WINDOW, "xlsx", replace=False)
    with pytest.raises(UserError, match="No sheets were written"):
        import_sheet(warehouse, study, WINDOW, tmp_path / "x.csv", None)


@pytest.mark.parametrize("place", ['coders = ["Ana', 'name = "infor', 'label = "Pur', 'name = "purp'])
def test_a_name_that_no_sheet_can_hold_is_refused_as_a_setting(tmp_path: Path, place: str) -> None:
    settings = SETTINGS.replace(place, place + "\\uFFFF", 1)
    assert settings != SETTINGS
    with pytest.raises(UserError, match=r"U\+FFFF|small letters"):
        coding_study(tmp_path / "study", settings)


def test_a_definition_and_a_text_with_what_no_workbook_can_hold_are_written_without_it(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    settings = SETTINGS.replace('label = "Purpose"', 'label = "Purpose"\ndefinition = "for\\uFFFE what"')
    study = coding_study(tmp_path / "coding", settings)
    plant_tweets(warehouse, [f"odd \ufffe\uffff{number}" for number in range(10)])
    draw(warehouse, study)
    for form in ("xlsx", "csv", "label-studio"):
        for sheet in write_sheets(warehouse, study, WINDOW, form, replace=True):  # type: ignore[arg-type]
            content = read_sheet(sheet.path) if form != "label-studio" else json.loads(sheet.path.read_bytes())
            assert content
    config = (study.coding_of(WINDOW) / "sheets" / "label-studio-config.xml").read_text(encoding="utf-8")
    assert of_xml(config) == config
    sheet, *_ = write_sheets(warehouse, study, WINDOW, "xlsx", replace=True)
    fill(sheet.path, {"purpose": "other"})
    found = import_sheet(warehouse, study, WINDOW, sheet.path, None)
    assert found.codes > 0
    assert not found.problems
    assert found.blank["Ana"] > 0  # tone, which nobody filled


def test_rows_of_a_forgotten_tweet_are_left_out_and_named_nowhere(desk: Desk) -> None:
    path = desk.paths["Ana"]
    fill(path, {"purpose": "other", "tone": "warm"})
    key = read_key(str(opened(path)[1].cell(2, opened(path)[2]["tweet"]).value))
    assert key is not None
    folder = desk.study.coding_of(WINDOW)
    write_frozen(folder, [one for one in frozen_sample(folder) or () if one.tweet_id != key.tweet_id])
    found = import_sheet(
        desk.warehouse, desk.study, WINDOW, path, None, is_forgotten=lambda tweet_id: tweet_id == key.tweet_id
    )
    assert not found.problems
    assert found.notes == ("1 row of tweets that were forgotten left out; delete what the file holds of them too",)
    assert key.tweet_id not in {entry.tweet_id for entry in journal(folder)}
    assert not (folder / "to-correct").exists()


@pytest.mark.parametrize(
    ("applies_to", "said"),
    [
        ('variable = "tweet_type", codes = ["tweet", "replies"]', r"'replies', which it never is; .*quote tweet"),
        ('variable = "purpose", codes = ["Community"]', "'Community', which it never is; .*community"),
        ('variable = "purpose", codes = ["none"]', "'none', which it never is"),
        ('variable = "tone", codes = ["warm"]', "where it has a code itself"),
    ],
)
def test_a_variable_is_asked_of_codes_that_there_are(tmp_path: Path, applies_to: str, said: str) -> None:
    asked = 'variable = "tweet_type", codes = ["tweet", "reply"]'
    coding_study(tmp_path / "good", SETTINGS.replace(asked, 'variable = "purpose", codes = ["community"]'))
    with pytest.raises(UserError, match=said):
        coding_study(tmp_path / "study", SETTINGS.replace(asked, applies_to))
