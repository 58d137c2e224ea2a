"""The rows of the tables of trends, as the program has them in hand.

What belongs here: what a row says. What does not: measuring (measuring.py), and which rows stay as they are (kept.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PointKey = tuple[str, str, str, str]
ChangeKey = tuple[str, str, str, str]
"""Topic, measure, term, window: the order of the tables."""


@dataclass(frozen=True)
class Point:
    """A measure of a window; the fields are those of the table window_trends."""

    collection_window: str
    topic: str
    measure: str
    term: str
    value: float | None
    low: float | None
    high: float | None
    method: str
    rests_on: int | None
    unit: str
    definition: str

    @property
    def key(self) -> PointKey:
        """What no two points share."""
        return self.topic, self.measure, self.term, self.collection_window


@dataclass(frozen=True)
class Change:
    """The change of a measure from one window to the next; the fields are those of the table window_changes."""

    collection_window: str
    window_before: str
    topic: str
    measure: str
    term: str
    value_before: float
    value: float
    difference: float
    low: float | None
    high: float | None
    p_value: float | None
    method: str
    p_holm: float | None = None
    family_tests: int | None = None

    @property
    def key(self) -> ChangeKey:
        """What no two changes share."""
        return self.topic, self.measure, self.term, self.collection_window


@dataclass(frozen=True)
class Aside:
    """What was measured of words and hashtags that are not among the most used at present.

    Args:
        points: a measure of a window each.
        changes: a change each.
    """

    points: tuple[Point, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Trends:
    """What the tables of trends hold.

    Args:
        points: a measure of a window each.
        changes: a change each.
        contents: by window, what its measures rest on; None where some were left out, so that all are tried again.
        aside: what stands in neither, of words and hashtags that may be among the most used again.
    """

    points: list[Point]
    changes: list[Change]
    contents: Mapping[str, str] | None = None
    aside: Aside = field(default=Aside(), compare=False)
