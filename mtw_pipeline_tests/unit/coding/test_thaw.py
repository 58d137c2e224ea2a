"""A thaw: the sample is drawn anew, and neither codes nor sheets that are out get lost or mixed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.frozen_sample import frozen_sample
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.coding.thaw import thaw
from mtw_pipeline.errors import UserError
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.unit.coding.desk import Desk, draw, fill, opened

COMMUNITY = {"purpose": "community", "tone": "warm"}
OTHER = {"purpose": "other", "tone": "cold"}


@pytest.fixture
def thawed(desk: Desk) -> Desk:
    """A desk whose sample was thawed while a filled sheet of Ana was out, and drawn anew: smaller, by another seed."""
    fill(desk.paths["Ana"], COMMUNITY)
    desk.paths["Ana"].rename(desk.study.root / "out with Ana.xlsx")
    thaw(desk.study, WINDOW)
    desk.settle("size = 30", "size = 20")
    desk.settle("seed = 7", "seed = 8")
    draw(desk.warehouse, desk.study)
    return desk


def test_the_sample_of_before_is_not_frozen_again(desk: Desk) -> None:
    desk.warehouse.connection.execute("update sample set is_frozen = true")  # as a run after the sheets leaves it
    thaw(desk.study, WINDOW)
    with pytest.raises(UserError, match=r"has no sample yet.*mtw run --window 2021-01-01 2021-01-31"):
        desk.sheets()
    assert frozen_sample(desk.study.coding_of(WINDOW)) is None


def test_sheets_of_before_are_kept_and_new_ones_are_blank(thawed: Desk) -> None:
    folder = thawed.study.coding_of(WINDOW)
    assert [path.name for path in (folder / "earlier-sheets-1").iterdir()] == ["coder-Ben.xlsx"]
    assert (folder / "thawed-sample-1.json").is_file()
    for one in thawed.sheets():
        assert (one.is_new, one.path.parent.name) == (True, "sheets")
        _, sheet, names = opened(one.path)
        assert {sheet.cell(row, names["purpose"]).value for row in range(2, sheet.max_row + 1)} == {None}


def test_a_sheet_that_is_out_waits_for_the_new_ones(thawed: Desk) -> None:
    with pytest.raises(UserError, match=r"was thawed, and no sheets were written since.*nothing is lost"):
        thawed.take(thawed.study.root / "out with Ana.xlsx")


def test_every_code_of_a_sheet_that_was_out_is_kept_and_those_of_the_new_sample_count(thawed: Desk) -> None:
    out = thawed.study.root / "out with Ana.xlsx"
    _, sheet, names = opened(out)
    tweets = {str(sheet.cell(row, names["tweet"]).value).split(" t")[-1] for row in range(2, sheet.max_row + 1)}
    thawed.sheets()
    new = {one.tweet_id: one for one in thawed.sample()}
    outside = tweets - new.keys()
    moved = {one for one in tweets & new.keys() if "Ana" not in new[one].coders}
    assert outside
    assert moved
    found = thawed.take(out)
    assert found.problems == ()
    assert {tweet for who, tweet, name in thawed.codes() if (who, name) == ("Ana", "purpose")} == tweets
    assert [note.split(" rows")[0] for note in found.notes] == [str(len(outside)), str(len(moved))]
    progress = coding_progress(thawed.study, WINDOW)
    assert progress.outside_sample == sum(tweet in outside for _, tweet, _ in thawed.codes())
    own = next(one for one in progress.coders if (one.coder, one.variable) == ("Ana", "purpose"))
    assert own.coded == len(tweets & new.keys() - moved)


def test_what_was_coded_before_the_thaw_stays_with_who_coded_it(desk: Desk) -> None:
    fill(desk.paths["Ana"], COMMUNITY)
    desk.take(desk.paths["Ana"])
    coded = {tweet for _, tweet, _ in desk.codes()}
    thaw(desk.study, WINDOW)
    desk.settle("seed = 7", "seed = 8")
    desk.settle("size = 30", "size = 20")
    draw(desk.warehouse, desk.study)
    sheets = {one.coder: one for one in desk.sheets()}
    alone = [one for one in desk.sample() if not one.is_reliability]
    assert all(one.coders == ("Ana",) for one in alone if one.tweet_id in coded)
    _, sheet, names = opened(sheets["Ana"].path)
    shown = {
        str(sheet.cell(row, names["tweet"]).value).split(" t")[-1]: sheet.cell(row, names["purpose"]).value
        for row in range(2, sheet.max_row + 1)
    }
    assert {tweet: code for tweet, code in shown.items() if code} == dict.fromkeys(coded & shown.keys(), "community")


def test_an_old_sheet_does_not_undo_what_was_coded_on_a_new_one(thawed: Desk) -> None:
    sheets = {one.coder: one for one in thawed.sheets()}
    fill(sheets["Ana"].path, OTHER)
    thawed.take(sheets["Ana"].path)
    since = thawed.codes()
    found = thawed.take(thawed.study.root / "out with Ana.xlsx")
    assert since.items() <= thawed.codes().items()
    assert found.problems
    assert all("'other' was imported since" in one.problem or "'cold'" in one.problem for one in found.problems)


def test_the_command_leads_on(desk: Desk, tmp_path: Path) -> None:
    put(desk.study, "an export.csv", "x")
    arguments = ["coding", "thaw", "--study", str(desk.study.root), "--window", "2021-01-01", "2021-01-31"]
    said = " ".join(CliRunner().invoke(build_app(), arguments).output.split())
    assert "The sample until now is kept in" in said
    assert "Codes of 0 tweets stay in the journal" in said
    days = f"--study {desk.study.root} --window 2021-01-01 2021-01-31"
    assert f"mtw run {days} and: mtw coding sheets {days}" in said
    again = CliRunner().invoke(build_app(), arguments).output
    assert "is not frozen" in again
