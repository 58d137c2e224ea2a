"""Mastodon statuses by their ids, once more: their counts of today, and which servers have them no more.

What belongs here: which server is asked for which status, and when a status is gone. What does not: one request
(server.py), what is done with those that are gone (refreshing.py).

A status is asked for at one server that gave it: its own where that is among them, for it knows the counts best. Where
that server has it no more, the others that gave it are asked: a server may drop its copies of what others wrote. It is
gone where all of them say so; one that does not answer says nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version

from mtw_pipeline.collect.collected import CollectedPost
from mtw_pipeline.collect.collector import REFRESH, Allowance, Gap, Page, Place, Question, Span, at_once, unnamed
from mtw_pipeline.collect.counts import QUERY, Told
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.mastodon.server import Answer, MastodonServer, StatusGoneError
from mtw_pipeline.collect.proposals import Gone
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.errors import UserError
from mtw_pipeline.platforms import host_of


class MastodonCounts:
    """Asks Mastodon servers again (``collector.Collector``).

    Args:
        posts: those of the window; one that several servers gave comes once for each.
        keys: of the study.
        told: is told what is there and what is gone.
    """

    source = f"mastodon{REFRESH}"
    costs = False
    beside_the_price = ""
    reaches_no_further = ""
    settles = timedelta(0)

    def __init__(self, posts: Sequence[CollectedPost], keys: Keys, told: Told) -> None:
        self._told = told
        self._givers: dict[str, dict[str, str]] = {}
        for one in posts:
            self._givers.setdefault(one.address, {})[one.server] = one.id
        self._servers = {one.server: MastodonServer(one.server, keys) for one in posts}
        self._asked_of: dict[str, list[str]] = {server: [] for server in sorted(self._servers)}
        for address, givers in sorted(self._givers.items(), key=lambda one: unnamed(one[0])):
            self._asked_of[_first(address, givers)].append(address)
        self._silent: set[str] = set()

    @property
    def library(self) -> str:
        """The library that asks."""
        return f"Mastodon.py {version('Mastodon.py')}"

    def questions(self) -> Sequence[Question]:
        """One a server that is asked for something."""
        return [Question(server, "/api/v1/statuses/:id", QUERY, ()) for server, one in self._asked_of.items() if one]

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
        return len(self._asked_of.get(question.server, ()))

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """A page a status that is there, and an empty one in the end."""
        del span
        after = str(place["after"]) if place else ""
        for address in self._asked_of.get(question.server, ()):
            if unnamed(address) <= after:
                continue
            at_once(allowance, 1)
            found = self._status(address, question.server, requester)
            if found is not None:
                self._told([address], [])
                yield Page(found.content, 1, {"after": unnamed(address)}, found.request)
        silent = sorted(self._servers[one].host for one in self._silent)
        gaps = [Gap(f"{one} did not answer, and what only it has was left as it was") for one in silent]
        yield Page(b"[]", 0, None, question.server, array_name="statuses", gaps=tuple(gaps))

    def _status(self, address: str, first: str, requester: Requester) -> Answer | None:
        """A status of the first server that has it; None where it is gone, or nobody who answers has it."""
        givers = self._givers[address]
        missing = []
        for server in sorted(givers, key=lambda one: (one != first, one)):
            if server in self._silent:
                continue
            try:
                return self._servers[server].status(givers[server], requester)
            except StatusGoneError:
                missing.append(self._servers[server].host)
            except UserError:
                if server == first:
                    raise
                self._silent.add(server)
        if len(missing) == len(givers):
            self._told([], [Gone(address, "mastodon", f"not there any more at {' and '.join(missing)}")])
        return None


def _first(address: str, givers: dict[str, str]) -> str:
    home = host_of(address)
    return min(givers, key=lambda one: (host_of(one) != home, one))
