"""What ``mtw run`` says of a run that did not succeed."""

import gc
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, cast

import pytest
import typer
from rich.console import Console

from mtw_pipeline.cli.commands import run as run_commands
from mtw_pipeline.cli.planned_runs import is_compared_again
from mtw_pipeline.cli.running import run_one
from mtw_pipeline.defs.home import instance
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.ahead import ReadAhead
from mtw_pipeline.runs import records, running
from mtw_pipeline.runs.running import CheckOutcome, RunOutcome
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.run_records import as_it_is, begin_run, end_run, rest_on
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.opening import warehouse_lock
from mtw_pipeline_tests.builders import WINDOW, csv_text, made_in_name, put, rtweet_row

LATER = CollectionWindow.between("2021-02-01", "2021-02-28")


@pytest.fixture
def run_window(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., RunOutcome]], None]:
    """Puts a function in place of running."""
    monkeypatch.setattr(records, "close_abandoned_runs", lambda _instance: [])
    monkeypatch.setattr(instance, "instance_of", lambda _study: nullcontext())
    return lambda function: monkeypatch.setattr(running, "run_window", function)


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


def test_the_figures_of_a_run_have_the_digits_of_its_report(
    study: Study, run_window: Callable[[Callable[..., RunOutcome]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    headline = {"retweet_share": 0.332, "mean_likes": 3.023, "density": 0.0002683, "most": 12350.0, "least": 0.0}
    run_window(
        lambda *_given, **_options: RunOutcome("1", succeeded=True, failed_checks=(), problem="", headline=headline)
    )
    assert run_one(study, WINDOW, cast("Any", None))
    shown = [line.split()[-1] for line in capsys.readouterr().out.splitlines()[: len(headline)]]
    assert shown == ["0.3320", "3.023", "0.0002683", "12,350", "0.000"]


@pytest.mark.parametrize(("check", "is_terminal", "is_told"), [
    ("published_warehouse", True, True), ("published_warehouse", False, False), ("tweets", True, False),
])  # fmt: skip
def test_whom_a_copy_names_is_told_to_who_sits_there_alone(
    check: str,
    is_terminal: bool,
    is_told: bool,
    study: Study,
    run_window: Callable[[Callable[..., RunOutcome]], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of a run whose copy was looked at; what another run left there is not of this one."""
    study.failed_copy.mkdir(parents=True)
    study.named_in_failed_copy.write_text("tweets.text, w1: zoe9\nusers.name, w1: Zoe\n", encoding="utf-8")
    monkeypatch.setattr(
        "mtw_pipeline.cli.running.error_console",
        lambda: Console(stderr=True, highlight=False, force_terminal=is_terminal, soft_wrap=True),
    )
    failed = CheckOutcome(check, "no_person", is_error=True, description="tweets.text: 1 handle")
    run_window(
        lambda *_given, **_options: RunOutcome("1", succeeded=False, failed_checks=(failed,), problem="", headline={})
    )
    assert not run_one(study, WINDOW, cast("Any", None))
    assert ("The first of 2 places: tweets.text, w1: zoe9" in capsys.readouterr().err) is is_told


@pytest.mark.parametrize(("selection", "is_begun"), [(None, True), ("tweets+", False)])
def test_exports_are_read_ahead_of_a_run_of_everything_alone(
    selection: str | None, is_begun: bool, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    def run_window(*_given: object, ahead: ReadAhead | None, **_options: object) -> RunOutcome:
        begun.append(ahead is not None and ahead.warehouse() is not None)
        assert gc.isenabled()
        return RunOutcome("1", succeeded=True, failed_checks=(), problem="", headline={})

    monkeypatch.setattr(running, "run_window", run_window)
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


def test_a_window_that_another_run_made_meanwhile_is_not_made_again(
    study: Study, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for window in (WINDOW, LATER):
        put(study, "a.csv", csv_text([rtweet_row(1)]), window)
    monkeypatch.setattr(run_commands, "open_validation_process", nullcontext)
    made = []

    def run_one(_study: Study, window: CollectionWindow, *_given: object, **_options: object) -> bool:
        """Makes a window, after which another process makes the next one."""
        made.append(window)
        with (
            pytest.raises(UserError, match=f"already run of {window.key}"),
            warehouse_lock(study.warehouse, "another run", waits=False),
        ):
            pass
        for path in (study.report_of(LATER), study.published_database, study.warehouse):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        begin_run(study, LATER, "2")
        end_run(study, LATER, "2", 0)
        return True

    monkeypatch.setattr(run_commands, "run_one", run_one)
    run_commands.run(study.root)
    assert made == [WINDOW]
    assert f"{LATER.key}: nothing changed since the run of" in capsys.readouterr().out


def test_a_window_is_compared_again_after_those_that_its_run_noted_as_they_were_before(study: Study) -> None:
    made_in_name(study)
    begin_run(study, WINDOW, "one")
    assert not is_compared_again(study, WINDOW, [LATER])
    rest_on(study, WINDOW, [as_it_is(LATER)])
    assert is_compared_again(study, WINDOW, [LATER])
    end_run(study, WINDOW, "one", 0)
    assert is_compared_again(study, WINDOW, [LATER])
    assert not is_compared_again(study, WINDOW, [])  # noted, and nothing that this command does
