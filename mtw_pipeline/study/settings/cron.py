"""Cron schedules as study.toml writes them: minute hour day month weekday.

What belongs here: which texts are one. What does not: when a schedule ticks (Dagster). Every text that is taken here is
one for Dagster too, whose own grammar is wider.
"""

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = re.compile(r"(?:(\*)|([0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?)(?:/([0-9]{1,2}))?")


@dataclass(frozen=True)
class _Field:
    name: str
    first: int
    last: int
    words: tuple[str, ...] = ()

    def values(self, text: str) -> frozenset[int]:
        return frozenset(value for part in text.lower().split(",") for value in self._values_of(part))

    def _values_of(self, part: str) -> range:
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(self._wrong(part))
        star, begin, end, step = found.groups()
        begins = self.first if star else self._number(begin)
        ends = self.last if star or (step and not end) else self._number(end or begin)
        if ends < begins or not 1 <= int(step or 1) <= self.last:
            raise ValueError(self._wrong(part))
        return range(begins, ends + 1, int(step or 1))

    def _number(self, text: str) -> int:
        number = int(text) if text.isdigit() else self.words.index(text) + self.first if text in self.words else -1
        if not self.first <= number <= self.last:
            raise ValueError(self._wrong(text))
        return number

    def _wrong(self, text: str) -> str:
        return (
            f"{text!r} is no {self.name} of a cron schedule; it is *, a number from {self.first} to {self.last}, a"
            " range as in 1-5, each with or without a step as in */2, or several of these with commas between"
        )


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 7, _WEEKDAYS),
)


def cron_schedule(text: str) -> str:
    """A cron schedule, as it is.

    Raises:
        ValueError: it is none, or names a day that never comes.
    """
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise ValueError("a cron schedule has five fields: minute hour day month weekday, as in '0 6 * * *'")
    _minutes, _hours, days, months, _weekdays = (field.values(part) for field, part in zip(_FIELDS, parts, strict=True))
    if min(days) > max(_LONGEST_MONTHS[month - 1] for month in months):
        raise ValueError(f"the day {parts[2]} never comes in the month {parts[3]}")
    return text
