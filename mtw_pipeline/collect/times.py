"""Times as people's programs and platforms write them.

What belongs here: reading one, whatever it holds. What does not: which of several times of a post is believed
(exports/).
"""

from datetime import UTC, datetime


def time_of(text: object) -> datetime | None:
    """A time in UTC, where it names no zone as if it did; None where it is none."""
    try:
        at = datetime.fromisoformat(str(text))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
