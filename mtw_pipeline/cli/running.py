"""Running the pipeline for a window from the command line: reading ahead, loading Dagster, saying what became of it.

What belongs here: what several commands do of that. What does not: the run itself (runs/running.py), and which
windows are run (planned_runs.py, commands/).
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape

from mtw_pipeline.cli.output import console, error_console, progress
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.validation.process import ValidationProcess, open_validation_process
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.exports.ahead import ReadAhead
    from mtw_pipeline.runs.running import RunOutcome
    from mtw_pipeline.study.folder import Study

FAILED = 1
_GOES_ON = "Once that is mended: mtw run, which goes on from here. What rests on something changed is made anew"


def run_again(study: "Study", window: CollectionWindow, selection: str | None = None) -> bool:
    """Run the pipeline for a window, changed or not, or what a selection names; whether the run succeeded."""
    with open_validation_process() as validation:
        return run_one(study, window, validation, selection)


def run_one(
    study: "Study",
    window: CollectionWindow,
    validation: ValidationProcess,
    selection: str | None = None,
    *,
    goes_on: bool = False,
    is_locked: bool = False,
) -> bool:
    """Run the pipeline for one window and print what became of it; whether it succeeded.

    Raises:
        typer.Exit: somebody stopped it: no other window is run.
    """
    report = study.report_of(window)
    before = _changed_at(report)
    chooses = goes_on or selection is not None
    with progress(f"Running {window.key}"), _reading(study, window, chooses=chooses, is_locked=is_locked) as ahead:
        with loading():
            from mtw_pipeline.defs.home.instance import instance_of  # Dagster, which takes a second to load
            from mtw_pipeline.runs.records import close_abandoned_runs
            from mtw_pipeline.runs.running import run_window

        with instance_of(study) as instance:
            close_abandoned_runs(instance)
            outcome = run_window(
                instance, study, window, validation, selection, goes_on=goes_on, is_locked=is_locked, ahead=ahead
            )
    screen = console() if outcome.succeeded else error_console()
    if outcome.succeeded:
        _print_results(screen, study, window, outcome.headline)
    for check in outcome.failed_checks:
        kind = "[red]failed[/]" if check.is_error else "[yellow]warning[/]"
        screen.print(f"{kind} {check.table}.{check.check}: {escape(check.description)}")
    if outcome.succeeded:
        return True
    _print_whom_the_copy_names(screen, study, outcome)
    _print_what_stopped(screen, window, outcome)
    if _changed_at(report) != before:  # it is written beside the copy, and does not rest on it
        screen.print(f"The report was made anew before that: {report}", markup=False)
    if outcome.was_interrupted:
        raise typer.Exit(FAILED)
    return False


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded in the block stays to the end: no collection looks at it, now or later.

    Dagster is loaded without its daemons, which nobody asks for in a run, and without colours for errors in templates.
    """
    if "dagster" in sys.modules:  # by the run of another window, whose garbage would stay too
        yield
        return
    from mtw_pipeline.lazy_imports.late_names import as_if_not_installed, names_imported_late

    gc.disable()
    try:
        names_imported_late({"dagster._daemon": ()})
        with as_if_not_installed("mako.ext.pygmentplugin"):
            yield
        gc.freeze()
    finally:
        gc.enable()


def _print_what_stopped(screen: Console, window: CollectionWindow, outcome: "RunOutcome") -> None:
    if outcome.was_interrupted:
        screen.print(f"The run of {window.key} was stopped. mtw run goes on from here", markup=False)
        return
    if outcome.problem:
        screen.print(f"[red]The run of {window.key} failed.[/] {escape(outcome.problem)}")
    else:
        screen.print(f"[red]The run of {window.key} stopped at a check;[/] what depends on it was not made")
    screen.print(_GOES_ON, markup=False)


def _print_whom_the_copy_names(screen: Console, study: "Study", outcome: "RunOutcome") -> None:
    """The first of it, to a person who sits there: what goes into a file may be handed on."""
    from mtw_pipeline.lineage.known import PUBLISHED

    named = study.named_in_failed_copy
    if screen.is_terminal and any(one.table == PUBLISHED for one in outcome.failed_checks) and named.is_file():
        lines = named.read_text(encoding="utf-8").splitlines()
        screen.print(f"The first of {number_of(len(lines), 'place')}: {lines[0]}", markup=False)


@contextmanager
def _reading(
    study: "Study", window: CollectionWindow, *, chooses: bool, is_locked: bool
) -> "Iterator[ReadAhead | None]":
    """Begin to read the exports, of a run of everything; what it imports is imported before its thread begins."""
    if chooses:
        yield None
        return
    from mtw_pipeline.exports.ahead import read_ahead

    with read_ahead(study, window, is_locked=is_locked) as ahead:
        yield ahead


def _changed_at(path: Path) -> int | None:
    return path.stat().st_mtime_ns if path.is_file() else None


def _print_results(screen: Console, study: "Study", window: CollectionWindow, headline: dict[str, object]) -> None:
    for name, value in headline.items():
        if name not in {"path", "bytes"} and not name.startswith("figure_"):
            screen.print(f"  {name.replace('_', ' '):<40} {_figure(value)}", markup=False)
    report = study.report_of(window)
    if report.is_file():
        screen.print(f"report:   {report}", markup=False)
    if study.published_database.is_file():
        screen.print(f"analysts: {study.published_database}", markup=False)
    screen.print(f"database: {study.warehouse}", markup=False)


def _figure(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, float):
        return f"{Decimal(f'{value:#.4g}'):,f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
