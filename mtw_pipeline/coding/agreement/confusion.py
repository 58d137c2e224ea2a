"""Which categories coders confuse, and how often they agree on each.

What belongs here: counting from codes. What does not: the table of it, coder_confusion (sql/tables/coding/).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

_TWO = 2


@dataclass(frozen=True)
class Confusion:
    """What is confused of one variable.

    Args:
        pairs: two categories, and on how many tweets one coder gave the one and another the other; the most first.
        categories: a category, the tweets to which all who coded them gave it, and those to which any did; the
            category with the least agreement first. Tweets of several coders alone.
    """

    pairs: tuple[tuple[str, str, int], ...]
    categories: tuple[tuple[str, int, int], ...]


def confusion(by_tweet: Mapping[str, Mapping[str, frozenset[str]]], order: Sequence[str]) -> Confusion:
    """The confusion of a variable.

    Args:
        by_tweet: by tweet and coder, the categories that this coder gave.
        order: the codebook's categories, in its order.
    """
    place = {name: number for number, name in enumerate(order)}
    pairs: Counter[tuple[str, str]] = Counter()
    every: Counter[str] = Counter()
    some: Counter[str] = Counter()
    for given in by_tweet.values():
        if len(given) < _TWO:
            continue
        sets = list(given.values())
        every.update(frozenset.intersection(*sets))
        some.update(frozenset.union(*sets))
        confused = {
            tuple(sorted((code, other_code), key=lambda name: place.get(name, len(place))))
            for one, other in combinations(sets, 2)
            for code in one - other
            for other_code in other - one
        }
        pairs.update((first, second) for first, second in confused)
    counted = sorted(pairs.items(), key=lambda one: (-one[1], *(place.get(name, len(place)) for name in one[0])))
    categories = sorted(some, key=lambda name: (every[name] / some[name], place.get(name, len(place))))
    return Confusion(
        tuple((*names, tweets) for names, tweets in counted),
        tuple((name, every[name], some[name]) for name in categories),
    )
