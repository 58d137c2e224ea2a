"""Times as people's programs and platforms write them.

What belongs here: reading one, whatever it holds. What does not: which of several times of a post is believed
(exports/).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_DIGITS_OF_SECONDS = 10
_LONGEST_AHEAD = 10_000_000
"""Fewer seconds are told from now on, more since 1970: no limit lasts for months."""


_LAST_POSTS = 3


def came_back_to(times: Iterable[datetime | None], default: datetime) -> datetime:
    """How far back the posts of a page came, which stand from the latest to the earliest.

    It is the latest of the last ones: a single post may be out of its order, or have a time of years ago.

    Args:
        times: of the posts, None where one tells none.
        default: where none does.
    """
    return max([one for one in times if one is not None][-_LAST_POSTS:], default=default)


def time_of(text: object) -> datetime | None:
    """A time in UTC, where it names no zone as if it did; None where it is none."""
    try:
        at = datetime.fromisoformat(str(text))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def limit_ends(headers: Mapping[str, str], reset: str) -> datetime | timedelta | None:
    """When a rate limit is over, in UTC, or for how long it lasts, as the headers of an answer say; else None.

    ``Retry-After`` is seconds or a date, as HTTP has it. The other is seconds since 1970 or a time, as the platforms
    have it, or seconds from now, as whatever stands before them may.

    Args:
        headers: of the answer.
        reset: the name of the platform's own, in lower case.
    """
    for name in ("retry-after", reset):
        text = headers.get(name, "").strip()
        until = _of_seconds(text) if text.isascii() and text.isdecimal() else http_time(text) or time_of(text)
        if until is not None:
            return until
    return None


def _of_seconds(text: str) -> datetime | timedelta | None:
    """Ten digits reach to the year 2286. More are milliseconds or nonsense, and neither says when to ask again."""
    if len(text) > _DIGITS_OF_SECONDS:
        return None
    seconds = int(text)
    return timedelta(seconds=seconds) if seconds < _LONGEST_AHEAD else datetime.fromtimestamp(seconds, UTC)


def http_time(text: str | None) -> datetime | None:
    """A time in UTC as HTTP's header Date says it; None where it is none."""
    try:
        return time_of(parsedate_to_datetime(text).isoformat()) if text else None
    except (ValueError, TypeError, OverflowError):
        return None
