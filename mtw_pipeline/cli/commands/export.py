"""Commands on export files that touch no study: inspect, formats."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from mtw_pipeline.cli.options import StudyOption, study_here
from mtw_pipeline.cli.output import console, progress, readable_console
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.exports.inspection import Inspection

FAILED = 1
_REASONS_SHOWN = 10
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def formats(study: StudyOption = None) -> None:
    """List the formats of X, Bluesky and Mastodon, with what each can and cannot tell, and your column maps."""
    from mtw_pipeline.exports.formats.registry import known_formats

    screen = readable_console()
    for known in known_formats():
        screen.print(Text.assemble((known.name, "bold"), f"  {known.title}"))
        screen.print(Padding(known.tells.in_words(), (0, 0, 0, 4)), style="dim")
        if known.tells.caution:
            screen.print(Padding(known.tells.caution, (0, 0, 0, 4)))
    found = study_here(study)
    for own in found.settings.column_map if found else ():
        screen.print(Text.assemble((own.name, "bold"), "  a column map of this study"))
    screen.print(
        "Any other CSV, XLSX, Parquet or JSONL: describe its columns in study.toml, under [[column_map]].", markup=False
    )


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Export files, or archives of them.")],
    study: StudyOption = None,
) -> None:
    """Say what files are, what a run would take from them and what it would leave out. Nothing is changed.

    For a table or JSONL of no known format it proposes a column map. Inside a study, or with --study, the column maps
    and time zones of that study are used.
    """
    from mtw_pipeline.exports.inspection import inspect_files, with_proposals

    found = study_here(study)
    settings = found.settings if found else None
    with progress("Reading"):
        inspections = with_proposals(inspect_files(files, settings), files, settings)
    screen = console()
    for inspection in inspections:
        _print_file(screen, inspection)
    if any(inspection.outcome.refusal for inspection in inspections):
        raise typer.Exit(FAILED)


def split(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV, TSV or JSON Lines file; it may be compressed by gzip.")
    ],
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where its parts are written.")],
    megabytes: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="About how large a part may be, unpacked.")
    ] = 500,
    study: StudyOption = None,
) -> None:
    """Cut a large export between records into files with its header, which Spark's workers can read in parallel.

    The export stays as it is, and where it is: if that is a window of a study, take it out there (mtw remove), so that
    nothing is read twice. Inside a study, or with --study, the column maps of that study are used.
    """
    from mtw_pipeline.exports.splitting import split as split_export

    found = study_here(study)
    with progress("Splitting"):
        parts = split_export(file, into, megabytes * 1_000_000, found.settings if found else None)
    written = f"from {parts[0]} to {parts[-1].name}" if len(parts) > 1 else str(parts[0])
    console().print(f"{number_of(len(parts), 'part')}, {written}", markup=False, soft_wrap=True)


def _print_file(screen: Console, inspection: "Inspection") -> None:
    from mtw_pipeline.exports.formats.registry import known_format

    outcome = inspection.outcome
    screen.print(outcome.export_file, style="bold", markup=False)
    if outcome.refusal:
        _print_line(screen, "refused", outcome.refusal)
        _print_proposal(screen, inspection)
        return
    known = known_format(outcome.format or "")
    _print_line(screen, "format", known.title if known else outcome.format or "")
    written_as = [outcome.encoding, outcome.compression if outcome.compression != "none" else ""]
    if outcome.delimiter:
        written_as.append(f"columns separated by {_DELIMITERS.get(outcome.delimiter, outcome.delimiter)}")
    _print_line(screen, "written as", ", ".join(filter(None, written_as)) or "a workbook")
    _print_what_is_taken(screen, inspection)
    if outcome.unknown_columns:
        _print_line(screen, "left out", f"unknown columns: {', '.join(outcome.unknown_columns)}")
    for note in outcome.notes:
        _print_line(screen, "note", note)
    if known is not None and known.tells.caution:
        _print_line(screen, "caution", known.tells.caution)


def _bad_cells(field: str, cells: int) -> str:
    if field == "times":  # of a tie, by its weight
        weights = number_of(cells, "weight that is no number of times", "weights that are no numbers of times")
        return f"{weights}: these ties would count once"
    return f"{number_of(cells, 'cell')} of {field}, which would be NULL"


def _print_proposal(screen: Console, inspection: "Inspection") -> None:
    """A column map for a file of no known format, ready to be pasted, and what it would give."""
    proposal, proposed = inspection.proposal, inspection.proposed
    if proposal is None:
        return
    if proposed is None:
        for doubt in proposal.doubts:
            _print_line(screen, "note", doubt)
        return
    screen.print("  This column map is proposed for it. Look at each line, and paste it into study.toml:\n")
    screen.print(proposal.toml(), markup=False, emoji=False)
    screen.print("  With it:")
    if proposed.outcome.refusal:
        _print_line(screen, "refused", proposed.outcome.refusal)
        return
    _print_what_is_taken(screen, proposed)
    for note in proposed.outcome.notes:
        _print_line(screen, "note", note)


def _print_what_is_taken(screen: Console, inspection: "Inspection") -> None:
    from mtw_pipeline.exports.reading.columnar.containers import CONTAINERS

    outcome = inspection.outcome
    _print_line(screen, "rows", f"{outcome.rows_read:,}, of which {inspection.rows_taken:,} would be taken")
    if inspection.ties:
        _print_line(screen, "ties", number_of(inspection.ties, "different directed tie"))
    else:
        _print_line(screen, "tweets", f"{inspection.tweets:,} by {number_of(inspection.authors, 'author')}")
    if inspection.first is not None and inspection.last is not None:
        _print_line(screen, "posted", f"{inspection.first:%Y-%m-%d %H:%M} to {inspection.last:%Y-%m-%d %H:%M} UTC")
    for refusal in inspection.refusals[:_REASONS_SHOWN]:
        place = "in row" if outcome.encoding in CONTAINERS else "on line"
        rows = number_of(refusal.rows, "row")
        _print_line(screen, "rejected", f"{rows}, the first {place} {refusal.first_line:,}: {refusal.reason}")
    if len(inspection.refusals) > _REASONS_SHOWN:
        _print_line(screen, "", f"and {number_of(len(inspection.refusals) - _REASONS_SHOWN, 'other reason')}")
    if inspection.told is not None:
        _print_line(screen, "it tells", inspection.told.in_words())
    for field, cells in inspection.bad_cells:
        _print_line(screen, "unreadable", _bad_cells(field, cells))


def _print_line(screen: Console, name: str, what: str) -> None:
    screen.print(f"  {name:<12} {what}", markup=False)
