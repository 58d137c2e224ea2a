"""The collector of Mastodon: the timeline of a hashtag, at several servers.

What belongs here: which questions are asked, paging back to the window's beginning, and what a refusal means. What does
not: that one post comes from several servers (its address tells, exports/), and single statuses (counts.py).

A server gives what it has seen, newest first. An id of a Mastodon server holds its time, so paging begins at the end of
the window, and not at today; where ids hold none, as those of other software, or do not fit the times of the posts, it
begins at today. A post may come late from another server; so without times in ids the timeline is over where a whole
page is older than the window.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qs, quote

from mtw_pipeline.collect.collector import (
    Allowance,
    Brought,
    EndlessError,
    Gap,
    Page,
    Place,
    Question,
    Span,
    at_once,
    sendable,
)
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.mastodon.server import Answer, MastodonServer
from mtw_pipeline.collect.requester import NoAnswerError, Requester
from mtw_pipeline.collect.times import came_back_to, time_of
from mtw_pipeline.errors import UserError
from mtw_pipeline.platforms import host_of
from mtw_pipeline.study.settings import CollectSettings

_TIMELINE = "/api/v1/timelines/tag/"
_MOST_AT_ONCE = 40
_MILLISECONDS_BEFORE = 16
"""So many bits of an id come after its milliseconds."""
_DIGITS = 19
"""An id with a time has no more."""
_NEAR = timedelta(days=1)
"""An id and the time of its post differ by less, where ids hold times."""


@dataclass(frozen=True)
class _Where:
    """Where a timeline is.

    Args:
        max_id: the id below which the next page begins; None at today.
        tells_times: whether ids of the server hold their time; None while that is not known.
        jumped: whether paging began at an id that was made of a time.
    """

    max_id: str | None = None
    tells_times: bool | None = None
    jumped: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether the id was made of a time, and the server gave nothing yet that shows what its ids hold."""
        return self.jumped and self.tells_times is None


class MastodonTimeline:
    """Collects from Mastodon servers.

    Args:
        collect: the table of study.toml.
        hashtags: which are asked for.
        keys: of the study.
    """

    source = "mastodon"
    costs = False
    beside_the_price = ""
    reaches_no_further = ""
    settles = timedelta(minutes=5)

    def __init__(self, collect: CollectSettings, hashtags: Sequence[str], keys: Keys) -> None:
        self._hashtags = tuple(hashtags)
        self._servers = {one: MastodonServer(one, keys) for one in collect.asked_servers}
        self._keys = keys

    @property
    def library(self) -> str:
        """The library that asks."""
        return f"Mastodon.py {version('Mastodon.py')}"

    def questions(self, hashtags: Sequence[str] | None = None) -> Sequence[Question]:
        """One a server and hashtag."""
        return [
            Question(server, f"{_TIMELINE}{quote(one, safe='')}", f"#{one}", (one,))
            for server in self._servers
            for one in (self._hashtags if hashtags is None else hashtags)
        ]

    def reach(self, now: datetime) -> datetime | None:
        """A timeline reaches back to what the server has seen first."""
        del now
        return None

    def check_keys(self) -> None:
        """Servers that want no token are asked without one; which do is known when they are asked."""
        for server in self._servers.values():
            server.check_key()

    def count(self, question: Question, span: Span, requester: Requester) -> int | None:
        """No server tells how many posts it has."""
        del question, span, requester
        return None

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """The pages of a timeline, from the end of a span to its beginning."""
        server = self._servers.get(question.server) or MastodonServer(question.server, self._keys)
        where: _Where | None = _Where(**place) if place else _beginning(span, requester.clock.now())
        while where is not None:
            limit = at_once(allowance, _MOST_AT_ONCE)
            try:
                found = server.page(question.endpoint, {"limit": limit, "max_id": where.max_id}, requester)
            except NoAnswerError:
                raise
            except UserError:
                if not where.is_guess:
                    raise
                where = _Where(tells_times=False)  # software whose ids have another form refuses the made up one
                continue
            where, is_same = _after(where, found, span)
            yield Page(
                found.content, len(found.statuses), asdict(where) if where else None, found.request,
                array_name="statuses", gaps=(*server.gaps(), *(() if where else _at_the_end(server.host, span, found))),
                left=_left(found, span) if where else None, brought=_brought(found),
                given_at=found.given_at,
            )  # fmt: skip
            if is_same:
                raise EndlessError(f"{server.host} led back to the same page")


def _left(found: Answer, span: Span) -> Span | None:
    """The times of posting that are still to come, as the last posts of a page tell."""
    reached = came_back_to((time_of(one.get("created_at")) for one in found.statuses), span.end)
    return Span(span.start, min(reached, span.end)) if reached > span.start else None


def _at_the_end(host: str, span: Span, found: Answer) -> tuple[Gap, ...]:
    """What may lack where a timeline is over: what never reached the server, and what lies behind an empty page."""
    answered = host_of(found.request)
    sent_on = "" if answered == host else f"{host} sends what it is asked on to {answered}. "
    unseen = f"{sent_on}{answered} tells of posts that reached it: those of servers that it does not know are lacking"
    empty = (
        f"{host} gave a page without posts that leads on to older ones, which were not asked for: by such links a"
        " server could lead on for ever"
    )
    reasons = [unseen, *([empty] if found.following and not found.statuses else [])]
    return tuple(Gap(reason, span.start, span.end) for reason in reasons)


def _beginning(span: Span, now: datetime) -> _Where:
    """At the end of a span, if that is long ago; else at today, where no id need be made up."""
    if now - span.end < _NEAR:
        return _Where()
    return _Where(str(_id_of(span.end)), jumped=True)


def _brought(found: Answer) -> Brought:
    names = (address for one in found.statuses if (address := one.get("uri") or one.get("url") or one.get("id")))
    return Brought.of(names, (time_of(one.get("created_at")) for one in found.statuses))


def _after(where: _Where, found: Answer, span: Span) -> tuple[_Where | None, bool]:
    """Where the timeline goes on after a page; None where it is over. And whether the server leads to no other page."""
    following = _following(where, found, span)
    return following, following is not None and bool(found.statuses) and following.max_id == where.max_id is not None


def _following(where: _Where, found: Answer, span: Span) -> _Where | None:
    if where.is_guess:
        if found.statuses and not _tell_times(found.statuses):
            return _Where(tells_times=False)  # the made up id meant nothing: from today on
        if not found.statuses:
            return _Where(jumped=True, tells_times=False)  # nothing is older, or the id meant nothing
    times = [at for one in found.statuses if (at := time_of(one.get("created_at"))) is not None]
    tells_times = _tell_times(found.statuses) if where.tells_times is None else where.tells_times
    if where.jumped and where.tells_times is False and where.max_id is None and _tell_times(found.statuses):
        return None  # today's ids hold their times: nothing was older
    last = _time_of(found.statuses[-1].get("id")) if tells_times and found.statuses else None
    if times and (max(times) < span.start or (last is not None and last < span.start)):
        return None
    # By links alone a server could lead on for ever.
    following = _next_id(where, found) if found.statuses else None
    if following is None:
        return None
    return replace(where, max_id=following, tells_times=tells_times, jumped=where.jumped and tells_times)


def _next_id(where: _Where, found: Answer) -> str | None:
    """The id below which the next page begins; of the server's link only this is taken, never its address.

    Where there is none, or it leads back, as a cache gives it, the last id leads on. A short page is no end: a server
    may give fewer posts at once than it is asked for, and what stands before it may take its links away.
    """
    query = (found.following or "").partition("?")[2].partition("#")[0]
    linked = next(iter(parse_qs(query).get("max_id", [])), None)
    if linked is not None and not _leads_back(linked, where.max_id):
        return linked
    ids = [sendable(str(one["id"])) for one in found.statuses if isinstance(one.get("id"), str | int)]
    return ids[-1] if ids else linked


def _leads_back(linked: str, asked: str | None) -> bool:
    """Whether an id is the one below which a page was asked for, or a number that is not below it."""
    if asked is None or not (linked.isdecimal() and asked.isdecimal()):
        return linked == asked
    return (len(linked), linked) >= (len(asked), asked)


def _tell_times(statuses: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the ids of some statuses are made of the times of these: of most, for single ones have odd times."""
    pairs = [(_time_of(one.get("id")), time_of(one.get("created_at"))) for one in statuses]
    fitting = [told for told, created in pairs if told and created and abs(told - created) < _NEAR]
    return 2 * len(fitting) > len(pairs)


def _id_of(at: datetime) -> int:
    return int(at.timestamp() * 1000) << _MILLISECONDS_BEFORE


def _time_of(id_: object) -> datetime | None:
    text = str(id_)
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        return None
    try:
        return datetime.fromtimestamp((int(text) >> _MILLISECONDS_BEFORE) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
