"""Collection windows: the days that one collection covers, and the key under which it is filed.

What belongs here: reading, writing and checking a window's key. What does not: which windows a study has (folder.py)
and how Dagster partitions by them (defs/partitions.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Self

from mtw_pipeline.errors import UserError

_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, order=True)
class CollectionWindow:
    """The first and the last day of a collection, both included, in UTC."""

    start: date
    end: date

    @property
    def key(self) -> str:
        """The name of the window everywhere: ``2020-12-05_2021-01-22``."""
        return f"{self.start.isoformat()}_{self.end.isoformat()}"

    @classmethod
    def between(cls, start: str, end: str) -> Self:
        """The window from ``start`` to ``end``, ISO days.

        Raises:
            UserError: one of them is no day, or the end lies before the start.
        """
        days = [_day(text, name) for text, name in ((start, "first"), (end, "last"))]
        if days[1] < days[0]:
            raise UserError(
                f"The collection window ends on {end}, before it starts on {start}",
                remedy="Give the first day and then the last day",
            )
        return cls(days[0], days[1])

    @classmethod
    def from_key(cls, key: str) -> Self:
        """The window of that key.

        Raises:
            UserError: the key is not of the form ``START_END``.
        """
        match = _KEY.fullmatch(key)
        if match is None:
            raise UserError(
                f"{key!r} is not a collection window",
                remedy="A window is written START_END, both days included, as 2020-12-05_2021-01-22",
            )
        return cls.between(match[1], match[2])

    def overlaps(self, other: Self) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    @staticmethod
    def is_key(text: str) -> bool:
        """Whether the text has the form of a key (its days may still be impossible)."""
        return _KEY.fullmatch(text) is not None


def overlapping(windows: Sequence[CollectionWindow]) -> list[tuple[CollectionWindow, CollectionWindow]]:
    """The pairs of windows that share a day: what was posted on it counts in both."""
    return [(one, other) for one, other in combinations(windows, 2) if one.overlaps(other)]


def _day(text: str, which: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(
            f"The {which} day of the collection window, {text!r}, is no day",
            remedy="Write days as YYYY-MM-DD",
        ) from None
