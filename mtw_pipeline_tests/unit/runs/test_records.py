"""Runs whose process is gone: they end, and no others do."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping

import dagster as dg
import psutil
import pytest
from dagster._core.launcher import LaunchRunContext, WorkerStatus

from mtw_pipeline.defs import run_launcher
from mtw_pipeline.defs.jobs import STUDY_WINDOW
from mtw_pipeline.defs.partitions import WINDOW_TAG
from mtw_pipeline.defs.run_launcher import StudyRunLauncher
from mtw_pipeline.defs.run_process import PROCESS_TAG, Life, life_of, tags_of_this_process
from mtw_pipeline.runs.records import close_abandoned_runs, last_runs, was_stopped
from mtw_pipeline.study.windows import CollectionWindow

HERE = tags_of_this_process()
STARTED_TAG = "mtw/process_started"
START_TAG = "mtw/process_start"
AN_HOUR_BEFORE = {STARTED_TAG: f"{psutil.Process().create_time() - 3600:.3f}"}
LONG_BEFORE = AN_HOUR_BEFORE | {START_TAG: "3600.00 s before"}
OF_ANOTHER_MACHINE = {"mtw/machine": "another.invented", PROCESS_TAG: "1"}


@dg.job
def nothing() -> None:
    pass


@pytest.fixture(scope="module")
def ended() -> str:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return str(process.pid)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def started(
    instance: dg.DagsterInstance, tags: Mapping[str, str], status: dg.DagsterRunStatus = dg.DagsterRunStatus.STARTED
) -> str:
    return instance.create_run_for_job(nothing, tags=dict(tags), status=status).run_id


def states(instance: dg.DagsterInstance) -> dict[str, dg.DagsterRunStatus]:
    return {run.run_id: run.status for run in instance.get_runs()}


def test_a_run_whose_process_is_gone_is_marked_as_failed_and_no_other(instance: dg.DagsterInstance, ended: str) -> None:
    abandoned = {started(instance, HERE | {PROCESS_TAG: ended}), started(instance, {PROCESS_TAG: ended})}
    abandoned.add(started(instance, HERE | LONG_BEFORE))
    going_on = {started(instance, HERE), started(instance, {}), started(instance, OF_ANOTHER_MACHINE)}
    assert set(close_abandoned_runs(instance)) == abandoned
    of_runs = states(instance)
    assert {of_runs[one] for one in abandoned} == {dg.DagsterRunStatus.FAILURE}
    assert {of_runs[one] for one in going_on} == {dg.DagsterRunStatus.STARTED}


def test_the_last_run_of_a_window_is_known_behind_any_number_of_others(instance: dg.DagsterInstance) -> None:
    job = dg.Definitions(jobs=[dg.job(name=STUDY_WINDOW.name)(lambda: None)]).resolve_job_def(STUDY_WINDOW.name)
    windows = [CollectionWindow.between(f"2021-01-0{day}", f"2021-01-0{day}") for day in (1, 2, 3)]
    once, often, _never = (window.key for window in windows)
    runs = [
        instance.create_run_for_job(job, tags={WINDOW_TAG: key}).run_id for key in (once, *itertools.repeat(often, 201))
    ]
    latest = last_runs(instance, windows)
    assert {key: one.dagster_run.run_id for key, one in latest.items()} == {once: runs[0], often: runs[-1]}


def test_a_run_from_the_graph_of_assets_is_a_run_of_its_window(instance: dg.DagsterInstance) -> None:
    jobs = [dg.job(name=name)(lambda: None) for name in (STUDY_WINDOW.name, "__ASSET_JOB", "collect_window")]
    window = CollectionWindow.between("2021-01-01", "2021-01-02")
    _by_command, in_graph, _collecting = [
        instance.create_run_for_job(job, tags={WINDOW_TAG: window.key}).run_id for job in jobs
    ]
    assert last_runs(instance, [window])[window.key].dagster_run.run_id == in_graph


@pytest.mark.parametrize("status", ["STARTING", "STARTED", "CANCELING"])
def test_where_no_ui_is_open_a_run_that_named_no_process_has_none(instance: dg.DagsterInstance, status: str) -> None:
    of_the_ui = started(instance, {}, dg.DagsterRunStatus[status])
    elsewhere = started(instance, OF_ANOTHER_MACHINE)
    not_begun = started(instance, {}, dg.DagsterRunStatus.NOT_STARTED)
    assert close_abandoned_runs(instance) == []
    assert close_abandoned_runs(instance, none_of_the_ui=True) == [of_the_ui]
    assert states(instance)[elsewhere] == dg.DagsterRunStatus.STARTED
    assert states(instance)[not_begun] == dg.DagsterRunStatus.NOT_STARTED


def test_a_process_is_known_by_its_start_and_its_machine_too(ended: str) -> None:
    assert life_of(HERE) is Life.LIVES
    assert life_of({PROCESS_TAG: str(os.getpid())}) is Life.LIVES
    assert life_of(HERE | LONG_BEFORE) is Life.GONE
    of_an_older_version = {name: value for name, value in HERE.items() if name != START_TAG}
    assert life_of(of_an_older_version) is Life.LIVES
    assert life_of(of_an_older_version | AN_HOUR_BEFORE) is Life.GONE
    assert life_of({PROCESS_TAG: ended}) is Life.GONE
    assert life_of({}) is Life.NOT_KNOWN
    assert life_of({PROCESS_TAG: "no number"}) is Life.NOT_KNOWN
    assert life_of(OF_ANOTHER_MACHINE) is Life.NOT_KNOWN


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere psutil does not reckon from when the machine started")
@pytest.mark.parametrize("by", [3600.0, -3600.0])
def test_a_run_lives_on_when_the_clock_is_set(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, by: float
) -> None:
    started(instance, HERE)
    at = psutil.boot_time()
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: at + by)
    assert close_abandoned_runs(instance) == []


def test_a_run_that_is_executed_again_has_not_the_process_of_the_one_before(
    instance: dg.DagsterInstance, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = started(instance, HERE | {PROCESS_TAG: ended})
    assert close_abandoned_runs(instance) == [killed]
    before = of(instance, killed)
    again = of(instance, started(instance, before.tags))
    monkeypatch.setattr(dg.DefaultRunLauncher, "launch_run", lambda *_: None)
    launcher = StudyRunLauncher()
    launcher.register_instance(instance)
    launcher.launch_run(LaunchRunContext(again, workspace=None))
    again = of(instance, again.run_id)
    assert launcher.check_run_worker_health(again).status is WorkerStatus.RUNNING
    assert close_abandoned_runs(instance) == []
    assert was_stopped(instance, before)
    assert not was_stopped(instance, again)
    assert close_abandoned_runs(instance, none_of_the_ui=True) == [again.run_id]


def of(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRun:
    found = instance.get_run_by_id(run_id)
    assert found is not None
    return found


def test_the_monitoring_of_dagster_learns_who_lives(
    instance: dg.DagsterInstance, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher = StudyRunLauncher()
    launcher.register_instance(instance)
    assert launcher.supports_check_run_worker_health

    def health(tags: Mapping[str, str]) -> WorkerStatus:
        run = instance.get_run_by_id(started(instance, tags))
        assert run is not None
        return launcher.check_run_worker_health(run).status

    assert health(HERE) is WorkerStatus.RUNNING
    assert health(HERE | {PROCESS_TAG: ended}) is WorkerStatus.FAILED
    assert health({}) is WorkerStatus.RUNNING
    assert health(OF_ANOTHER_MACHINE) is WorkerStatus.RUNNING
    silent = instance.get_run_by_id(started(instance, {}))
    assert silent is not None
    instance.report_dagster_event(
        dg.DagsterEvent(dg.DagsterEventType.PIPELINE_START.value, "nothing"), run_id=silent.run_id
    )
    assert launcher.check_run_worker_health(silent).status is WorkerStatus.RUNNING
    monkeypatch.setattr(run_launcher, "_SECONDS_TO_SAY_SO", -1.0)
    assert launcher.check_run_worker_health(silent).status is WorkerStatus.FAILED
