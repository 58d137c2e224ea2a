"""The collector of X: its search, recent or in the full archive, and its counts.

What belongs here: the query, the fields, pages and the size of each. What does not: one request (client.py).

X gives posts from the latest to the earliest, and its ``next_token`` does not expire, so a place is that token; how far
back the posts came is kept beside it, for the case that X refuses the token all the same. It charges by what an answer
holds: beside the posts found, that may be their accounts and the posts that they retweet or quote. So it is asked for
what the columns of the tables are made of, and for no more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from mtw_pipeline.collect.collector import (
    Allowance,
    Brought,
    BudgetReachedError,
    EndlessError,
    Gap,
    Page,
    Place,
    Question,
    Span,
    sendable,
)
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.requester import Clock, Requester
from mtw_pipeline.collect.times import came_back_to
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.settings import CollectSettings
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.collect.x.client import XClient

PAGE_SIZE = 100
"""The archive gives 500 at once, but not with all fields (twarc issue 449)."""

LEAST_PAGE_SIZE = 10
LONGEST_QUERY = 512
DAYS_OF_RECENT = timedelta(days=7)
FIRST_POSTS = datetime(2006, 3, 21, tzinfo=UTC)
"""The archive takes a time before this for wrong."""

_MARGIN = timedelta(minutes=5)
"""What the window of recent search may move on before the first request."""

_SECONDS_BETWEEN_ARCHIVE_REQUESTS = 1.0
_WHOM = "X"
_MOST_COUNTS = 500
"""Pages of counts, of some thirty days each."""

TWEET_FIELDS = (
    "attachments", "author_id", "conversation_id", "created_at", "edit_history_tweet_ids", "entities",
    "in_reply_to_user_id", "lang", "note_tweet", "possibly_sensitive", "public_metrics", "referenced_tweets",
    "reply_settings", "source", "text", "withheld",
)  # fmt: skip
USER_FIELDS = (
    "created_at", "description", "id", "location", "name", "protected", "public_metrics", "url", "username", "verified",
    "verified_type",
)  # fmt: skip
MEDIA_FIELDS = ("alt_text", "media_key", "type", "url")
EXPANSIONS = (
    "attachments.media_keys", "author_id", "in_reply_to_user_id", "referenced_tweets.id",
    "referenced_tweets.id.author_id",
)  # fmt: skip

MAY_BE_CHARGED = "X may charge the accounts, media and quoted posts that come with them too"


class XSearch:
    """Collects from X (``collector.Collector``).

    Args:
        collect: the settings.
        hashtags: which are asked for.
        keys: holds ``x_bearer_token``.
    """

    source = "x"
    costs = True
    beside_the_price = MAY_BE_CHARGED
    settles = timedelta(minutes=1)

    def __init__(self, collect: CollectSettings, hashtags: Sequence[str], keys: Keys) -> None:
        self._server = collect.asked_servers[0]
        self._is_full = collect.archive == "full"
        self._hashtags = hashtags
        self._keys = keys
        self._client: XClient | None = None
        self._asked_archive_at: datetime | None = None

    @property
    def library(self) -> str:
        """Tweepy and its version."""
        return f"tweepy {version('tweepy')}"

    def questions(self, hashtags: Sequence[str] | None = None) -> list[Question]:
        """One query of all hashtags; several where it would be longer than X takes."""
        endpoint = f"/2/tweets/search/{'all' if self._is_full else 'recent'}"
        queries: list[list[str]] = [[]]
        for hashtag in self._hashtags if hashtags is None else hashtags:
            if queries[-1] and len(_query([*queries[-1], hashtag])) > LONGEST_QUERY:
                queries.append([])
            queries[-1].append(hashtag)
        return [Question(self._server, endpoint, _query(tags), tuple(tags)) for tags in queries]

    def reach(self, now: datetime) -> datetime | None:
        """Seven days back, or to the beginning."""
        return FIRST_POSTS if self._is_full else (now - DAYS_OF_RECENT + _MARGIN).replace(microsecond=0)

    @property
    def reaches_no_further(self) -> str:
        """What the archive holds; what recent search gives, and what else there is."""
        if self._is_full:
            return f"X holds no posts from before its first, of {FIRST_POSTS:%Y-%m-%d}"
        return (
            "X's recent search gives the last seven days"
            ' (archive = "full" under [[collect]] reaches to the beginning, if your access to X holds it)'
        )

    def check_keys(self) -> None:
        """See that there is a bearer token."""
        self._keys.need("x_bearer_token", "The bearer token of X")

    def count(self, question: Question, span: Span, requester: Requester) -> int | None:
        """How many posts X counts, by its counts of days; None where it has counts for others alone."""
        from mtw_pipeline.collect.x.client import RefusedEndpointError

        total = asked = 0
        token: str | None = None
        while True:
            try:
                page = self._counted(question, span, token, requester)
            except RefusedEndpointError:  # whether search is refused too is known when it is asked
                return None
            counts = (day.get("tweet_count") for day in _objects(page))
            total += sum(count for count in counts if isinstance(count, int))
            token = _next_token(page)
            asked += 1
            if token is None or asked >= _MOST_COUNTS:
                return total

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """The pages from a place on, from the latest posts to the earliest."""
        from mtw_pipeline.collect.x.client import RefusedParametersError

        way = _Way.at(place, span)
        while True:
            size = _page_size(allowance())
            parameters = _parameters(question, way, size)
            gaps: tuple[Gap, ...] = ()
            try:
                content, page = self._asked(question, parameters, requester)
            except RefusedParametersError as error:
                moved, gaps = self._moved(way, requester.clock.now())
                if moved == way:
                    raise _refused(question, requester.scrub(str(error))) from None
                way, parameters = moved, _parameters(question, moved, size)
                content, page = self._asked_again(question, parameters, requester)
            posts = _objects(page)
            token = _next_token(page)
            leads_back = token is not None and token == way.token
            way = way.after(posts, token)
            moved, lost = self._moved(way, requester.clock.now()) if leads_back else (way, ())
            is_endless = leads_back and moved.end == way.end
            way, gaps = moved, (*gaps, *lost, *self._connected().gaps())
            brought = Brought.of((one.get("id") for one in posts), (_time(one.get("created_at")) for one in posts))
            place, left = (way.place(), way.left()) if token is not None else (None, None)
            address = _address(question, parameters)
            yield Page(content, len(posts), place, address, gaps=gaps, left=left, brought=brought)
            if is_endless:
                raise EndlessError("X led back to the same page")
            if token is None:
                return

    def _asked_again(
        self, question: Question, parameters: Mapping[str, Any], requester: Requester
    ) -> tuple[bytes, Mapping[str, Any]]:
        from mtw_pipeline.collect.x.client import RefusedParametersError

        try:
            return self._asked(question, parameters, requester)
        except RefusedParametersError as error:
            raise _refused(question, requester.scrub(str(error))) from None

    def _asked(
        self, question: Question, parameters: Mapping[str, Any], requester: Requester
    ) -> tuple[bytes, Mapping[str, Any]]:
        client = self._connected()
        is_full = question.endpoint.endswith("/all")
        method = client.tweepy.search_all_tweets if is_full else client.tweepy.search_recent_tweets

        def call() -> tuple[bytes, Mapping[str, Any]]:
            if is_full:
                self._let_a_second_pass(requester.clock)
            return client.page(method, **parameters)

        return requester.ask(_WHOM, call)

    def _let_a_second_pass(self, clock: Clock) -> None:
        """The archive takes one request a second, beside its limit in a quarter of an hour."""
        if self._asked_archive_at is not None:
            since = (clock.now() - self._asked_archive_at).total_seconds()
            if 0 <= since < _SECONDS_BETWEEN_ARCHIVE_REQUESTS:
                clock.wait(_SECONDS_BETWEEN_ARCHIVE_REQUESTS - since)
        self._asked_archive_at = clock.now()

    def _counted(self, question: Question, span: Span, token: str | None, requester: Requester) -> Mapping[str, Any]:
        from mtw_pipeline.collect.x.client import RefusedParametersError

        client = self._connected()
        is_full = question.endpoint.endswith("/all")
        method = client.tweepy.get_all_tweets_count if is_full else client.tweepy.get_recent_tweets_count
        parameters: dict[str, Any] = {
            "query": question.query, "granularity": "day", "start_time": span.start, "end_time": span.end,
        }  # fmt: skip
        if token is not None:
            parameters["next_token"] = token
        try:
            _content, page = requester.ask(_WHOM, lambda: client.page(method, **parameters))
        except RefusedParametersError as error:
            raise _refused(question, requester.scrub(str(error))) from None
        return page

    def _moved(self, way: "_Way", now: datetime) -> tuple["_Way", tuple[Gap, ...]]:
        """The same way without its token, where X refuses it or leads back by it: from the second that posts came to.

        What recent search no longer reaches is lost.
        """
        reach = self.reach(now)
        start = way.start if reach is None else max(way.start, reach)
        end = way.end if way.token is None else min(way.end, way.earliest + timedelta(seconds=1))
        if end <= start:
            return way, ()
        lost = Gap("X's recent search reached no further when the collection went on", way.start, start)
        return _Way(start, end, None, way.earliest), (lost,) if start > way.start else ()

    def _connected(self) -> "XClient":
        if self._client is None:
            from mtw_pipeline.collect.x.client import XClient

            self._client = XClient(
                self._server, self._keys.need("x_bearer_token", "The bearer token of X"), self._keys.scrubbed
            )
        return self._client


@dataclass(frozen=True)
class _Way:
    """Where a search is.

    Args:
        start: the first moment of posting that is asked for.
        end: the first after it.
        token: of the next page; None at the beginning, and where X led back to a page.
        earliest: how far back the posts came; ``end`` before any did.
    """

    start: datetime
    end: datetime
    token: str | None
    earliest: datetime

    @classmethod
    def at(cls, place: Place | None, span: Span) -> Self:
        """The way from a place on; without one, from the beginning of the span."""
        if not place:
            return cls(span.start, span.end, None, span.end)
        start, end, earliest = (datetime.fromisoformat(str(place[name])) for name in ("start", "end", "earliest"))
        token = place["next_token"]
        return cls(start, end, None if token is None else str(token), earliest)

    def after(self, posts: Sequence[Mapping[str, Any]], token: str | None) -> "_Way":
        """The way after a page."""
        times = (_time(post.get("created_at")) for post in posts)
        within = (at for at in times if at is not None and self.start <= at < self.end)
        return replace(self, token=token, earliest=min(self.earliest, came_back_to(within, self.end)))

    def left(self) -> Span:
        """What is still to come."""
        return Span(self.start, max(self.start, self.earliest))

    def place(self) -> Place:
        """What leads back here."""
        times = {"start": self.start, "end": self.end, "earliest": self.earliest}
        return {"next_token": self.token, **{name: time.isoformat() for name, time in times.items()}}


def _query(hashtags: Sequence[str]) -> str:
    return " OR ".join(f"#{hashtag}" for hashtag in hashtags)


def _page_size(left: int | None) -> int:
    """How many posts to ask for, so that a budget is used to its last post: a page is of ten at least.

    Raises:
        BudgetReachedError: less than that is left.
    """
    if left is None or left >= PAGE_SIZE + LEAST_PAGE_SIZE:
        return PAGE_SIZE
    if left < LEAST_PAGE_SIZE:
        what = (
            f"{number_of(left, 'post is', 'posts are')} left of it, and X gives {LEAST_PAGE_SIZE} at least"
            if left
            else "no post is left of it"
        )
        raise BudgetReachedError(f"the budget of the window is used up: {what}", remedy="Raise budget in study.toml")
    return left if left <= PAGE_SIZE else left - LEAST_PAGE_SIZE


def _parameters(question: Question, way: _Way, size: int) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "query": question.query, "start_time": way.start, "end_time": way.end, "max_results": size,
        "tweet_fields": list(TWEET_FIELDS), "user_fields": list(USER_FIELDS), "media_fields": list(MEDIA_FIELDS),
        "expansions": list(EXPANSIONS),
    }  # fmt: skip
    return parameters if way.token is None else {**parameters, "next_token": way.token}


def _address(question: Question, parameters: Mapping[str, Any]) -> str:
    """What was asked, as an address."""
    asked = {
        name.replace("_fields", ".fields"): ",".join(value)
        if isinstance(value, list)
        else f"{value:%Y-%m-%dT%H:%M:%SZ}"
        if isinstance(value, datetime)
        else value
        for name, value in parameters.items()
    }
    return f"{question.server}{question.endpoint}?{urlencode(asked)}"


def _objects(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The posts of a page, or the days of a page of counts."""
    data = page.get("data")
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _next_token(page: Mapping[str, Any]) -> str | None:
    token = page["meta"].get("next_token")
    return sendable(token) if isinstance(token, str) and token else None


def _time(text: object) -> datetime | None:
    """A time as X writes it; None for anything else."""
    try:
        time = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return time if time is not None and time.tzinfo is not None else None


def _refused(question: Question, said: str) -> UserError:
    is_of_times = "start_time" in said or "end_time" in said
    return UserError(
        "X takes the question for wrong",
        where=f"{question.endpoint}, {question.query}: {said}",
        remedy="See whether the clock of this machine is right: X is asked for what was posted until a minute ago"
        if is_of_times
        else "See whether the hashtags of study.toml are words that X can search for",
    )
