"""Filled sheets of one window into its journal; what is wrong goes into a sheet to be corrected.

What belongs here: the order of steps. What does not: reading (reading.py), checking (importing.py), keeping
(journal.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mtw_pipeline.coding.codebook import coded_by_people
from mtw_pipeline.coding.frozen_sample import frozen_sample
from mtw_pipeline.coding.journal import journal, write_down
from mtw_pipeline.coding.sheets.corrections import Corrections
from mtw_pipeline.coding.sheets.importing import KEY_CELL, CellProblem, Expected, checked
from mtw_pipeline.coding.sheets.of_window import codes_by_coder, tweets_of
from mtw_pipeline.coding.sheets.reading import FilledSheet, read_sheet
from mtw_pipeline.coding.sheets.writing import KEY
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import readable
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class ImportedFile:
    """What a file gave.

    Args:
        path: the file.
        codes: its good cells.
        new: those of them that say something new; the others stood in the journal already.
        changed: those of the new that stand in for an earlier code.
        problems: its bad cells.
        notes: what concerns the whole file.
        corrections: files that list the bad cells, to be corrected and imported.
    """

    path: Path
    codes: int
    new: int
    changed: int
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]
    corrections: tuple[Path, ...]


def import_sheet(
    warehouse: Warehouse,
    study: Study,
    window: CollectionWindow,
    path: Path,
    coder: str | None,
    *,
    is_forgotten: Callable[[str], bool] = lambda _tweet_id: False,
) -> ImportedFile:
    """Import one filled sheet: good cells are kept, bad ones listed; importing it again changes nothing.

    Args:
        warehouse: with the tweets of the window.
        study: the study.
        window: the window.
        path: the sheet.
        coder: whose codes they are, where the sheet does not say it.
        is_forgotten: whether the tweet of an id was forgotten: its rows are left out, and named nowhere.

    Raises:
        UserError: no sheets were written for the window, the coder is unknown, or the file is no sheet.
    """
    folder = study.coding_of(window)
    sample = frozen_sample(folder)
    if sample is None:
        raise UserError(
            f"No sheets were written for {window.key}", where=str(folder), remedy="Write them first: mtw coding sheets"
        )
    coders = study.settings.coding.coders
    entries = journal(folder)
    by_coder = codes_by_coder(entries)
    texts, facts = tweets_of(warehouse, study, window)
    expected = Expected(
        coded_by_people(study.settings),
        {one.tweet_id: one for one in sample},
        coders,
        facts,
        {(who, tweet, name): code for (who, tweet), codes in by_coder.items() for name, code in codes.items()},
    )
    at = datetime.now(UTC).isoformat(timespec="seconds")
    sheet, forgotten = _without_forgotten(read_sheet(path), is_forgotten)
    found = checked(sheet, expected, file=readable(Path(path.name)), coder=coder, at=at)
    places = {entry.key for entry in entries}
    new = write_down(folder, found.entries)
    known = {**expected.earlier, **{(one.coder, one.tweet_id, one.variable): one.code for one in new}}
    corrections = Corrections(folder / "to-correct", path.stem, expected, texts, known).write(found.problems)
    return ImportedFile(
        path, len(found.entries), len(new), sum(entry.key in places for entry in new), tuple(found.problems),
        (*forgotten, *found.notes), corrections,
    )  # fmt: skip


def _without_forgotten(sheet: FilledSheet, is_forgotten: Callable[[str], bool]) -> tuple[FilledSheet, tuple[str, ...]]:
    """A sheet without the rows of forgotten tweets, and a note where there were any."""
    keys = [KEY_CELL.fullmatch(row.cells.get(KEY, "")) for row in sheet.rows]
    kept = tuple(row for row, key in zip(sheet.rows, keys, strict=True) if key is None or not is_forgotten(key[1]))
    gone = len(sheet.rows) - len(kept)
    note = f"{gone} rows of tweets that were forgotten were left out; delete them from the file too"
    return replace(sheet, rows=kept), (note,) if gone else ()
