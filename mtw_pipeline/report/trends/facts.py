"""The figures of the page of trends, read from the tables of all windows.

What belongs here: running the statements of sql/report/trends/ and gathering what they say. What does not: computing
(trends/) and showing (page.py).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.report.html import SCORE
from mtw_pipeline.report.trends.charts import Trend, TrendValue, title_of, trend
from mtw_pipeline.text.style import COMPOSITES
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.trends import TOPICS
from mtw_pipeline.warehouse.tables.tweets import CONTENT_FORMATS, TWEET_TYPES

_KEY_WORDS = 10
_CLEAR = 0.05
_FIRST = (
    *(f"{re.sub('[^a-z]', '_', name)}_share" for name in (*TWEET_TYPES, *CONTENT_FORMATS)),
    "with_other_hashtags_share", "with_emoji_share", "with_mentions_share", "with_links_share",
    "all nodes", "all ties", "all density_directed", "all reciprocity_ties", "all two_way_tweets",
    "all modularity_leiden", "all communities", "all share_outside_five_largest", "all gini_tweets",
)  # fmt: skip
"""Measures that stand before the others of their topic: in the order of Table 1, of the network the study's."""
_COMPOSITES = frozenset(one.name for one in COMPOSITES)
"""The measures of style that stand before its categories."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class ChangeFigure:
    """The change of a measure from one window to the next; the fields are those of the table window_changes."""

    topic: str
    measure: str
    term: str
    window_before: str
    window: str
    value_before: float
    value: float
    difference: float
    low: float | None
    high: float | None
    p_value: float | None
    p_holm: float | None
    family_tests: int | None
    method: str

    @property
    def title(self) -> str:
        """The measure's name for people."""
        return title_of(self.measure, self.term)

    @property
    def is_clear(self) -> bool:
        """Whether it stands after the correction."""
        return self.p_holm is not None and self.p_holm < _CLEAR


@dataclass(frozen=True)
class RetentionFigure:
    """Who of a window's members was one before; the fields are those of the table member_retention."""

    window: str
    window_before: str | None
    members: int
    members_before: int | None
    stayed: int | None
    left_members: int | None
    returned: int | None
    new_members: int | None
    retention: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class KeyWords:
    """The words that a window uses most above the others."""

    window: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class TrendFacts:
    """What the page says.

    Args:
        trends: the measures by topic, in the order of the page.
        changes: the changes, of all topics.
        retention: a row a window.
        key_words: a row a window that has any.
    """

    trends: dict[str, list[Trend]]
    changes: tuple[ChangeFigure, ...] = ()
    retention: tuple[RetentionFigure, ...] = ()
    key_words: tuple[KeyWords, ...] = ()

    @property
    def windows(self) -> list[str]:
        """The windows, in the order of time."""
        first = next(iter(self.trends.values()), [])
        return [point.of.window for point in first[0].points] if first else []

    @property
    def clear_changes(self) -> list[ChangeFigure]:
        """The changes that stand after the correction, the least p first."""
        return sorted(
            (one for one in self.changes if one.is_clear),
            key=lambda one: (one.p_holm or 0, one.p_value or 0, one.title),
        )

    def shared_definition(self, topic: str) -> str:
        """The definition that most measures of a topic have in common; empty where each has its own."""
        times = Counter(one.definition for one in self.trends[topic]).most_common(1)
        return times[0][0] if times and times[0][1] > 1 else ""

    def changes_of(self, topic: str) -> list[ChangeFigure]:
        """The changes of one topic that were tested."""
        return [one for one in self.changes if one.topic == topic and one.p_value is not None]


def read_trends(warehouse: Warehouse, attempts: Attempts | None = None) -> TrendFacts:
    """The figures of all windows; what fails costs itself alone."""
    trying = attempts or Attempts()
    rows = trying.value("All trends", _rows, warehouse, "points", dict[str, Any]) or []
    windows = sorted({str(row["window"]) for row in rows})
    found: dict[str, list[Trend]] = {topic: [] for topic in TOPICS}
    for (topic, measure, _), group in groupby(rows, key=lambda row: (row["topic"], row["measure"], row["term"])):
        one = trying.value(str(measure), _trend_of, list(group), windows)
        if one is not None:
            found[topic].append(one)
    for trends in found.values():
        trends.sort(key=lambda one: (_place(one.measure), one.measure not in _COMPOSITES))
    return TrendFacts(
        {topic: those for topic, those in found.items() if those},
        tuple(trying.value("Changes", _rows, warehouse, "changes", ChangeFigure) or ()),
        tuple(trying.value("Members who stay", _rows, warehouse, "retention", RetentionFigure) or ()),
        tuple(
            KeyWords(one["window"], tuple(one["words"]))
            for one in trying.value(
                "Words of each window", _rows, warehouse, "key_words", dict[str, Any], top=_KEY_WORDS
            )
            or ()
        ),
    )


def _rows(warehouse: Warehouse, statement: str, kind: type[Row], **parameters: object) -> list[Row]:
    cursor = warehouse.query(f"report/trends/{statement}", parameters)
    names = [str(column[0]) for column in cursor.description]
    return [kind(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _trend_of(rows: Sequence[dict[str, Any]], windows: Sequence[str]) -> Trend | None:
    of_window = {row["window"]: row for row in rows}
    values = [
        TrendValue(window, row["value"], row["rests_on"], row["low"], row["high"], row["method"])
        if (row := of_window.get(window))
        else TrendValue(window, None)
        for window in windows
    ]
    last = rows[-1]
    unit = SCORE if last["measure"] in _COMPOSITES else last["unit"]
    return trend(last["measure"], unit, last["definition"], values, last["term"])


def _place(measure: str) -> int:
    return _FIRST.index(measure) if measure in _FIRST else len(_FIRST)
