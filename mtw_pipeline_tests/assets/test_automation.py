"""Sensor and schedule, evaluated as the daemon evaluates them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.instance import instance_of
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.studies import FORGETTABLE, LATER, StudyThatWasRun, copy_of


class Watcher:
    """The sensor of a study with its cursor, as the daemon keeps it."""

    def __init__(self, study: Study, instance: dg.DagsterInstance) -> None:
        self.study = study
        self.instance = instance
        self.repository = build_definitions(study.root).get_repository_def()
        self.resources = {"study": StudyResource(root=str(study.root))}
        self.cursor: str | None = None

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
        return [str(request.partition_key) for request in result.run_requests or []]


@pytest.fixture
def watcher(study: Study) -> Iterator[Watcher]:
    with instance_of(study) as instance:
        yield Watcher(study, instance)


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


def test_the_same_exports_are_not_run_twice_whoever_ran_them(small: StudyThatWasRun, tmp_path: Path) -> None:
    study = copy_of(small.study, tmp_path / "copy")
    with instance_of(study) as instance:
        watcher = Watcher(study, instance)
        assert [watcher.look(), watcher.look()] == [[], []]
        os.utime(study.incoming_of(WINDOW) / FORGETTABLE, (1, 1))
        assert [watcher.look(), watcher.look()] == [[], []]


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
