"""What ``mtw run`` says of a run that did not succeed."""

import gc
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, cast

import pytest
import typer

from mtw_pipeline import runs
from mtw_pipeline.cli.running import run_one
from mtw_pipeline.defs import instance
from mtw_pipeline.exports.ahead import ReadAhead
from mtw_pipeline.runs import RunOutcome
from mtw_pipeline.study.folder import Study
from mtw_pipeline_tests.builders import WINDOW


@pytest.fixture
def run_window(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., RunOutcome]], None]:
    """Puts a function in place of running."""
    monkeypatch.setattr(runs, "close_abandoned_runs", lambda _instance: [])
    monkeypatch.setattr(instance, "instance_of", lambda _study: nullcontext())
    return lambda function: monkeypatch.setattr(runs, "run_window", function)


@pytest.mark.parametrize("is_written", [True, False])
def test_a_report_that_was_written_before_a_check_failed_is_told(
    is_written: bool,
    study: Study,
    run_window: Callable[[Callable[..., RunOutcome]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = study.report_of(WINDOW)

    def fails(*_given: object, **_options: object) -> RunOutcome:
        if is_written:
            report.parent.mkdir(parents=True)
            report.write_text("a report", encoding="utf-8")
        return RunOutcome("1", succeeded=False, failed_checks=(), problem="", headline={})

    run_window(fails)
    assert not run_one(study, WINDOW, cast("Any", None))
    said = "".join(capsys.readouterr().err.split())
    assert "whatdependsonitwasnotmade" in said
    assert (f"Thereportwasmadeanewbeforethat:{report}" in said) == is_written


@pytest.mark.parametrize(("selection", "is_begun"), [(None, True), ("tweets+", False)])
def test_exports_are_read_ahead_of_a_run_of_everything_alone(
    selection: str | None, is_begun: bool, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    def run_window(*_given: object, ahead: ReadAhead | None, **_options: object) -> RunOutcome:
        begun.append(ahead is not None and ahead.warehouse() is not None)
        assert gc.isenabled()
        return RunOutcome("1", succeeded=True, failed_checks=(), problem="", headline={})

    monkeypatch.setattr(runs, "run_window", run_window)
    of_a_window_before: list[object] = [[] for _ in range(10_000)]
    frozen = gc.get_freeze_count()
    assert run_one(study, WINDOW, cast("Any", None), selection)
    assert gc.get_freeze_count() < frozen + len(of_a_window_before)
    assert begun == [is_begun]
    assert study.warehouse.exists() == is_begun


def test_a_run_that_somebody_stopped_runs_no_other_window(
    study: Study, run_window: Callable[[Callable[..., RunOutcome]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    run_window(lambda *_given, **_options: RunOutcome("1", False, (), "an error", {}, was_interrupted=True))
    with pytest.raises(typer.Exit) as ended:
        run_one(study, WINDOW, cast("Any", None))
    said = capsys.readouterr().err
    assert (ended.value.exit_code, "was stopped. mtw run goes on from here" in said) == (1, True)
    assert "an error" not in said
