"""What stands on a sheet or a page for a tweet: its id, and the window that it was sampled from.

What belongs here: writing and reading that. What does not: which tweets stand on a sheet
(sheets/of_window.py), where a tweet stands on its platform (mtw_pipeline/platforms.py).
"""

import re
from dataclasses import dataclass

from mtw_pipeline.platforms import BLUESKY_ID, MASTODON_ID, X_ID, Platform, platform_of_id
from mtw_pipeline.study.windows import CollectionWindow

_KEY = re.compile(
    rf"'?\s*(?:(\d{{4}}-\d{{2}}-\d{{2}}_\d{{4}}-\d{{2}}-\d{{2}})\s+)?(?:(?i:t)?({X_ID})|({BLUESKY_ID}|{MASTODON_ID}))"
)


@dataclass(frozen=True)
class TweetKey:
    """What a cell says of a tweet: its id, and its window where it says one (sheets of 0.1.0 did not)."""

    tweet_id: str
    window: str | None


def tweet_key(window: CollectionWindow, tweet_id: str) -> str:
    """A tweet as a sheet names it: its window, and its id as text."""
    return f"{window.key} {id_as_text(tweet_id)}"


def id_as_text(tweet_id: str) -> str:
    """An id that no spreadsheet takes for a number: one of X with a letter before it, an address as it is."""
    return f"t{tweet_id}" if platform_of_id(tweet_id) is Platform.X else tweet_id


def read_key(cell: str) -> TweetKey | None:
    """The tweet that a cell names, or None where it names none."""
    found = _KEY.fullmatch(cell.strip())
    return TweetKey(found[2] or found[3], found[1]) if found else None
