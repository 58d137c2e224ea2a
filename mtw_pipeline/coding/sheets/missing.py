"""What programs of statistics write into a blank cell: it is blank, and no code, note or name.

What belongs here: how R and pandas write what is missing, and where that is a word of the study. What does not: what
else may stand in a cell (cells.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mtw_pipeline.coding.codebook import CodedVariable
from mtw_pipeline.coding.sheets.importing import column_of
from mtw_pipeline.coding.sheets.reading import FilledSheet
from mtw_pipeline.coding.sheets.writing import CODER, DECIDER, NOTES
from mtw_pipeline.wording import number_of

_MISSING = frozenset({"NA", "<NA>", "NaN", "nan"})


def without_missing(
    sheet: FilledSheet, variables: Sequence[CodedVariable], people: Sequence[str]
) -> tuple[FilledSheet, tuple[str, ...]]:
    """A sheet without the cells that say only that nothing is there, and a note where there were any.

    Args:
        sheet: a sheet, of no page.
        variables: the codebook. Where a category is called so, its columns stay as they are.
        people: who codes; where one is called so, everything stays.
    """
    if any(map(_reads_so, people)):
        return sheet, ()
    coded = [one for one in variables if not any(map(_reads_so, one.names))]
    columns = {NOTES, CODER, DECIDER, *(column_of(one, sheet.columns, variables) for one in coded)}
    rows = [replace(row, cells=_filled(row.cells, columns)) for row in sheet.rows]
    gone = sum(len(row.cells) for row in sheet.rows) - sum(len(row.cells) for row in rows)
    note = (
        f"{number_of(gone, 'cell says', 'cells say')} NA or NaN, as R and pandas write what is blank: taken for blank"
    )
    return replace(sheet, rows=tuple(rows)), (note,) if gone else ()


def _filled(cells: Mapping[str, str], columns: Collection[str | None]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if name not in columns or cell not in _MISSING}


def _reads_so(name: str) -> bool:
    """Whether a name is what is written for nothing, in whatever form: NA, n/a."""
    return "".join(filter(str.isalnum, name)).casefold() in {"na", "nan"}
