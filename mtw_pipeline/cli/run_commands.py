"""Commands that run or look at runs: run, demo, report, ui, doctor, prune."""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.cli.options import (
    StudyOption,
    WindowOption,
    chosen_study,
    chosen_windows,
    told_of_settings,
    told_of_tables,
    warn_of,
    warn_of_what_no_run_reads,
)
from mtw_pipeline.cli.output import console, error_console, progress
from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import example_study
from mtw_pipeline.study.windows import CollectionWindow, overlapping
from mtw_pipeline.warehouse.validation_process import ValidationProcess, open_validation_process

if TYPE_CHECKING:
    from mtw_pipeline.exports.ahead import ReadAhead
    from mtw_pipeline.runs import RunOutcome
    from mtw_pipeline.study.folder import Study

FAILED = 1
_GOES_ON = "Once that is mended: mtw run, which goes on from here. What rests on something changed is made anew"


def run(
    study: StudyOption = None,
    window: WindowOption = None,
    select: Annotated[
        str | None, typer.Option("--select", help="Assets to make, as in tweets+ or group:text. Default: all.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Make everything anew, though nothing changed.")] = False,
) -> None:
    """Run the pipeline for one window, or for every window that has exports. What did not change is not made again."""
    loaded = chosen_study(study)
    warn_of_what_no_run_reads(loaded)
    warn_of(told_of_settings(loaded))
    windows = chosen_windows(loaded, window)
    _warn_of_windows(loaded)
    from mtw_pipeline.cli.planned_runs import PlannedRun, planned_runs

    anew = select or again
    planned = [PlannedRun(one, select) for one in windows] if anew else planned_runs(loaded, windows, study)
    if not planned:
        return
    with open_validation_process() as validation:
        succeeded = [run_one(loaded, one.window, validation, one.selection, goes_on=one.goes_on) for one in planned]
    warn_of(told_of_tables(loaded))
    if not all(succeeded):
        raise typer.Exit(FAILED)


def run_again(study: "Study", windows: Sequence[CollectionWindow]) -> bool:
    """Run the pipeline for some windows, changed or not; whether all runs succeeded."""
    with open_validation_process() as validation:
        return False not in [run_one(study, one, validation) for one in windows]


def _warn_of_windows(study: "Study") -> None:
    for one, other in overlapping(study.windows()):
        error_console().print(
            f"[yellow]warning[/] the windows {one.key} and {other.key} share days: what was posted on them counts in"
            " both"
        )


def demo(study: StudyOption = None) -> None:
    """Write the synthetic example collection of the paper's size, run the pipeline on it, and code it by simulation."""
    from mtw_pipeline.cli.demo import code_by_simulation, is_simulated
    from mtw_pipeline.coding.simulated import SIMULATED_CODERS
    from mtw_pipeline.reruns import AFTER_CODING
    from mtw_pipeline.study.folder import SETTINGS_FILE, STUDY_VARIABLE, Study, study_root
    from mtw_pipeline.study.template import new_study
    from mtw_pipeline.synthetic import EXAMPLE_WINDOW, write_synthetic_collection

    root = study_root(study) if study or os.environ.get(STUDY_VARIABLE) else example_study()
    if not (root / SETTINGS_FILE).exists():
        new_study(
            root,
            hashtags=["MarketingTwitter"],
            title="Synthetic example study",
            synthetic=True,
            coders=SIMULATED_CODERS,
            code_themes=True,
            marketing_lists=True,
        )
    loaded = Study.load(root)
    if not loaded.settings.synthetic:
        raise UserError(
            f"The study in {root} holds real data, among which no synthetic tweets must get",
            remedy="Give a new folder: mtw demo --study DIR",
        )
    with progress(f"Writing the synthetic example collection to {loaded.incoming_of(EXAMPLE_WINDOW)}"):
        truth = write_synthetic_collection(loaded.incoming_of(EXAMPLE_WINDOW))
        (loaded.root / "ground-truth.json").write_text(truth.to_json(), encoding="utf-8")
    with open_validation_process() as validation:
        if not run_one(loaded, EXAMPLE_WINDOW, validation):
            raise typer.Exit(FAILED)
        if is_simulated(loaded):
            with progress("Coding the sample by simulated coders, whose rate of errors is known"):
                codes = code_by_simulation(loaded, EXAMPLE_WINDOW)
            console().print(f"{codes:,} codes by SIMULATED coders imported")
            if not run_one(loaded, EXAMPLE_WINDOW, validation, AFTER_CODING):
                raise typer.Exit(FAILED)
    console().print("All of this is SYNTHETIC: made by a program, and no finding about any community.", style="bold")


def report(
    study: StudyOption = None,
    window: WindowOption = None,
    is_opened: Annotated[bool, typer.Option("--open", help="Open them in the browser.")] = False,
) -> None:
    """Tell where the report of a window lies, or of every window, and the page of trends; --open opens them."""
    import webbrowser

    loaded = chosen_study(study)
    windows = chosen_windows(loaded, window)
    found = [path for path in (loaded.report_of(one) for one in windows) if path.is_file()]
    if not found:
        raise UserError("There is no report yet", where=str(loaded.reports), remedy="Make it: mtw run")
    if window is None and loaded.trends.is_file():
        found.append(loaded.trends)
    for path in found:
        console().print(str(path), soft_wrap=True, highlight=False, markup=False)
        if is_opened:
            webbrowser.open(path.as_uri())


def ui(
    study: StudyOption = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0 for a free one.")
    ] = 3000,
) -> None:
    """Open the Dagster UI of the study on this machine (http://127.0.0.1:PORT), for you alone; stop it with Ctrl-C."""
    from mtw_pipeline.ui.serving import ADDRESS, listening_socket, serve

    loaded = chosen_study(study)
    with listening_socket(port) as listening:
        os.chdir(loaded.root)
        address = f"http://{ADDRESS}:{listening.getsockname()[1]}"
        console().print(f"The Dagster UI of {loaded.root}: {address} (stop it with Ctrl-C)", markup=False)
        serve(loaded, listening)


def doctor(study: StudyOption = None) -> None:
    """Say whether everything that a run needs is in order."""
    from mtw_pipeline.cli.health import examine
    from mtw_pipeline.study.folder import study_around

    screen = console()
    findings = examine(study or study_around())
    for finding in findings:
        mark = "[green]ok[/]     " if finding.is_well else "[red]problem[/]"
        screen.print(f"{mark} {escape(pasteable(finding.what, study))}")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(FAILED)


def prune(
    study: StudyOption = None,
    keep_days: Annotated[int, typer.Option("--keep-days", min=0, help="Keep the records of so many days.")] = 90,
) -> None:
    """Delete old run records of Dagster; tables, reports and exports stay."""
    from mtw_pipeline.defs.instance import compact, instance_of
    from mtw_pipeline.runs import prune as prune_instance

    loaded = chosen_study(study)
    with instance_of(loaded) as instance:
        deleted = prune_instance(instance, keep_days)
    compact(loaded)
    console().print(f"{deleted} run records older than {keep_days} days deleted")


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
            from mtw_pipeline.defs.instance import instance_of  # Dagster, which takes a second to load
            from mtw_pipeline.runs import close_abandoned_runs, run_window

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
    from mtw_pipeline.warehouse.late_names import as_if_not_installed, names_imported_late

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
        return f"{value:,.4f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
