"""Whether a collection gets on: a server may lead on for ever, with the same posts, with none, or with ever new pages.

What belongs here: when a collection is over though its server does not say so. What does not: where a platform's
timeline ends by its own rules (the collectors).
"""

from collections import deque
from typing import TYPE_CHECKING

from mtw_pipeline.collect.collector import Brought, Page, Span

if TYPE_CHECKING:
    from collections.abc import Set
    from datetime import datetime

MOST_KNOWN = 5
"""So many pages one after the other with posts that had all come before."""

MOST_EMPTY = 100
"""So many pages one after the other without a post: X gives empty ones where posts were deleted."""

MOST_OLDER = 3
"""So many pages one after the other with posts that are all older than was asked for."""

MOST_UNMOVED = 1_000
"""So many pages one after the other that go back no further: forty thousand posts of one moment, at least."""

MOST_PAGES = 100_000
"""Of one collection: millions of posts."""

_REMEMBERED = 200
"""The posts of so many pages are remembered: a circle that is longer goes back no further either."""


class Advance:
    """What the pages of a collection bring, one after the other.

    Args:
        span: what is asked for.
        pages: how many there were before.
    """

    def __init__(self, span: Span, pages: int = 0) -> None:
        self._span = span
        self._pages = pages
        self._seen: deque[Set[str]] = deque(maxlen=_REMEMBERED)
        self._reached: datetime | None = None
        self._known = self._empty = self._older = self._unmoved = 0

    def ended(self, page: Page) -> str:
        """Why the collection is over after a page that is not the last; empty where it goes on."""
        if page.brought is None:
            return ""
        self._pages += 1
        if self._pages >= MOST_PAGES:
            return f"{MOST_PAGES:,} pages came, and the server would give more"
        self._count(page.brought)
        reasons = (
            (self._known >= MOST_KNOWN, "the server gave the same posts again and again"),
            (self._empty >= MOST_EMPTY, "the server gave page after page without a post"),
            (self._older >= MOST_OLDER, "the server went on with posts that are older than was asked for"),
            (self._unmoved >= MOST_UNMOVED, "the server gave page after page that went back no further"),
        )
        return next((reason for is_so, reason in reasons if is_so), "")

    def _count(self, brought: Brought) -> None:
        names = frozenset(brought.names)
        is_known = bool(names) and not names.difference(*self._seen)
        self._known = self._known + 1 if is_known else self._known if not names else 0
        self._empty = 0 if brought.names else self._empty + 1
        is_older = brought.latest is not None and brought.latest < self._span.start
        self._older = self._older + 1 if is_older else 0
        # By its newest post: one that was given a time of years ago says nothing of how far a page goes back.
        is_earlier = brought.latest is not None and (self._reached is None or brought.latest < self._reached)
        self._unmoved = 0 if is_earlier else self._unmoved + 1
        self._reached = brought.latest if is_earlier else self._reached
        self._seen.append(names)
