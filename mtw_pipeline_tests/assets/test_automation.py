"""Sensor and schedule, evaluated as the daemon evaluates them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.assets.collection import FINGERPRINT, exports_fingerprint
from mtw_pipeline.defs.automation import MOST_KILLED
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.defs.run_process import PROCESS_TAG
from mtw_pipeline.forgetting.windows import remove_window
from mtw_pipeline.runs.records import close_abandoned_runs
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import begin_run
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.studies import FORGETTABLE, LATER, StudyThatWasRun, copy_of


class Watcher:
    """The sensor of a study with its cursor, as the daemon keeps it."""

    def __init__(self, study: Study, instance: dg.DagsterInstance, definitions: dg.Definitions) -> None:
        self.study = study
        self.instance = instance
        self.repository = definitions.get_repository_def()
        self.resources = {"study": StudyResource(root=str(study.root))}
        self.cursor: str | None = None
        self.run_keys: list[str] = []

    def settled(self) -> list[str]:
        """The windows requested at the second of two looks, between which nothing changes."""
        assert self.look() == []
        return self.look()

    def look(self) -> list[str]:
        with dg.build_sensor_context(
            self.instance, self.cursor, repository_def=self.repository, resources=self.resources
        ) as context:
            result = self.repository.get_sensor_def("new_exports")(context)
        if isinstance(result, dg.SkipReason):
            self.cursor = context.cursor
            return []
        assert isinstance(result, dg.SensorResult)
        self.cursor = result.cursor
        for request in result.dynamic_partitions_requests or []:
            self.instance.add_dynamic_partitions(request.partitions_def_name, request.partition_keys)
        requests = result.run_requests or []
        self.run_keys += [str(request.run_key) for request in requests]
        assert len(set(self.run_keys)) == len(self.run_keys)  # of two with one key Dagster makes one run
        return [str(request.partition_key) for request in requests]


@pytest.fixture
def watcher(study: Study, definitions: dg.Definitions) -> Iterator[Watcher]:
    with instance_of(study) as instance:
        yield Watcher(study, instance, definitions)


def test_a_new_export_is_run_once_when_it_no_longer_grows(study: Study, watcher: Watcher) -> None:
    assert watcher.look() == []
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert watcher.look() == []
    assert watcher.look() == [WINDOW.key]
    assert watcher.instance.get_dynamic_partitions("collection_window") == [WINDOW.key]
    assert watcher.look() == []


def test_a_half_copied_file_is_waited_for(study: Study, watcher: Watcher) -> None:
    whole = csv_text([rtweet_row(number) for number in range(1, 50)])
    for length in (100, 2000, len(whole)):
        put(study, "a.csv", whole[:length])
        assert watcher.look() == []
    assert watcher.look() == [WINDOW.key]


def test_a_changed_export_is_run_again(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert [watcher.look(), watcher.look()] == [[], [WINDOW.key]]
    put(study, "b.csv", csv_text([rtweet_row(2)]))
    assert [watcher.look(), watcher.look()] == [[], [WINDOW.key]]


def reading(study: Study, instance: dg.DagsterInstance) -> dg.DagsterRun:
    """A run that read the exports as they are, and no more."""

    @dg.asset(name=COLLECTION_EXPORTS.name, partitions_def=COLLECTION_WINDOWS)
    def exports(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        study.warehouse.touch()
        begin_run(study, WINDOW, context.run_id)
        folder = study.incoming_of(WINDOW)
        files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        return dg.MaterializeResult(metadata={FINGERPRINT: exports_fingerprint(files)})

    job = dg.Definitions(assets=[exports], jobs=[dg.define_asset_job(STUDY_WINDOW.name)])
    return (
        job.resolve_job_def(STUDY_WINDOW.name)
        .execute_in_process(instance=instance, partition_key=WINDOW.key)
        .dagster_run
    )


def kill(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Let a run be one whose process ended before it did, as close_abandoned_runs finds it."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    instance.add_run_tags(run.run_id, {PROCESS_TAG: str(ended.pid)})
    started = dg.DagsterEvent(dg.DagsterEventType.PIPELINE_START.value, run.job_name)
    instance.report_dagster_event(started, run_id=run.run_id)
    assert close_abandoned_runs(instance) == [run.run_id]


def test_every_change_is_run_also_one_back_to_what_was_there_before(study: Study, watcher: Watcher) -> None:
    first, second = (csv_text([rtweet_row(number)]) for number in (1, 2))
    for content in (first, second, first, second):
        put(study, "a.csv", content)
        assert watcher.settled() == [WINDOW.key]
        reading(study, watcher.instance)
        assert watcher.settled() == []
    assert len(watcher.run_keys) == 4


def test_a_change_is_asked_for_again_where_the_run_of_it_never_read(study: Study, watcher: Watcher) -> None:
    first, second = (csv_text([rtweet_row(number)]) for number in (1, 2))
    put(study, "a.csv", first)
    assert watcher.settled() == [WINDOW.key]
    reading(study, watcher.instance)
    asked = []
    for content in (second, first, second):
        put(study, "a.csv", content)
        asked.append(watcher.settled())
    assert asked == [[WINDOW.key], [], [WINDOW.key]]


def test_a_run_that_was_killed_after_reading_is_asked_for_again(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert watcher.settled() == [WINDOW.key]
    kill(watcher.instance, reading(study, watcher.instance))
    assert watcher.look() == [WINDOW.key]
    reading(study, watcher.instance)
    assert watcher.settled() == []


def test_what_is_killed_again_and_again_is_not_asked_for_for_ever(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert watcher.settled() == [WINDOW.key]
    asked = []
    for _ in range(MOST_KILLED + 2):
        kill(watcher.instance, reading(study, watcher.instance))
        asked.append(watcher.look())
    assert asked == [[WINDOW.key]] * (MOST_KILLED - 1) + [[]] * 3
    put(study, "a.csv", csv_text([rtweet_row(2)]))
    assert watcher.settled() == [WINDOW.key]


def test_a_run_that_failed_by_itself_is_not_asked_for_again(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert watcher.settled() == [WINDOW.key]
    watcher.instance.report_run_failed(reading(study, watcher.instance), "a check")
    assert watcher.settled() == []


def test_a_cursor_of_an_older_version_is_read(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    watcher.settled()
    [facts] = json.loads(str(watcher.cursor)).values()
    watcher.cursor = json.dumps({WINDOW.key: {"look": facts["look"], "handled": facts["look"]}})
    assert watcher.settled() == []


def test_the_same_exports_are_not_run_twice_whoever_ran_them(
    small: StudyThatWasRun, tmp_path: Path, definitions: dg.Definitions
) -> None:
    study = copy_of(small.study, tmp_path / "copy")
    with instance_of(study) as instance:
        watcher = Watcher(study, instance, definitions)
        assert [watcher.look(), watcher.look()] == [[], []]
        os.utime(study.incoming_of(WINDOW) / FORGETTABLE, (1, 1))
        assert [watcher.look(), watcher.look()] == [[], []]


def test_exports_of_a_window_that_was_taken_out_are_run_when_they_come_back(
    small: StudyThatWasRun, tmp_path: Path, definitions: dg.Definitions
) -> None:
    study = copy_of(small.study, tmp_path / "copy")
    aside = shutil.copytree(study.incoming_of(LATER), tmp_path / "aside")
    with instance_of(study) as instance:
        watcher = Watcher(study, instance, definitions)
        assert watcher.settled() == []
        remove_window(study, LATER)
        assert watcher.look() == []
        shutil.copytree(aside, study.incoming_of(LATER))
        assert watcher.settled() == [LATER.key]


def test_a_new_window_does_not_run_the_others(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert [watcher.look(), watcher.look()] == [[], [WINDOW.key]]
    put(study, "a.csv", csv_text([rtweet_row(2)]), LATER)
    assert [watcher.look(), watcher.look()] == [[], [LATER.key]]


def test_the_cursor_is_small_and_names_the_windows(study: Study, watcher: Watcher) -> None:
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    watcher.look()
    assert list(json.loads(str(watcher.cursor))) == [WINDOW.key]


def test_the_schedule_runs_the_window_that_ends_last(study: Study, watcher: Watcher) -> None:
    schedule = watcher.repository.get_schedule_def("current_window")

    def tick() -> list[str]:
        with dg.build_schedule_context(
            watcher.instance, repository_def=watcher.repository, resources=watcher.resources
        ) as context:
            return [str(request.partition_key) for request in schedule.evaluate_tick(context).run_requests or []]

    assert tick() == []
    put(study, "a.csv", csv_text([rtweet_row(1)]), LATER)
    put(study, "a.csv", csv_text([rtweet_row(1)]))
    assert tick() == [LATER.key]
    assert LATER.key in watcher.instance.get_dynamic_partitions("collection_window")


def test_the_schedule_follows_the_settings(study: Study) -> None:
    text = study.settings_path.read_text(encoding="utf-8")
    text = text.replace('# cron = "0 6 * * *"', 'cron = "30 4 * * 1"').replace(
        '# time_zone = "UTC"', 'time_zone = "Asia/Tokyo"'
    )
    study.settings_path.write_text(text, encoding="utf-8")
    schedule = build_definitions(study.root).get_repository_def().get_schedule_def("current_window")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 4 * * 1", "Asia/Tokyo")
