"""Commands of the coding: codebook, sheets, pages, import, status, disagreements, curation, thaw, tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtw_pipeline.cli.coding_files import (
    print_import,
    print_kept,
    print_nothing_to_decide,
    print_otherwise_asked,
    print_sheet,
)
from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.cli.options import (
    StudyOption,
    WindowOption,
    chosen_study,
    chosen_windows,
    folder_of,
    windows_with_rows,
)
from mtw_pipeline.cli.output import console, error_console
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtw_pipeline.coding.sheets.of_window import SheetFormat
    from mtw_pipeline.study.folder import Study

FAILED = 1


def coding_app(epilog: str) -> typer.Typer:
    """``mtw coding`` with its commands.

    Args:
        epilog: what stands below the help of each.
    """
    app = typer.Typer(
        name="coding", no_args_is_help=True, help="Coding by people: sheets out, codes in, tables.", epilog=epilog
    )
    commands: dict[str, Callable[..., None]] = {
        "codebook": codebook, "sheets": sheets, "pages": pages, "import": import_files, "status": status,
        "disagreements": disagreements, "curation": curation, "thaw": thaw, "tables": tables,
    }  # fmt: skip
    for name, command in commands.items():
        app.command(name=name, epilog=epilog)(command)
    return app


def codebook(study: StudyOption = None) -> None:
    """Write the codebook as a page to read and print, with what coders wrote of it as memos."""
    from mtw_pipeline.coding.pages.codebook_page import write_codebook

    console().print(str(write_codebook(chosen_study(study))), markup=False)


def sheets(
    study: StudyOption = None,
    window: WindowOption = None,
    form: Annotated[
        Literal["xlsx", "csv", "label-studio"], typer.Option("--format", help="What the coders work with.")
    ] = "xlsx",
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite sheets that are there.")] = False,
) -> None:
    """Write a sheet for every coder. From then on the sample is frozen: later exports do not change it."""
    _write_sheets("mtw coding sheets", study, window, form, replace=replace)
    console().print(pasteable("Fill them, then: mtw coding import FILE...", study))


def pages(
    study: StudyOption = None,
    window: WindowOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite pages that are there; browsers keep what was coded.")
    ] = False,
) -> None:
    """Write a page for every coder: one file, for any browser, without a network. This freezes the sample too."""
    _write_sheets("mtw coding pages", study, window, "page", replace=replace)
    console().print(pasteable("Open them in a browser, code, save as a file, then: mtw coding import FILE...", study))


def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Filled sheets (.xlsx, .csv), or what pages saved (.json).")
    ],
    study: StudyOption = None,
    window: WindowOption = None,
    coder: Annotated[
        str | None, typer.Option("--coder", help="Whose codes they are, where the file does not say it.")
    ] = None,
) -> None:
    """Import filled sheets, whole or in part: good cells are kept, bad ones listed to be corrected."""
    from mtw_pipeline.cli.coding_agreement import print_agreement  # with templates, which no other command needs
    from mtw_pipeline.coding.sheets.import_of_window import import_sheet
    from mtw_pipeline.forgetting.names import ForgottenNames
    from mtw_pipeline.forgetting.register import read_register
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    screen = console()
    is_well = True
    holds_anything = False
    imported = {}
    with open_warehouse(chosen.warehouse, "mtw coding import") as warehouse:
        forgotten = ForgottenNames(read_register(chosen.forgotten))
        for path in files:
            try:
                window_of = _window_of(chosen, window, path)
                found = import_sheet(warehouse, chosen, window_of, path, coder, is_forgotten=forgotten.is_tweet)
            except UserError as refused:  # the files behind it are imported all the same
                if len(files) == 1:
                    raise
                error_console().print(f"{path.name}: not imported. {refused}", markup=False)
                is_well = False
                continue
            is_well = is_well and not found.problems
            holds_anything = holds_anything or found.codes + found.noted > 0
            imported[window_of.key] = window_of
            print_import(screen, found, f" of {window_of.key}" if len(chosen.windows()) > 1 else "")
    for one in imported.values():
        print_agreement(screen, chosen, one, whole=False)
    if holds_anything:
        screen.print(pasteable("Then: mtw run", study))
    if not is_well:
        raise typer.Exit(FAILED)


def status(study: StudyOption = None, window: WindowOption = None) -> None:
    """Show how far every coder is with every variable, how far they agree, and what is still to be decided."""
    from mtw_pipeline.cli.coding_progress import print_progress  # with templates, which no other command needs

    chosen = chosen_study(study)
    for one in chosen_windows(chosen, window):
        print_progress(console(), chosen, one, study)


def disagreements(study: StudyOption = None, window: WindowOption = None) -> None:
    """Write a sheet of what coders disagree on, for a third person or for both together."""
    from mtw_pipeline.coding.sheets.of_window import write_disagreements
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    one = _one_window(chosen, window)
    with open_warehouse(chosen.warehouse, "mtw coding disagreements") as warehouse:
        sheet = write_disagreements(warehouse, chosen, one)
    if sheet is None:
        print_nothing_to_decide(console(), chosen, one, study)
        return
    console().print(f"{number_of(sheet.tweets, 'tweet')}, {sheet.path}", markup=False)
    if sheet.kept is not None:
        print_kept(console(), sheet.kept, study)
    told = "Write who decided under decided_by, fill the cells, then: mtw coding import FILE"
    console().print(pasteable(told, study), markup=False)


def curation(study: StudyOption = None, window: WindowOption = None) -> None:
    """Write a page of what coders disagree on, on which a third person or both together decide, with reasons."""
    from mtw_pipeline.coding.sheets.of_window import write_disagreements
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    one = _one_window(chosen, window)
    with open_warehouse(chosen.warehouse, "mtw coding curation") as warehouse:
        page = write_disagreements(warehouse, chosen, one, "page")
    if page is None:
        print_nothing_to_decide(console(), chosen, one, study)
        return
    console().print(f"{number_of(page.tweets, 'tweet')}, {page.path}", markup=False)
    told = "Open it in a browser, decide, save as a file, then: mtw coding import FILE"
    console().print(pasteable(told, study), markup=False)


def thaw(study: StudyOption = None, window: WindowOption = None) -> None:
    """Give up the frozen sample, so that the next run draws a new one. Codes that were imported are kept."""
    from mtw_pipeline.coding.thaw import thaw as thaw_sample
    from mtw_pipeline.warehouse.opening import warehouse_lock

    chosen = chosen_study(study)
    one = _one_window(chosen, window)
    with warehouse_lock(chosen.warehouse, "mtw coding thaw"):
        thawed = thaw_sample(chosen, one)
    screen = console()
    if thawed is None:
        screen.print(f"The sample of {one.key} is not frozen: the next run draws it anew by itself.", markup=False)
        return
    screen.print(f"The sample until now is kept in {thawed.sample}", markup=False)
    if thawed.sheets is not None:
        screen.print(f"and its sheets in {thawed.sheets}", markup=False)
    screen.print(
        f"Codes of {number_of(thawed.tweets, 'tweet')} stay in the journal. They count, and stand on the new sheets,"
        " where the new sample has their tweets; the others are kept and not counted. Sheets that are still with"
        " coders can be imported once new ones are written."
    )
    chosen_window = f"--window {one.start} {one.end}"
    screen.print(pasteable(f"Then: mtw run {chosen_window}", study), markup=False, soft_wrap=True)
    written = f"and:  mtw coding sheets {chosen_window} (or mtw coding pages {chosen_window})"
    screen.print(pasteable(written, study), markup=False, soft_wrap=True)


def tables(
    study: StudyOption = None,
    window: WindowOption = None,
    folder: Annotated[Path | None, typer.Option("--to", help="Where to; default: tables/ beside the report.")] = None,
) -> None:
    """Write the tables for papers and other programs: XLSX, SPSS (.sav), Word, LaTeX, and the coded tweets as CSV."""
    from mtw_pipeline.coding.tables.export import export_tables
    from mtw_pipeline.warehouse.opening import open_warehouse
    from mtw_pipeline.warehouse.tables.collection import RAW_TIES
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw coding tables") as warehouse:
        windows = windows_with_rows(warehouse, chosen, window, TWEETS, RAW_TIES)
        for one in windows:
            target = folder_of(one, windows, folder, chosen.report_of(one).parent / "tables")
            for path in export_tables(warehouse, chosen, one, target):
                console().print(str(path), markup=False)


def _write_sheets(
    command: str, study: Path | None, window: tuple[str, str] | None, form: "SheetFormat", *, replace: bool
) -> None:
    from mtw_pipeline.coding.sheets.of_window import write_sheets
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    screen = console()
    with open_warehouse(chosen.warehouse, command) as warehouse:
        for one in chosen_windows(chosen, window):
            for sheet in write_sheets(warehouse, chosen, one, form, replace=replace):
                print_sheet(screen, sheet, study)
            print_otherwise_asked(screen, chosen, one, study)


def _one_window(study: "Study", window: tuple[str, str] | None) -> CollectionWindow:
    windows = chosen_windows(study, window)
    if len(windows) > 1:
        raise UserError(
            "The study has several windows", remedy="Say which one: --window START END (mtw windows lists them)"
        )
    return windows[0]


def _window_of(study: "Study", window: tuple[str, str] | None, path: Path) -> CollectionWindow:
    """The window that was named; else that of the sheet, where the study has several."""
    from mtw_pipeline.coding.sheets.window_of_sheet import windows_of_sheet

    windows = chosen_windows(study, window)
    if len(windows) == 1:
        return windows[0]
    said = windows_of_sheet(study, path)
    named = [one for one in windows if one.key in said]
    if len(named) == 1:
        return named[0]
    if named:
        what = f"{path.name} has tweets of {' and '.join(one.key for one in named)}"
    elif said:
        what = f"{path.name} is of {' and '.join(said)}, of which the study has no window"
    else:
        what = f"{path.name} does not say of which window its tweets are"
    raise UserError(what, where=str(path), remedy="Say which one: --window START END (mtw windows lists them)")
