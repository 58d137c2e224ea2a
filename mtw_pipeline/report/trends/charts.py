"""A measure over the windows as a small chart: points with their intervals, on a scale that tells no lies.

What belongs here: geometry, and what a measure is called. What does not: reading (facts.py) and the SVG (templates/).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mtw_pipeline.report.facts.text import SPELT_CATEGORIES
from mtw_pipeline.report.html import words
from mtw_pipeline.text.scorer_names import scorer_name
from mtw_pipeline.warehouse.tables import table_named

_HEADROOM = 1.08


@dataclass(frozen=True)
class TrendValue:
    """A measure of one window; None where it, or its interval, is not known.

    One that exports do not tell of some tweets has no value, and an interval: from where to where it can be.
    """

    window: str
    value: float | None
    rests_on: int | None = None
    low: float | None = None
    high: float | None = None
    method: str = ""


@dataclass(frozen=True)
class TrendPoint:
    """A value with its place, and those of its interval's ends, in percent of the chart; None where it is not known."""

    of: TrendValue
    x: float
    y: float | None
    y_low: float | None
    y_high: float | None


@dataclass(frozen=True)
class Trend:
    """A measure over the windows.

    Args:
        measure: its name.
        term: the word, hashtag or category that it is of; empty where it is of none.
        unit: the unit of its values.
        definition: what was counted.
        points: a point a window, in the order of time.
        lowest: the value at the chart's foot.
        highest: the value at its top.
    """

    measure: str
    term: str
    unit: str
    definition: str
    points: tuple[TrendPoint, ...]
    lowest: float
    highest: float

    @property
    def title(self) -> str:
        """Its name for people."""
        return title_of(self.measure, self.term)

    @property
    def lines(self) -> list[list[TrendPoint]]:
        """Points that follow each other without a gap."""
        runs = groupby(self.points, key=lambda point: point.y is None)
        return [list(points) for is_gap, points in runs if not is_gap]

    @property
    def known(self) -> list[TrendPoint]:
        """Points with a value."""
        return [point for point in self.points if point.of.value is not None]

    @property
    def methods(self) -> list[str]:
        """How the intervals were made, that of the last window first; or why there is none."""
        return list(dict.fromkeys(point.of.method for point in reversed(self.points) if point.of.method))


def title_of(measure: str, term: str = "") -> str:
    """The name of a measure for people: a term by itself, a code by its variable, a metric with its layer."""
    if measure in {"tweets_with_word", "tweets_with_hashtag"}:
        return term
    if term:
        return f"{words(measure)}: {term}"
    layer, _, metric = measure.partition(" ")
    if metric and layer in table_named("network_metrics").column("layer").allowed:
        return f"{words(metric)}, layer {layer}"
    if metric and scorer_name(metric) != metric:
        return f"{words(layer)}, {scorer_name(metric)}"
    if measure in SPELT_CATEGORIES:
        return f"{measure} ({SPELT_CATEGORIES[measure]})"
    return words(measure)


def trend(measure: str, unit: str, definition: str, values: Sequence[TrendValue], term: str = "") -> Trend | None:
    """The chart of a measure; None where no window has a value or an interval.

    The scale starts at 0 unless a value is negative, so that a small change does not look like a large one.

    Args:
        measure: its name.
        unit: the unit of its values.
        definition: what was counted.
        values: a value a window, in the order of time.
        term: what it is of.
    """
    known = [number for one in values for number in (one.value, one.low, one.high) if number is not None]
    if not known:
        return None
    lowest, highest = min(0.0, *known), max(0.0, *known)
    reach = (highest - lowest) * _HEADROOM or 1.0

    def height(value: float | None) -> float | None:
        return None if value is None else round(100 * (value - lowest) / reach, 3)

    points = tuple(
        TrendPoint(
            one, round(100 * (place + 0.5) / len(values), 3), height(one.value), height(one.low), height(one.high)
        )
        for place, one in enumerate(values)
    )
    return Trend(measure, term, unit, definition, points, lowest, highest)
