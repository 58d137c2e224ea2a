"""The main job where nothing of POSIX alone is there: what Windows and macOS give is enough. Tried with it blocked."""

import re
from pathlib import Path

import duckdb

from mtw_pipeline.cli.options import chosen_study
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.study.template import new_study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.mixed import COUNTS
from mtw_pipeline_tests.other_system import other_system
from mtw_pipeline_tests.published_copies import publish
from mtw_pipeline_tests.studies import StudyThatWasRun, copy_of, run

_ILLEGAL = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)
"""What no file is called on Windows."""


def test_the_main_job_runs_to_a_published_copy_without_what_windows_lacks(
    mixed: StudyThatWasRun, tmp_path: Path, validation: ValidationProcess
) -> None:
    """The study was run there once (conftest.py); the second copy takes the place of the first."""
    [whole] = mixed.outcomes
    study = copy_of(mixed.study, tmp_path / "study")
    with other_system():
        again = run(study, validation, selection="published_warehouse")
    for outcome, made in ((whole, mixed.study), (again, study)):
        assert (outcome.problem, outcome.succeeded) == ("", True)
        with duckdb.connect(str(made.published_database), read_only=True) as copy:
            assert copy.execute("select run_id from provenance").fetchall() == [(outcome.run_id,)]
            assert copy.execute("select count(*) from tweets").fetchall() == [(sum(COUNTS.values()),)]
        names = [path for path in made.root.rglob("*") if _ILLEGAL.search(path.name) or path.is_symlink()]
        assert [path.relative_to(made.root) for path in names] == []


def test_any_command_lets_analysts_find_the_copy_that_a_killed_run_finished(tmp_path: Path) -> None:
    study = new_study(tmp_path / "study", hashtags=["InventedTag"])
    with open_warehouse(study.warehouse, "a test") as warehouse:
        publish(warehouse, study, "first")
        before = study.published_database.read_bytes()
        publish(warehouse, study, "second")
    study.published_database.unlink()
    study.published_database.write_bytes(before)
    assert not PublishedVersions(study.published).is_settled
    chosen_study(study.root)
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        assert copy.execute("select run_id from provenance").fetchall() == [("second",)]
