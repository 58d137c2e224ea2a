"""Collecting by itself: the schedule, the job, and the run that follows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.collect.collecting import held
from mtw_pipeline.collect.records.planning import days_of
from mtw_pipeline.collect.records.record import Record
from mtw_pipeline.definitions import build_definitions
from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.defs.resources import StudyResource
from mtw_pipeline.lineage.known import EXPORT_FILES
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.collecting import Bench
from mtw_pipeline_tests.fake_x import SEARCHES, TOKEN, FakeX, error, posts_before, served

NOW = datetime.now(UTC).replace(microsecond=0)
WINDOW = CollectionWindow((NOW - timedelta(days=2)).date(), NOW.date())
SCHEDULE, JOB = "collect_current_window", "collect_window"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeX]:
    monkeypatch.setenv("MTW_X_BEARER_TOKEN", TOKEN)
    with served(FakeX(posts_before(NOW - timedelta(hours=2), 130))) as listening:
        yield listening


def collecting_study(root: Path, server: FakeX, keys: str = "budget = 1000\n") -> Study:
    study = Bench(root, server, keys).study
    study.incoming_of(WINDOW).mkdir(parents=True)
    return study


def collect(study: Study, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    instance.add_dynamic_partitions("collection_window", [WINDOW.key])
    job = build_definitions(study.root).resolve_job_def(JOB)
    return job.execute_in_process(instance=instance, partition_key=WINDOW.key, raise_on_error=False)


def test_a_study_that_collects_from_nowhere_has_neither_job_nor_schedule(tmp_path: Path) -> None:
    repository = build_definitions(make_study(tmp_path / "study").root).get_repository_def()
    assert not repository.has_job(JOB)
    assert not repository.has_schedule_def(SCHEDULE)


def test_the_schedule_collects_the_window_of_today(tmp_path: Path, server: FakeX) -> None:
    study = collecting_study(tmp_path / "study", server)
    schedule = build_definitions(study.root).resolve_schedule_def(SCHEDULE)
    assert (schedule.cron_schedule, schedule.default_status) == ("0 5 * * *", dg.DefaultScheduleStatus.RUNNING)
    with instance_of(study) as instance:
        with dg.build_schedule_context(instance, resources={"study": StudyResource(root=str(study.root))}) as context:
            requested = schedule(context)
        assert [one.partition_key for one in requested] == [WINDOW.key]
        assert instance.get_dynamic_partitions("collection_window") == [WINDOW.key]


def test_the_schedule_collects_a_window_to_its_end_though_the_next_has_begun(tmp_path: Path, server: FakeX) -> None:
    study = collecting_study(tmp_path / "study", server)
    before = CollectionWindow((NOW - timedelta(days=5)).date(), (NOW - timedelta(days=1)).date())
    current = CollectionWindow(NOW.date(), NOW.date() + timedelta(days=5))
    study.incoming_of(WINDOW).rmdir()
    for window in (before, current):
        study.incoming_of(window).mkdir()
    with held(study, before) as records:
        record = Record(
            name="x-20261120T050000Z", source="x", server=server.address, endpoint=SEARCHES[0], query="#invented",
            hashtags=("invented",), start=days_of(before).start, end=days_of(before).end - timedelta(hours=19),
            library="", program="",
        )  # fmt: skip
        records.save(record)
        records.pages_of(record).touch()
        records.finish(record)
    schedule = build_definitions(study.root).resolve_schedule_def(SCHEDULE)
    with instance_of(study) as instance:
        with dg.build_schedule_context(instance, resources={"study": StudyResource(root=str(study.root))}) as context:
            requested = schedule(context)
        assert [one.partition_key for one in requested] == [before.key, current.key]
        assert set(instance.get_dynamic_partitions("collection_window")) == {before.key, current.key}


def test_the_job_collects_and_the_sensor_then_finds_the_window(tmp_path: Path, server: FakeX) -> None:
    study = collecting_study(tmp_path / "study", server)
    with instance_of(study) as instance:
        assert collect(study, instance).success
        observed = instance.fetch_observations(dg.AssetKey(EXPORT_FILES), limit=1).records[0].asset_observation
        assert observed.partition == WINDOW.key
        assert observed.metadata["posts"].value == 130
        assert len(study.exports_of(WINDOW)) == 1
        assert collect(study, instance).success
        assert server.delivered == 130
        logs = "".join(str(record) for record in instance.all_logs(instance.get_runs()[0].run_id))
        assert TOKEN not in logs
        assert windows_to_run(study, instance) == [WINDOW.key]


def windows_to_run(study: Study, instance: dg.DagsterInstance) -> list[str]:
    """What the sensor asks for at its second look, when files no longer grow."""
    repository = build_definitions(study.root).get_repository_def()
    resources = {"study": StudyResource(root=str(study.root))}
    sensor = repository.get_sensor_def("new_exports")
    with dg.build_sensor_context(instance, repository_def=repository, resources=resources) as context:
        assert isinstance(sensor(context), dg.SkipReason)
        cursor = context.cursor
    with dg.build_sensor_context(instance, cursor, repository_def=repository, resources=resources) as context:
        found = sensor(context)
    return [str(one.partition_key) for one in found.run_requests]


def test_where_nobody_is_asked_a_budget_must_be_set(tmp_path: Path, server: FakeX) -> None:
    study = collecting_study(tmp_path / "study", server, "")
    with instance_of(study) as instance:
        assert not collect(study, instance).success
    assert server.asked == []


def test_a_refusal_fails_the_job_and_the_next_goes_on(tmp_path: Path, server: FakeX) -> None:
    study = collecting_study(tmp_path / "study", server)
    server.faults = {3: error(402)}
    with instance_of(study) as instance:
        assert not collect(study, instance).success
        assert study.exports_of(WINDOW) == ()
        assert collect(study, instance).success
    assert server.delivered == 130
