"""The windows of a study beside each other: a small chart a measure, all on one page.

What belongs here: which measures come first, and the geometry of their charts. What does not: measuring
(sql/tables/report/window_trends.sql) and drawing (templates/trends.html.j2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.report.html import environment, words
from mtw_pipeline.report.scorer_names import scorer_name
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.whole_files import write_whole
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import table_named

_FIRST = (
    "tweets", "tweets_per_day", "posters", "retweet_share", "reply_share", "quote_tweet_share", "mean_likes",
    "mean_compound", "positive_share", "all nodes", "all ties", "all density_directed", "all reciprocity_ties",
    "all two_way_tweets", "all modularity_leiden", "all communities", "all share_outside_five_largest",
    "all gini_tweets",
)  # fmt: skip
_HEADROOM = 1.08


@dataclass(frozen=True)
class TrendPoint:
    """One window's value, and its place in percent of the chart; None where the value is not known."""

    window: str
    value: float | None
    rests_on: int | None
    x: float
    y: float | None


@dataclass(frozen=True)
class Trend:
    """A measure over the windows.

    Args:
        measure: its name.
        unit: the unit of its values.
        definition: what was counted.
        points: a point a window, in the order of time.
        lowest: the value at the chart's foot.
        highest: the value at its top.
    """

    measure: str
    unit: str
    definition: str
    points: tuple[TrendPoint, ...]
    lowest: float
    highest: float

    @property
    def title(self) -> str:
        """Its name for people: of a metric of the network with its layer."""
        layer, _, metric = self.measure.partition(" ")
        layers = table_named("network_metrics").column("layer").allowed
        if metric and layer in layers:
            return f"{words(metric)}, layer {layer}"
        if metric and scorer_name(metric) != metric:
            return f"{words(layer)}, {scorer_name(metric)}"
        return words(self.measure)

    @property
    def lines(self) -> list[list[TrendPoint]]:
        """Points that follow each other without a gap."""
        runs = groupby(self.points, key=lambda point: point.y is None)
        return [list(points) for is_gap, points in runs if not is_gap]

    @property
    def known(self) -> list[TrendPoint]:
        """Points with a value."""
        return [point for point in self.points if point.value is not None]


def trend(
    measure: str, unit: str, definition: str, values: Sequence[tuple[str, float | None, int | None]]
) -> Trend | None:
    """The chart of a measure; None where no window has a value.

    The scale starts at 0 unless a value is negative, so that a small change does not look like a large one.

    Args:
        measure: its name.
        unit: the unit of its values.
        definition: what was counted.
        values: window, value and what it rests on, in the order of time.
    """
    known = [value for _, value, _ in values if value is not None]
    if not known:
        return None
    lowest, highest = min(0.0, *known), max(0.0, *known)
    reach = (highest - lowest) * _HEADROOM or 1.0
    points = tuple(
        TrendPoint(
            window, value, rests_on,
            x=round(100 * (place + 0.5) / len(values), 3),
            y=None if value is None else round(100 * (value - lowest) / reach, 3),
        )
        for place, (window, value, rests_on) in enumerate(values)
    )  # fmt: skip
    return Trend(measure, unit, definition, points, lowest, highest)


def read_trends(warehouse: Warehouse, attempts: Attempts | None = None) -> list[Trend]:
    """Every measure of the study's windows, the main ones first; one that fails costs itself alone."""
    trying = attempts or Attempts()
    rows = warehouse.query("report/trends").fetchall()
    windows = sorted({row[3] for row in rows})
    found = []
    for measure, group in groupby(rows, key=lambda row: str(row[0])):
        of_window = {row[3]: row for row in group}
        one = trying.value(measure, _trend_of, measure, of_window, windows)
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: (_place(one.measure), one.measure))


def _trend_of(measure: str, of_window: Mapping[str, Sequence[Any]], windows: Sequence[str]) -> Trend | None:
    unit, definition = next(iter(of_window.values()))[1:3]
    values = [
        (window, of_window[window][4], of_window[window][5]) if window in of_window else (window, None, None)
        for window in windows
    ]
    return trend(measure, unit, definition, values)


def _place(measure: str) -> int:
    """The place among the main measures; the names of scorers follow theirs."""
    name = measure if measure.startswith("all ") else measure.split(" ", maxsplit=1)[0]
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def trends_page(settings: StudySettings, trends: Sequence[Trend], omissions: Sequence[Omission] = ()) -> str:
    """The page: the same trends give the same text; it says what was left out."""
    main = [one for one in trends if _place(one.measure) < len(_FIRST)]
    further = [one for one in trends if _place(one.measure) == len(_FIRST)]
    windows = [point.window for point in trends[0].points] if trends else []
    template = environment().get_template("trends.html.j2")
    return template.render(settings=settings, main=main, further=further, windows=windows, omissions=omissions)


@dataclass(frozen=True)
class WrittenTrends:
    """The page that was written, and what was left out of it."""

    path: Path
    omissions: list[Omission]


def write_trends(warehouse: Warehouse, study: Study) -> WrittenTrends:
    """Write the page of the study's trends in place of the one that was there."""
    attempts = Attempts()
    trends = attempts.value("All trends", lambda: read_trends(warehouse, attempts)) or []
    page = trends_page(study.settings, trends, attempts.omissions)
    path = study.trends
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page)
    return WrittenTrends(path, attempts.omissions)
