"""The main job where nothing of POSIX alone is there: what Windows and macOS give is enough. Tried with it blocked."""

import os
import re
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.cli.options import chosen_study
from mtw_pipeline.published.publishing import publish
from mtw_pipeline.study.published_versions import PublishedVersions
from mtw_pipeline.study.template import new_study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.validation_process import ValidationProcess
from mtw_pipeline_tests.builders import csv_text, put, rtweet_row
from mtw_pipeline_tests.graph.test_other_systems import ABSENT_MODULES, ABSENT_NAMES
from mtw_pipeline_tests.studies import run

_ILLEGAL = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.IGNORECASE)
"""What no file is called on Windows."""


def refused(*_arguments: object, **_named: object) -> None:
    raise OSError(1314, "A required privilege is not held by the client")


def only_for_others(real: Callable[..., object], name: str) -> Callable[..., object]:
    """A function of the system that libraries may call, which have another one on Windows, and the package may not."""

    def function(*arguments: object, **named: object) -> object:
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller == "mtw_pipeline" or caller.startswith("mtw_pipeline."):
            raise AttributeError(f"{caller} calls os.{name}, which is not there")
        return real(*arguments, **named)

    return function


@pytest.fixture
def other_system(validation: ValidationProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """As little as Windows has: no such modules, no links, no such functions, a chmod that does not hold."""
    for name in ("asyncio", "filelock", "psutil"):  # libraries choose by the system when they are loaded
        import_module(name)
    for name in ABSENT_MODULES - {"posix"}:
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("symlink", "link"):
        monkeypatch.setattr(os, name, refused)
    monkeypatch.setattr(Path, "symlink_to", refused)
    monkeypatch.setattr(Path, "hardlink_to", refused)
    monkeypatch.setattr(Path, "chmod", lambda *_arguments, **_named: None)
    for name in ("fork", "forkpty", "execv", "execve", "execvp", "killpg", "setsid"):
        monkeypatch.delattr(os, name)
    for name in ABSENT_NAMES["os"]:
        real = getattr(os, name, None)
        if callable(real) and name != "symlink":
            monkeypatch.setattr(os, name, only_for_others(real, name))
    for name in ABSENT_NAMES["signal"]:
        monkeypatch.delattr(signal, name, raising=False)


@pytest.mark.usefixtures("other_system")
def test_the_main_job_runs_to_a_published_copy_without_what_windows_lacks(
    tmp_path: Path, validation: ValidationProcess
) -> None:
    study = new_study(tmp_path / "study", hashtags=["InventedTag"], coders=("A", "B"), sample_size=10, seed=7)
    put(study, "some.csv", csv_text([rtweet_row(number, text=f"so good {number} #one") for number in range(1, 12)]))
    for selection in (None, "published_warehouse"):  # the second copy takes the place of the first
        outcome = run(study, validation, selection=selection)
        assert (outcome.problem, outcome.succeeded) == ("", True)
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        assert copy.execute("select run_id from provenance").fetchall() == [(outcome.run_id,)]
        assert copy.execute("select count(*) from tweets").fetchall() == [(11,)]
    names = [path for path in study.root.rglob("*") if _ILLEGAL.search(path.name) or path.is_symlink()]
    assert [path.relative_to(study.root) for path in names] == []


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
