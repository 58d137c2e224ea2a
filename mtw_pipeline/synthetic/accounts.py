"""The invented accounts and the communities that they are planted in.

What belongs here: who there is, how active and how well known each is. What does not: who talks to whom
(conversation.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.synthetic.phrases import AREAS, ROLES
from mtw_pipeline.synthetic.random_numbers import RandomNumbers, WeightedPool

MAIN_COMMUNITIES = len(AREAS)
_MAIN_SHARES = (0.13, 0.10, 0.08, 0.06, 0.05)
_SMALL_SHARE = 0.33
_SMALL_SIZES = (3, 12)
_NAMED_ONLY_EVERY = 40
_SPANISH_SHARE = 0.04
_MOST_FAME = 150.0
_LEADERS_FAME = 15.0

# Where an account belongs decides how likely it is to be among the active: the smaller, the likelier.
_RANK_OF_MAIN, _RANK_OF_SMALL, _RANK_OF_OUTSIDER = 1.0, 1.8, 5.0
_EVEN_ACTIVITY = 10

# Above every id that Twitter ever gave an account, so that no real account is named by accident.
FIRST_USER_ID = 9_000_000_000_000_000_017
_USER_ID_STEP = 1_000_003


@dataclass(frozen=True, eq=False)
class Account:
    """One invented account.

    Args:
        number: its number, from 0; the accounts that post come first.
        user_id: its id.
        handle: its handle without @.
        name: its display name.
        description: its profile text.
        location: its location.
        community: the number of its community (the first five are the main ones), None for an outsider.
        language: the language that it writes in.
        fame: how much others turn to it.
        followers: the accounts that follow it.
        following: the accounts that it follows.
        statuses: its tweets ever.
        created_at: when it was made, ISO 8601.
        verified: whether it is verified.
    """

    number: int
    user_id: int
    handle: str
    name: str
    description: str
    location: str
    community: int | None
    language: str
    fame: float
    followers: int
    following: int
    statuses: int
    created_at: str
    verified: bool


@dataclass(frozen=True)
class Cast:
    """All accounts.

    Args:
        posters: those that post; their place is their number.
        named_only: those that others name, but that never post in the collection.
        posts_of: how many tweets each poster posts.
        small_communities: the number of communities besides the main ones.
    """

    posters: tuple[Account, ...]
    named_only: tuple[Account, ...]
    posts_of: tuple[int, ...]
    small_communities: int

    @property
    def everyone(self) -> tuple[Account, ...]:
        """The posters and those that are only named."""
        return self.posters + self.named_only

    @property
    def outsider_share(self) -> float:
        """The share of the tweets that outsiders post."""
        outside = zip(self.posters, self.posts_of, strict=True)
        return sum(posts for poster, posts in outside if poster.community is None) / sum(self.posts_of)


def make_cast(random: RandomNumbers, tweets: int, posters: int, window: CollectionWindow) -> Cast:
    """Invent the accounts: ``posters`` that post ``tweets`` tweets together, and some that are only named."""
    communities = _communities(random, posters)
    order = _by_activity(random, communities)
    leader = next((place for place in order if communities[place] is not None), order[0])
    order.remove(leader)
    order.insert(0, leader)
    fame = [random.heavy(_MOST_FAME) for _ in communities]
    # One account leads both in posting and in being named, as in the paper; who posts that much needs less fame.
    fame[leader] = _LEADERS_FAME
    invented = [_account(random, number, communities[number], fame[number], window) for number in range(posters)]
    named_only = [
        _account(random, posters + extra, random.below(MAIN_COMMUNITIES), 3.0 * random.heavy(_MOST_FAME / 3), window)
        for extra in range(1 + posters // _NAMED_ONLY_EVERY)
    ]
    small = {number for number in communities if number is not None and number >= MAIN_COMMUNITIES}
    return Cast(tuple(invented), tuple(named_only), _posts_of(random, order, tweets), len(small))


def _communities(random: RandomNumbers, posters: int) -> list[int | None]:
    """The community of every poster, in mixed order."""
    communities: list[int | None] = []
    for number, share in enumerate(_MAIN_SHARES):
        communities += [number] * int(share * posters)
    number = len(_MAIN_SHARES)
    smallest, largest = _SMALL_SIZES
    until = len(communities) + int(_SMALL_SHARE * posters)
    while len(communities) + largest <= until:
        communities += [number] * (smallest + random.below(largest - smallest + 1))
        number += 1
    communities += [None] * (posters - len(communities))
    random.shuffle(communities)
    return communities


def _by_activity(random: RandomNumbers, communities: Sequence[int | None]) -> list[int]:
    """The places of the posters, the most active first."""

    def hindrance(community: int | None) -> float:
        if community is None:
            return _RANK_OF_OUTSIDER
        return _RANK_OF_MAIN if community < MAIN_COMMUNITIES else _RANK_OF_SMALL

    drawn = [(random.fraction() * hindrance(community), place) for place, community in enumerate(communities)]
    return [place for _, place in sorted(drawn)]


def _posts_of(random: RandomNumbers, order: Sequence[int], tweets: int) -> tuple[int, ...]:
    """One tweet for everybody, and the rest by rank: few post much, most post once or twice."""
    posts = [1] * len(order)
    by_rank = WeightedPool({place: 1.0 / (rank + _EVEN_ACTIVITY) for rank, place in enumerate(order)})
    for _ in range(tweets - len(order)):
        posts[by_rank.draw(random)] += 1
    return tuple(posts)


def _account(
    random: RandomNumbers, number: int, community: int | None, fame: float, window: CollectionWindow
) -> Account:
    role = random.pick(ROLES)
    area = AREAS[number % len(AREAS) if community is None else community % len(AREAS)]
    stem = role.stem.title() if random.chance(0.2) else role.stem
    made = window.start - timedelta(days=200 + random.below(4000))
    spanish = random.chance(_SPANISH_SHARE)
    return Account(
        number=number,
        user_id=FIRST_USER_ID + number * _USER_ID_STEP,
        handle=f"syn_{stem}{number}",
        name=f"Synthetic {role.stem.title()} {number}",
        description=f"Synthetic account: {role.name}, {area.name}",
        location=random.pick(("Nowhere", "Anytown", "Springfield, Synthetic", "Everywhere & nowhere", "")),
        community=community,
        language="es" if spanish else "en",
        fame=fame,
        followers=40 + int(900 * fame * random.fraction()) + random.below(800),
        following=30 + random.below(3000),
        statuses=50 + random.below(40_000),
        created_at=f"{made.isoformat()}T{random.below(24):02d}:{random.below(60):02d}:{random.below(60):02d}Z",
        verified=random.chance(0.02),
    )
