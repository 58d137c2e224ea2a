"""Searches from 64 accounts at once, a bit each (Then et al. 2014, The More the Merrier, PVLDB 8).

What belongs here: how far accounts are from each other, whichever the direction. What does not: what is made of it
(diameter.py, centralities.py, metrics.py).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.activity import so_far
from mtw_pipeline.network.budget import Budget, Meter

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Bits = NDArray[np.uint64]

AT_ONCE = 64
_A_STEP = 10_000
"""What a step costs besides the accounts and neighbours that it looks at, in their number."""


@dataclass(frozen=True)
class Steps:
    """All finite shortest paths of a graph, summed.

    Args:
        to_account: by account, the steps of all shortest paths that lead to it.
        from_accounts: by account, how many others have a path to it.
        paths: by length from 1, how many shortest paths there are.
    """

    to_account: "Integers"
    from_accounts: "Integers"
    paths: tuple[int, ...]


def steps_from_all(starts: "Integers", before: "Integers", budget: Budget) -> Steps:
    """Search from every account.

    Args:
        starts: by account, where those begin from which one step leads to it; one more at the end.
        before: those accounts, one account after the other.
        budget: what it may cost.

    Raises:
        LeftOutError: it costs more: long paths cost as much as many ties.
    """
    import numpy as np

    meter = budget.meter("searches")
    nodes = len(starts) - 1
    to_account, from_accounts = np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
    paths: list[int] = []
    leading = np.flatnonzero(np.bincount(before, minlength=nodes))
    for first in range(0, len(leading), AT_ONCE):
        sources = leading[first : first + AT_ONCE]
        for step, fresh in enumerate(breadth_first_searches(starts, before, sources, meter), start=1):
            found = np.bitwise_count(fresh).astype(np.int64)
            to_account += step * found
            from_accounts += found
            paths += [0] * (step - len(paths))
            paths[step - 1] += int(found.sum())
        so_far(f"{100 * (first + len(sources)) / len(leading):.0f} %")
        meter.foresee((first + len(sources)) / len(leading))
    return Steps(to_account, from_accounts, tuple(paths))


def breadth_first_searches(
    starts: "Integers", before: "Integers", sources: "Integers", meter: Meter
) -> "Iterator[Bits]":
    """Step by step, by account the bits of those sources that reach it with this step.

    Args:
        starts: as in ``steps_from_all``.
        before: likewise.
        sources: up to 64 accounts; the bit of each is its place here.
        meter: counts the work.

    Raises:
        LeftOutError: the work is more than the budget.
    """
    import numpy as np

    nodes = len(starts) - 1
    linked = np.flatnonzero(starts[1:] > starts[:-1])
    first_of_linked = starts[:-1][linked]
    seen = np.zeros(nodes, dtype=np.uint64)
    seen[sources] = bits(len(sources))
    frontier = seen.copy()
    while len(linked):
        meter.spend(len(before) + nodes + _A_STEP)
        reached = np.zeros(nodes, dtype=np.uint64)
        reached[linked] = np.bitwise_or.reduceat(frontier[before], first_of_linked)
        frontier = reached & ~seen
        if not frontier.any():
            return
        seen |= frontier
        yield frontier


def bits(number: int) -> "Bits":
    """The first bits, one each."""
    import numpy as np

    single: Bits = np.left_shift(np.uint64(1), np.arange(number, dtype=np.uint64))
    return single
