"""A study's records of runs: they go where the study goes, and an older home learns what came since."""

import hashlib
import os
import shutil
from pathlib import Path

import dagster as dg
import pytest

from mtw_pipeline.defs.event_log import EventLog
from mtw_pipeline.defs.home.instance import instance_of, make_home, opened_home, settings_of_home
from mtw_pipeline.defs.run_launcher import StudyRunLauncher
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import make_study

OLD = """\
# This study's own Dagster instance. Made once; yours to change.
telemetry:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
event_log_storage:
  module: mtw_pipeline.defs.event_log
  class: EventLog
  config:
    base_dir: "{history}"
"""


@dg.asset
def made() -> None: ...


def runs_of(study: Study) -> int:
    with instance_of(study) as instance:
        assert isinstance(instance.event_log_storage, EventLog)
        return len(instance.get_runs())


def materializations_of(study: Study) -> int:
    with instance_of(study) as instance:
        return len(instance.fetch_materializations(dg.AssetKey("made"), limit=9).records)


def run_in(study: Study) -> None:
    with instance_of(study) as instance:
        assert dg.materialize([made], instance=instance).success


def content_of(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*.db") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("is_old", [False, True], ids=["of this version", "of an older version"])
def test_a_copied_study_writes_nothing_into_the_original(study: Study, tmp_path: Path, is_old: bool) -> None:
    if is_old:
        shutil.rmtree(study.dagster_home)
        study.dagster_home.mkdir()
        settings = OLD.format(history=study.dagster_home / "history")
        (study.dagster_home / "dagster.yaml").write_text(settings, encoding="utf-8")
        with dg.DagsterInstance.from_config(str(study.dagster_home)) as instance:
            assert dg.materialize([made], instance=instance).success
    else:
        run_in(study)
    shutil.copytree(study.root, tmp_path / "copy")
    copy = Study.load(tmp_path / "copy")
    before = content_of(study.dagster_home)
    assert len(before) == 3
    run_in(copy)
    assert (runs_of(copy), materializations_of(copy)) == (2, 2)
    assert content_of(study.dagster_home) == before
    assert (runs_of(study), materializations_of(study)) == (1, 1)


def test_a_moved_study_keeps_its_history_and_needs_nothing_at_the_old_place(study: Study, tmp_path: Path) -> None:
    run_in(study)
    study.root.rename(tmp_path / "moved")
    moved = Study.load(tmp_path / "moved")
    run_in(moved)
    assert (runs_of(moved), materializations_of(moved)) == (2, 2)
    assert not study.root.exists()


def test_no_file_of_a_home_names_the_place_of_the_study(tmp_path: Path) -> None:
    study = make_study(tmp_path / "study")
    make_home(study)
    assert str(study.root) not in (study.dagster_home / "dagster.yaml").read_text(encoding="utf-8")


def test_an_older_home_learns_what_came_since_and_keeps_what_is_the_teams() -> None:
    own = OLD.format(history="/old/place/.dagster/history").replace("max_concurrent_runs: 1", "max_concurrent_runs: 3")
    after = settings_of_home(own)
    assert "/old/place" not in after
    assert "max_concurrent_runs: 3" in after
    assert settings_of_home(after) == after
    elsewhere = OLD.format(history="/fast/disk/events")
    assert "/fast/disk/events" in settings_of_home(elsewhere)
    theirs = f"{OLD}run_monitoring:\n  enabled: false\n"
    assert settings_of_home(theirs).count("run_monitoring") == 1
    with_queue = f"{OLD}run_queue:\n  max_concurrent_runs: 2\n"
    assert "run_coordinator" not in settings_of_home(with_queue)
    assert settings_of_home("") == settings_of_home(settings_of_home(""))


def test_a_home_is_opened_with_the_launcher_that_knows_who_lives(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "/another/home")
    with opened_home(study.dagster_home) as instance:
        assert isinstance(instance.run_launcher, StudyRunLauncher)
        assert instance.run_monitoring_enabled
        assert instance.run_monitoring_poll_interval_seconds == 30
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None
        assert (queue.max_concurrent_runs, queue.max_user_code_failure_retries) == (1, 5)
        assert os.environ["DAGSTER_HOME"] == str(study.dagster_home)
    assert os.environ["DAGSTER_HOME"] == "/another/home"
