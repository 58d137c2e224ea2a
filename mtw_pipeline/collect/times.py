"""Times as people's programs and platforms write them.

What belongs here: reading one, whatever it holds. What does not: which of several times of a post is believed
(exports/).
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIGITS_OF_SECONDS = 10


def time_of(text: object) -> datetime | None:
    """A time in UTC, where it names no zone as if it did; None where it is none."""
    try:
        at = datetime.fromisoformat(str(text))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def epoch_time(text: str) -> datetime | None:
    """A time in UTC from its seconds since 1970, in whole digits; None where it is none that a limit can end at.

    Ten digits reach to the year 2286. More are milliseconds or nonsense, and neither says when to ask again.
    """
    is_one = text.isascii() and text.isdecimal() and len(text) <= _DIGITS_OF_SECONDS
    return datetime.fromtimestamp(int(text), UTC) if is_one else None


def http_time(text: str | None) -> datetime | None:
    """A time in UTC as HTTP's header Date says it; None where it is none."""
    try:
        return time_of(parsedate_to_datetime(text).isoformat()) if text else None
    except (ValueError, TypeError, OverflowError):
        return None
