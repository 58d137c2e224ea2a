"""When the invented tweets are posted, and the ids that follow from it.

What belongs here: times and ids. What does not: who posts at them (conversation.py).
"""

from datetime import date, datetime, timedelta

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic.random_numbers import RandomNumbers, WeightedPool

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - every time here is UTC, and written so
_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000

_BY_WEEKDAY = (1.0, 1.15, 1.2, 1.15, 0.9, 0.45, 0.5)
_BY_HOUR = (
    *(0.35, 0.3, 0.25, 0.2, 0.2, 0.25, 0.4, 0.6),
    *(0.8, 0.9, 1.0, 1.1, 1.3, 1.6, 1.9, 2.0),
    *(2.0, 1.9, 1.7, 1.5, 1.3, 1.1, 0.8, 0.5),
)

# Twitter's ids hold the time in ms since this moment. The bits below it are filled as Twitter hardly ever filled them,
# so that an invented id does not meet a real tweet's.
_ID_EPOCH_MS = 1_288_834_974_657
_ID_LOW_BITS = (1023 << 12) | 4000


def posting_times(random: RandomNumbers, tweets: int, window: CollectionWindow) -> list[int]:
    """The times of posting in ms since 1970, in order, no two the same: busy weekdays, quiet nights."""
    first = window.start.toordinal()
    days = WeightedPool(
        {day: _BY_WEEKDAY[date.fromordinal(day).weekday()] for day in range(first, window.end.toordinal() + 1)}
    )
    hours = WeightedPool(dict(enumerate(_BY_HOUR)))
    # Times that fall together are moved on by a ms each: the last hour keeps room for all of them.
    span = _HOUR_MS - tweets
    drawn = sorted(
        _start_of(date.fromordinal(days.draw(random))) + hours.draw(random) * _HOUR_MS + random.below(span)
        for _ in range(tweets)
    )
    for place in range(1, tweets):
        drawn[place] = max(drawn[place], drawn[place - 1] + 1)
    return drawn


def times_before(random: RandomNumbers, tweets: int, window: CollectionWindow, days: int) -> list[int]:
    """Times of posting in the days before the window, in order, no two the same."""
    end = _start_of(window.start)
    step = days * _DAY_MS // tweets
    return [end - (tweets - place) * step + random.below(step) for place in range(tweets)]


def time_after(window: CollectionWindow, hours: int) -> int:
    """The time of posting so many hours after the window's end, in ms since 1970."""
    return _start_of(window.end) + _DAY_MS + hours * _HOUR_MS


def tweet_id(posted_ms: int, beside: int = 0) -> int:
    """The id of a tweet of that time; ``beside`` gives further ones of the same time."""
    return ((posted_ms - _ID_EPOCH_MS) << 22) | (_ID_LOW_BITS + beside)


def iso_time(posted_ms: int) -> str:
    """The time as rtweet writes it: ``2021-01-05T12:34:56Z``."""
    return (_EPOCH + timedelta(seconds=posted_ms // 1000)).isoformat() + "Z"


def _start_of(day: date) -> int:
    return (day.toordinal() - _EPOCH.toordinal()) * _DAY_MS
