"""LIWC's measures of a window: of its tweets, and of all of them together.

What belongs here: the tables, from what is kept in the study. What does not: importing (importing.py).

Percents of words are put together by words, so that they are what LIWC gives for all texts as one. Analytic, Clout,
Authentic and Tone cannot be: their formulas are LIWC's own, and the mean of tweets' scores is another figure than the
score of all their words. It is called a mean, and who wants the other imports a table of all texts as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.liwc.comparison import SUMMARY, counterpart
from mtw_pipeline.text.liwc.importing import texts_for_liwc
from mtw_pipeline.text.liwc.kept import kept_of_all, kept_of_tweets, md5
from mtw_pipeline.text.liwc.output import WORD_COUNT
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.liwc import LIWC_SCORES

_WORDS_A_SENTENCE = "wps"
_OF_ALL = "as LIWC printed it for all texts as one"
_DEFINITIONS = {
    "summary": "mean of LIWC's scores of the tweets that have words, each tweet alike; LIWC's score of all their words"
    " is another figure",
    "category": "words of the category, percent of all words that LIWC counted: tweets weigh by their words",
}


@dataclass(frozen=True)
class LiwcOfWindow:
    """What the tables hold of a window.

    Args:
        scores: rows of liwc_scores.
        measures: rows of liwc_measures, without their window.
        left_out: kept tweets whose text is another now, or that are measured no longer.
    """

    scores: pa.Table
    measures: list[dict[str, object]]
    left_out: int


def liwc_of_window(warehouse: Warehouse, study: Study, window: CollectionWindow) -> LiwcOfWindow:
    """LIWC's measures of a window; nothing where none were imported.

    A tweet counts as long as its text is the one that LIWC measured.
    """
    kept = kept_of_tweets(study, window)
    names: tuple[str, ...] = kept.measures if kept else ()
    now = {one: md5(text) for one, text in texts_for_liwc(warehouse, study, window)} if kept else {}
    rows = [row for row in (kept.rows if kept else ()) if now.get(row[0]) == row[1]]
    ids = [tweet_id for tweet_id, _, _ in rows]
    columns = {name: [row[2][place] for row in rows] for place, name in enumerate(names)}
    measures = [*_of_tweets(columns), *_of_all(kept_of_all(study, window))]
    return LiwcOfWindow(_scores(window, ids, columns), measures, len(kept.rows) - len(rows) if kept else 0)


def _scores(window: CollectionWindow, ids: Sequence[str], columns: dict[str, list[float | None]]) -> pa.Table:
    parts = [
        pa.table({"tweet_id": ids, "measure": [name] * len(ids), "value": pa.array(values, pa.float64())})
        for name, values in columns.items()
    ]
    empty = pa.table(
        {
            "tweet_id": pa.array([], pa.string()),
            "measure": pa.array([], pa.string()),
            "value": pa.array([], pa.float64()),
        }
    )
    scores = pa.concat_tables([empty, *parts])
    scores = scores.filter(scores.column("value").is_valid())
    key = pa.array([window.key] * scores.num_rows, pa.string())
    return scores.add_column(0, "collection_window", key).select(LIWC_SCORES.column_names)


def _of_tweets(columns: dict[str, list[float | None]]) -> list[dict[str, object]]:
    if not columns:
        return []
    [words] = [values for name, values in columns.items() if name.lower() == WORD_COUNT]
    return [_measure(name, values, words) for name, values in columns.items()]


def _measure(name: str, values: Sequence[float | None], words: Sequence[float | None]) -> dict[str, object]:
    lower, kind = name.lower(), kind_of(name)
    pairs = [(value, count) for value, count in zip(values, words, strict=True) if value is not None and count]
    counted = sum(count for _, count in pairs)
    value: float | None
    if lower == WORD_COUNT:
        value, definition = counted, "words as LIWC counts them, in all tweets"
    elif lower == _WORDS_A_SENTENCE:
        sentences = sum(count / value for value, count in pairs if value)
        value, definition = counted / sentences if sentences else None, "words by sentences, over all tweets"
    elif kind == "summary":
        value, definition = sum(value for value, _ in pairs) / len(pairs) if pairs else None, _DEFINITIONS[kind]
    else:
        value = sum(value * count for value, count in pairs) / counted if counted else None
        definition = _DEFINITIONS["category"]
    return {
        **_named(name, "tweets", definition),
        "tweets": len(pairs),
        "words": int(counted),
        "value": value,
    }


def _of_all(values: dict[str, float]) -> list[dict[str, object]]:
    words = next((value for name, value in values.items() if name.lower() == WORD_COUNT), None)
    counted = None if words is None else int(words)
    return [
        {**_named(name, "all texts", _OF_ALL), "tweets": None, "words": counted, "value": value}
        for name, value in values.items()
    ]


def _named(name: str, measured: str, definition: str) -> dict[str, object]:
    return {
        "measure": name,
        "measured": measured,
        "kind": kind_of(name),
        "nearest_of_ours": counterpart(name),
        "definition": definition,
    }


def kind_of(name: str) -> str:
    """What a measure of LIWC's is: a summary variable, a count, or a category in percent of words."""
    lower = name.lower()
    if lower in {WORD_COUNT, _WORDS_A_SENTENCE}:
        return "count"
    return "summary" if lower in SUMMARY else "category"
