"""Checks as Dagster runs them: broken data make them fail, errors stop what depends on the table, warnings do not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.assets.published import _results
from mtw_pipeline.defs.checks import checks_of
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.exports.formats.model import EMPTY_ROW
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.runs.problems import problem_of
from mtw_pipeline.runs.running import run_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.warehouse.validation.quality import balance_rules_of, rules_of
from mtw_pipeline.warehouse.validation.validating import validation_results
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.studies import LATER, StudyThatWasRun, copy_of, run, tables_of

OF_ALL_WINDOWS = {
    "window_trends", "window_changes", "member_retention", "word_keyness", "published_warehouse", "trends_report"
}  # fmt: skip


def two_more_rejected(reason: str, raw: str = "1,") -> str:
    """Puts the rejected rows of the study above a twentieth of all its rows, if they count."""
    rows = f"select '{WINDOW.key}', '{reason}', '{raw}' from range(2)"
    return f"insert into rejected_rows (collection_window, reason, raw) {rows}"


@pytest.fixture(scope="module")
def sound(small: StudyThatWasRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The warehouse of a study whose run passed every check, to be damaged within a transaction."""
    file = tmp_path_factory.mktemp("sound") / small.study.warehouse.name
    shutil.copyfile(small.study.warehouse, file)
    with open_warehouse(file, "a test") as warehouse:
        yield warehouse


@pytest.fixture
def damaged(sound: Warehouse) -> Iterator[Warehouse]:
    """The same; what a test did to it is undone."""
    sound.connection.execute("begin")
    yield sound
    sound.connection.execute("rollback")


@pytest.fixture
def filled(small: StudyThatWasRun, tmp_path: Path) -> Study:
    """A copy of a study whose run passed every check, to be damaged."""
    return copy_of(small.study, tmp_path / "copy")


def failing(validation: ValidationProcess, warehouse: Warehouse, table: str) -> list[str]:
    return [
        one.rule.name for one in validation_results(validation, warehouse, table_named(table), WINDOW) if not one.passed
    ]


@pytest.mark.parametrize(
    ("table", "rule", "damage"),
    [
        ("raw_tweets", "row_accounting", "delete from raw_tweets where row_number = 1"),
        ("raw_tweets", "row_accounting", "update raw_tweets set export_file = 'b.csv' where row_number = 1"),
        ("raw_tweets", "row_accounting", "update collection_exports set rows_read = 9"),
        ("tweets", "duplicates_accounted", "delete from tweets where row_number = 1"),
        ("tweets", "duplicates_accounted", "update tweets set rows_collected = 2 where row_number = 1"),
        ("collection_exports", "no_refused_files", "update collection_exports set status = 'refused'"),
        ("rejected_rows", "few_rejected_rows", two_more_rejected("no text")),
        ("rejected_rows", "few_rejected_rows", two_more_rejected(EMPTY_ROW, ",,words in a column that is not read,")),
        ("tweet_hashtags", "references", "delete from tweets where row_number = 1"),
        ("tweet_mentions", "references", "update tweet_mentions set tweet_id = '1' where position = 1"),
        ("interactions", "references", "delete from users where account = 'inv_103'"),
        ("sample", "references", "update sample set tweet_id = '1' where draw_order = 1"),
        ("sentiment_scores", "references", "delete from tweets where row_number = 1"),
        ("tweets", "key_unique", "insert into tweets from tweets"),
        ("users", "row_count", "delete from users"),
        ("sentiment_scores", "ranges", "update sentiment_scores set compound = 1.5"),
        ("tweets", "allowed_values", "update tweets set tweet_type = 'thread'"),
        ("raw_tweets", "allowed_values", "update raw_tweets set tweet_id = '1.26426E+18' where row_number = 1"),
        ("network_metrics", "required_columns", "update network_metrics set definition = null"),
    ],
)  # fmt: skip
def test_damage_to_the_tables_is_noticed(
    validation: ValidationProcess, damaged: Warehouse, table: str, rule: str, damage: str
) -> None:
    assert failing(validation, damaged, table) == []
    damaged.connection.execute(damage)
    assert rule in failing(validation, damaged, table)


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        ("posted 2021-03-01, outside the collection window", "1,"),
        ("it holds none of the hashtags that were asked for, #Tag, as a hashtag", "1,"),
        *((EMPTY_ROW, raw) for raw in (",,,,", ';"";;', "\t \t", "{}", "[]", "null", "||")),
    ],
)
def test_rows_of_other_windows_and_rows_without_anything_are_no_warning(
    validation: ValidationProcess, damaged: Warehouse, reason: str, raw: str
) -> None:
    damaged.connection.execute(two_more_rejected(reason, raw))
    assert failing(validation, damaged, "rejected_rows") == ["required_columns"]


def test_every_rule_of_every_table_is_a_check_of_its_asset(small: StudyThatWasRun) -> None:
    graph = build_definitions(small.study.root).get_repository_def().asset_graph
    for table in TABLES:
        checks = {key.name for key in graph.get_check_keys_for_assets({dg.AssetKey(table.name)})}
        rules = {rule.name for rule in (*rules_of(table), *balance_rules_of(table))}
        assert checks == rules | (set() if table.is_ground else {"made_whole"})


def test_a_failed_error_stops_what_depends_on_the_table(study: Study, validation: ValidationProcess) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1, created_at="")]))
    with instance_of(study) as instance:
        outcome = run_window(instance, study, WINDOW, validation)
        made = {key.to_user_string() for key in instance.all_asset_keys()}
        tweets = instance.get_latest_materialization_event(dg.AssetKey("tweets"))
    assert not outcome.succeeded
    assert ("raw_tweets", "row_count", True) in [(one.table, one.check, one.is_error) for one in outcome.failed_checks]
    assert "raw_tweets" in made
    assert tweets is None
    assert not study.report_of(WINDOW).exists()


def test_a_warning_is_shown_and_stops_nothing(filled: Study, validation: ValidationProcess) -> None:
    put(filled, "b.txt", "no export at all")
    filled.report_of(WINDOW).unlink()
    outcome = run(filled, validation, WINDOW, "collection_exports or tweets or study_report")
    assert outcome.succeeded
    warned = {(one.table, one.check) for one in outcome.failed_checks}
    assert ("collection_exports", "no_refused_files") in warned
    [said] = [one.description for one in outcome.failed_checks if one.check == "no_refused_files"]
    assert said.startswith("No export file was refused. Found: refused files: 1. First rows: b.txt. Ask why")
    assert not any(one.is_error for one in outcome.failed_checks)
    assert filled.report_of(WINDOW).exists()


def test_before_any_window_was_made_checks_alone_say_so(study: Study, validation: ValidationProcess) -> None:
    run = checks_alone(study, validation)
    assert not run.success
    assert problem_of(run.all_events).endswith("No collection window was made yet: run one first (mtw run)")


def test_checks_of_no_window_look_at_all_and_name_the_one_that_fails(
    small: StudyThatWasRun, tmp_path: Path, validation: ValidationProcess
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    whole = {one.check_name: one for one in checks_alone(study, validation).get_asset_check_evaluations()}
    assert {one.metadata["collection_window"].value for one in whole.values()} == {f"{WINDOW.key}, {LATER.key}"}
    assert all(one.passed for one in whole.values())
    with open_warehouse(study.warehouse, "a test") as warehouse:
        warehouse.connection.execute(
            f"insert into {TWEETS.name} select * from {TWEETS.name} where collection_window = $window limit 1",
            {"window": LATER.key},
        )
    broken = {one.check_name: one for one in checks_alone(study, validation).get_asset_check_evaluations()}
    assert broken.keys() == whole.keys()
    unique = broken["key_unique"]
    assert not unique.passed
    assert unique.metadata["collection_window"].value == LATER.key
    assert unique.metadata["failed_count"].value == 2


def checks_alone(study: Study, validation: ValidationProcess) -> dg.ExecuteInProcessResult:
    """A run of no window that makes the checks of tweets."""
    made = build_definitions(study.root, {"validation": validation})
    job = dg.define_asset_job("checks", selection=dg.AssetSelection.checks_for_assets("tweets"))
    alone = dg.Definitions(asset_checks=[checks_of(TWEETS)], jobs=[job], resources=made.resources)
    with instance_of(study) as instance:
        return alone.resolve_job_def("checks").execute_in_process(instance=instance, raise_on_error=False)


def test_what_stands_for_all_windows_is_made_by_a_run_of_none(
    small: StudyThatWasRun, tmp_path: Path, validation: ValidationProcess
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    before = tables_of(study)
    job = build_definitions(study.root, {"validation": validation}).resolve_implicit_global_asset_job_def()
    with instance_of(study) as instance:
        run = job.execute_in_process(
            instance=instance, asset_selection=[dg.AssetKey(name) for name in OF_ALL_WINDOWS], raise_on_error=False
        )
    assert problem_of(run.all_events) == ""
    assert run.success
    found = {one.asset_check_key: one for one in run.get_asset_check_evaluations()}
    assert found[dg.AssetCheckKey(dg.AssetKey("window_trends"), "key_unique")].passed
    after = tables_of(study)
    assert {name: after[name] for name in OF_ALL_WINDOWS & after.keys()} == {
        name: before[name] for name in OF_ALL_WINDOWS & before.keys()
    }


def test_a_check_shows_rule_observation_and_counts_but_no_tweet(small: StudyThatWasRun) -> None:
    with instance_of(small.study) as instance:
        records = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(dg.AssetKey("tweets"), "required_columns"), limit=2
        )
        [_of_the_later_window, event] = [record.event for record in records]
    assert event is not None
    assert event.dagster_event is not None
    metadata = event.dagster_event.asset_check_evaluation_data.metadata
    assert set(metadata) == {
        "collection_window", "expectation", "great_expectations", "observed", "failed_count", "failed_share"
    }  # fmt: skip
    assert str(metadata["great_expectations"].value).startswith("tweets: expect_column_max_to_be_between {")
    assert metadata["collection_window"].value == WINDOW.key
    assert metadata["failed_count"].value == 0
    assert "an invented sentence" not in str(event)


def test_a_window_without_exports_says_how_to_add_some(study: Study, validation: ValidationProcess) -> None:
    with instance_of(study) as instance:
        outcome = run_window(instance, study, WINDOW, validation)
    assert not outcome.succeeded
    assert "mtw add" in outcome.problem


def test_reading_alone_needs_no_dagster(study: Study, warehouse: Warehouse) -> None:
    put(study, "a.csv", csv_text([rtweet_row(number) for number in range(1, 9)]))
    assert [account.rows_read for account in read_window(warehouse, study, WINDOW)] == [8]


@pytest.mark.parametrize(
    "found", [[], ["tweets.text: 1 name"], [f"table_{number}.text: 2 names" for number in range(99)]]
)
def test_a_copy_that_names_somebody_is_told_with_what_to_do(found: list[str], study: Study) -> None:
    nothing: dict[str, list[str]] = {name: [] for name in ("rows_equal", "no_person", "commented", "parquet_equal")}
    judged = {one.check_name: one for one in _results({**nothing, "no_person": found}, study)}
    assert [name for name, one in judged.items() if not one.passed] == (["no_person"] if found else [])
    said = judged["no_person"].description or ""
    assert said.startswith("; ".join(found)[:900])
    assert (f"It lies in {study.failed_copy} until" in said and "please report the column" in said) is bool(found)
    of_two = [one.description or "" for one in _results({**nothing, "no_person": found, "commented": ["x"]}, study)]
    assert sum("It lies in" in one for one in of_two) == 1
