"""What coders note beside a tweet: kept, shown to those who decide, and in no table of the warehouse."""

import json
from pathlib import Path

from openpyxl import load_workbook

from mtw_pipeline.coding.journal import Entry, history_rows, journal, write_down
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline.coding.tables.export import export_tables
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import Desk, fill, opened

NOTED = "=not sure, «irony» 🎉?"


def note(path: Path, row: int, words: str) -> str:
    """Write a note into a row of a sheet; returns the tweet's id."""
    book, sheet, names = opened(path)
    sheet.cell(row, names["notes"]).value = words
    sheet.cell(row, names["notes"]).data_type = "s"
    book.save(path)
    return str(sheet.cell(row, names["tweet"]).value).split(" t")[-1]


def notes_of(desk: Desk) -> list[tuple[str, str, str]]:
    entries = journal(desk.study.coding_of(WINDOW))
    return [(one.coder, one.tweet_id, one.code) for one in entries if one.kind == "note"]


def test_a_note_is_kept_also_beside_a_tweet_that_is_not_coded(desk: Desk) -> None:
    tweet = note(desk.paths["Ana"], 3, NOTED)
    found = desk.take(desk.paths["Ana"])
    assert (found.codes, found.new, found.noted, found.problems) == (0, 0, 1, ())
    assert notes_of(desk) == [("Ana", tweet, NOTED)]
    assert desk.take(desk.paths["Ana"]).noted == 0
    note(desk.paths["Ana"], 3, "now sure")
    assert desk.take(desk.paths["Ana"]).noted == 1
    desk.sheets(replace=True)
    _, sheet, names = opened(desk.paths["Ana"])
    assert sheet.cell(3, names["notes"]).value == "now sure"
    _, other, names = opened(desk.paths["Ben"])
    assert {other.cell(row, names["notes"]).value for row in range(2, other.max_row + 1)} == {None}
    assert history_rows(desk.warehouse, desk.study, WINDOW) == []


def test_who_decides_sees_the_notes_and_may_note_too(desk: Desk) -> None:
    shared = {one.tweet_id for one in desk.sample() if one.is_reliability}
    for coder, purpose in (("Ana", "community"), ("Ben", "other")):
        fill(desk.paths[coder], {"purpose": purpose, "tone": "warm"})
        tweet = note(desk.paths[coder], 2, f"{coder} was not sure")
        assert tweet in shared
        desk.take(desk.paths[coder])
    written = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert written is not None
    book, sheet, names = opened(written.path)
    seen = {sheet.cell(2, names[f"notes: {coder}"]).value for coder in ("Ana", "Ben")}
    assert seen == {"Ana was not sure", "Ben was not sure"}
    sheet.cell(2, names["decided_by"]).value = "Cleo"
    sheet.cell(2, names["purpose"]).value = "other"
    sheet.cell(2, names["notes"]).value = "by the codebook"
    book.save(written.path)
    assert (found := desk.take(written.path)).problems == ()
    assert (found.new, found.noted) == (1, 1)
    assert ("Cleo", tweet, "by the codebook") in notes_of(desk)


def test_decisions_that_are_not_imported_are_not_written_over(desk: Desk) -> None:
    for coder, purpose in (("Ana", "community"), ("Ben", "other")):
        fill(desk.paths[coder], {"purpose": purpose, "tone": "warm"})
        desk.take(desk.paths[coder])
    first = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert first is not None
    assert write_disagreements(desk.warehouse, desk.study, WINDOW) == first
    book, sheet, names = opened(first.path)
    sheet.cell(2, names["purpose"]).value = "other"
    sheet.cell(2, names["decided_by"]).value = "Cleo"
    book.save(first.path)
    second = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert second is not None
    assert second.kept is not None
    assert desk.take(second.kept).new == 1


def test_a_filled_sheet_is_set_aside_where_it_is_to_be_replaced(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    written = {one.coder: one for one in desk.sheets(replace=True)}
    assert written["Ben"].kept is None
    assert written["Ana"].kept is not None
    assert desk.take(written["Ana"].kept).new > 0
    assert {one.kept for one in desk.sheets(replace=True)} == {None}


def test_exported_tables_hold_the_notes_as_texts(desk: Desk, tmp_path: Path) -> None:
    import pyreadstat

    tweet = note(desk.paths["Ana"], 2, NOTED)
    note(desk.paths["Ben"], 2, "é" * 30_000)
    desk.take(desk.paths["Ana"])
    desk.take(desk.paths["Ben"])
    export_tables(desk.warehouse, desk.study, WINDOW, tmp_path)
    listed = (tmp_path / "coded_tweets.csv").read_text(encoding="utf-8")
    assert f"Ana: {NOTED}" in listed
    assert "é" * 30_000 in listed
    sheet = load_workbook(tmp_path / "tables.xlsx")["notes"]
    [(key, variable, _, said)] = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[2] == "Ana"]
    assert (key, variable, said) == (f"t{tweet}", None, NOTED)
    frame, about = pyreadstat.read_sav(str(tmp_path / "coded_tweets.sav"))
    assert any(f"Ana: {NOTED}" in cell for cell in frame["notes"])
    assert about.column_names_to_labels["notes"] == "Notes of coders"


def test_label_studio_has_room_for_notes(desk: Desk, tmp_path: Path) -> None:
    desk.sheets("label-studio")
    folder = desk.study.coding_of(WINDOW) / "sheets"
    tasks = json.loads((folder / "coder-Ana.json").read_text(encoding="utf-8"))
    assert '<TextArea name="notes" toName="text"' in (folder / "label-studio-config.xml").read_text(encoding="utf-8")
    written = {"from_name": "notes", "to_name": "text", "type": "textarea", "value": {"text": ["not", "sure"]}}
    chosen = {"from_name": "purpose", "to_name": "text", "type": "choices", "value": {"choices": ["other"]}}
    tasks[0]["annotations"] = [{"result": [written, chosen]}]
    (tmp_path / "project.json").write_text(json.dumps(tasks), encoding="utf-8")
    assert (found := desk.take(tmp_path / "project.json")).new == 1
    assert found.noted == 1
    assert notes_of(desk)[0][2] == "not | sure"


def test_exported_tables_hold_the_memos_too(desk: Desk, tmp_path: Path) -> None:
    at = "2021-03-01T10:00:00+00:00"
    memos = [
        Entry("memo", "Ben", "", "tone", words, "", "a page", at)
        for words in ("an earlier one", "=cold is rarer than we thought")
    ]
    write_down(desk.study, WINDOW, memos)
    export_tables(desk.warehouse, desk.study, WINDOW, tmp_path)
    sheet = load_workbook(tmp_path / "tables.xlsx")["notes"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows == [(None, "tone", "Ben", "=cold is rarer than we thought")], "R reads no apostrophe"
    assert (sheet["D2"].data_type, sheet["D2"].quotePrefix) == ("s", True)
