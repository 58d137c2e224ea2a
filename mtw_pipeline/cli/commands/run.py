"""Commands that run or look at runs: run, demo, report, ui, doctor, prune."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study, chosen_windows
from mtw_pipeline.cli.output import console, error_console, progress
from mtw_pipeline.cli.running import FAILED, run_one
from mtw_pipeline.cli.warning import (
    told_of_collections,
    told_of_settings,
    told_of_supplements,
    told_of_tables,
    warn_of,
    warn_of_what_no_run_reads,
)
from mtw_pipeline.errors import UserError
from mtw_pipeline.installation import example_study
from mtw_pipeline.study.unfinished import refuse_while_unfinished
from mtw_pipeline.study.windows import overlapping
from mtw_pipeline.warehouse.validation.process import ValidationProcess, open_validation_process
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtw_pipeline.cli.planned_runs import PlannedRun
    from mtw_pipeline.study.folder import Study
    from mtw_pipeline.study.windows import CollectionWindow

_MOST_DAYS = 36_500
"""A hundred years: no record is older, and dates go no farther back than their calendar."""


def run(
    study: StudyOption = None,
    window: WindowOption = None,
    select: Annotated[
        str | None, typer.Option("--select", help="Assets to make, as in tweets+ or group:text. Default: all.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Make everything anew, even if nothing changed.")] = False,
) -> None:
    """Run the pipeline for one window, or for every window that has exports. What did not change is not made again."""
    loaded = chosen_study(study)
    warn_of_what_no_run_reads(loaded)
    warn_of(told_of_settings(loaded))
    windows = chosen_windows(loaded, window)
    _warn_of_windows(loaded)
    warn_of(told_of_collections(loaded, windows))
    from mtw_pipeline.cli.planned_runs import PlannedRun, planned_runs

    anew = select or again
    planned = [PlannedRun(one, select) for one in windows] if anew else planned_runs(loaded, windows, study)
    if not planned:
        warn_of(told_of_supplements(loaded, windows))
        return

    with open_validation_process() as validation:
        is_good, compared = _made(loaded, planned, study, validation)
        if is_good and compared and not select:
            is_good, _ = _made(loaded, planned_runs(loaded, compared, study), study, validation)
    warn_of(told_of_tables(loaded))
    warn_of(told_of_supplements(loaded, windows))
    if not is_good:
        raise typer.Exit(FAILED)


def _made(
    study: "Study", planned: "Sequence[PlannedRun]", named: Path | None, validation: ValidationProcess
) -> "tuple[bool, list[CollectionWindow]]":
    """Run windows, one after the other; whether all went well, and which were compared with what came behind them."""
    from mtw_pipeline.cli.planned_runs import is_compared_again, planned_now, study_held

    is_good, compared = True, []
    for place, one in enumerate(planned, 1):
        with study_held(study, f"run of {one.window.key}"):
            refuse_while_unfinished(study.root)
            now = planned_now(study, one, named)
            if now is None:
                continue
            if not run_one(study, now.window, validation, now.selection, goes_on=now.goes_on, is_locked=True):
                is_good = False
            if is_compared_again(study, one.window, [later.window for later in planned[place:]]):
                compared.append(one.window)
    return is_good, compared


def _warn_of_windows(study: "Study") -> None:
    for one, other in overlapping(study.windows()):
        error_console().print(
            f"[yellow]warning[/] the windows {one.key} and {other.key} share days: what was posted on them counts in"
            " both"
        )


def demo(study: StudyOption = None) -> None:
    """Make a synthetic collection of the published study's size, run the pipeline on it, and simulate its coding."""
    from mtw_pipeline.cli.demo import code_by_simulation, is_simulated
    from mtw_pipeline.coding.simulated import SIMULATED_CODERS
    from mtw_pipeline.lineage.reruns import AFTER_CODING
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
            console().print(f"{number_of(codes, 'code')} by SIMULATED coders imported")
            if not run_one(loaded, EXAMPLE_WINDOW, validation, AFTER_CODING):
                raise typer.Exit(FAILED)
    console().print("All of this is SYNTHETIC: made by a program, and no finding about any community.", style="bold")


def report(
    study: StudyOption = None,
    window: WindowOption = None,
    is_opened: Annotated[bool, typer.Option("--open", help="Open them in the browser.")] = False,
) -> None:
    """Say where the report of each window and the page of trends are; --open opens them."""
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
    from mtw_pipeline.ui.detached import detach

    loaded = chosen_study(study)
    detach()  # before Dagster is loaded, which the process that waits has no use for
    from mtw_pipeline.ui.serving import ADDRESS, listening_socket, serve

    with suppress(KeyboardInterrupt), listening_socket(port) as listening:  # Ctrl-C is how it ends
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
    keep_days: Annotated[
        int, typer.Option("--keep-days", min=0, max=_MOST_DAYS, help="Keep the records of this many days.")
    ] = 90,
) -> None:
    """Delete old run records of Dagster; tables, reports and exports stay."""
    from mtw_pipeline.defs.home.instance import compact, instance_of
    from mtw_pipeline.runs.records import prune as prune_instance

    loaded = chosen_study(study)
    with instance_of(loaded) as instance:
        deleted = prune_instance(instance, keep_days)
    compact(loaded)
    console().print(f"{number_of(deleted, 'run record')} older than {number_of(keep_days, 'day')} deleted")
