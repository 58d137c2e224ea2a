"""A user's own LIWC output beside our measures of the same texts: how far each of them goes together.

What belongs here: reading the output, measuring its texts, correlating. What does not: the measures (style.py). Nothing
of LIWC is needed: whoever has it brings the table that it wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation

import duckdb
import pyarrow as pa

from mtw_pipeline.errors import UserError
from mtw_pipeline.spreadsheets import written_number
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.text.dictionaries.model import Dictionary
from mtw_pipeline.text.liwc.output import TEXT_COLUMNS, rows_of
from mtw_pipeline.text.style import COMPOSITES, canonical, composite_value, uses_in_text
from mtw_pipeline.text.words import token_parameters
from mtw_pipeline.warehouse.statements import sql_text

SUMMARY = {
    "analytic": "analytic_cdi", "clout": "clout_signs", "authentic": "authentic_signs", "tone": "tone_difference",
    "wc": "words",
}  # fmt: skip
"""Which of ours comes nearest to a variable of LIWC that is no category."""

_FEWEST_TEXTS = 3


@dataclass(frozen=True)
class Comparison:
    """One column of LIWC's beside ours.

    Args:
        theirs: the name of LIWC's column.
        ours: the name of our measure.
        texts: texts that both measure.
        pearson: their correlation; None where one of them never varies.
    """

    theirs: str
    ours: str
    texts: int
    pearson: float | None


def compare(path: Path, dictionary: Dictionary, settings: StudySettings, text_column: str | None) -> list[Comparison]:
    """Our measures of the texts of a LIWC output, column by column beside LIWC's.

    Args:
        path: a CSV that LIWC wrote, with a column of the texts.
        dictionary: the dictionary of ours.
        settings: how texts are cut into words.
        text_column: the column that holds the texts; None to find it by its usual names.

    Raises:
        UserError: the file is not there, has no column of texts, or none that we measure.
    """
    rows, names = rows_of(path)
    column = _column_of_texts(path, names, text_column)
    ours = measures_of([row[column] or "" for row in rows], dictionary, settings)
    pairs = [(name, measure) for name in names if (measure := counterpart(name)) in ours]
    if not pairs:
        raise UserError(
            "The file has no column that we measure too",
            where=str(path),
            remedy=f"Ours are: {', '.join(sorted(ours))}",
        )
    return [_compared(theirs, measure, rows, ours[measure]) for theirs, measure in pairs]


def measures_of(texts: Sequence[str], dictionary: Dictionary, settings: StudySettings) -> dict[str, list[float | None]]:
    """Our measures of each text: words, percents of categories by their canonical names, composites."""
    measures: dict[str, list[float | None]] = {}
    for text, tokens in zip(texts, _tokens(texts, settings), strict=True):
        words, uses = uses_in_text(dictionary, tokens, text)
        percents: dict[str, float | None] = {
            canonical(name): 100 * times / words if words else None for name, times in uses.items()
        }
        composites = {one.name: composite_value(one, percents) for one in COMPOSITES}
        for name, value in {"words": float(words), **percents, **composites}.items():
            measures.setdefault(name, []).append(value)
    return measures


def _tokens(texts: Sequence[str], settings: StudySettings) -> list[list[str]]:
    with duckdb.connect() as connection:
        rows = pa.table({"tweet_id": [f"{number:09d}" for number in range(len(texts))], "text": list(texts)})
        connection.register("texts", rows)
        connection.execute(
            "create table tweets as select 'all' as collection_window, tweet_id, '' as author, text,"
            " cast(null as varchar) as language, false as is_retweet, 'x' as platform from texts"
        )
        parameters = {**token_parameters(settings), "collection_window": "all"}
        cursor = connection.execute(sql_text("tables/text/tweet_tokens"), parameters)
        names = [column[0] for column in cursor.description or ()]
        return [(row[names.index("tokens")] or "").split() for row in cursor.fetchall()]


def _column_of_texts(path: Path, names: Sequence[str], wanted: str | None) -> str:
    by_name = {name.strip().lower(): name for name in names}
    usual = (wanted.strip().lower(),) if wanted else TEXT_COLUMNS
    for name in usual:
        if name in by_name:
            return by_name[name]
    raise UserError(
        "The file has no column of texts" if wanted is None else f"The file has no column {wanted}",
        where=str(path),
        remedy=f"Name it with --text; the columns are {', '.join(names[:12])}",
    )


def counterpart(theirs: str) -> str:
    """The name that our measure of the same has, if there is one, by the name of LIWC's."""
    name = theirs.strip().lower()
    return SUMMARY.get(name, canonical(name))


def _compared(theirs: str, measure: str, rows: Sequence[Mapping[str, str]], ours: Sequence[float | None]) -> Comparison:
    pairs = [
        (number, own)
        for row, own in zip(rows, ours, strict=True)
        if own is not None and (number := written_number(row.get(theirs) or "")) is not None
    ]
    pearson = None
    if len(pairs) >= _FEWEST_TEXTS:
        try:
            pearson = correlation([one for one, _ in pairs], [own for _, own in pairs])
        except StatisticsError:  # one of the two is the same for every text
            pearson = None
    return Comparison(theirs, measure, len(pairs), pearson)
