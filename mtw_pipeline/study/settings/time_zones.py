"""Names of time zones."""

from difflib import get_close_matches
from zoneinfo import available_timezones


def time_zone_name(text: str) -> str:
    """The name of a time zone, as it is.

    Raises:
        ValueError: there is no such zone.
    """
    if text not in available_timezones():
        by_lower = {name.lower(): name for name in available_timezones()}
        close = get_close_matches(text.lower(), sorted(by_lower), 1)
        near = f"; the nearest is {by_lower[close[0]]}" if close else ""
        raise ValueError(f"not a time zone{near}; use a name such as UTC, Europe/Madrid or America/Toronto")
    return text
