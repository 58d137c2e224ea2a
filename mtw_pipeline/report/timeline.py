"""The tweets over time: the days of a window (or its months, where it is long) and the geometry of their chart.

What belongs here: filling in days, choosing the scale, placing bars and labels. What does not: drawing them
(templates/sections/days.html.j2).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from math import ceil

from mtw_pipeline.report.facts.tweets import DayCount
from mtw_pipeline.report.withheld import Few, is_withheld
from mtw_pipeline.study.windows import CollectionWindow

_LONGEST_IN_DAYS = 400
_MOST_LABELS = 6
_MOST_STEPS = 4


@dataclass(frozen=True)
class Period:
    """A day or a month, and the tweets that were posted in it."""

    label: str
    tweets: int


@dataclass(frozen=True)
class Mark:
    """A label at an axis, and its place in percent of the axis."""

    label: str
    place: float


@dataclass(frozen=True)
class Timeline:
    """The chart of a window.

    Args:
        unit: "day" or "month".
        periods: all of them, also those without a tweet.
        heights: the bars' heights in percent of the chart, beside ``periods``.
        scale: marks of the vertical axis, from the bottom up.
        labels: marks of the horizontal axis, from left to right.
    """

    unit: str
    periods: tuple[Period, ...]
    heights: tuple[float, ...]
    scale: tuple[Mark, ...]
    labels: tuple[Mark, ...]

    @property
    def highest(self) -> Period:
        """The first period with the most tweets."""
        return max(self.periods, key=lambda period: period.tweets)

    @property
    def without_tweets(self) -> int:
        """The number of periods without a tweet."""
        return sum(1 for period in self.periods if period.tweets == 0) - self.withheld

    @property
    def withheld(self) -> int:
        """The number of periods whose tweets are withheld."""
        return sum(1 for period in self.periods if is_withheld(period.tweets))


def timeline(window: CollectionWindow, days: Sequence[DayCount]) -> Timeline:
    """The chart of the days of a window.

    Args:
        window: the collection window: it says which days there are.
        days: the days with tweets.
    """
    every_day = [window.start + timedelta(offset) for offset in range((window.end - window.start).days + 1)]
    counted: Counter[str] = Counter({period_of(window, day): 0 for day in every_day})
    for entry in days:
        counted[period_of(window, entry.day)] += entry.tweets
    withheld = {period_of(window, entry.day) for entry in days if is_withheld(entry.tweets)}
    periods = tuple(Period(label, Few() if label in withheld else tweets) for label, tweets in sorted(counted.items()))
    scale = _scale(max(period.tweets for period in periods))
    top = scale[-1]
    return Timeline(
        unit="month" if is_by_month(window) else "day",
        periods=periods,
        heights=tuple(round(100 * period.tweets / top, 2) for period in periods),
        scale=tuple(Mark(f"{value:,}", round(100 * value / top, 2)) for value in scale),
        labels=_labels(periods),
    )


def is_by_month(window: CollectionWindow) -> bool:
    """Whether the chart of a window has months, because its days are too many."""
    return (window.end - window.start).days + 1 > _LONGEST_IN_DAYS


def period_of(window: CollectionWindow, day: date) -> str:
    """The period of the chart that a day is in: itself, or its month."""
    return day.isoformat()[:7] if is_by_month(window) else day.isoformat()


def _scale(largest: int) -> list[int]:
    """Whole numbers from 0 to one that reaches ``largest``, in few steps of 1, 2, 5, 10, 20, 50, ..."""
    steps = (unit * 10**power for power in count() for unit in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_STEPS >= largest)
    return [step * number for number in range(max(1, ceil(largest / step)) + 1)]


def _labels(periods: Sequence[Period]) -> tuple[Mark, ...]:
    shown = min(len(periods), _MOST_LABELS)
    last = len(periods) - 1
    positions = [round(number * last / max(1, shown - 1)) for number in range(shown)]
    return tuple(Mark(periods[at].label, round(100 * (at + 0.5) / len(periods), 2)) for at in positions)
