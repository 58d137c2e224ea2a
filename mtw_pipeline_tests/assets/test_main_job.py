"""The whole job on a temporary study, held against what was planted."""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import duckdb
import pytest
from dagster._core.definitions.reconstruct import ReconstructableRepository

from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS, WINDOW_TAG
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.errors import UserError
from mtw_pipeline.lineage.reruns import makes_words, narrowed
from mtw_pipeline.runs.reexecution import Graph
from mtw_pipeline.runs.running import _selected, run_window
from mtw_pipeline.study.folder import STUDY_VARIABLE, Study
from mtw_pipeline.study.inputs import OTHERS, SECTIONS, changed_inputs, inputs_of, section
from mtw_pipeline.study.run_records import Basis, begin_run, end_run, read_history
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic import EXAMPLE_WINDOW
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.studies import SAMPLE_SIZE, CodedStudy, copy_of, run, tables_of

TABLES_AND_REPORT = (
    "not (machine_agreement or proposed_codes or machine_estimates or trends_report or published_warehouse)"
)
"""Everything that is compared here, but what unit/coding/machine/test_machine.py sees learned twice."""


def rows(coded: CodedStudy, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(coded.study.warehouse), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def counted(coded: CodedStudy, statement: str) -> dict[object, object]:
    return dict(rows(coded, statement))  # type: ignore[arg-type]


def test_the_run_succeeds_and_every_check_passes(coded: CodedStudy) -> None:
    for outcome in coded.outcomes:
        assert outcome.problem == ""
        assert outcome.succeeded
        assert outcome.failed_checks == ()


def test_every_row_of_every_file_is_accounted_for(coded: CodedStudy) -> None:
    truth = coded.truth
    read = counted(coded, "select export_file, rows_read from collection_exports")
    assert read == truth.rows_by_file
    taken = counted(coded, "select export_file, count(*) from raw_tweets group by 1")
    rejected = counted(coded, "select export_file, count(*) from rejected_rows group by 1")
    assert Counter(taken) + Counter(rejected) == Counter(truth.rows_by_file)
    assert sum(rejected.values()) == sum(truth.rejected_rows.values())  # type: ignore[arg-type]
    [(tweets, duplicates)] = rows(coded, "select count(*), sum(rows_collected) - count(*) from tweets")
    assert (tweets, duplicates) == (truth.tweets, truth.duplicate_rows)


@pytest.mark.parametrize(
    ("statement", "planted"),
    [
        ("select tweet_type, count(*) from tweets group by 1", "tweets_by_type"),
        ("select content_format, count(*) from tweets group by 1", "tweets_by_content_format"),
        ("select kind, count(*) from tweet_mentions group by 1", "mentions_by_kind"),
        ("select kind, count(*) from interactions where not is_self_tie group by 1", "ties_by_kind"),
        ("select cast(cast(created_at as date) as varchar), count(*) from tweets group by 1", "tweets_by_day"),
    ],
)
def test_what_was_planted_is_found_by_kind(coded: CodedStudy, statement: str, planted: str) -> None:
    found = {key: count for key, count in counted(coded, statement).items() if count}
    assert found == {key: count for key, count in getattr(coded.truth, planted).items() if count}


@pytest.mark.parametrize(
    ("statement", "planted"),
    [
        ("select count(distinct author) from tweets", "posters"),
        ("select count(*) from tweet_hashtags", "hashtag_uses"),
        ("select count(distinct hashtag) from tweet_hashtags", "distinct_hashtags"),
        ("select count(*) from tweet_emoji", "emoji_uses"),
        ("select count(distinct tweet_id) from tweet_emoji", "tweets_with_emoji"),
        ("select count(*) from tweet_urls", "url_uses"),
        ("select sum(like_count) from tweets where not is_retweet", "likes"),
        ("select count(*) from tweets where is_reply and is_quote", "replies_that_quote"),
    ],
)
def test_what_was_planted_is_found(coded: CodedStudy, statement: str, planted: str) -> None:
    assert rows(coded, statement) == [(getattr(coded.truth, planted),)]


def test_planted_words_are_counted(coded: CodedStudy) -> None:
    planted = {**coded.truth.positive_word_uses, **coded.truth.negative_word_uses}
    found = counted(coded, "select word, uses from word_frequencies")
    assert {word: found.get(word, 0) for word in planted} == planted
    listed = counted(coded, "select word, uses from word_list_uses where kind <> 'group'")
    assert {word: listed.get(word, 0) for word in planted} == planted


def test_every_tweet_is_scored_and_the_sample_is_of_the_size_asked_for(coded: CodedStudy) -> None:
    scored = rows(coded, "select split_part(scorer, ' ', 1), count(*) from sentiment_scores group by all order by all")
    assert scored == [("vader", coded.truth.tweets), ("word_list", coded.truth.tweets)]
    assert rows(coded, "select count(*) from sample") == [(SAMPLE_SIZE,)]


def test_the_report_names_the_planted_size_and_says_that_it_is_synthetic(coded: CodedStudy) -> None:
    page = coded.study.report_of(EXAMPLE_WINDOW).read_text(encoding="utf-8")
    assert "SYNTHETIC" in page
    assert f"{coded.truth.tweets:,}" in page


def test_running_again_gives_the_same_tables_and_the_same_report(
    coded: CodedStudy, tmp_path: Path, validation: ValidationProcess
) -> None:
    again = copy_of(coded.study, tmp_path / "again")
    again.report_of(EXAMPLE_WINDOW).unlink()
    assert run(again, validation, EXAMPLE_WINDOW, TABLES_AND_REPORT).succeeded
    assert tables_of(again) == tables_of(coded.study)
    assert again.report_of(EXAMPLE_WINDOW).read_bytes() == coded.study.report_of(EXAMPLE_WINDOW).read_bytes()


def test_the_files_that_were_read_are_observed(study: Study, validation: ValidationProcess) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2)]))
    with instance_of(study) as instance:
        assert run_window(instance, study, WINDOW, validation, "collection_exports").succeeded
        [seen] = instance.fetch_observations(dg.AssetKey("export_files"), limit=5).records
    assert seen.partition_key == WINDOW.key
    assert seen.asset_observation is not None
    assert seen.asset_observation.metadata["rows_read"].value == 2
    assert "a.csv" in str(seen.asset_observation.metadata["files"].value)


def test_a_selection_runs_only_what_it_names(study: Study, validation: ValidationProcess) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2)]))
    with instance_of(study) as instance:
        outcome = run_window(instance, study, WINDOW, validation, "+tweets")
        assert outcome.succeeded, outcome
        made = {key.to_user_string() for key in instance.all_asset_keys()}
    assert {"raw_tweets", "tweets"} <= made
    assert "users" not in made
    assert not study.report_of(WINDOW).exists()


@pytest.mark.parametrize(
    ("selection", "named"),
    [
        ("+sample", {"collection_exports", "raw_tweets", "tweets", "sample"}),
        ("codes", {"codes"}),
        ("word_keyness+", {"word_keyness", "study_report", "published_warehouse"}),
        ('key:"codes" or scorer_agreement', {"codes", "scorer_agreement"}),
        ("group:collection", {"raw_tweets", "rejected_rows"}),
        ("export_files or codes", {"codes"}),
    ],
)
def test_a_plus_names_everything_before_or_behind(definitions: dg.Definitions, selection: str, named: set[str]) -> None:
    found = _selected(Graph(definitions), selection)
    assert found is not None
    names = {key.to_user_string() for key in found}
    assert named <= names
    assert len(names) <= len(named) + 3


def test_what_the_pipeline_does_not_make_cannot_be_selected(definitions: dg.Definitions) -> None:
    with pytest.raises(UserError, match=r"names nothing that is made here.* docs/data-dictionary\.md"):
        _selected(Graph(definitions), "export_files")


@pytest.mark.parametrize("selection", ["tweets and", "(tweets", "tweets users", "no_such:tweets"])
def test_a_selection_that_cannot_be_read_is_said_to_be_so(definitions: dg.Definitions, selection: str) -> None:
    with pytest.raises(UserError, match=re.escape(f"The selection {selection!r} cannot be read")):
        _selected(Graph(definitions), selection)


def test_the_outcome_carries_the_figures_of_the_report(coded: CodedStudy) -> None:
    headline = coded.outcomes[-1].headline
    assert (headline["tweets"], headline["users_who_posted"]) == (coded.truth.tweets, coded.truth.posters)


def test_dagster_executes_a_failed_run_again_from_what_failed(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STUDY_VARIABLE, str(study.root))
    job = ReconstructableRepository.for_module("mtw_pipeline.definitions", "defs").get_reconstructable_job(
        STUDY_WINDOW.name
    )
    chosen = ("collections", "collection_exports", "raw_tweets", "raw_ties", "rejected_rows", "tweets")
    with instance_of(study) as instance:
        instance.add_dynamic_partitions(str(COLLECTION_WINDOWS.name), [WINDOW.key])
        of_window = {WINDOW_TAG: WINDOW.key}
        failed = dg.execute_job(job, instance, tags=of_window, asset_selection=[dg.AssetKey(name) for name in chosen])
        put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2, text="other words")]))
        from_failure = dg.ReexecutionOptions.from_failure(failed.run_id, instance)
        again = dg.execute_job(job, instance, tags=of_window, reexecution_options=from_failure)
        assert not failed.success
        assert again.success
        done = [{one.step_key for one in result.get_step_success_events()} for result in (failed, again)]
    assert done == [{"collections"}, {"collection", "tweets"}]
    assert len(tables_of(study)["tweets"]) == 2


LATER = CollectionWindow.between("2021-02-01", "2021-02-28")


def begun_in_the_ui(study: Study, shown: Sequence[CollectionWindow], *made: str) -> str:
    """A run of the first window that begins as one of the UI does, of all assets or some; returns its id."""
    assets = frozenset(map(dg.AssetKey, made)) or None
    run_id = "0" * 36
    run_of_ui = SimpleNamespace(tags={WINDOW_TAG: WINDOW.key}, run_id=run_id, asset_selection=assets)
    with instance_of(study) as instance:
        instance.add_dynamic_partitions(str(COLLECTION_WINDOWS.name), [one.key for one in shown])
        instance.add_run_tags = lambda *_given: None  # type: ignore[method-assign] # of a run that no storage knows
        given = WarehouseResource(study=StudyResource(root=str(study.root)), ahead=None)
        with given.yield_for_execution(SimpleNamespace(run=run_of_ui, instance=instance)):  # type: ignore[arg-type]
            pass
    return run_id


@pytest.mark.parametrize(
    ("setting", "made", "is_noted"),
    [
        ("# top = 50", (), True),  # of its words
        ("# top = 50", ("tweets", "word_keyness"), True),
        ("# top = 50", ("tweets",), False),  # it is compared with nothing
        ("# threshold = 0.80", (), False),  # of agreement alone
    ],
)
def test_a_run_of_the_ui_notes_which_windows_will_have_other_words_than_it_is_compared_with(
    study: Study, setting: str, made: tuple[str, ...], *, is_noted: bool
) -> None:
    for window in (WINDOW, LATER):
        put(study, "a.csv", csv_text([rtweet_row(1)]), window)
    begun_in_the_ui(study, [WINDOW])
    assert is_as_noted(study)  # the other has no words yet
    begin_run(study, LATER, "one that failed, as every other will")
    text = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(text.replace(setting, f"{setting[2:-1]}1 #"), encoding="utf-8")
    changed = Study.load(study.root)
    assert changed.settings != study.settings
    decided = Basis(inputs_of(changed, WINDOW), "0" * 36)
    run_id = begun_in_the_ui(changed, [WINDOW], *made)
    assert is_as_noted(changed) != is_noted
    end_run(changed, WINDOW, run_id, 0, decided)  # that it rests on more does not make it less of a good one
    assert read_history(changed, WINDOW).good is not None
    assert is_as_noted(changed) != is_noted
    begin_run(changed, LATER, "after which its words are as they stay")
    end_run(changed, LATER, "after which its words are as they stay", 0)
    begun_in_the_ui(changed, [WINDOW])
    assert is_as_noted(changed)


def is_as_noted(study: Study) -> bool:
    """Whether the latest run of the window rests on the other windows as a run of now would."""
    history = read_history(study, WINDOW)
    known = history.begun[-1] if history.begun else history.good
    assert known is not None
    return OTHERS not in changed_inputs(known.inputs, inputs_of(study, WINDOW))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_run_of_a_window_that_was_taken_out_is_refused_and_leaves_no_record(study: Study, is_there: bool) -> None:
    """A page of the UI that is still open shows it; of a window that was run, status says that its rows stay."""
    refused = nullcontext() if is_there else pytest.raises(UserError, match="was taken out of the study")
    with refused:
        begun_in_the_ui(study, [WINDOW] if is_there else [])
    assert [window.key for window in study.windows_without_folder()] == ([WINDOW.key] if is_there else [])


@pytest.mark.parametrize("changed", sorted(SECTIONS))
def test_words_are_others_after_just_the_sections_behind_which_they_are_made(
    changed: str, definitions: dg.Definitions
) -> None:
    before, now = {section(changed): "before"}, {section(changed): "now"}
    made = Graph(definitions).selected(str(narrowed(before, now)))
    assert makes_words(before, now) == (dg.AssetKey("word_frequencies") in made)
