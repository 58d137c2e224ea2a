"""What a file is and what would be taken of it, without a study being touched.

What belongs here: reading files into a warehouse that is thrown away, and counting. What does not: how it is printed
(cli/commands/export.py).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mtw_pipeline.errors import UserError, need_file
from mtw_pipeline.exports.filled_fields import FilledFields
from mtw_pipeline.exports.formats.registry import refuse_unknown_names
from mtw_pipeline.exports.proposing.proposal import Proposal, propose, without_map
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.recognition import PROPOSES, recognise
from mtw_pipeline.exports.reading.sniffing.sniff import sniff
from mtw_pipeline.exports.reading.staging import begin_window
from mtw_pipeline.exports.reading.window import read_exports
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.system.scratch import scratch_folder
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.opening import open_warehouse

_FIRST_TWEET = date(2006, 3, 21)
NO_STUDY = StudySettings(title="an inspection", hashtags=("none",))
"""Settings for files that are of no study."""


@dataclass(frozen=True)
class Refusals:
    """Rows that would be rejected for one reason.

    Args:
        reason: the reason, with what stood there.
        rows: how many rows.
        first_line: the line of the file on which the first of them begins.
    """

    reason: str
    rows: int
    first_line: int


@dataclass(frozen=True)
class Inspection:
    """What one file is.

    Args:
        outcome: what was seen of it.
        rows_taken: rows that would become part of raw_tweets or raw_ties.
        tweets: different tweets among them.
        authors: different outcomes among their authors.
        ties: different ties of outcomes, of an edge list.
        first: the earliest time of posting.
        last: the latest.
        days: tweets by the day of posting, UTC.
        known: tweets that the study has already; None where that was not asked.
        refusals: why other rows would be rejected, the most frequent first.
        bad_cells: fields of which a cell could not be read, with how many.
        told: what the rows say; None of an edge list, and where none would be taken.
        proposal: a column map for a file of no known format; None of others.
        proposed: what would be taken of it by that map; None where none could be proposed.
    """

    outcome: FileOutcome
    rows_taken: int
    tweets: int
    authors: int
    ties: int
    first: datetime | None
    last: datetime | None
    days: tuple[tuple[date, int], ...]
    known: int | None
    refusals: tuple[Refusals, ...]
    bad_cells: tuple[tuple[str, int], ...]
    told: FilledFields | None = None
    proposal: Proposal | None = None
    proposed: "Inspection | None" = None

    def tweets_in(self, window: CollectionWindow) -> int:
        """How many of its tweets were posted within a collection window."""
        return sum(tweets for day, tweets in self.days if window.start <= day <= window.end)


def inspect_files(
    paths: Sequence[Path], settings: StudySettings | None = None, known_tweets: Path | None = None
) -> list[Inspection]:
    """Read files as a run would, into a warehouse that is thrown away, whatever their tweets' time of posting.

    Args:
        paths: the files.
        settings: of the study whose column maps and time zones count; None for none.
        known_tweets: the warehouse whose tweets count as known; it may not be open elsewhere for writing.

    Raises:
        UserError: a file is not there, or the settings name a format that there is not.
    """
    for path in paths:
        need_file(path)
    window = CollectionWindow(_FIRST_TWEET, date(9999, 12, 31))
    chosen = settings or NO_STUDY
    refuse_unknown_names(chosen)
    exports = [ExportFile(path, name, chosen.bounds) for name, path in _named(paths).items()]
    with (
        scratch_folder() as folder,
        open_warehouse(folder / "inspection.duckdb", "an inspection") as warehouse,
    ):
        begin_window(warehouse.connection)
        outcomes = read_exports(warehouse.connection, chosen, window, exports)
        if known_tweets is not None:
            warehouse.connection.execute(f"attach {literal(str(known_tweets))} as study (read_only)")
            warehouse.connection.execute("create temp view known_tweets as select tweet_id from study.raw_tweets")
        return _inspections(warehouse, outcomes, is_compared=known_tweets is not None)


def with_proposals(
    inspections: Sequence[Inspection], paths: Sequence[Path], settings: StudySettings | None = None
) -> list[Inspection]:
    """The same, those with a column map that are of no known format and could be described, tried on them.

    Args:
        inspections: of the files.
        paths: the files.
        settings: as for ``inspect_files``.
    """
    by_name = _named(paths)
    given = settings or NO_STUDY
    return [
        _with_proposal(one, by_name[one.outcome.export_file], given)
        if one.outcome.export_file in by_name
        else _of_archive(one)
        for one in inspections
    ]


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by their names; where two are called alike, by their paths below the folder that all of them lie in."""
    names = {path.name: path for path in paths}
    if len(names) == len(paths):
        return names
    whole = {path.parent.resolve() / path.name: path for path in paths}
    above = os.path.commonpath([one.parent for one in whole])
    return {one.relative_to(above).as_posix(): path for one, path in whole.items()}


def _of_archive(inspection: Inspection) -> Inspection:
    """That of a file that lies in an archive, which is not unpacked for a proposal."""
    if PROPOSES not in (inspection.outcome.refusal or ""):
        return inspection
    return replace(
        inspection,
        proposal=without_map(
            "it lies in an archive. Unpack that and inspect the file by itself; the map that is proposed for it serves"
            " the archive too, if it says no files"
        ),
    )


def _with_proposal(inspection: Inspection, path: Path, settings: StudySettings) -> Inspection:
    export = ExportFile(path, path.name)
    if not inspection.outcome.refusal:
        return inspection
    try:
        sniffed = sniff(export)
    except UserError:
        return inspection
    if not recognise(sniffed, export.name, settings.column_map).is_unknown:
        return inspection
    proposal = propose(export, sniffed)
    if proposal.column_map is None:
        return replace(inspection, proposal=proposal)
    [proposed] = inspect_files([path], settings.model_copy(update={"column_map": (proposal.column_map,)}))
    if not proposed.rows_taken and (proposed.refusals or proposed.outcome.refusal):
        why = proposed.outcome.refusal or proposed.refusals[0].reason
        return replace(
            inspection, proposal=without_map(f"what its cells look like gives a map that takes no row ({why})")
        )
    return replace(inspection, proposal=proposal, proposed=proposed)


def _inspections(warehouse: Warehouse, outcomes: Sequence[FileOutcome], *, is_compared: bool) -> list[Inspection]:
    rows = _by_file(warehouse, "inspected_rows")
    days = _by_file(warehouse, "inspected_days")
    known = _by_file(warehouse, "inspected_known") if is_compared else {}
    refusals = _by_file(warehouse, "inspected_refusals")
    cells = _by_file(warehouse, "inspected_cells")
    told = _by_file(warehouse, "inspected_fields")
    found = []
    for outcome in outcomes:
        name = outcome.export_file
        [(rows_taken, tweets, authors, ties, first, last)] = rows.get(name, [(0, 0, 0, 0, None, None)])
        found.append(
            Inspection(
                outcome=outcome,
                rows_taken=rows_taken,
                tweets=tweets,
                authors=authors,
                ties=ties,
                first=first,
                last=last,
                days=tuple((day, count) for day, count in days.get(name, ())),
                known=known.get(name, [(0,)])[0][0] if is_compared else None,
                refusals=tuple(Refusals(*row) for row in refusals.get(name, ())),
                bad_cells=tuple((field, count) for field, count in cells.get(name, ())),
                told=next((FilledFields(outcome.format or "", *row) for row in told.get(name, ())), None),
            )
        )
    return found


def _by_file(warehouse: Warehouse, statement: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a statement of sql/exports/inspection by the file that their first column names, without that."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name, *row in warehouse.query(f"exports/inspection/{statement}").fetchall():
        found.setdefault(name, []).append(tuple(row))
    return found
