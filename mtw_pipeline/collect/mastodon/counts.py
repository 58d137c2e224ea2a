"""Mastodon statuses by their ids, once more: their counts of today, and which servers have them no more.

What belongs here: which server is asked for which status, and when a status is gone. What does not: one request
(server.py), what is done with those that are gone (refreshing.py).

A status is asked for at one server that gave it: its own where that is among them, for it knows the counts best. Where
that server has it no more, the others that gave it are asked: a server may drop its copies of what others wrote. It is
gone where all of them say so; one that does not answer says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version

from mtw_pipeline.collect.collected import CollectedPost
from mtw_pipeline.collect.collector import REFRESH, Allowance, Gap, Page, Place, Question, Span, at_once, unnamed
from mtw_pipeline.collect.counts import QUERY, Told
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.mastodon.server import Answer, MastodonServer, StatusGoneError
from mtw_pipeline.collect.post_lists import AskedPosts
from mtw_pipeline.collect.proposals import Gone
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.errors import UserError
from mtw_pipeline.platforms import host_of


class MastodonCounts:
    """Asks Mastodon servers again (``collector.Collector``).

    Args:
        servers: that study.toml names: no other is asked.
        posts: those of the window; one that several servers gave comes once for each.
        keys: of the study.
        told: is told what is there and what is gone.
    """

    source = f"mastodon{REFRESH}"
    costs = False
    beside_the_price = ""
    reaches_no_further = ""
    settles = timedelta(0)

    def __init__(self, servers: Sequence[str], posts: Iterable[CollectedPost], keys: Keys, told: Told) -> None:
        self._told = told
        self._strange: set[str] = set()
        self._posts = AskedPosts(one for one in posts if self._is_named(one.server, servers))
        self._servers = {one: MastodonServer(one, keys) for one in self._posts.servers()}
        self._asked_of = dict.fromkeys(self._servers, 0)
        for address, ids in self._posts.after(""):
            self._asked_of[_first(address, ids)] += 1
        self._silent: set[str] = set()

    def _is_named(self, server: str, servers: Sequence[str]) -> bool:
        if server not in servers:
            self._strange.add(host_of(server))
        return server in servers

    @property
    def library(self) -> str:
        """The library that asks."""
        return f"Mastodon.py {version('Mastodon.py')}"

    def questions(self, hashtags: Sequence[str] | None = None) -> Sequence[Question]:
        """One a server that is asked for something, whichever hashtags it holds."""
        del hashtags
        return [Question(server, "/api/v1/statuses/:id", QUERY, ()) for server, many in self._asked_of.items() if many]

    def reach(self, now: datetime) -> datetime | None:
        """Statuses are asked for one by one, however old."""
        del now
        return None

    def check_keys(self) -> None:
        """See that the file of keys can be read."""
        for server in self._servers.values():
            server.check_key()

    def count(self, question: Question, span: Span, requester: Requester) -> int | None:
        """As many as there are."""
        del span, requester
        return self._asked_of.get(question.server, 0)

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """A page a status that is there, and an empty one in the end."""
        del span
        first = question.server
        for address, ids in self._posts.after(str(place["after"]) if place else ""):
            if _first(address, ids) != first:
                continue
            at_once(allowance, 1)
            found = self._status(address, ids, first, requester)
            if found is not None:
                self._told([address], [])
                cut = tuple(gap for one in ids for gap in self._servers[one].gaps())
                yield Page(found.content, 1, {"after": unnamed(address)}, found.request, gaps=cut)
        silent = sorted(self._servers[one].host for one in self._silent)
        gaps = [Gap(f"{one} did not answer, and what only it has was left as it was") for one in silent]
        gaps += [
            Gap(f"study.toml names {one} no more: what only it gave was left as it was")
            for one in sorted(self._strange)
        ]
        yield Page(b"[]", 0, None, question.server, array_name="statuses", gaps=tuple(gaps))

    def _status(self, address: str, ids: Mapping[str, str], first: str, requester: Requester) -> Answer | None:
        """A status of the first server that has it; None where it is gone, or nobody who answers has it."""
        missing = []
        for server in sorted(ids, key=lambda one: (one != first, one)):
            if server in self._silent:
                continue
            try:
                return self._servers[server].status(ids[server], requester)
            except StatusGoneError:
                missing.append(self._servers[server].host)
            except UserError:
                if server == first:
                    raise
                self._silent.add(server)
        if len(missing) == len(ids):
            self._told([], [Gone(address, "mastodon", f"not there any more at {' and '.join(missing)}")])
        return None


def _first(address: str, ids: Mapping[str, str]) -> str:
    home = host_of(address)
    return min(ids, key=lambda one: (host_of(one) != home, one))
