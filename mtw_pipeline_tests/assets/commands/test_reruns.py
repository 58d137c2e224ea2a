"""What a further run makes: nothing twice, and all that rests on what changed or failed."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.commands import MtwHere
from mtw_pipeline_tests.studies import LATER, TABLES_ALONE, StudyThatWasRun, copy_of, tables_of


def test_a_run_without_changes_is_not_made_and_one_change_makes_what_rests_on_it(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    unchanged = mtw_here("run", "--study", study.root)
    assert unchanged.returncode == 0
    assert unchanged.stdout.count("nothing changed since the run of") == 2
    assert f"mtw run --study {study.root} --again" in unchanged.stdout
    assert "Running" not in unchanged.stderr
    later = ("--window", str(LATER.start), str(LATER.end), "--study", str(study.root))
    settings = study.settings_path.read_text(encoding="utf-8")
    study.settings_path.write_text(
        settings.replace("# threshold = 0.80", "crosstabs = []\nthreshold = 0.5  #"), encoding="utf-8"
    )
    narrowed = mtw_here("run", *later)
    assert narrowed.returncode == 0, narrowed.stderr
    assert "study.toml coding. Making anew: codebook, sample, code_history" in narrowed.stdout
    assert "raw_tweets:" not in narrowed.stderr
    assert "nothing changed" in mtw_here("run", *later).stdout
    tables = tables_of(study)
    whole = mtw_here("run", "--select", TABLES_ALONE, *later)
    assert (whole.returncode, "raw_tweets:" in whole.stderr) == (0, True)
    assert tables_of(study) == tables


def test_a_run_goes_on_from_the_step_that_failed(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    before = tables_of(study)
    later = ("--window", str(LATER.start), str(LATER.end), "--study", str(study.root))
    insert_query = Warehouse.insert_query

    def insert(self: Warehouse, table: Table, *given: Any) -> int:
        if table.name == "word_list_uses":
            raise OSError(errno.ENOSPC, "No space left on device")
        return insert_query(self, table, *given)

    with monkeypatch.context() as full:
        full.setattr(Warehouse, "insert_query", insert)
        failed = mtw_here("run", "--again", *later)
    assert (failed.returncode, "The disk is full" in failed.stderr) == (1, True)
    assert "goes on from here" in failed.stderr
    status = mtw_here("status", "--study", study.root)
    assert "what it made is taken over by the next" in status.stdout
    more = study.incoming_of(LATER) / "more.csv"
    more.write_text("an export that came since", encoding="utf-8")
    status = mtw_here("status", "--study", study.root)
    assert "changed since: exports (by name, size or time)" in status.stdout
    assert "taken over" not in status.stdout
    more.unlink()
    on = mtw_here("run", *later)
    assert on.returncode == 0, on.stderr
    assert "Making now: word_list_uses" in on.stderr
    assert "mtw run --again" in on.stderr
    assert "  word_list_uses: " in on.stderr
    assert not re.search("(raw_tweets|tweet_tokens|network_ties): ", on.stderr)
    assert study.published_database.is_file()
    assert tables_of(study) == before
    assert "nothing changed since the run of" in mtw_here("run", *later).stdout
    with instance_of(study) as instance:
        on_run, failed_run = instance.get_runs(limit=2)
    assert on_run.tags["dagster/parent_run_id"] == failed_run.run_id
    study.report_of(LATER).unlink()
    again = mtw_here("run", *later)
    assert (again.returncode, "Making now: study_report" in again.stderr) == (0, True)
    assert (study.report_of(LATER).is_file(), "published_warehouse: " in again.stderr) == (True, False)


@pytest.mark.parametrize("command", [("run",), ("run", "--select", "codebook")])
def test_a_warehouse_that_was_put_back_from_a_copy_is_made_anew_whatever_runs_first(
    command: tuple[str, ...], tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    """Its rows are those of an earlier run, and what is known of runs is of the latest."""
    study = copy_of(small.study, tmp_path / "study")
    later = ("--window", str(LATER.start), str(LATER.end), "--study", str(study.root))
    copied = study.warehouse.read_bytes()
    assert mtw_here("run", "--select", "codebook", *later).returncode == 0
    assert "nothing changed since the run of" in mtw_here("run", *later).stdout
    study.warehouse.write_bytes(copied)
    assert (
        "warehouse.duckdb was put back from a copy of another day" in mtw_here("status", "--study", study.root).stdout
    )
    first = mtw_here(*command, *later)
    assert first.returncode == 0, first.stderr
    is_told = "it was put back from a copy of another day. Making anew: everything" in first.stdout
    assert is_told == (command == ("run",))
    now = mtw_here("run", *later)
    assert ("nothing changed since the run of" in now.stdout) == is_told
    assert ("raw_tweets: " in now.stderr) != is_told
    other = mtw_here("run", "--window", str(WINDOW.start), str(WINDOW.end), "--study", study.root)
    assert "nothing changed since the run of" in other.stdout, "its rows are those of its last run"


def test_a_study_that_was_copied_without_its_times_is_not_made_anew(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    exports = [path for window in study.windows() for path in study.exports_of(window)]
    for path in exports:
        os.utime(path, (1_700_000_000, 1_700_000_000))
    assert mtw_here("run", "--study", study.root).stdout.count("nothing changed since the run of") == 2
    with monkeypatch.context() as patch:  # once is enough
        patch.setattr("mtw_pipeline.exports.reading.files.ExportFile.sha256", lambda _file: "asked again")
        assert mtw_here("run", "--study", study.root).stdout.count("nothing changed since the run of") == 2
    [later] = study.exports_of(LATER)
    later.write_text(later.read_text(encoding="utf-8").replace("new", "now"), encoding="utf-8")
    made: list[tuple[CollectionWindow, str | None]] = []

    def noted(
        _study: Study, window: CollectionWindow, _validation: object, selection: str | None, **_how: bool
    ) -> bool:
        made.append((window, selection))
        return True

    monkeypatch.setattr("mtw_pipeline.cli.commands.run.run_one", noted)
    changed = mtw_here("run", "--window", str(LATER.start), str(LATER.end), "--study", study.root)
    assert (changed.returncode, made) == (0, [(LATER, None)])
    assert "changed since the run of" in changed.stdout
    assert "exports. Making anew: everything" in changed.stdout


def test_a_warehouse_that_a_program_of_the_team_wrote_into_is_not_made_anew(
    tmp_path: Path, small: StudyThatWasRun, mtw_here: MtwHere
) -> None:
    study = copy_of(small.study, tmp_path / "study")
    with duckdb.connect(str(study.warehouse)) as written:
        written.execute("create view of_the_team as select 1 as one")
    assert mtw_here("run", "--study", study.root).stdout.count("nothing changed since the run of") == 2
