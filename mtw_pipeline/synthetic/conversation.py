"""Who posts which type of tweet, and whom it answers, passes on or quotes.

What belongs here: the plan of the conversation, community by community. What does not: what the tweets say (texts.py)
and how they are liked (engagement.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic.accounts import MAIN_COMMUNITIES, Account, Cast
from mtw_pipeline.synthetic.random_numbers import Quota, RandomNumbers, WeightedPool
from mtw_pipeline.synthetic.timeline import times_before, tweet_id

# The paper prints 51, 30, 11 and 9 percent, which make 101; these are within its rounding.
_TYPE_SHARES = {"tweet": 0.506, "retweet": 0.297, "reply": 0.109, "quote tweet": 0.088}
_SELF_SHARES = {"retweet": 0.01, "reply": 0.08, "quote tweet": 0.04}
_REPLY_THAT_QUOTES = 0.04
# So many of all tweets find none to point to, because nobody in a small community posted before.
_WITHOUT_TARGET = 0.03

_WITHIN_MAIN, _WITHIN_SMALL = 0.83, 0.92
_NEWEST = 400
_TRIES = 6
_MOST_PULL = 60.0

_EARLIER_EVERY = 250
_EARLIER_DAYS = 10


@dataclass(slots=True, eq=False)
class Post:
    """One planned tweet.

    Args:
        tweet_id: its id.
        posted_ms: when it is posted, ms since 1970.
        author: who posts it.
        kind: its type, one of tables.tweets.TWEET_TYPES.
        pull: how much attention it draws.
        collected: False for a tweet from before the window, of which the collection holds retweets only.
        original: what it retweets.
        answered: what it answers.
        quoted: what it quotes.
        retweets: how often the collection retweets it.
        replies: how often the collection answers it.
        quotes: how often the collection quotes it.
    """

    tweet_id: int
    posted_ms: int
    author: Account
    kind: str
    pull: float
    collected: bool = True
    original: "Post | None" = None
    answered: "Post | None" = None
    quoted: "Post | None" = None
    retweets: int = 0
    replies: int = 0
    quotes: int = 0

    @property
    def shown(self) -> "Post":
        """The tweet whose text it shows: the original of a retweet, else itself."""
        return self.original or self


@dataclass(frozen=True)
class Conversation:
    """All of it.

    Args:
        earlier: tweets from before the window that are passed on in it; the collection does not hold them.
        posts: the tweets of the collection, in the order of time and of ids.
    """

    earlier: tuple[Post, ...]
    posts: tuple[Post, ...]


def plan_conversation(
    random: RandomNumbers, cast: Cast, times: Sequence[int], window: CollectionWindow
) -> Conversation:
    """Let the cast post at these times, as often as each of it does."""
    authors = [account for account, posts in zip(cast.posters, cast.posts_of, strict=True) for _ in range(posts)]
    random.shuffle(authors)
    planner = _Planner(random, cast, len(times))
    earlier = _earlier_posts(random, cast, 2 + len(times) // _EARLIER_EVERY, window)
    for post in earlier:
        planner.offer(post)
    posts = tuple(planner.plan(author, posted) for author, posted in zip(authors, times, strict=True))
    return Conversation(earlier, posts)


def _earlier_posts(random: RandomNumbers, cast: Cast, number: int, window: CollectionWindow) -> tuple[Post, ...]:
    """Tweets of the days before the window, by well-known accounts of the main communities."""
    known = WeightedPool(
        {one: one.fame for one in cast.everyone if one.community is not None and one.community < MAIN_COMMUNITIES}
    )
    if not len(known):
        return ()
    return tuple(
        _new_post(random, known.draw(random), posted, collected=False)
        for posted in times_before(random, number, window, _EARLIER_DAYS)
    )


def _new_post(random: RandomNumbers, author: Account, posted: int, *, collected: bool = True) -> Post:
    pull = author.fame * random.heavy(_MOST_PULL)
    return Post(tweet_id(posted), posted, author, "tweet", pull, collected)


class _Planner:
    """Plans one tweet after the other; each can only point back to those before it."""

    def __init__(self, random: RandomNumbers, cast: Cast, tweets: int) -> None:
        self._random = random
        # Outsiders post nothing but ordinary tweets: only the others draw their type.
        undrawn = cast.outsider_share + _WITHOUT_TARGET
        self._types = Quota({**_TYPE_SHARES, "tweet": _TYPE_SHARES["tweet"] - undrawn}, tweets)
        self._everywhere = WeightedPool[Post]()
        self._by_community: dict[int, WeightedPool[Post]] = {}
        self._last_of: dict[Account, Post] = {}
        self._passed_on: set[tuple[Account, int]] = set()

    def plan(self, author: Account, posted: int) -> Post:
        """The tweet of that author at that time; what has no tweet to point to becomes an ordinary tweet."""
        post = _new_post(self._random, author, posted)
        if author.community is not None:
            kind = self._types.draw(self._random)
            target = None if kind == "tweet" else self._target(author, kind)
            if target is not None:
                self._point(post, kind, target)
            if target is not None or kind == "tweet":
                self._types.take(kind)
        if post.kind != "retweet":
            self.offer(post)
        return post

    def offer(self, post: Post) -> None:
        """Let later tweets point to this one."""
        community = post.author.community
        if post.collected:
            self._last_of[post.author] = post
        if community is None:
            return
        self._by_community.setdefault(community, WeightedPool()).add(post, post.pull)
        if community < MAIN_COMMUNITIES:
            self._everywhere.add(post, post.pull)

    def _point(self, post: Post, kind: str, target: Post) -> None:
        post.kind = kind
        if kind == "retweet":
            post.original = target
            target.retweets += 1
            self._passed_on.add((post.author, target.tweet_id))
        elif kind == "reply":
            post.answered = target
            target.replies += 1
            self._perhaps_quote_too(post)
        else:
            self._quote(post, target)

    def _perhaps_quote_too(self, post: Post) -> None:
        if self._random.chance(_REPLY_THAT_QUOTES):
            target = self._target(post.author, "quote tweet")
            if target is not None:
                self._quote(post, target)

    def _quote(self, post: Post, target: Post) -> None:
        post.quoted = target
        target.quotes += 1

    def _target(self, author: Account, kind: str) -> Post | None:
        """An earlier tweet for ``author`` to point to: at times its own, mostly one of its community."""
        own = self._last_of.get(author)
        if own is not None and self._random.chance(_SELF_SHARES[kind]) and self._may(author, kind, own):
            return own
        for _ in range(_TRIES):
            target = self._draw(author)
            if target is not None and target.author is not author and self._may(author, kind, target):
                return target
        return None

    def _draw(self, author: Account) -> Post | None:
        community = author.community
        if community is None:
            return None
        within = _WITHIN_MAIN if community < MAIN_COMMUNITIES else _WITHIN_SMALL
        pool = self._by_community.get(community) if self._random.chance(within) else self._everywhere
        return pool.draw(self._random, _NEWEST) if pool else None

    def _may(self, author: Account, kind: str, target: Post) -> bool:
        """Whether the platform allows it, and the plan: only retweets point out of the collection."""
        if kind == "retweet":
            return (author, target.tweet_id) not in self._passed_on
        return target.collected
