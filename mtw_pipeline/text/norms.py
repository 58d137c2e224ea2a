"""Norms of style measures: a table of measure, mean and standard deviation that the team brings.

What belongs here: reading it. What does not: what is made of it (style.py).
"""

from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.spreadsheets import csv_rows, written_number
from mtw_pipeline.text.style import Norm

_COLUMNS = ("measure", "mean", "sd")


def read_norms(path: Path) -> dict[str, Norm]:
    """Norms by the name of their measure.

    Raises:
        UserError: the file is not there, lacks a column, or a row holds no numbers; the row is named.
    """
    rows = csv_rows(path, _COLUMNS, what="The norms", remedy="Put the file there, or take [style] norms away")
    return {row["measure"].strip(): _norm(path, number, row) for number, row in enumerate(rows, start=2)}


def _norm(path: Path, number: int, row: dict[str, str]) -> Norm:
    mean, deviation = written_number(row["mean"]), written_number(row["sd"])
    if mean is None or deviation is None:
        raise UserError("mean and sd must be numbers", where=f"{path}, line {number}")
    if not deviation > 0:
        raise UserError("sd must be greater than 0", where=f"{path}, line {number}")
    return Norm(mean, deviation)
