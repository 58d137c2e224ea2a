"""Searches from 64 accounts at once, a bit each (Then et al. 2014, The More the Merrier, PVLDB 8).

What belongs here: how far accounts are from each other along the ties, and how much there is to walk for it. What does
not: what is made of it (metrics.py, diameter.py), and closeness, for which the graph can be folded (closeness.py).
"""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.activity import so_far
from mtw_pipeline.attempts import LeftOutError
from mtw_pipeline.network.budget import A_SECOND, Budget, Meter
from mtw_pipeline.network.engine import told_how_far
from mtw_pipeline.network.graph import LayerGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Bits = NDArray[np.uint64]

AT_ONCE = 64
A_STEP = 10_000
"""What a step costs besides the accounts and neighbours that it looks at, in their number."""
_SAMPLED = 4
_SAMPLE_PART = 0.03
_A_TIE = 2.0  # what a tie costs igraph, in accounts and neighbours looked at by 64 searches at once


def path_lengths(graph: LayerGraph, budget: Budget) -> tuple[int, ...]:
    """By length from 1, how many shortest paths along the ties there are, of all finite ones.

    Where accounts reach few others, igraph walks from one after the other; else 64 walk at once.

    Raises:
        LeftOutError: it costs more than its budget: long paths cost as much as many ties.
    """
    import numpy as np

    meter = budget.meter("searches")
    leading = np.flatnonzero(graph.outdegree)
    if len(leading) > AT_ONCE * _SAMPLED:
        walk = sampled_walk(graph, budget)
        if walk is not None and walk.one_by_one < walk.at_once:
            meter.spend(walk.one_by_one)
            with told_how_far() if walk.one_by_one > A_SECOND["searches"] else nullcontext():
                return tuple(int(found) for _, _, found in graph.directed.path_length_hist(directed=True).bins())
    paths: list[int] = []
    for first in range(0, len(leading), AT_ONCE):
        sources = leading[first : first + AT_ONCE]
        for step, fresh in enumerate(breadth_first_searches(*graph.sources_of, sources, meter), start=1):
            paths += [0] * (step - len(paths))
            paths[step - 1] += int(np.bitwise_count(fresh).sum())
        so_far(f"{100 * (first + len(sources)) / len(leading):.0f} %")
        meter.foresee((first + len(sources)) / len(leading))
    return tuple(paths)


@dataclass(frozen=True)
class Walk:
    """What searching from every account along the ties is likely to cost, by a sample of accounts.

    Args:
        ties: the ties that are passed, one search after the other.
        one_by_one: the same in units of the measure ``searches``.
        at_once: what 64 searches at once cost, in the same units.
    """

    ties: float
    one_by_one: float
    at_once: float


def sampled_walk(graph: LayerGraph, budget: Budget) -> Walk | None:
    """Searches from 256 accounts, evenly spread over the alphabet; None where these alone cost too much."""
    import numpy as np

    leading = np.flatnonzero(graph.outdegree)
    if not len(leading):
        return Walk(0, 0, 0)
    meter = budget.meter("searches", part=_SAMPLE_PART)
    chosen = np.unique(leading[np.linspace(0, len(leading) - 1, AT_ONCE * _SAMPLED).astype(np.int64)])
    ties = float(graph.outdegree[chosen].sum())
    try:
        for first in range(0, len(chosen), AT_ONCE):
            for fresh in breadth_first_searches(*graph.sources_of, chosen[first : first + AT_ONCE], meter):
                ties += float((np.bitwise_count(fresh) * graph.outdegree).sum())
    except LeftOutError:
        return None
    of_all = len(leading) / len(chosen)
    return Walk(ties * of_all, ties * of_all * _A_TIE, meter.spent * of_all)


def breadth_first_searches(
    starts: "Integers", before: "Integers", sources: "Integers", meter: Meter
) -> "Iterator[Bits]":
    """Step by step, by account the bits of those sources that reach it with this step.

    Args:
        starts: by account, where those begin from which one step leads to it; one more at the end.
        before: those accounts, one account after the other.
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
        meter.spend(len(before) + nodes + A_STEP)
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
