"""What the report says of agreement as the coding went on, and of confused categories.

What belongs here: plain values. What does not: reading them (of_window.py), other figures of coding (coding.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_TENTHS = 10
_CLEAR = 0.05
_HALF = 0.5


@dataclass(frozen=True)
class Tenth:
    """A tenth of the reliability set in the order of coding; measure to outlook are of everything up to it."""

    variable: str
    tenth: int
    tweets: int
    alike_tweets: int
    differ_later: float | None
    p_value: float | None
    measure: str
    units: int
    value: float | None
    low: float | None
    high: float | None
    further_tweets: int | None
    outlook: str


@dataclass(frozen=True)
class Course:
    """The tenths of one variable."""

    variable: str
    tenths: tuple[Tenth, ...]

    @property
    def latest(self) -> Tenth:
        """The last tenth that has tweets."""
        return self.tenths[-1]

    @property
    def by_tenth(self) -> list[Tenth | None]:
        """All ten; None where nothing was coded yet."""
        found = {one.tenth: one for one in self.tenths}
        return [found.get(number) for number in range(1, _TENTHS + 1)]

    @property
    def differing(self) -> int:
        """Tweets on which coders differ."""
        return sum(one.tweets - one.alike_tweets for one in self.tenths)

    @property
    def drift(self) -> str:
        """Whether coders differ earlier or later than they agree, beyond chance."""
        p_value, later = self.latest.p_value, self.latest.differ_later
        if p_value is None or later is None or p_value >= _CLEAR:
            return "neither early nor late, beyond chance"
        return "late" if later > _HALF else "early"


@dataclass(frozen=True)
class ConfusedPair:
    """Two categories of which one coder gave the one and another the other."""

    variable: str
    category: str
    other_category: str
    tweets: int
    all_tweets: int


def courses(tenths: Sequence[Tenth]) -> list[Course]:
    """The tenths by variable."""
    return [Course(variable, tuple(rows)) for variable, rows in groupby(tenths, key=lambda row: row.variable)]
