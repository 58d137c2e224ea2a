"""The zone of a file's times, proved by the times that tweet ids hold.

What belongs here: comparing the two, and the words for what was found. What does not: reading times
(sql/exports/reading/validated_rows.sql).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

import duckdb

from mtw_pipeline.warehouse.statements import sql_text

_FEWEST_TWEETS = 3
_MOST = 0.9
_QUARTER = timedelta(minutes=15)
_COMMON_ZONES = (
    "Europe/London", "Europe/Madrid", "Europe/Berlin", "Europe/Athens", "Europe/Moscow", "America/New_York",
    "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "America/Bogota", "America/Mexico_City", "Africa/Lagos", "Africa/Johannesburg",
    "Asia/Jerusalem", "Asia/Dubai", "Asia/Kolkata", "Asia/Jakarta", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney",
    "Pacific/Auckland",
)  # fmt: skip
"""Zones that are tried, besides whole hours; the first that explains the distances is named."""


@dataclass(frozen=True)
class TimeOffsets:
    """How far the times of a file lie from those inside its ids.

    Args:
        tweets: tweets by day and by the distance in quarters of an hour.
        times: of each, the first and the last time that the file says, in UTC.
    """

    tweets: Mapping[tuple[date, int], int]
    times: Mapping[tuple[date, int], tuple[datetime, datetime]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Tweets that could be compared."""
        return sum(self.tweets.values())

    @property
    def commonest(self) -> int:
        """The commonest distance, in quarters of an hour."""
        distances: Counter[int] = Counter()
        for (_, quarters), count in self.tweets.items():
            distances[quarters] += count
        return distances.most_common(1)[0][0]

    @property
    def are_proved(self) -> bool:
        """Whether the ids prove the times: nearly all are the same."""
        return self.total >= _FEWEST_TWEETS and self._share_off_by(lambda _day: 0) >= _MOST

    def fitting_zone(self, read_as: str) -> str | None:
        """The zone in which the times would be those of the ids; None where none explains nearly all of them.

        Args:
            read_as: the zone in which they were read.
        """
        hours = [f"Etc/GMT{-hour:+d}" for hour in range(-12, 15) if hour]
        for name in (*_COMMON_ZONES, *hours):
            if self._share_off_by(partial(_distance, name, read_as)) >= _MOST:
                return name
        return None

    def day_note(self, read_as: str) -> str | None:
        """What a person must know of a file whose times tell the day alone; None where they tell more, or few can say.

        Args:
            read_as: the zone in which they were read.
        """
        zone = ZoneInfo(read_as)
        local = {at.replace(tzinfo=UTC).astimezone(zone).time() for ends in self.times.values() for at in ends}
        if self.total < _FEWEST_TWEETS or self.are_proved or local != {time()}:
            return None
        return (
            "its times tell the day alone, and all its tweets stand at midnight. Their ids tell the time: describe the"
            " file in study.toml under [[column_map]], without created_at"
        )

    def note(self, read_as: str, setting: str) -> str | None:
        """What a person must know of a file whose times are a zone off; None where they are not, or too few can tell.

        Args:
            read_as: the zone in which they were read.
            setting: the key of study.toml that says the zone.
        """
        if self.total < _FEWEST_TWEETS or not self.commonest:
            return None
        zone = self.fitting_zone(read_as)
        if zone is None:
            return None
        return (
            f"its times are {self.commonest / 4:+g} hours off those inside the tweet ids: they are times of {zone}."
            f' Set in study.toml {setting} = "{zone}", and run again'
        )

    def _share_off_by(self, distance: Callable[[date], int]) -> float:
        return sum(count for (day, quarters), count in self.tweets.items() if quarters == distance(day)) / self.total


def time_offsets(connection: duckdb.DuckDBPyConnection) -> dict[int, TimeOffsets]:
    """The distances of the files of a batch, by their numbers, whose rows stand in validated_rows."""
    rows = connection.execute(sql_text("exports/reading/time_offsets")).fetchall()
    tweets: dict[int, dict[tuple[date, int], int]] = {}
    times: dict[int, dict[tuple[date, int], tuple[datetime, datetime]]] = {}
    for number, day, quarters, count, first, last in rows:
        tweets.setdefault(number, {})[day, quarters] = count
        times.setdefault(number, {})[day, quarters] = first, last
    return {number: TimeOffsets(found, times[number]) for number, found in tweets.items()}


def files_with_times(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The files of ties of a batch, by their numbers, that say when any of them was made."""
    rows = connection.execute(
        "select distinct file_number from window_ties"
        " where created_at is not null and file_number in (select file_number from staged_files)"
    ).fetchall()
    return {int(row[0]) for row in rows}


@lru_cache(maxsize=100_000)
def _distance(zone: str, read_as: str, day: date) -> int:
    """By how many quarters of an hour times of one zone are off when they are read as another's."""
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo("UTC"))
    offsets = [noon.astimezone(ZoneInfo(name)).utcoffset() or timedelta() for name in (zone, read_as)]
    return round((offsets[0] - offsets[1]) / _QUARTER)
