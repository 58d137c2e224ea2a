"""Sheets on which disagreements are decided and codes corrected."""

from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.sheets.of_window import write_disagreements
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import (
    TEXTS,
    Desk,
    fill,
    opened,
    plant_tweets,
)


def test_a_sheet_of_corrections_is_filled_and_imported_like_any_other(desk: Desk) -> None:
    path = desk.paths["Ben"]
    fill(path, {"purpose": "community", "tone": "cold"})
    book, sheet, names = opened(path)
    for row in (2, 5):
        sheet.cell(row, names["purpose"]).value = "?"
    book.save(path)
    before = desk.take(path)
    [listed, sheet_path] = before.corrections
    assert (len(before.problems), listed.suffix) == (2, ".csv")
    _, corrected, columns = opened(sheet_path)
    assert corrected.max_row == 3
    assert "no category of the codebook" in corrected.cell(2, columns["problem"]).value
    fill(sheet_path, {"purpose": "other"})
    after = desk.take(sheet_path)
    assert (after.problems, after.new) == ((), 2)


def test_who_asks_too_early_for_disagreements_is_told_whose_codes_lack(desk: Desk) -> None:
    arguments = ["--study", str(desk.study.root), "--window", str(WINDOW.start), str(WINDOW.end)]
    with open_warehouse(desk.study.warehouse, "a test") as warehouse:
        plant_tweets(warehouse, TEXTS)
    for coder, told in ((None, "no codes of anybody"), ("Ana", "codes of Ana alone"), ("Ben", "no disagreement")):
        if coder:
            fill(desk.paths[coder], {"purpose": "community", "tone": "warm"})
            desk.take(desk.paths[coder])
        for command in ("disagreements", "curation"):
            done = CliRunner().invoke(build_app(), ["coding", command, *arguments])
            assert (done.exit_code, told in " ".join(done.output.split())) == (0, True), done.output


def test_disagreements_are_decided_on_a_sheet_of_their_own(desk: Desk) -> None:
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    fill(desk.paths["Ben"], {"purpose": "other", "tone": "warm"})
    for path in desk.paths.values():
        desk.take(path)
    sheet = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert sheet is not None
    assert (sheet.tweets, coding_progress(desk.study, WINDOW).disagreements) == (4, {"purpose": 4, "tone": 0})
    book, rows, names = opened(sheet.path)
    assert (rows.cell(2, names["purpose: Ana"]).value, rows.cell(2, names["purpose: Ben"]).value) == (
        "community", "other",
    )  # fmt: skip
    for row in range(2, 6):
        rows.cell(row, names["purpose"]).value = "information"
        rows.cell(row, names["decided_by"]).value = "Ana and Ben" if row < 5 else None
    book.save(sheet.path)
    found = desk.take(sheet.path)
    assert (found.new, [one.problem for one in found.problems]) == (
        3, ["nobody stands under decided_by: write who decided, or say it for all rows: --coder NAME"],
    )  # fmt: skip
    assert coding_progress(desk.study, WINDOW).disagreements == {"purpose": 1, "tone": 0}


def test_decisions_that_cannot_be_taken_stand_on_a_sheet_to_decide_them_on(desk: Desk) -> None:
    """Ana decides alone: what she is to correct are decisions, and must not come back as her own codes."""
    fill(desk.paths["Ana"], {"purpose": "community", "tone": "warm"})
    fill(desk.paths["Ben"], {"purpose": "other", "tone": "cold"})
    for path in desk.paths.values():
        desk.take(path)
    written = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert written is not None
    book, sheet, names = opened(written.path)
    for row, (code, who) in enumerate([("infomation", "Ana"), ("information", None), ("information", "Ana")], start=2):
        sheet.cell(row, names["purpose"]).value, sheet.cell(row, names["decided_by"]).value = code, who
    book.save(written.path)
    before, waiting = desk.codes(), coding_progress(desk.study, WINDOW).disagreements
    found = desk.take(written.path)
    assert (found.new, len(found.problems)) == (1, 2)
    assert [path.name for path in found.corrections] == ["disagreements.csv", "disagreements decisions.xlsx"]
    book, sheet, names = opened(found.corrections[1])
    rows = range(2, sheet.max_row + 1)
    assert len(rows) == 2
    assert [sheet.cell(row, names["purpose: Ben"]).value for row in rows] == ["other", "other"]
    assert {sheet.cell(row, names["decided_by"]).value for row in rows} == {"Ana", None}
    assert "infomation" in "".join(str(sheet.cell(row, names["problem"]).value) for row in rows)
    for row in rows:
        sheet.cell(row, names["purpose"]).value, sheet.cell(row, names["decided_by"]).value = "information", "Ana"
    book.save(found.corrections[1])
    again = desk.take(found.corrections[1])
    assert (again.new, again.problems, desk.codes()) == (2, (), before)
    assert coding_progress(desk.study, WINDOW).disagreements == {**waiting, "purpose": waiting["purpose"] - 3}


def test_what_was_filled_on_a_sheet_of_corrections_is_not_thrown_away(desk: Desk) -> None:
    """Who imports the first sheet again, and not the corrected one, finds what was corrected set aside."""
    fill(desk.paths["Ana"], {"purpose": "comunity"})
    to_correct = desk.take(desk.paths["Ana"]).corrections[1]
    assert desk.take(desk.paths["Ana"]).notes == (), "nobody filled it"
    fill(to_correct, {"purpose": "community"})
    [told] = desk.take(desk.paths["Ana"]).notes
    kept = desk.study.coding_of(WINDOW) / "earlier-sheets-1" / to_correct.name
    assert told.startswith(f"{to_correct.name} was filled and not imported")
    assert str(kept) in told
    assert desk.take(kept).new > 0
    assert desk.take(desk.paths["Ana"]).notes == ()


def test_on_it_codes_of_a_variable_stand_beside_each_other_in_the_order_of_the_codebook(desk: Desk) -> None:
    for coder, tone, purpose in (("Ben", "cold", "other"), ("Ana", "warm", "community")):
        fill(desk.paths[coder], {"tone": tone})
        book, sheet, names = opened(desk.paths[coder])
        sheet.cell(5, names["purpose"]).value = purpose
        sheet.cell(5, names["notes"]).value = "seen late"
        book.save(desk.paths[coder])
        desk.take(desk.paths[coder])
    written = write_disagreements(desk.warehouse, desk.study, WINDOW)
    assert written is not None
    _, sheet, names = opened(written.path)
    assert [sheet.cell(2, names[f"{name}: Ana"]).value for name in ("purpose", "tone")] == [None, "warm"]
    assert [name for name in names if ": " in name] == [
        "purpose: Ana", "purpose: Ben", "tone: Ana", "tone: Ben", "notes: Ana", "notes: Ben",
    ]  # fmt: skip
