"""How a number is spread over accounts, by its values: as small as the values are few, however many accounts there are.

What belongs here: which numbers those are, and what is said of a spread. What does not: whose it is (graph.py,
large_layer.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

Spread = Literal["indegree", "outdegree", "degree", "neighbours", "core"]
"""A number of every account; the degree is in- and outdegree together, neighbours and core are without direction."""


@dataclass(frozen=True)
class Distribution:
    """Values, each once and in order, and how many accounts have each.

    Args:
        values: from the smallest.
        counts: likewise, at least 1.
    """

    values: tuple[int, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, numbers: "Integers") -> "Distribution":
        """That of one number an account, none of them below 0."""
        import numpy as np

        counts = np.bincount(numbers)
        values = np.flatnonzero(counts)
        return cls(tuple(values.tolist()), tuple(counts[values].tolist()))

    @classmethod
    def of_counts(cls, rows: Iterable[tuple[int, int]]) -> "Distribution":
        """That of values in order, each with its accounts."""
        found = [(int(value), int(count)) for value, count in rows]
        return cls(tuple(value for value, _ in found), tuple(count for _, count in found))

    @property
    def accounts(self) -> int:
        """How many there are."""
        return sum(self.counts)

    @property
    def total(self) -> int:
        """What all have together."""
        return sum(value * count for value, count in zip(self.values, self.counts, strict=True))

    @property
    def apart(self) -> int:
        """The sum of what each lacks to the largest."""
        return self.values[-1] * self.accounts - self.total if self.values else 0


def gini(spread: Distribution) -> float | None:
    """The Gini coefficient: 0 where all have the same, near 1 where one has all; None where nobody has any."""
    if not spread.total:
        return None
    before = ranked = 0
    for value, count in zip(spread.values, spread.counts, strict=True):
        ranked += value * (count * (2 * before + count + 1) // 2)  # the sum of their ranks, from 1
        before += count
    return (2 * ranked / spread.total - before - 1) / before


def top_share(spread: Distribution, part: float) -> float | None:
    """The share of the whole that the top part (rounded up) has; None where nobody has any."""
    if not spread.total:
        return None
    left, held = ceil(spread.accounts * part), 0
    for value, count in zip(reversed(spread.values), reversed(spread.counts), strict=True):
        held += value * min(count, left)
        left -= min(count, left)
    return held / spread.total
