"""Chance that falls the same way on every Python and every machine.

What belongs here: the only source of chance of this package, and ways to draw with it. What does not: what is drawn.
Only ``random()`` of the standard library is promised to stay as it is; ``choice``, ``shuffle`` and their like are not.
For the same reason there are no logarithms or powers (they differ in the last digit between C libraries; a square root
does not), and no ``sum()`` of fractions (Python 3.12 adds them up in another way than 3.11).
"""

import random
from bisect import bisect_right
from collections.abc import Mapping, MutableSequence, Sequence
from math import sqrt
from typing import Generic, TypeVar

T = TypeVar("T")


class RandomNumbers:
    """Draws that depend on the seed alone.

    Args:
        seed: the seed; the same seed gives the same draws.
    """

    def __init__(self, seed: int) -> None:
        self.fraction = random.Random(seed).random  # noqa: S311 - made-up data, no secrets

    def chance(self, probability: float) -> bool:
        """True in that share of the calls."""
        return self.fraction() < probability

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit`` - 1, all equally likely."""
        return int(self.fraction() * limit)

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, all equally likely."""
        return things[int(self.fraction() * len(things))]

    def shuffle(self, things: MutableSequence[T]) -> None:
        """Bring the things into another order, in place."""
        for last in range(len(things) - 1, 0, -1):
            other = int(self.fraction() * (last + 1))
            things[last], things[other] = things[other], things[last]

    def heavy(self, most: float) -> float:
        """A number from 1 to ``most``, mostly small and at times large (Pareto, exponent 4/3)."""
        root = sqrt(1.0 - self.fraction())
        return min(most, 1.0 / (root * sqrt(root)))

    def rounded(self, number: float) -> int:
        """One of the two whole numbers beside ``number``, so that many draws keep their mean."""
        return int(number + self.fraction())


class WeightedPool(Generic[T]):
    """Things that are drawn in proportion to their weight, and that can grow while it is drawn from."""

    def __init__(self, weighted: Mapping[T, float] | None = None) -> None:
        self._things: list[T] = []
        self._sums = [0.0]
        for thing, weight in (weighted or {}).items():
            self.add(thing, weight)

    def __len__(self) -> int:
        return len(self._things)

    def add(self, thing: T, weight: float) -> None:
        """Add a thing."""
        self._things.append(thing)
        self._sums.append(self._sums[-1] + weight)

    def draw(self, random: RandomNumbers, newest: int | None = None) -> T:
        """One of the things, or one of the ``newest`` that were added last."""
        first = 0 if newest is None else max(0, len(self._things) - newest)
        start = self._sums[first]
        place = bisect_right(self._sums, start + random.fraction() * (self._sums[-1] - start)) - 1
        return self._things[min(place, len(self._things) - 1)]


class Quota(Generic[T]):
    """Shares that the whole shall have in the end: what was given out counts against what is drawn next.

    Args:
        shares: the share of each thing.
        total: what all of it comes to in the end.
    """

    def __init__(self, shares: Mapping[T, float], total: int) -> None:
        self._left = {thing: share * total for thing, share in shares.items()}

    def draw(self, random: RandomNumbers) -> T:
        """One of the things, in proportion to what is left of each; the first where nothing is left."""
        total = 0.0
        for left in self._left.values():
            if left > 0:
                total += left
        point = random.fraction() * total
        for thing, left in self._left.items():
            if left > 0:
                if point < left:
                    return thing
                point -= left
        return next(iter(self._left))

    def take(self, thing: T, weight: int = 1) -> None:
        """Count ``weight`` of a thing as given out."""
        self._left[thing] -= weight
