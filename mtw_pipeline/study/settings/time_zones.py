"""Names of time zones."""

from zoneinfo import available_timezones


def time_zone_name(text: str) -> str:
    """The name of a time zone, as it is.

    Raises:
        ValueError: there is no such zone.
    """
    if text not in available_timezones():
        raise ValueError("not a time zone; use a name such as UTC, Europe/Madrid or America/Toronto")
    return text
