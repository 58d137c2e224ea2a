"""A table that LIWC wrote: which columns are its measures, which row is of which text.

What belongs here: the shape of the file, in the editions of 2007 to 2022. What does not: whose texts they are
(importing.py). LIWC writes its measures side by side to the end of the table, from ``WC`` on; what stands before them
is the user's own (ids, texts) or says which file, row and segment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.errors import UserError, need_file
from mtw_pipeline.spreadsheets import csv_rows, written_number

WORD_COUNT = "wc"
TEXT_COLUMNS = ("text", "source (text)", "tweet", "description", "column")
"""Usual names of the column of the texts, in lower case."""

ID_COLUMNS = ("tweet_id", "row id", "id", "tweet id", "status_id", "id_str", "source (a)", "filename")
"""Usual names of the column of the ids, in lower case; of several, the first that holds ids of the study's tweets."""

_SEGMENT = "segment"


@dataclass(frozen=True)
class LiwcText:
    """A row: one text, as LIWC measured it.

    Args:
        line: its line in the file, the header being the first.
        cells: what stands before the measures, by the columns' names in lower case.
        values: the measures, in the order of ``LiwcOutput.measures``; None where a cell is empty.
    """

    line: int
    cells: dict[str, str]
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class LiwcOutput:
    """The whole table.

    Args:
        path: the file.
        columns: what stands before the measures, as the file names it.
        measures: the names of the measures, as the file has them, ``WC`` first.
        texts: the rows.
    """

    path: Path
    columns: tuple[str, ...]
    measures: tuple[str, ...]
    texts: tuple[LiwcText, ...]

    def column(self, wanted: str | None, usual: Sequence[str]) -> str | None:
        """A column in lower case: the wanted one, else the first of the usual names; None where there is none.

        Raises:
            UserError: the wanted column is not there.
        """
        known = [name.strip().lower() for name in self.columns]
        if wanted is None:
            return next((name for name in usual if name in known), None)
        if wanted.strip().lower() not in known:
            raise UserError(
                f"The file has no column {wanted} before LIWC's measures",
                where=str(self.path),
                remedy=f"These stand there: {', '.join(self.columns) or 'none'}",
            )
        return wanted.strip().lower()


def rows_of(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a table that LIWC wrote, and the names of its columns.

    Raises:
        UserError: it is not there, is no table, or has no row.
    """
    need_file(path)
    rows = csv_rows(path, (), what="The output of LIWC", remedy="Save it as CSV and name that file")
    if not rows:
        raise UserError("The output of LIWC has no rows", where=str(path), remedy="Save it as CSV anew")
    return rows, [name for name in rows[0] if name]


def read_output(path: Path) -> LiwcOutput:
    """Read a table that LIWC wrote.

    Raises:
        UserError: it is no table of LIWC's, a text was cut into segments, or a measure is no number.
    """
    rows, names = rows_of(path)
    start = next((place for place, name in enumerate(names) if name.strip().lower() == WORD_COUNT), None)
    if start is None:
        raise UserError(
            "The file has no column WC, from which on LIWC writes its measures",
            where=str(path),
            remedy="Let LIWC write all its categories, the word count among them, and save its table as CSV",
        )
    measures = names[start:]
    texts = tuple(_texts(path, rows, names[:start], measures))
    return LiwcOutput(path, tuple(names[:start]), tuple(name.strip() for name in measures), texts)


def _texts(
    path: Path, rows: Sequence[dict[str, str]], columns: Sequence[str], measures: Sequence[str]
) -> Iterator[LiwcText]:
    for line, row in enumerate(rows, start=2):
        cells = {name.strip().lower(): row[name] or "" for name in columns}
        if cells.get(_SEGMENT, "1").strip() not in {"", "1", "1.0"}:
            raise UserError(
                "LIWC cut texts into segments",
                where=f"{path}, line {line}, column Segment",
                remedy="Run it again without segments: a tweet is one text",
            )
        yield LiwcText(line, cells, tuple(_number(path, line, name, row[name] or "") for name in measures))


def _number(path: Path, line: int, name: str, cell: str) -> float | None:
    text = cell.strip()
    if text.lower() in {"", "na", "nan", "."}:
        return None
    number = written_number(text)
    if number is None:
        raise UserError(
            f"The output of LIWC holds {cell[:40]!r} where a number must stand",
            where=f"{path}, line {line}, column {name}",
            remedy="LIWC's measures must be the last columns of the table: move others before WC, or leave them out",
        )
    return number
