"""Bluesky posts by their addresses, once more: their counts of today, and which are not given any more.

What belongs here: app.bsky.feed.getPosts. What does not: what is done with posts that are gone (refreshing.py).
"""

from collections.abc import Iterable, Sequence
from importlib.metadata import version

from mtw_pipeline.collect.bluesky.session import BlueskySession
from mtw_pipeline.collect.collected import POST, CollectedPost
from mtw_pipeline.collect.collector import REFRESH
from mtw_pipeline.collect.counts import Again, BatchedCounts, Told
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.proposals import Gone
from mtw_pipeline.collect.requester import Requester

_GONE = "Bluesky gives it no more: deleted or its account closed; hidden or blocking the account that asks"


class BlueskyCounts(BatchedCounts):
    """Asks Bluesky again.

    Args:
        server: the address of the service.
        posts: those of the window; reposts have no counts.
        keys: of the study.
        told: is told what is there and what is gone.
    """

    source = f"bluesky{REFRESH}"
    endpoint = "app.bsky.feed.getPosts"
    most_at_once = 25
    nothing = b'{"posts":[]}'

    def __init__(self, server: str, posts: Iterable[CollectedPost], keys: Keys, told: Told) -> None:
        super().__init__(server, (one for one in posts if f"/{POST}/" in one.address), told)
        self._session = BlueskySession(server, keys)

    @property
    def library(self) -> str:
        """The library that asks."""
        return f"atproto {version('atproto')}"

    def check_keys(self) -> None:
        """See that the name and the app password are there."""
        self._session.check_keys()

    def ask(self, batch: Sequence[str], requester: Requester) -> Again:
        """What of a batch is there; the rest is not given any more."""
        found = self._session.ask(self.endpoint, {"uris": list(batch)}, requester)
        given = found.document.get("posts")
        posts = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
        there = frozenset(str(one.get("uri")) for one in posts)
        gone = tuple(Gone(one, "bluesky", _GONE) for one in batch if one not in there)
        return Again(
            found.content, f"{self.server}/xrpc/{self.endpoint}", len(posts), there, gone, self._session.gaps()
        )
