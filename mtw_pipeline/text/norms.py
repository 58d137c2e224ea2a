"""Norms of style measures: a table of measure, mean and standard deviation that the team brings.

What belongs here: reading it. What does not: what is made of it (style.py).
"""

import csv
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.text.style import Norm

_COLUMNS = ("measure", "mean", "sd")


def read_norms(path: Path) -> dict[str, Norm]:
    """Norms by the name of their measure.

    Raises:
        UserError: the file is not there, lacks a column, or a row holds no numbers; the row is named.
    """
    if not path.is_file():
        raise UserError(f"There are no norms in {path}", remedy="Put the file there, or take [style] norms away")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise UserError(f"The norms lack the column {missing[0]}", where=str(path), remedy="measure, mean, sd")
        return {row["measure"].strip(): _norm(path, number, row) for number, row in enumerate(rows, start=2)}


def _norm(path: Path, number: int, row: dict[str, str]) -> Norm:
    try:
        norm = Norm(float(row["mean"]), float(row["sd"]))
    except (TypeError, ValueError) as error:
        raise UserError("mean and sd must be numbers", where=f"{path}, line {number}") from error
    if not norm.deviation > 0:
        raise UserError("sd must be greater than 0", where=f"{path}, line {number}")
    return norm
