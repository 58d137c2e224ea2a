"""What a collector of a platform is, and what passes between it and the core.

What belongs here: the interface. What does not: any platform, files, waiting.

A collector knows one platform and its library, and nothing else: neither files nor records nor windows. The core asks
it for its questions, plans spans of time, and takes its pages one after the other; each page that the core has taken is
on the disk before the next one is asked for. The collector makes every request through the ``Requester`` that it is
given, which waits, tries again and counts.

A collector goes on where it stopped from a ``Place`` alone: whatever it must know to ask for the next page, as JSON. It
gives one with each page, and gets the last one back: in the same process, after a kill, or on another day. A page
without a place is the last of its question and span.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.errors import UserError

Place = Mapping[str, Any]
"""Where a collection goes on: JSON that only its collector understands.

Holds no key, and posts as ``unnamed`` where it can do without their addresses: records stay when posts are forgotten.
"""

REFRESH = "-refresh"
"""How the source of counts that were asked for again ends."""

STREAM = "bluesky-stream"
"""The source of what a listener took."""

ONE_NETWORK = frozenset({"x", "bluesky"})
"""Platforms of which every address gives the same posts: each server of Mastodon gives what it has seen."""

_PLATFORMS = {"x": "X", "bluesky": "Bluesky", "mastodon": "Mastodon"}
TITLES: Mapping[str, str] = {
    **_PLATFORMS,
    **{f"{source}{REFRESH}": f"{title}, counts once more" for source, title in _PLATFORMS.items()},
    STREAM: "Bluesky's stream",
}
"""How a source is called, for people."""


def platform_of(source: str) -> str:
    """The platform of a source, as in study.toml."""
    return "bluesky" if source == STREAM else source.removesuffix(REFRESH)


def unnamed(address: str) -> str:
    """What stands for a post in a place: the same for the same address, and it leads to none."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def sendable(cursor: str) -> str:
    """A cursor as it can be written down and sent back: a server can give half a sign, for which "?" stands."""
    return cursor.encode("utf-8", "replace").decode()


Allowance = Callable[[], int | None]
"""How many posts may still be taken now; None for any number."""


@dataclass(frozen=True)
class Question:
    """What is asked of whom: one endpoint of one server, and one query. Two that are equal ask for the same posts.

    Args:
        server: the address: ``https://api.x.com``.
        endpoint: the path or the method: ``/2/tweets/search/all``.
        query: as the platform takes it: ``#tag OR #other``.
        hashtags: those that it asks for, without #.
    """

    server: str
    endpoint: str
    query: str
    hashtags: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """A span of time of posting, its start included and its end not, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Gap:
    """What a collection may lack.

    Args:
        reason: why, as a sentence without its full stop; no key, no post, no name of a person.
        start: from when on, where that is known.
        end: until when, likewise.
    """

    reason: str
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class Brought:
    """What a page of a search brought, by which it is seen whether the search gets on.

    Args:
        names: what names the posts, of those that have a name.
        latest: the latest time of posting, where one is told.
    """

    names: tuple[str, ...]
    latest: datetime | None = None

    @classmethod
    def of(cls, names: Iterable[object], times: Iterable[datetime | None]) -> "Brought":
        """From what stands on a page, whatever that is."""
        told = (one for one in times if one is not None)
        return cls(tuple(str(one) for one in names if one is not None), max(told, default=None))


@dataclass(frozen=True)
class Page:
    """A page of posts.

    Args:
        content: the bytes of its JSON, as the platform gave them. A JSON array (Mastodon) becomes an object with the
            array under ``array_name``, because a line of the file says also when it was collected.
        posts: how many posts it delivered: what the budget counts.
        place: where to go on; None after the last page.
        request: what was asked, as an address with its parameters, without any key and without the names of posts:
            forgetting a post looks for it in what a page holds.
        array_name: of an array, the key that it gets: ``statuses``.
        hashtags: of a search that also finds what only looks like a hashtag: those that were meant. Its reader takes
            posts that hold one of them.
        gaps: what became known to be lacking with this page.
        left: the times of posting that are still to come, where that is known: what is lacking if it ends here.
        brought: of a search, what it brought (endless.py); None of pages that have an end by themselves.
        given_at: when it was given, by the server's clock; None where that does not matter, or is not told.
    """

    content: bytes
    posts: int
    place: Place | None
    request: str
    array_name: str = ""
    hashtags: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = field(default=())
    left: Span | None = None
    brought: Brought | None = None
    given_at: datetime | None = None


class EndlessError(UserError):
    """A server leads on for ever: the collection is whole as far as it came, and its record says so.

    Raised by a collector where it sees it, else by the core (endless.py).
    """


class BudgetReachedError(UserError):
    """The allowance is used up, or what is left of it is less than the platform gives at once.

    Raised by a collector (or by the core, before the next page); the collection is made whole as far as it came, and
    the place where it would go on stays in its record.
    """


def at_once(allowance: Allowance, most: int) -> int:
    """How many posts may be asked for at once.

    Raises:
        BudgetReachedError: none.
    """
    left = allowance()
    if left == 0:
        raise BudgetReachedError("the budget of the window is used up: no post is left of it")
    return most if left is None else min(left, most)


class Collector(Protocol):
    """A platform that posts are collected from."""

    source: str
    """As in study.toml: ``x``."""

    costs: bool
    """Whether posts are paid for: then a person is asked before any is taken."""

    beside_the_price: str
    """What may cost something beside the posts, as a clause; empty where nothing does."""

    settles: timedelta
    """Posts younger than this are left to a later collection: the platform may not find all of them yet."""

    @property
    def library(self) -> str:
        """The library that asks, and its version: ``tweepy 4.17.0``."""

    def questions(self, hashtags: Sequence[str] | None = None) -> Sequence[Question]:
        """What is asked, in order.

        Args:
            hashtags: for which; by default all that the study asks for.
        """

    def reach(self, now: datetime) -> datetime | None:
        """The earliest time of posting that can be asked for; None where there is none."""

    @property
    def reaches_no_further(self) -> str:
        """Why not, and what would help, as a clause: ``X's recent search gives the last seven days``."""

    def check_keys(self) -> None:
        """See that the keys are there, without asking the platform.

        Raises:
            UserError: one is missing; the message says where it may stand.
        """

    def count(self, question: Question, span: Span, requester: Requester) -> int | None:
        """How many posts there are, where the platform tells before it gives them; None where it does not."""

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """The pages from a place on.

        Args:
            question: one of ``questions()``, or one of an earlier collection that is continued.
            span: which posts, by time of posting.
            place: of the last page that was kept; None from the beginning.
            allowance: asked before each request.
            requester: makes the requests.

        Raises:
            BudgetReachedError: the allowance is used up.
            UserError: the platform refuses for good; nothing kept is lost, and the message says how to go on.
        """
