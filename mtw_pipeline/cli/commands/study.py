"""Commands on the study's exports: add, remove, windows."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mtw_pipeline.cli.hints import making_the_first, pasteable
from mtw_pipeline.cli.options import StudyOption, WindowOption, chosen_study
from mtw_pipeline.cli.output import console, error_console, progress, whole_table
from mtw_pipeline.cli.warning import told_of_supplements, warn_of, warn_of_what_no_run_reads
from mtw_pipeline.errors import UserError
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.windows import CollectionWindow, overlapping
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtw_pipeline.exports.arrivals import Arrival
    from mtw_pipeline.study.folder import Study

FAILED = 1


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Export files, of any known format.")],
    window: WindowOption = None,
    study: StudyOption = None,
) -> None:
    """Look at exports, say what they hold, and copy them into a window of the study."""
    from mtw_pipeline.exports.arrivals import looked_at, same_export

    loaded = chosen_study(study)
    named = CollectionWindow.between(*window) if window else None
    with progress("Looking at the files", shows_steps=False):
        arrivals = looked_at(loaded, files)
    good = [one for one in arrivals if not one.is_refused]
    chosen = named or (_window_for(loaded, good) if good else None)
    screen = console()
    taken = [one for one in good if chosen and _is_taken(screen, loaded, one, chosen)]
    refused = [one for one in arrivals if one not in taken]
    for one in arrivals:
        for refusal in one.refusals:
            error_console().print(f"{one.path.name}: not added. {refusal}", markup=False)
    if chosen and taken:
        _warn_of_windows(loaded, chosen)
        screen.print(pasteable(f"Next: mtw run --window {chosen.start} {chosen.end}", study), markup=False)
    if refused and not all(chosen and same_export(loaded, chosen, one.path) for one in refused):
        raise typer.Exit(FAILED)


def remove(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Exports of the window. Without any, all of it."),
    ] = None,
    window: WindowOption = None,
    study: StudyOption = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take exports, or a whole window, out of the study again: the files, the tables' rows, the report."""
    from mtw_pipeline.exports.arrivals import named_export

    loaded = chosen_study(study)
    chosen = _window_to_remove_from(loaded, window)
    exports = [named_export(loaded, chosen, name) for name in files or ()]
    _refuse_of_others(exports, loaded.incoming_of(chosen))
    left = [one for one in loaded.exports_of(chosen) if one not in exports] if files else []
    what = (
        ", ".join(one.name for one in exports) if left else f"the window {chosen.key} with all its exports and tables"
    )
    if not is_sure and not (sys.stdin.isatty() and typer.confirm(f"Delete {what} from the study?")):
        raise UserError(f"Nothing was deleted; it would be {what}", remedy="Say that you mean it: --yes")
    if not (_without_exports(loaded, chosen, exports) if left else _without_window(loaded, chosen)):
        raise typer.Exit(FAILED)


def _refuse_of_others(exports: "Sequence[Path]", folder: Path) -> None:
    """Raise for an export in a folder that is a link: what it leads to may belong to others."""
    from mtw_pipeline.study.export_names import link_to

    for export in exports:
        link = link_to(export, folder)
        if link is not None and link != export:
            raise UserError(
                f"{export.name} lies in a folder that is a link to {link.resolve()}, where nothing is deleted",
                where=str(link),
                remedy="Delete the link, or take the file out of that folder, and run again",
            )


def _without_exports(study: "Study", window: CollectionWindow, exports: "Sequence[Path]") -> bool:
    """Delete exports of a window, run it without them, and make anew what was compared with it; whether all is well."""
    from mtw_pipeline.study.inputs import OTHERS
    from mtw_pipeline.study.run_records import as_it_is, read_record, rest_on
    from mtw_pipeline.warehouse.opening import warehouse_lock

    others = [one for one in study.windows() if one != window]
    with warehouse_lock(study.warehouse, f"mtw remove of exports of {window.key}"):
        for one in others:
            record = read_record(study, one)
            if record is not None and window.key in record.inputs.get(OTHERS, "").split():
                rest_on(study, one, [as_it_is(window)])
    for export in exports:
        export.unlink()
        console().print(f"deleted {export.relative_to(study.root)}", markup=False)
    return _made_anew(study, window, None, others)


def _without_window(study: "Study", window: CollectionWindow) -> bool:
    """Take a whole window out, and make anew what was made with it; whether that went well.

    All of the last of the others is run where no run of it ended.
    """
    from mtw_pipeline.defs.home.instance import instance_of
    from mtw_pipeline.forgetting.windows import remove_window
    from mtw_pipeline.lineage.reruns import AFTER_OTHERS
    from mtw_pipeline.runs.records import drop_window
    from mtw_pipeline.study.run_records import read_history

    with progress(f"Taking {window.key} out of the study"):
        kept = remove_window(study, window)
        with instance_of(study) as instance:
            drop_window(instance, window)
    screen = console()
    screen.print(f"The window {window.key} is gone: its exports, its rows in every table, its report", markup=False)
    for path in kept:
        screen.print(f"kept, because people's work is in it; delete it yourself if you mean it: {path}", markup=False)
    others = [one for one in study.windows() if study.exports_of(one)]
    if not others:
        return True
    history = read_history(study, others[-1])
    last = AFTER_OTHERS if history.good and not history.begun else None
    return _made_anew(study, others[-1], last, others[:-1])


def _made_anew(
    study: "Study", first: CollectionWindow, selection: str | None, others: "Sequence[CollectionWindow]"
) -> bool:
    """Run a window, and then those of others that were made with more than there is now; whether that went well."""
    from mtw_pipeline.cli.running import run_one
    from mtw_pipeline.lineage.reruns import AFTER_OTHERS
    from mtw_pipeline.warehouse.validation.process import open_validation_process

    with open_validation_process() as validation:
        made = run_one(study, first, validation, selection) and all(
            run_one(study, one, validation, AFTER_OTHERS) for one in others if _was_made_with_more(study, one)
        )
    if made:
        _drop_copies_before(study)
    warn_of(told_of_supplements(study, (first, *others)))
    return made


def _was_made_with_more(study: "Study", window: CollectionWindow) -> bool:
    """Whether the last good run of a window compared it with what the study has no more."""
    from mtw_pipeline.study.inputs import OTHERS, changed_inputs, inputs_of
    from mtw_pipeline.study.run_records import read_record

    record = read_record(study, window)
    return record is not None and OTHERS in changed_inputs(record.inputs, inputs_of(study, window))


def _drop_copies_before(study: "Study") -> None:
    """Delete the analysts' copies but the current one: they hold what was taken out."""
    from mtw_pipeline.study.published_versions import PublishedVersions
    from mtw_pipeline.warehouse.opening import warehouse_lock

    copies = PublishedVersions(study.published)
    with warehouse_lock(study.warehouse, "mtw remove"):
        if copies.current is not None:
            copies.drop_all_but(copies.current)


def windows(study: StudyOption = None) -> None:
    """List the study's collection windows and their exports."""
    from mtw_pipeline.study.export_names import size_of

    loaded = chosen_study(study)
    warn_of_what_no_run_reads(loaded)
    if not loaded.windows():
        said = f"The study has no window yet: {making_the_first(loaded)} makes the first"
        console().print(pasteable(said, study), markup=False)
        return
    table = whole_table("window", "exports", "bytes", "report")
    for window in loaded.windows():
        exports = loaded.exports_of(window)
        size = sum(map(size_of, exports))
        report = loaded.report_of(window)
        table.add_row(window.key, str(len(exports)), f"{size:,}", str(report) if report.is_file() else "none yet")
    console().print(table)


def _window_for(study: "Study", arrivals: "Sequence[Arrival]") -> CollectionWindow:
    """The window that files go to when none is named.

    Raises:
        UserError: there is none, or several; the message says which command would do.
    """
    from mtw_pipeline.exports.arrivals import days_of, fitting_windows

    found = fitting_windows(study, arrivals)
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            f"The files could go into {len(found)} windows of the study",
            where=", ".join(one.key for one in found),
            remedy=f"Say which, as in: {_add_command(arrivals, found[0])}",
        )
    proposed = days_of(arrivals)
    if proposed is None:
        raise UserError(
            "The study has no window yet, and the files do not say when their rows were posted",
            remedy="Name it: mtw add FILE --window START END",
        )
    said = f"the tweets were posted from {proposed.start} to {proposed.end}, both included"
    if sys.stdin.isatty() and typer.confirm(f"The study has no window of those days: {said}. Make it?", default=True):
        return proposed
    raise UserError(
        f"The study has no window of those days: {said}",
        remedy=f"Take that window, or name another: {_add_command(arrivals, proposed)}",
    )


def _add_command(arrivals: "Sequence[Arrival]", window: CollectionWindow) -> str:
    files = " ".join(quoted(one.path) for one in arrivals)
    return f"mtw add {files} --window {window.start} {window.end}"


def _is_taken(screen: Console, study: "Study", arrival: "Arrival", window: CollectionWindow) -> bool:
    """Copy a file, or say why not; whether it was copied."""
    from mtw_pipeline.exports.arrivals import copied, days_of, same_export

    name = arrival.path.name
    _print_what_it_is(screen, arrival, window)
    there = same_export(study, window, arrival.path)
    if there is not None:
        screen.print(f"  already there, as {there.relative_to(study.root)}", markup=False)
        return False
    if arrival.tweets and not arrival.tweets_in(window):
        proposed = days_of([arrival])
        where = f"; it would fit {proposed.start} to {proposed.end}" if proposed else ""
        error_console().print(
            f"{name}: not added. None of its tweets was posted within {window.key}{where}. If that is the right file,"
            f" name its window: {_add_command([arrival], proposed or window)}",
            markup=False,
        )
        return False
    screen.print(f"added {copied(arrival.path, study, window).relative_to(study.root)}", markup=False)
    return True


def _print_what_it_is(screen: Console, arrival: "Arrival", window: CollectionWindow) -> None:
    for part in arrival.parts:
        if part.outcome.refusal:
            continue
        rows = f"{number_of(part.outcome.rows_read, 'row')}, {part.rows_taken:,} of them good"
        screen.print(
            f"{part.outcome.export_file}: {part.outcome.format or 'no table of its own'}, {rows}", markup=False
        )
        if part.first is not None and part.last is not None:
            days = f"posted {part.first:%Y-%m-%d} to {part.last:%Y-%m-%d}"
            inside = f"{part.tweets_in(window):,} of {number_of(part.tweets, 'tweet')} within {window.key}"
            screen.print(f"  {days}; {inside}" if part.tweets else f"  {days}", markup=False)
        if part.known:
            are = "is" if part.known == 1 else "are"
            tweets = number_of(part.tweets, "tweet")
            screen.print(f"  {part.known:,} of its {tweets} {are} in the study already", markup=False)
        for refusal in part.refusals[:3]:
            rows = number_of(refusal.rows, "row would be rejected,", "rows would be rejected, the first")
            rejected = f"{rows} on line {refusal.first_line:,}"
            screen.print(f"  {rejected}: {refusal.reason}", markup=False)


def _warn_of_windows(study: "Study", window: CollectionWindow) -> None:
    for one, other in overlapping(study.windows()):
        if window in (one, other):
            error_console().print(
                f"[yellow]warning[/] the windows {one.key} and {other.key} share days: what was posted on them counts"
                " in both"
            )


def _window_to_remove_from(study: "Study", window: tuple[str, str] | None) -> CollectionWindow:
    """The named window, else the only one; it must be there.

    Raises:
        UserError: the study has no such window, or several and none was named.
    """
    windows = (*study.windows(), *study.windows_without_folder())
    chosen = CollectionWindow.between(*window) if window else windows[0] if len(windows) == 1 else None
    if chosen is None or chosen not in windows:
        raise UserError(
            f"The study has no window {chosen.key}" if chosen else "The study has several windows" if windows
            else "The study has no window",
            where=", ".join(one.key for one in windows),
            remedy="Say which: --window START END (mtw windows lists them)",
        )  # fmt: skip
    return chosen
