"""Sheets and pages that no longer fit what coders are to code: kept under another name, never overwritten.

What belongs here: where they go. What does not: when they no longer fit (of_window.py, thaw.py).
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from mtw_pipeline.coding.codebook import CodedVariable, folded_code
from mtw_pipeline.coding.journal import Entry, current
from mtw_pipeline.coding.sheets.cells import code_of
from mtw_pipeline.coding.sheets.reading import read_sheet
from mtw_pipeline.coding.sheets.writing import KEY, NOTES
from mtw_pipeline.coding.tweet_keys import read_key
from mtw_pipeline.errors import UserError

SHEETS, TO_CORRECT = "sheets", "to-correct"
PAGE = ".html"


def set_aside(folder: Path, stems: Collection[str] | None = None, *, within: str = SHEETS) -> dict[str, Path]:
    """Move sheets of a window into a folder of earlier sheets beside them.

    Args:
        folder: the window's folder of coding.
        stems: names of sheets without their endings; None for everything in the folder of sheets.
        within: the folder of sheets, in the window's.

    Returns:
        By stem, where the sheet is now; the page only where there is no sheet, for a page holds nothing to import.

    Raises:
        UserError: a sheet is open in a program that does not let go of it.
    """
    sheets = folder / within
    found = [path for path in sorted(sheets.glob("*")) if stems is None or path.stem in stems]
    moved: dict[str, Path] = {}
    target = _free(folder)
    for path in found:
        target.mkdir(exist_ok=True)
        try:
            path.replace(target / path.name)
        except PermissionError as error:
            raise UserError(
                "A sheet cannot be set aside",
                where=str(path),
                remedy="Close the program that has it open, and try again",
            ) from error
        if path.suffix != PAGE or path.stem not in moved:
            moved[path.stem] = target / path.name
    return moved


def holds_more(path: Path, variables: Sequence[CodedVariable], entries: Sequence[Entry]) -> bool:
    """Whether a sheet holds codes or notes that are not among some entries; what cannot be read may hold any."""
    if not path.is_file():
        return False
    present = {(one.tweet_id, one.variable or NOTES, folded_code(one.code)) for one in current(entries).values()}
    try:
        rows = read_sheet(path).rows
    except UserError:
        return True
    by_name = {one.name: one for one in variables}
    for row in rows:
        key = read_key(row.cells.get(KEY, ""))
        for name in (*by_name, NOTES):
            cell = row.cells.get(name)
            if cell and name in by_name:
                cell = code_of(cell, by_name[name]) or cell
            if cell and (key is None or (key.tweet_id, name, folded_code(cell)) not in present):
                return True
    return False


def _free(folder: Path) -> Path:
    number = 1
    while (folder / f"earlier-sheets-{number}").exists():
        number += 1
    return folder / f"earlier-sheets-{number}"
