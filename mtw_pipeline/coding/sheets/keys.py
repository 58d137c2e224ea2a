"""What stands in a sheet for a tweet: its id, the window that it was sampled from, and a link to it.

What belongs here: writing and reading that. What does not: which tweets stand on a sheet (of_window.py).
"""

import re
from dataclasses import dataclass

from mtw_pipeline.study.windows import CollectionWindow

_KEY = re.compile(r"'?\s*(?:(\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2})\s+)?t?(\d{1,19})", re.IGNORECASE)


@dataclass(frozen=True)
class TweetKey:
    """What a cell says of a tweet: its id, and its window where it says one (sheets of 0.1.0 did not)."""

    tweet_id: str
    window: str | None


def tweet_key(window: CollectionWindow, tweet_id: str) -> str:
    """A tweet as a sheet names it: its window, and its id with a letter before it, so that no spreadsheet counts it."""
    return f"{window.key} t{tweet_id}"


def read_key(cell: str) -> TweetKey | None:
    """The tweet that a cell names, or None where it names none."""
    found = _KEY.fullmatch(cell.strip())
    return TweetKey(found[2], found[1]) if found else None


def tweet_link(tweet_id: str) -> str:
    """Where the tweet stands on the platform, as long as it does; the address needs no handle."""
    return f"https://twitter.com/i/web/status/{tweet_id}"
