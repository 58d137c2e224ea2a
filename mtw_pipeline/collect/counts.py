"""What the three platforms have in common when posts are asked for again.

What belongs here: batches in order, and going on behind the last post that was asked for. What does not: any platform.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from mtw_pipeline.collect.collected import CollectedPost
from mtw_pipeline.collect.collector import Allowance, Gap, Page, Place, Question, Span, at_once, unnamed
from mtw_pipeline.collect.post_lists import AskedPosts
from mtw_pipeline.collect.proposals import Gone
from mtw_pipeline.collect.requester import Requester

QUERY = "the posts that were collected"
"""What stands in records in place of a query."""

Told = Callable[[Iterable[str], Sequence[Gone]], None]
"""Takes the addresses of posts that are there, and those that are gone."""


@dataclass(frozen=True)
class Again:
    """What one request brought.

    Args:
        content: the bytes of its answer.
        request: whom was asked, without any key and without the posts.
        posts: how many posts it holds.
        there: their addresses.
        gone: those that it did not give.
        gaps: what it may lack.
    """

    content: bytes
    request: str
    posts: int
    there: frozenset[str]
    gone: tuple[Gone, ...]
    gaps: tuple[Gap, ...] = ()


class BatchedCounts(ABC):
    """Asks for posts in batches, in the order of what stands for them in a place (``collector.Collector``).

    Args:
        server: the address.
        posts: which; one may come often.
        told: is told what is there and what is gone, before a page is taken: what it does it may do twice.
    """

    source: str
    endpoint: str
    most_at_once: int
    nothing: bytes
    """An answer that holds no post."""

    costs = False
    beside_the_price = ""
    reaches_no_further = ""
    settles = timedelta(0)

    def __init__(self, server: str, posts: Iterable[CollectedPost], told: Told) -> None:
        self.server = server
        self._posts = AskedPosts(replace(one, server="") for one in posts)
        self._told = told

    def questions(self, hashtags: Sequence[str] | None = None) -> Sequence[Question]:
        """One, where there are posts, whichever hashtags they hold."""
        del hashtags
        return [Question(self.server, self.endpoint, QUERY, ())] if self._posts.count() else []

    def reach(self, now: datetime) -> datetime | None:
        """Posts are asked for one by one, however old."""
        del now
        return None

    def count(self, question: Question, span: Span, requester: Requester) -> int | None:
        """As many as there are."""
        del question, span, requester
        return self._posts.count()

    def pages(
        self, question: Question, span: Span, place: Place | None, allowance: Allowance, requester: Requester
    ) -> Iterator[Page]:
        """A page a batch."""
        del question, span
        left = self._posts.after(str(place["after"]) if place else "")
        following = next(left, None)
        while following is not None:
            batch = [following[0]]
            most = at_once(allowance, self.most_at_once)
            batch += [address for address, _ in islice(left, most - 1)]
            again = self.ask(batch, requester)
            self._told(again.there, again.gone)
            following = next(left, None)
            place = {"after": unnamed(batch[-1])} if following else None
            yield Page(again.content, again.posts, place, again.request, gaps=again.gaps)
            if following is None:
                return
        yield Page(self.nothing, 0, None, self.server)

    @abstractmethod
    def check_keys(self) -> None:
        """See that the keys are there."""

    @abstractmethod
    def ask(self, batch: Sequence[str], requester: Requester) -> Again:
        """What the platform says of a batch."""
