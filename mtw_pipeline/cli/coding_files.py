"""What the commands of coding print of files: sheets and pages that were written, files that were imported.

What belongs here: the words. What does not: the files (coding/sheets/), the commands (commands/coding.py).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from mtw_pipeline.cli.hints import pasteable
from mtw_pipeline.shells import quoted
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.coding.journal import Entry
    from mtw_pipeline.coding.sheets.import_of_window import ImportedFile
    from mtw_pipeline.coding.sheets.of_window import WrittenSheet
    from mtw_pipeline.study.folder import Study

_PROBLEMS_SHOWN = 12


def print_sheet(screen: Console, sheet: "WrittenSheet", study: Path | None) -> None:
    """Print which sheet or page was written for whom, or was kept."""
    changed = ", and the codebook has changed since" if sheet.is_outdated else ""
    done = "written" if sheet.is_new else f"kept, it was there{changed}; --replace writes it anew"
    screen.print(f"{sheet.coder}: {number_of(sheet.tweets, 'tweet')}, {sheet.path} ({done})", markup=False)
    if sheet.gained or sheet.lost:
        gained = number_of(sheet.gained, "tweet is", "tweets are")
        lost = number_of(sheet.lost, "has", "have")
        screen.print(f"  divided anew: {gained} new on it, {lost} gone to others")
    if sheet.kept is not None:
        print_kept(screen, sheet.kept, study)


def print_kept(screen: Console, path: Path, study: Path | None) -> None:
    """Print where the sheet or page is that a new one took the place of, and what becomes of what is on it."""
    if path.suffix == ".html":
        screen.print(f"  the page until now is kept: {path}", markup=False)
        screen.print(
            "  what was coded on it lies in its coder's browser, where the new page finds it, and in the files"
        )
        screen.print("  that it saved, which are imported as ever")
        return
    screen.print("  the sheet until now is kept; what is filled in it and not imported yet is taken from it by")
    screen.print(pasteable(f"  mtw coding import {quoted(path)}", study), markup=False, soft_wrap=True)


def print_otherwise_asked(screen: Console, chosen: "Study", window: CollectionWindow, study: Path | None) -> None:
    """Print what study.toml asks of the sample that the frozen one is not; nothing where they agree."""
    from mtw_pipeline.coding.frozen_sample import otherwise_asked

    asked = otherwise_asked(chosen, window)
    if asked:
        told = f"the sample stays as it was frozen, whatever [sample] says now ({asked}); mtw coding thaw draws it anew"
        screen.print(pasteable(told, study), markup=False)


def print_nothing_to_decide(screen: Console, chosen: "Study", window: CollectionWindow, study: Path | None) -> None:
    """Print why there is nothing to decide."""
    from mtw_pipeline.coding.journal import journal_of

    coders = {one.coder for one in journal_of(chosen, window) if one.kind == "code"}
    if len(coders) > 1:
        screen.print("There is no disagreement that nobody has decided.")
        return
    whose = f"codes of {coders.pop()} alone" if coders else "no codes of anybody"
    told = f"There is nothing to decide: {whose} were imported so far (mtw coding import FILE...)."
    screen.print(pasteable(told, study), markup=False)


def print_import(screen: Console, found: "ImportedFile", of_window: str) -> None:
    """Print what was taken from a file, and what is to be corrected."""
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
        is_by_codebook = one.older.is_code and one.older.known_at > one.counts.known_at
        older = _entry_told(one.older, ", by an earlier codebook" if is_by_codebook else "")
        screen.print(f"    {place}: {_entry_told(one.counts)} counts, not {older}", markup=False)
    if len(found.contradictions) > _PROBLEMS_SHOWN:
        screen.print(f"    ... and {len(found.contradictions) - _PROBLEMS_SHOWN:,} more")


def _entry_told(entry: "Entry", why: str = "") -> str:
    return f"{entry.code!r} ({entry.file}, {entry.known_at:%Y-%m-%d %H:%M}{why})"
