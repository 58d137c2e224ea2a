"""The collector of Bluesky: a search for a hashtag, in slices of time until each is whole, and who reposted.

What belongs here: which questions are asked, and when a slice is whole. What does not: sessions and errors
(session.py), the stream (listening.py).

The search gives its newest posts first, sorted by the earlier of the time that the author's client wrote and the time
at which the service took the post in, and ends early where there are many, without saying so. So a search that ended
after more than a page, or with fewer posts than the service says there are, is asked once more for what is older than
its last posts: if that brings no more than these, the slice was whole; else it continues in the same way. Nothing is
asked for twice but the border. Pages are shorter
than asked for where the service keeps posts back, and only a page without a cursor is the last. At times the search
begins again with posts that it gave, and goes on so for ever: it has ended there too.

Posts that merely look as if they held the hashtag are on the pages too: the pages stay as they came, and say for which
hashtags they were asked (records/page_file.py), by which their reader leaves such posts out.

Reposts are not found by a search. On demand, who reposted is asked post by post; when they did so nobody is told.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from mtw_pipeline.collect.bluesky.session import Answer, BlueskySession, QuestionRefusedError
from mtw_pipeline.collect.collector import (
    Allowance,
    Brought,
    Gap,
    Page,
    Place,
    Question,
    Span,
    at_once,
    sendable,
    unnamed,
)
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.marked_hashtags import holds_hashtag
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.collect.times import time_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings import CollectSettings
from mtw_pipeline.wording import number_of

SEARCH = "app.bsky.feed.searchPosts"
REPOSTED_BY = "app.bsky.feed.getRepostedBy"

_MOST_AT_ONCE = 100
_LAST_POSTS = 10
"""So many posts at the end of a search say how far it came."""
_OUT_OF_ORDER = 4
"""So far in, as a part of them, is the one whose time is believed, newest first: up to two of ten may tell a later
time than where they stand, and most an earlier one, which would leave out what lies between."""
_MOST_EMPTY = 20
"""After so many pages without a post, one after the other, a search is over, whatever cursor it gives."""
_MOST_OF_REPOSTS = 1_000
"""Pages of who reposted one post: a hundred thousand people."""
_BORDER = timedelta(milliseconds=1)


@dataclass(frozen=True)
class _Slice:
    """Where a search is.

    Args:
        since: the first moment of posting that is asked for, as the service writes times.
        until: the first moment after it.
        cursor: of the next page; None for the first.
        pages: pages of the slice so far.
        last: the last posts so far, ``unnamed``, and their times, oldest last.
        reposted: addresses of posts of which it is still to be asked who reposted them.
        reposts_cursor: of the next page of the first of these.
        reposts_pages: pages of the first of these so far.
        empty: pages without a post, one after the other, up to here.
        told: how many posts the service said there are in all.
        given: how many posts it gave, those at borders once.
        border: the posts at the beginning that were given already, likewise.
    """

    since: str
    until: str
    cursor: str | None = None
    pages: int = 0
    last: tuple[tuple[str, str], ...] = ()
    reposted: tuple[str, ...] = ()
    reposts_cursor: str | None = None
    reposts_pages: int = 0
    empty: int = 0
    told: int | None = None
    given: int = 0
    border: tuple[str, ...] = field(default=())

    @classmethod
    def from_place(cls, place: Mapping[str, Any]) -> "_Slice":
        """From the JSON of a place."""
        lists = {
            "last": tuple((str(post), str(at)) for post, at in place["last"]),
            "reposted": tuple(place["reposted"]), "border": tuple(place["border"]),
        }  # fmt: skip
        return cls(**{**place, **lists})

    @property
    def reached(self) -> datetime | None:
        """How far back the search came; None where it gave nothing."""
        times = sorted((at for _, text in self.last if (at := time_of(text)) is not None), reverse=True)
        return times[len(times) // _OUT_OF_ORDER] if times else None

    @property
    def is_told_of_more(self) -> bool:
        """Whether the service says that there are more posts than it gave so far."""
        return self.told is not None and self.told > self.given

    @property
    def came_through(self) -> bool:
        """Whether it gave what is older than was asked for, or nothing by whose time one could go on."""
        reached = self.reached
        return reached is None or service_time(reached) < self.since


class BlueskySearch:
    """Collects from Bluesky.

    Args:
        collect: the table of study.toml.
        hashtags: which are asked for.
        keys: of the study.
    """

    source = "bluesky"
    costs = False
    beside_the_price = ""
    reaches_no_further = ""
    settles = timedelta(minutes=5)

    def __init__(self, collect: CollectSettings, hashtags: Sequence[str], keys: Keys) -> None:
        self._server = collect.asked_servers[0]
        self._hashtags = tuple(hashtags)
        self._asks_for_reposts = collect.reposts
        self._session = BlueskySession(self._server, keys)

    @property
    def library(self) -> str:
        """The library that asks."""
        return f"atproto {version('atproto')}"

    def questions(self, hashtags: Sequence[str] | None = None) -> Sequence[Question]:
        """One a hashtag: the search knows no or."""
        asked = self._hashtags if hashtags is None else hashtags
        return [Question(self._server, SEARCH, f"#{one}", (one,)) for one in asked]

    def reach(self, now: datetime) -> datetime | None:
        """The search reaches back to the beginning."""
        del now
        return None

    def check_keys(self) -> None:
        """See that the name and the app password are there."""
        self._session.check_keys()

    def count(self, question: Question, span: Span, requester: Requester) -> int | None:
        """Bluesky tells no counts before it gives posts."""
        del question, span, requester
        return None

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """The pages of a search, each followed by those of who reposted its posts, where these are asked for."""
        current: _Slice | None = (
            _Slice.from_place(place) if place else _Slice(service_time(span.start), service_time(span.end))
        )
        while current is not None:
            limit = at_once(allowance, _MOST_AT_ONCE)
            if current.reposted:
                page, current = self._reposters(current, limit, requester)
                yield page
                continue
            found = self._search(question, current, limit, requester)
            if isinstance(found, _Slice):
                current = found
                continue
            current, gaps = self._after(question, current, found, limit, span)
            posts = _posts(found)
            yield Page(
                found.content, len(posts), _place(current), found.request,
                hashtags=question.hashtags, gaps=(*gaps, *self._session.gaps()), left=_left(current),
                brought=Brought.of((one.get("uri") for one in posts), map(sorted_at, posts)), given_at=found.given_at,
            )  # fmt: skip

    def _search(self, question: Question, at: _Slice, limit: int, requester: Requester) -> Answer | _Slice:
        """The next page; or, where the service gives none that far down, the rest of the slice."""
        parameters = {
            "q": question.query, "sort": "latest", "since": at.since, "until": at.until, "limit": limit,
            "cursor": at.cursor,
        }  # fmt: skip
        try:
            return self._session.ask(SEARCH, parameters, requester)
        except QuestionRefusedError as error:
            rest = _rest_of(at) if at.cursor is not None else None
            if rest is None:
                raise UserError(
                    "Bluesky refuses the search",
                    where=str(error),
                    remedy="What was collected is kept. Bluesky's search is for people: whoever needs all posts from"
                    " now on listens (mtw collect --listen)",
                ) from None
            return rest

    def _after(
        self, question: Question, at: _Slice, found: Answer, limit: int, span: Span
    ) -> tuple[_Slice | None, tuple[Gap, ...]]:
        """Where the collection goes on after a page, and what became known to be lacking."""
        posts = _posts(found)
        cursor = _cursor(found)
        here = _counted(at, found, posts, question)
        if not self._asks_for_reposts:
            here = replace(here, reposted=())
        if _goes_in_a_circle(at, posts):
            here, cursor = replace(at, pages=here.pages), None
        if cursor and cursor != at.cursor and here.empty < _MOST_EMPTY:
            return replace(here, cursor=cursor), ()
        is_short = here.pages == 1 and len(posts) < limit
        is_whole = (is_short and not (here.is_told_of_more and here.given > at.given)) or here.came_through
        rest = None if is_whole else _rest_of(here)
        if rest is not None:
            return rest, ()
        gaps = (*(() if is_whole or is_short else _ended_early(here)), *_kept_back(here, span))
        if cursor and here.empty >= _MOST_EMPTY:
            gaps = (*gaps, Gap("Bluesky gave page after page without a post, and was asked no more", *_times(here)))
        if self._asks_for_reposts:
            gaps = (*gaps, Gap("Bluesky tells who reposted a post and not when", span.start, span.end))
        return (replace(here, cursor=_DONE), gaps) if here.reposted else (None, gaps)

    def _reposters(self, at: _Slice, limit: int, requester: Requester) -> tuple[Page, _Slice | None]:
        uri = at.reposted[0]
        gaps: tuple[Gap, ...] = ()
        asked = f"{self._server}/xrpc/{REPOSTED_BY}"
        parameters = {"uri": uri, "limit": limit, "cursor": at.reposts_cursor}
        try:
            found = self._session.ask(REPOSTED_BY, parameters, requester, holds="repostedBy")
        except QuestionRefusedError:
            gaps = (Gap("of a post that went away meanwhile nobody tells any more who reposted it"),)
            nobody = json.dumps({"uri": uri, "repostedBy": []}).encode()
            found = Answer(nobody, {}, asked)
        people = found.document.get("repostedBy")
        many = len(people) if isinstance(people, list) else 0
        cursor = _cursor(found)
        goes_on = cursor and cursor != at.reposts_cursor and many > 0 and at.reposts_pages < _MOST_OF_REPOSTS
        if cursor and not goes_on and many > 0:
            gaps = (*gaps, Gap("of a post Bluesky told for ever who reposted it: it was asked no more"))
        after: _Slice | None = (
            replace(at, reposts_cursor=cursor, reposts_pages=at.reposts_pages + 1)
            if goes_on
            else replace(at, reposted=at.reposted[1:], reposts_cursor=None, reposts_pages=0)
        )
        if after is not None and after.cursor == _DONE and not after.reposted:
            after = None
        return Page(found.content, many, _place(after), asked, gaps=(*gaps, *self._session.gaps())), after


_DONE = ""
"""The cursor of a search that ended, while reposts are still asked for."""


def service_time(at: datetime) -> str:
    """A time as the service takes it: whole, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sorted_at(post: Mapping[str, Any]) -> datetime | None:
    """The time by which the search sorts a post: the earlier of what its author's client wrote and its indexing."""
    record = post.get("record")
    written = record.get("createdAt") if isinstance(record, Mapping) else None
    return min((at for at in (time_of(written), time_of(post.get("indexedAt"))) if at is not None), default=None)


def _posts(found: Answer) -> list[Mapping[str, Any]]:
    posts = found.document.get("posts")
    return [one for one in posts if isinstance(one, Mapping)] if isinstance(posts, list) else []


def _cursor(found: Answer) -> str | None:
    cursor = found.document.get("cursor")
    return sendable(str(cursor)) if isinstance(cursor, str | int) else None


def _place(at: _Slice | None) -> Place | None:
    return None if at is None else asdict(at)


def _left(at: _Slice | None) -> Span | None:
    """The times of posting that are still to come."""
    since, until = (time_of(at.since), at.reached or time_of(at.until)) if at else (None, None)
    return Span(since, until) if since and until and since < until else None


def _counted(at: _Slice, found: Answer, posts: Sequence[Mapping[str, Any]], question: Question) -> _Slice:
    """A slice with a page more."""
    known = set(at.border)
    fresh = [one for one in posts if unnamed(str(one.get("uri"))) not in known]
    told = found.document.get("hitsTotal")
    reposted = [
        str(one["uri"])
        for one in fresh
        if isinstance(one.get("uri"), str)
        and sendable(one["uri"]) == one["uri"]
        and one.get("repostCount")
        and holds_hashtag(one.get("record"), question.hashtags)
    ]
    return replace(
        at,
        pages=at.pages + 1,
        empty=0 if posts else at.empty + 1,
        last=(*at.last, *_timed(posts))[-_LAST_POSTS:],
        reposted=tuple(reposted),
        told=at.told if at.told is not None else (told if isinstance(told, int) else None),
        given=at.given + len(fresh),
    )


def _timed(posts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Posts as ``_Slice.last`` has them, in order; those without a time are left out."""
    return [(unnamed(str(one.get("uri"))), service_time(when)) for one in posts if (when := sorted_at(one)) is not None]


def _goes_in_a_circle(at: _Slice, posts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a page goes back less far than those before it, or ends with the posts with which they ended."""
    page = replace(at, last=tuple(_timed(posts)[-_LAST_POSTS:]))
    if at.reached is None or page.reached is None:
        return False
    return page.reached > at.reached or page.last == at.last


def _rest_of(at: _Slice) -> _Slice | None:
    """What of a slice may lie behind the end of its search; None where it came no further than its beginning."""
    reached = at.reached
    if reached is None:
        return None
    until = service_time(reached + _BORDER)
    if until >= at.until or until <= at.since:
        return None
    return replace(at, until=until, cursor=None, pages=0, last=(), border=tuple(post for post, _ in at.last))


def _ended_early(at: _Slice) -> tuple[Gap, ...]:
    reason = "Bluesky's search ended early, and gives no more posts of this time when it is asked again"
    return (Gap(reason, *_times(at)),)


def _times(at: _Slice) -> tuple[datetime | None, datetime | None]:
    """From the beginning of a slice to where its search came."""
    return time_of(at.since), at.reached or time_of(at.until)


def _kept_back(at: _Slice, span: Span) -> tuple[Gap, ...]:
    if at.told is None or not at.is_told_of_more:
        return ()
    reason = (
        f"Bluesky counts {number_of(at.told, 'post')} and gave {at.given:,}: it keeps back those of accounts that are"
        " blocked, labelled or closed, and its count may be rounded"
    )
    return (Gap(reason, span.start, span.end),)
