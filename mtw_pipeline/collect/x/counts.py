"""X's posts by their ids, once more: their counts of today, and which X does not give any more.

What belongs here: the lookup of posts, a hundred at once. What does not: one request (client.py), what is done with
posts that are gone (refreshing.py). X charges for posts that it gives, so a person is asked before.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mtw_pipeline.collect.collected import CollectedPost
from mtw_pipeline.collect.collector import REFRESH
from mtw_pipeline.collect.counts import Again, BatchedCounts, Told
from mtw_pipeline.collect.keys import Keys
from mtw_pipeline.collect.proposals import Gone
from mtw_pipeline.collect.requester import Requester
from mtw_pipeline.collect.x.search import EXPANSIONS, MAY_BE_CHARGED, MEDIA_FIELDS, TWEET_FIELDS, USER_FIELDS
from mtw_pipeline.errors import UserError

if TYPE_CHECKING:
    from mtw_pipeline.collect.x.client import XClient

_REASONS: Mapping[str, str] = {
    "resource-not-found": "X gives it no more: deleted or its account is gone",
    "not-authorized-for-resource": "X shows it no more: its account is protected or suspended",
}
"""By the end of the type of an error, what is said of a post; other errors say nothing of it."""


class XCounts(BatchedCounts):
    """Asks X again.

    Args:
        server: the address.
        posts: those of the window.
        keys: holds ``x_bearer_token``.
        told: is told what is there and what is gone.
    """

    source = f"x{REFRESH}"
    endpoint = "/2/tweets"
    most_at_once = 100
    nothing = b'{"data":[]}'
    costs = True
    beside_the_price = MAY_BE_CHARGED

    def __init__(self, server: str, posts: Iterable[CollectedPost], keys: Keys, told: Told) -> None:
        super().__init__(server, posts, told)
        self._keys = keys
        self._client: XClient | None = None

    @property
    def library(self) -> str:
        """Tweepy and its version."""
        return f"tweepy {version('tweepy')}"

    def check_keys(self) -> None:
        """See that there is a bearer token."""
        self._keys.need("x_bearer_token", "The bearer token of X")

    def ask(self, batch: Sequence[str], requester: Requester) -> Again:
        """What of a batch is there, and of what X says that it is not."""
        from mtw_pipeline.collect.x.client import RefusedParametersError

        client = self._connected()
        try:
            content, page = requester.ask("X", lambda: client.page(
                client.tweepy.get_tweets, holds=("data", "errors"), ids=list(batch),
                tweet_fields=list(TWEET_FIELDS), user_fields=list(USER_FIELDS), media_fields=list(MEDIA_FIELDS),
                expansions=list(EXPANSIONS),
            ))  # fmt: skip
        except RefusedParametersError as error:
            raise UserError(
                "X takes the question for wrong", where=f"{self.endpoint}: {self._keys.scrubbed(str(error))}"
            ) from None
        data = page.get("data")
        posts = [one for one in data if isinstance(one, Mapping)] if isinstance(data, list) else []
        there = frozenset(str(one.get("id")) for one in posts)
        gone = tuple(_gone(page, there, batch))
        return Again(content, f"{self.server}{self.endpoint}", len(posts), there, gone, client.gaps())

    def _connected(self) -> "XClient":
        if self._client is None:
            from mtw_pipeline.collect.x.client import XClient

            self._client = XClient(
                self.server, self._keys.need("x_bearer_token", "The bearer token of X"), self._keys.scrubbed
            )
        return self._client


def _gone(page: Mapping[str, Any], there: frozenset[str], batch: Sequence[str]) -> list[Gone]:
    """The posts of a batch of which X says why it does not give them."""
    asked = set(batch) - there
    errors = page.get("errors")
    found = {}
    for one in errors if isinstance(errors, list) else ():
        kind = str(one.get("type", "")).rpartition("/")[2] if isinstance(one, Mapping) else ""
        name = str(one.get("resource_id") or one.get("value")) if isinstance(one, Mapping) else ""
        if kind in _REASONS and name in asked:
            found[name] = Gone(name, "x", _REASONS[kind])
    return list(found.values())
