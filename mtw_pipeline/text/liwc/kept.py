"""What LIWC said of a window's texts, kept in the study: one file for tweets, one for all texts as one.

What belongs here: the form of these files. What does not: where a table of LIWC's comes from (importing.py). Like
codes, they are the study's own data: no run can make them anew, so they lie beside the exports, not in the warehouse.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.spreadsheets import csv_rows, csv_text
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.study.windows import CollectionWindow

OF_TWEETS, OF_ALL = "tweets.csv", "all-texts.csv"
"""The names of the files: measures by tweet, and measures of all texts taken together."""

_ID, _TEXT = "tweet_id", "text_md5"


@dataclass(frozen=True)
class KeptScores:
    """LIWC's measures of tweets.

    Args:
        measures: their names.
        rows: the tweet's id, the MD5 of the text that was measured, and the values, None where LIWC gave none.
    """

    measures: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[float | None, ...]], ...]


def md5(text: str) -> str:
    """The fingerprint by which a text is known again, as DuckDB's ``md5`` writes it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def keep_of_tweets(
    study: Study,
    window: CollectionWindow,
    measures: Sequence[str],
    rows: Iterable[tuple[str, str, Sequence[float | None]]],
) -> Path:
    """Keep measures by tweet, in place of those that were kept before; returns the file."""
    lines = ([tweet_id, text, *values] for tweet_id, text, values in sorted(rows, key=lambda row: row[0]))
    return _write(study.liwc_of(window) / OF_TWEETS, [_ID, _TEXT, *measures], lines)


def keep_of_all(
    study: Study, window: CollectionWindow, measures: Sequence[str], values: Sequence[float | None]
) -> Path:
    """Keep the measures of all texts taken together; returns the file."""
    return _write(study.liwc_of(window) / OF_ALL, measures, [values])


def kept_of_tweets(study: Study, window: CollectionWindow) -> KeptScores | None:
    """The measures by tweet; None where none were imported."""
    return _read(study.liwc_of(window) / OF_TWEETS)


def kept_of_all(study: Study, window: CollectionWindow) -> dict[str, float]:
    """The measures of all texts taken together, without those that are empty; none where none were imported."""
    path = study.liwc_of(window) / OF_ALL
    rows = _rows(path) if path.is_file() else []
    return {name: float(value) for name, value in rows[0].items() if value} if rows else {}


def without_tweets(folder: Path, is_gone: Callable[[str], bool]) -> int:
    """Take tweets out of a window's file for good, because their authors deleted these; returns how many went."""
    kept = _read(folder / OF_TWEETS)
    if kept is None:
        return 0
    stay = [row for row in kept.rows if not is_gone(row[0])]
    if len(stay) < len(kept.rows):
        lines = ([tweet_id, text, *values] for tweet_id, text, values in stay)
        _write(folder / OF_TWEETS, [_ID, _TEXT, *kept.measures], lines)
    return len(kept.rows) - len(stay)


def drop_of_all(study: Study, window: CollectionWindow) -> bool:
    """Delete the measures of all texts as one, because one of these texts is forgotten; whether there were any."""
    path = study.liwc_of(window) / OF_ALL
    is_there = path.is_file()
    path.unlink(missing_ok=True)
    return is_there


def _read(path: Path) -> KeptScores | None:
    if not path.is_file():
        return None
    rows = _rows(path, (_ID, _TEXT))
    measures = tuple(name for name in rows[0] if name not in {_ID, _TEXT}) if rows else ()
    return KeptScores(
        measures, tuple((row[_ID], row[_TEXT], tuple(_number(row[name]) for name in measures)) for row in rows)
    )


def _rows(path: Path, required: Sequence[str] = ()) -> list[dict[str, str]]:
    return csv_rows(
        path, required, what="LIWC's measures, as they were kept", remedy="Import them again: mtw import-liwc"
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _write(path: Path, header: Sequence[str], lines: Iterable[Iterable[object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, csv_text(header, lines))
    return path
