"""Tweets that their authors deleted leave no trace, and no import brings them back."""

import zipfile
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from mtw_pipeline.cli.app import build_app
from mtw_pipeline.coding.sheets.import_of_window import import_sheet
from mtw_pipeline.coding.sheets.of_window import write_sheets
from mtw_pipeline.forgetting.register import read_register
from mtw_pipeline.forgetting.rows import REASON
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.liwc.kept import keep_of_all, kept_of_all
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.commands import validate_in
from mtw_pipeline_tests.studies import (
    BROKEN,
    FIRST,
    FORGETTABLE,
    GONE,
    LATER_TWEET,
    OF_USER,
    REPLY,
    RETWEET,
    TAKEN_BACK,
    StudyThatWasRun,
    copy_of,
    forgettable_rows,
    people_rows,
    run,
)
from mtw_pipeline_tests.unit.coding.desk import fill


@pytest.fixture(scope="module")
def forgotten(
    small: StudyThatWasRun, tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess
) -> tuple[Study, str]:
    folder = tmp_path_factory.mktemp("forgotten")
    study = copy_of(small.study, folder / "study")
    with open_warehouse(study.warehouse, "a test") as warehouse:
        for sheet in write_sheets(warehouse, study, WINDOW, "xlsx", replace=False):
            fill(sheet.path, {"purpose": "other"})
            import_sheet(warehouse, study, WINDOW, sheet.path, None)
    assert GONE in journal_of(study)
    keep_of_all(study, WINDOW, ["Tone"], [50.0])
    tweets, users = folder / "tweets.txt", folder / "users.csv"
    tweets.write_text(f"id\nhttps://twitter.com/x/status/{GONE}\n", encoding="utf-8")
    users.write_text("handle\n@Inv_105\n", encoding="utf-8")
    arguments = ["forget", "--tweets", str(tweets), "--users", str(users), "--study", str(study.root)]
    with pytest.MonkeyPatch.context() as patch:
        validate_in(patch, validation)
        done = CliRunner().invoke(build_app(), arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return study, done.output


def test_measures_of_all_texts_that_counted_them_go_and_it_is_said(forgotten: tuple[Study, str]) -> None:
    study, said = forgotten
    assert kept_of_all(study, WINDOW) == {}
    assert f"mtw liwc-texts FILE --window {WINDOW.start} {WINDOW.end}" in " ".join(said.split())


def journal_of(study: Study) -> str:
    return (study.coding_of(WINDOW) / "codes.jsonl").read_text(encoding="utf-8")


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def test_the_tweet_its_retweet_and_the_users_tweets_are_gone_and_accounted_for(forgotten: tuple[Study, str]) -> None:
    study, output = forgotten
    kept = {tweet for (tweet,) in rows(study.warehouse, "select tweet_id from tweets")}
    planted = {one["status_id"] for one in (*people_rows(), *forgettable_rows())} | {LATER_TWEET}
    assert kept == planted - {GONE, OF_USER, RETWEET, BROKEN}
    [(read, taken, rejected)] = rows(
        study.warehouse,
        "select (select sum(rows_read) from collection_exports), (select count(*) from raw_tweets),"
        " (select count(*) from rejected_rows)",
    )
    assert read == taken + rejected  # type: ignore[operator]
    assert "No trace is left" in output
    assert "Written anew" in output


def test_the_exports_hold_it_no_more_and_the_rest_as_before(forgotten: tuple[Study, str]) -> None:
    study, _ = forgotten
    path = study.incoming_of(WINDOW) / FORGETTABLE
    kept = [one for one in forgettable_rows() if one["status_id"] not in {GONE, OF_USER, RETWEET, BROKEN}]
    kept[5]["text"] = "see https://twitter.com/inv_103/status/0"
    kept[4]["reply_to_status_id"] = "0"
    assert path.read_text(encoding="utf-8") == csv_text(kept)
    [other] = [one for one in study.exports_of(WINDOW) if one != path]
    assert other.read_text(encoding="utf-8") == csv_text(people_rows())


def test_no_file_that_the_study_made_holds_id_or_text(forgotten: tuple[Study, str]) -> None:
    study, _ = forgotten
    made = [path for path in study.root.rglob("*") if path.is_file()]
    assert len(made) > 10
    for path in made:
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents = [archive.read(name) for name in archive.namelist()]
        assert not any(TAKEN_BACK.encode() in content or GONE.encode() in content for content in contents), path


def test_a_reply_to_it_stays_without_its_id(forgotten: tuple[Study, str]) -> None:
    found = rows(
        forgotten[0].warehouse, f"select is_reply, in_reply_to_tweet_id from tweets where tweet_id = '{REPLY}'"
    )
    assert found == [(True, None)]


def test_a_later_import_does_not_bring_it_back_and_the_file_that_has_it_is_told(
    forgotten: tuple[Study, str], tmp_path: Path, validation: ValidationProcess, caplog: pytest.LogCaptureFixture
) -> None:
    study = copy_of(forgotten[0], tmp_path / "copy")
    put(study, "again.csv", csv_text([rtweet_row(103, text=TAKEN_BACK), rtweet_row(120)]))
    assert run(study, validation, WINDOW, "+tweets").succeeded
    assert rows(study.warehouse, f"select count(*) from tweets where tweet_id = '{GONE}'") == [(0,)]
    assert rows(study.warehouse, f"select count(*) from tweets where tweet_id = '{FIRST + 120}'") == [(1,)]
    rejected = rows(study.warehouse, f"select export_file, raw from rejected_rows where reason = '{REASON}'")
    assert rejected == [("again.csv", "")]
    [told] = [one for one in caplog.messages if "was forgotten" in one]
    assert "again.csv: 1 row of what was forgotten" in told


def test_the_register_names_nobody(forgotten: tuple[Study, str]) -> None:
    content = forgotten[0].forgotten.read_text(encoding="utf-8").lower()
    assert GONE not in content
    assert "inv_105" not in content
    register = read_register(forgotten[0].forgotten)
    assert register.hashed(GONE) in register.tweets
    assert register.hashed("INV_105") in register.users


def test_the_codes_of_a_forgotten_tweet_are_gone(forgotten: tuple[Study, str]) -> None:
    journal = journal_of(forgotten[0])
    assert journal.count("\n") > 3
    assert GONE not in journal


def test_ids_alone_can_be_shared(forgotten: tuple[Study, str], tmp_path: Path) -> None:
    study, _ = forgotten
    target = tmp_path / "ids.txt"
    done = CliRunner().invoke(build_app(), ["export-ids", str(target), "--study", str(study.root)])
    assert done.exit_code == 0
    ids = target.read_text(encoding="utf-8").split()
    assert ids == sorted(ids)
    assert set(ids) == {tweet for (tweet,) in rows(study.warehouse, "select tweet_id from tweets")}
