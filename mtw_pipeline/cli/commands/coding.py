"""Commands of the coding: codebook, sheets, pages, import, status, disagreements, curation, thaw, tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

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
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtw_pipeline.coding.journal import Entry
    from mtw_pipeline.coding.progress import CodingProgress
    from mtw_pipeline.coding.sheets.import_of_window import ImportedFile
    from mtw_pipeline.coding.sheets.of_window import SheetFormat, WrittenSheet
    from mtw_pipeline.study.folder import Study

_PROBLEMS_SHOWN = 12
_COLUMNS_OF_STATUS = "coder", "variable", "coded", "of", "in reliability set", "of"
FAILED = 1


def coding_app() -> typer.Typer:
    """``mtw coding`` with its commands."""
    app = typer.Typer(name="coding", no_args_is_help=True, help="Coding by people: sheets out, codes in, tables.")
    app.command()(codebook)
    app.command()(sheets)
    app.command()(pages)
    app.command(name="import")(import_files)
    app.command()(status)
    app.command()(disagreements)
    app.command()(curation)
    app.command()(thaw)
    app.command()(tables)
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
    """Write a page for every coder: one file, for any browser, without a network. The sample freezes, as by sheets."""
    _write_sheets("mtw coding pages", study, window, "page", replace=replace)
    console().print(pasteable("Open them in a browser, code, save as a file, then: mtw coding import FILE...", study))


def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Filled sheets (.xlsx, .csv), or what pages saved (.json).")
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
            imported[window_of.key] = window_of
            _print_import(screen, found, f" of {window_of.key}" if len(chosen.windows()) > 1 else "")
    for one in imported.values():
        print_agreement(screen, chosen, one, whole=False)
    if imported:
        screen.print(pasteable("Then: mtw run", study))
    if not is_well:
        raise typer.Exit(FAILED)


def status(study: StudyOption = None, window: WindowOption = None) -> None:
    """Show how far every coder is with every variable, how far they agree, and what is still to be decided."""
    from mtw_pipeline.cli.coding_agreement import print_agreement  # with templates, which no other command needs
    from mtw_pipeline.coding.coder_names import told_of_missing
    from mtw_pipeline.coding.progress import coding_progress

    chosen = chosen_study(study)
    screen = console()
    for one in chosen_windows(chosen, window):
        progress = coding_progress(chosen, one)
        if not progress.is_frozen:
            told = "neither pages nor sheets were written yet: mtw coding pages (for a browser), or mtw coding sheets"
            none = pasteable(told, study)
            screen.print(f"{one.key}: {none}", markup=False)
            if progress.outside_sample:
                kept = number_of(progress.outside_sample, "code is", "codes are")
                screen.print(f"{kept} kept from a sample that was thawed")
            continue
        table = Table(*_COLUMNS_OF_STATUS, title=one.key, title_justify="left")
        for row in progress.coders:
            own = f"{row.coded:,}", _asked(row.tweets, row.open_tweets)
            shared = f"{row.reliability_coded:,}", _asked(row.reliability_tweets, row.open_reliability_tweets)
            table.add_row(escape(row.coder), row.variable, *own, *shared)
        screen.print(table)
        _print_otherwise_asked(chosen, one, study)
        if progress.missing:
            told = f"{told_of_missing(progress.missing)}: mtw coding sheets says what to do"
            screen.print(pasteable(told, study), markup=False)
        for told in _not_known(chosen, progress):
            screen.print(pasteable(told, study), markup=False)
        print_agreement(screen, chosen, one, whole=True)
        told = "disagreements to decide, by mtw coding curation (for a browser) or mtw coding disagreements"
        decide = pasteable(told, study)
        _print_waiting(screen, progress.disagreements, decide)
        told = "codes that the codebook does not ask of their tweets; kept, but not counted"
        _print_waiting(screen, progress.not_asked, told)
        told = "codes that the codebook has no more; kept, but not counted unless a category names them under formerly"
        _print_waiting(screen, progress.outside_codebook, told)
        told = "categories that coders propose; counted once study.toml has them under [[codebook]]"
        _print_waiting(screen, progress.proposed, told)
        _print_waiting(screen, progress.older_codebook, "codes given under an earlier definition; counted")
        if progress.outside_sample:
            screen.print(f"codes of tweets that the sample has no more; kept, not counted: {progress.outside_sample:,}")


def _asked(tweets: int, open_tweets: int) -> str:
    """How many tweets are asked for, as far as that is known."""
    return f"{tweets:,} to {tweets + open_tweets:,}" if open_tweets else f"{tweets:,}"


def _not_known(study: "Study", progress: "CodingProgress") -> "Iterator[str]":
    """Why it is not known of how many tweets variables are asked, and when it will be."""
    from mtw_pipeline.coding.codebook import coded_by_people
    from mtw_pipeline.study.settings.coding import COMPUTED

    waiting = {one.variable for one in progress.coders if one.open_tweets}
    for one in coded_by_people(study.settings):
        if one.name not in waiting or one.asked_of is None:
            continue
        other, codes = one.asked_of
        asked = f"{one.name} is asked where {other} is {' or '.join(codes)}"
        if other in COMPUTED:
            why = (
                "what it is of some tweets stands in no table that can be read now: none was made (mtw run), a run has"
            )
            yield f"{asked}; {why} them open, or the tweets are not collected any more"
        else:
            yield f"{asked}: of how many tweets that is, is known once {other} is coded"


def disagreements(study: StudyOption = None, window: WindowOption = None) -> None:
    """Write a sheet of what coders disagree on, for a third person or for both together."""
    from mtw_pipeline.coding.sheets.of_window import write_disagreements
    from mtw_pipeline.warehouse.opening import open_warehouse

    chosen = chosen_study(study)
    one = _one_window(chosen, window)
    with open_warehouse(chosen.warehouse, "mtw coding disagreements") as warehouse:
        sheet = write_disagreements(warehouse, chosen, one)
    if sheet is None:
        _print_nothing_to_decide(chosen, one, study)
        return
    console().print(f"{number_of(sheet.tweets, 'tweet')}, {sheet.path}", markup=False)
    if sheet.kept is not None:
        _print_kept(console(), sheet.kept, study)
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
        _print_nothing_to_decide(chosen, one, study)
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
    from mtw_pipeline.warehouse.tables.tweets import TWEETS

    chosen = chosen_study(study)
    with open_warehouse(chosen.warehouse, "mtw coding tables") as warehouse:
        windows = windows_with_rows(warehouse, chosen, window, TWEETS)
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
                _print_sheet(screen, sheet, study)
            _print_otherwise_asked(chosen, one, study)


def _print_otherwise_asked(chosen: "Study", window: CollectionWindow, study: Path | None) -> None:
    from mtw_pipeline.coding.frozen_sample import otherwise_asked

    asked = otherwise_asked(chosen, window)
    if asked:
        told = f"the sample stays as it was frozen, whatever [sample] says now ({asked}); mtw coding thaw draws it anew"
        console().print(pasteable(told, study), markup=False)


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


def _print_nothing_to_decide(chosen: "Study", window: CollectionWindow, study: Path | None) -> None:
    from mtw_pipeline.coding.journal import journal_of

    coders = {one.coder for one in journal_of(chosen, window) if one.kind == "code"}
    if len(coders) > 1:
        console().print("There is no disagreement that nobody has decided.")
        return
    whose = f"codes of {coders.pop()} alone" if coders else "no codes of anybody"
    told = f"There is nothing to decide: {whose} were imported so far (mtw coding import FILE...)."
    console().print(pasteable(told, study), markup=False)


def _print_sheet(screen: Console, sheet: "WrittenSheet", study: Path | None) -> None:
    done = "written" if sheet.is_new else "kept, it was there; --replace writes it anew"
    screen.print(f"{sheet.coder}: {number_of(sheet.tweets, 'tweet')}, {sheet.path} ({done})", markup=False)
    if sheet.gained or sheet.lost:
        gained = number_of(sheet.gained, "tweet is", "tweets are")
        lost = number_of(sheet.lost, "has", "have")
        screen.print(f"  divided anew: {gained} new on it, {lost} gone to others")
    if sheet.kept is not None:
        _print_kept(screen, sheet.kept, study)


def _print_kept(screen: Console, path: Path, study: Path | None) -> None:
    if path.suffix == ".html":
        screen.print(f"  the page until now is kept: {path}", markup=False)
        screen.print(
            "  what was coded on it lies in its coder's browser, where the new page finds it, and in the files"
        )
        screen.print("  that it saved, which are imported as ever")
        return
    screen.print("  the sheet until now is kept; what is filled in it and not imported yet is taken from it by")
    screen.print(pasteable(f"  mtw coding import {quoted(path)}", study), markup=False, soft_wrap=True)


def _print_import(screen: Console, found: "ImportedFile", of_window: str) -> None:
    noted = f", {number_of(found.noted, 'new note')}" if found.noted else ""
    screen.print(
        f"{found.path.name}{of_window}: {number_of(found.codes, 'good cell')}, {found.new:,} of them new"
        f" ({found.changed:,} in place of earlier codes){noted}, {len(found.problems):,} to be corrected",
        markup=False,
    )
    for coder, cells in found.blank.items():
        if cells:
            screen.print(f"  {coder}: {number_of(cells, 'cell is', 'cells are')} still blank", markup=False)
    for note in found.notes:
        screen.print(f"  note: {note}", markup=False)
    _print_contradictions(screen, found)
    unit = "entry" if found.path.suffix.lower() == ".json" else "row"
    for problem in found.problems[:_PROBLEMS_SHOWN]:
        row = f"{problem.tab}, {unit} {problem.row}" if problem.tab else f"{unit} {problem.row}"
        place = f"{row}, {problem.variable}" if problem.variable else row
        screen.print(f"  {place}, {problem.cell!r}: {problem.problem}", markup=False)
    if len(found.problems) > _PROBLEMS_SHOWN:
        screen.print(f"  ... and {len(found.problems) - _PROBLEMS_SHOWN:,} more")
    for file in found.corrections:
        screen.print(f"  to correct: {file}", markup=False)


def _print_contradictions(screen: Console, found: "ImportedFile") -> None:
    from mtw_pipeline.coding.tweet_keys import id_as_text

    if found.contradictions:
        screen.print(f"  said otherwise before, the newest counts: {len(found.contradictions):,}")
    for one in found.contradictions[:_PROBLEMS_SHOWN]:
        place = f"{one.counts.coder}, {id_as_text(one.counts.tweet_id)}, {one.counts.variable or one.counts.kind}"
        screen.print(f"    {place}: {_entry_told(one.counts)} counts, not {_entry_told(one.older)}", markup=False)
    if len(found.contradictions) > _PROBLEMS_SHOWN:
        screen.print(f"    ... and {len(found.contradictions) - _PROBLEMS_SHOWN:,} more")


def _entry_told(entry: "Entry") -> str:
    return f"{entry.code!r} ({entry.file}, {entry.known_at:%Y-%m-%d %H:%M})"


def _print_waiting(screen: Console, waiting: dict[str, int], what: str) -> None:
    numbers = ", ".join(f"{name} {number:,}" for name, number in waiting.items() if number)
    if numbers:
        screen.print(f"{what}: {numbers}", markup=False)
