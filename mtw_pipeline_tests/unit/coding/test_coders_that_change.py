"""Coders who are not named, come late, leave, or get another name: no code is lost, and no sheet written over."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.cli.commands.status import _coding_step
from mtw_pipeline.coding.coder_names import told_of_missing
from mtw_pipeline.coding.frozen_sample import frozen_rows, otherwise_asked
from mtw_pipeline.coding.journal import history_rows, journal
from mtw_pipeline.coding.progress import coding_progress
from mtw_pipeline.errors import UserError
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.coding.desk import SETTINGS, TEXTS, Desk, coding_study, fill, opened, plant_tweets

COMMUNITY = {"purpose": "community", "tone": "warm"}
OTHER = {"purpose": "other", "tone": "cold"}


def tweets_on(path: Path) -> set[str]:
    _, sheet, names = opened(path)
    return {str(sheet.cell(row, names["tweet"]).value).split(" t")[-1] for row in range(2, sheet.max_row + 1)}


def test_without_named_coders_nothing_is_written_and_nothing_freezes(tmp_path: Path, warehouse: Warehouse) -> None:
    study = coding_study(tmp_path / "coded", SETTINGS.replace('coders = ["Ana", "Ben"]', ""), size=30)
    with pytest.raises(UserError, match=r'No coders are named.*study\.toml.* coders = \["Ana", "Ben"\]'):
        Desk(study, warehouse)
    assert not study.coding_of(WINDOW).exists()


def test_a_sample_that_was_frozen_without_named_coders_says_whom_to_name(desk: Desk) -> None:
    desk.settle('coders = ["Ana", "Ben"]', "")
    for attempt in (desk.sheets, lambda: desk.take(desk.paths["Ana"])):
        with pytest.raises(UserError, match=r'No coders are named.* coders = \["Ana", "Ben"\]'):
            attempt()  # type: ignore[operator]


def test_a_sheet_of_no_tweets_is_refused_and_nothing_freezes(tmp_path: Path, warehouse: Warehouse) -> None:
    settings = SETTINGS.replace('["Ana", "Ben"]', '["Ana", "Ben", "Cleo", "Dora"]').replace("size = 4", "size = 0")
    study = coding_study(tmp_path / "coded", settings, size=3)
    with pytest.raises(UserError, match="No tweets are left for Dora: the sample has 3"):
        Desk(study, warehouse)
    assert not study.coding_of(WINDOW).exists()


def test_who_comes_when_all_is_begun_is_told_so_and_nothing_changes(tmp_path: Path, warehouse: Warehouse) -> None:
    desk = Desk(coding_study(tmp_path / "coded", SETTINGS.replace("size = 4", "size = 0"), size=20), warehouse)
    for path in desk.paths.values():
        fill(path, COMMUNITY)
        desk.take(path)
    desk.settle('["Ana", "Ben"]', '["Ana", "Ben", "Cleo"]')
    saved = desk.saved()
    with pytest.raises(UserError, match=r"No tweets are left for Cleo.* Take Cleo from the coders"):
        desk.sheets()
    assert desk.saved() == saved


def test_two_coders_whose_sheets_would_have_one_name_are_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="differ in signs only"):
        desk.settle('["Ana", "Ben"]', '["Ana B.", "ana-b_"]')


def test_who_comes_late_gets_a_share_and_what_was_coded_stays(desk: Desk) -> None:
    fill(desk.paths["Ana"], COMMUNITY)
    desk.take(desk.paths["Ana"])
    ana, ben = tweets_on(desk.paths["Ana"]), tweets_on(desk.paths["Ben"])
    coded = desk.codes()
    desk.settle('["Ana", "Ben"]', '["Ana", "Ben", "Cleo"]')
    written = {one.coder: one for one in desk.sheets()}
    assert {coder: (one.tweets, one.gained, one.lost) for coder, one in written.items()} == {
        "Ana": (17, 0, 0), "Ben": (4 + 7, 0, 6), "Cleo": (4 + 6, 4 + 6, 0),
    }  # fmt: skip
    assert (written["Ana"].is_new, written["Ana"].kept) == (False, None)
    assert tweets_on(desk.paths["Ana"]) == ana
    assert tweets_on(desk.paths["Ben"]) < ben
    cleo = tweets_on(written["Cleo"].path)
    shared = {one.tweet_id for one in desk.sample() if one.is_reliability}
    assert len(shared) == 4
    assert shared == cleo & tweets_on(desk.paths["Ana"]) & tweets_on(desk.paths["Ben"])
    assert desk.codes() == coded
    assert [one.is_new for one in desk.sheets()] == [False] * 3
    table = frozen_rows(desk.study, WINDOW)
    assert table is not None
    assert {row["tweet_id"] for row in table if "Cleo" in row["coders"]} == cleo  # type: ignore[operator]


def test_a_sheet_of_before_is_kept_and_its_codes_are_taken(desk: Desk) -> None:
    fill(desk.paths["Ben"], OTHER)
    desk.settle('["Ana", "Ben"]', '["Ana", "Ben", "Cleo"]')
    written = {one.coder: one for one in desk.sheets()}
    kept = written["Ben"].kept
    assert kept is not None
    assert kept.parent.name == "earlier-sheets-1"
    found = desk.take(kept)
    assert found.problems == ()
    assert found.notes == ("4 rows are of tweets that have gone to other coders since: their codes count all the same",)
    assert sum(name == "purpose" for who, _, name in desk.codes() if who == "Ben") == 17
    again = desk.take(kept)
    assert (again.new, again.problems) == (0, ())


def test_an_old_sheet_does_not_undo_what_was_coded_since(desk: Desk) -> None:
    fill(desk.paths["Ben"], OTHER)
    desk.settle('["Ana", "Ben"]', '["Ana", "Ben", "Cleo"]')
    written = {one.coder: one for one in desk.sheets()}
    fill(written["Ben"].path, COMMUNITY)
    desk.take(written["Ben"].path)
    since = desk.codes()
    assert written["Ben"].kept is not None
    found = desk.take(written["Ben"].kept)
    assert since.items() <= desk.codes().items()
    assert {one.problem for one in found.problems if one.variable == "purpose"} == {
        "this is a sheet of before, and 'community' was imported since: it stays, unless a new sheet says so"
    }
    assert len(found.problems) == len(since)


def test_one_who_is_missing_stands_and_two_stand() -> None:
    assert told_of_missing(["Ana"]) == "Ana had tweets to code and stands no more among the coders"
    assert told_of_missing(["Ana", "Ben"]) == "Ana and Ben had tweets to code and stand no more among the coders"


def test_one_person_under_a_new_name_keeps_codes_and_sheet(desk: Desk) -> None:
    fill(desk.paths["Ana"], COMMUNITY)
    desk.take(desk.paths["Ana"])
    before = {(tweet, name): code for (_, tweet, name), code in desk.codes().items()}
    desk.settle('coders = ["Ana", "Ben"]', 'coders = ["Anna", "Ben"]')
    saved = desk.saved()
    arguments = ["--study", str(desk.study.root), "--window", str(WINDOW.start), str(WINDOW.end)]
    told = " ".join(CliRunner().invoke(build_app(), ["coding", "status", *arguments]).output.split())
    assert "Ana had tweets to code and stands no more among the coders: mtw coding sheets" in told
    assert coding_progress(desk.study, WINDOW).missing == ("Ana",)
    with pytest.raises(UserError, match=r'renamed = \{"Ana" = "Anna"\} .* left = \["Ana"\]'):
        desk.sheets()
    assert desk.saved() == saved
    desk.settle("reliability_size", 'renamed = {Ana = "Anna"}\nreliability_size')
    written = {one.coder: one for one in desk.sheets()}
    assert (written["Anna"].tweets, written["Anna"].gained, written["Ben"].is_new) == (17, 0, False)
    assert {(tweet, name): code for (who, tweet, name), code in desk.codes().items() if who == "Anna"} == before
    assert {row["coder"] for row in history_rows(desk.warehouse, desk.study, WINDOW)} == {"Anna"}
    _, sheet, names = opened(written["Anna"].path)
    assert {sheet.cell(row, names["purpose"]).value for row in range(2, sheet.max_row + 1)} == {"community"}
    assert written["Anna"].kept is not None
    assert desk.take(written["Anna"].kept).new == 0, "the sheet under the old name says nothing new"
    assert {one.coder for one in journal(desk.study.coding_of(WINDOW))} == {"Ana"}


def test_two_people_do_not_become_one(desk: Desk) -> None:
    desk.settle('coders = ["Ana", "Ben"]', 'coders = ["Ben"]\nrenamed = {Ana = "Ben"}')
    with pytest.raises(UserError, match="Ana and Ben are to go under one name, but were given the same tweets"):
        desk.sheets()


def test_who_leaves_keeps_what_they_coded_and_the_rest_is_divided(desk: Desk) -> None:
    _, sheet, names = (book := opened(desk.paths["Ana"]))
    for row in range(2, 11):
        sheet.cell(row, names["purpose"]).value = "other"
        if not sheet.cell(row, names["tone"]).protection.locked:
            sheet.cell(row, names["tone"]).value = "cold"
    book[0].save(desk.paths["Ana"])
    desk.take(desk.paths["Ana"])
    coded = desk.codes()
    desk.settle('coders = ["Ana", "Ben"]', 'coders = ["Ben"]\nleft = ["Ana"]')
    [written] = desk.sheets()
    done = {tweet for _, tweet, _ in coded}
    assert len(done) == 9
    shared = {one.tweet_id for one in desk.sample() if one.is_reliability}
    assert tweets_on(written.path) == {one.tweet_id for one in desk.sample()} - (done - shared)
    assert desk.codes() == coded
    progress = coding_progress(desk.study, WINDOW)
    assert {(one.coder, one.tweets, one.coded) for one in progress.coders if one.variable == "purpose"} == {
        ("Ben", 30 - len(done - shared), 0), ("Ana", 9, 9),
    }  # fmt: skip


def test_what_who_left_has_not_coded_is_not_waited_for(desk: Desk) -> None:
    fill(desk.paths["Ana"], COMMUNITY)
    desk.take(desk.paths["Ana"])
    book, sheet, names = opened(desk.paths["Ben"])
    sheet.cell(2, names["purpose"]).value = "other"
    book.save(desk.paths["Ben"])
    desk.take(desk.paths["Ben"])
    desk.settle('coders = ["Ana", "Ben"]', 'coders = ["Ana"]\nleft = ["Ben"]')
    fill({one.coder: one.path for one in desk.sheets(replace=True)}["Ana"], COMMUNITY)
    desk.take(desk.paths["Ana"])
    with open_warehouse(desk.study.warehouse, "a test") as warehouse:
        plant_tweets(warehouse, TEXTS)
    progress = coding_progress(desk.study, WINDOW)
    assert {one.coder for one in progress.coders if one.has_left} == {"Ben"}
    given = sum(one.coded for one in progress.coders)
    assert _coding_step(desk.study, progress).state.startswith(f"{given} of {given} codes are in")


def test_a_sample_that_is_frozen_says_so_where_another_one_is_asked_for(desk: Desk) -> None:
    assert otherwise_asked(desk.study, WINDOW) == ""
    desk.settle("size = 30", "size = 20")
    assert otherwise_asked(desk.study, WINDOW) == "size = 20, and it has 30"
    arguments = ["--study", str(desk.study.root), "--window", str(WINDOW.start), str(WINDOW.end)]
    told = CliRunner().invoke(build_app(), ["coding", "status", *arguments]).output
    assert "the sample stays as it was frozen" in told
    desk.settle("size = 20", "size = 3000")
    assert otherwise_asked(desk.study, WINDOW) == "", "there are no more tweets"
    desk.settle("seed = 7", "seed = 8")
    assert otherwise_asked(desk.study, WINDOW) == "seed = 8, and it was drawn with 7"
    desk.settle("seed = 8", 'seed = 7\nstratify_by = "language"\ninclude_retweets = false\nlanguages = ["en"]')
    assert otherwise_asked(desk.study, WINDOW) == "stratify_by = language, and it was drawn by nothing"
    desk.settle('stratify_by = "language"\n', "")
    assert otherwise_asked(desk.study, WINDOW) == "include_retweets = false, and it was drawn otherwise"
    desk.settle("include_retweets = false\n", "")
    assert otherwise_asked(desk.study, WINDOW) == "languages = ['en'], and it was drawn from all"
    desk.settle('\nlanguages = ["en"]', "")
    assert otherwise_asked(desk.study, WINDOW) == ""
