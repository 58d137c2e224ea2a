"""The exact diameter of an undirected network by bounding eccentricities.

After Takes and Kosters 2011, Determining the Diameter of Small World Networks, CIKM: searches from a few accounts bound
every account's eccentricity, and an account whose bound is no longer than the longest path known need not be searched
from. Where single searches do not settle it, 64 accounts are searched from at once (breadth_first_search.py).
What belongs here: that search. What does not: directed paths (metrics.py), for which there is no such shortcut.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import LeftOutError
from mtw_pipeline.network.budget import Budget, Meter
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.shortest_paths.breadth_first_search import AT_ONCE, bits, breadth_first_searches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

_SINGLE_SEARCHES = 48
_SINGLE_COST = 10  # a neighbour of a single search costs as much as so many of 64 searches at once
_A_STEP = 10_000  # what a step costs besides
_NEAR = 4


@dataclass(frozen=True)
class Diameter:
    """A diameter between bounds, which are equal where it is exact."""

    at_least: int
    at_most: int

    @property
    def exact(self) -> int | None:
        """The diameter; None where only bounds are known."""
        return self.at_least if self.at_least == self.at_most else None


def undirected_diameter(
    graph: LayerGraph, component_of: "Integers", budget: Budget
) -> tuple[Diameter, Diameter] | None:
    """The longest shortest path within any component, and within the largest; None for a graph without accounts.

    Args:
        graph: the layer.
        component_of: by account, the number of its weak component.
        budget: what the search may cost; where it is not settled by then, its bounds are told.
    """
    import numpy as np

    meter = budget.meter("searches")
    if not graph.nodes:
        return None
    sizes = np.bincount(component_of)
    members = np.argsort(component_of, kind="stable")
    ends = np.cumsum(sizes)
    order = np.argsort(-sizes, kind="stable")
    of_largest = _component_diameter(graph, members[ends[order[0]] - sizes[order[0]] : ends[order[0]]], meter)
    low, high = of_largest.at_least, of_largest.at_most
    at_least, at_most = _swept(graph, component_of, sizes, meter)
    low, high = max(low, int(at_least[order[1:]].max(initial=0))), max(high, int(at_least[order[1:]].max(initial=0)))
    for component in order[1:]:
        if at_most[component] <= low:
            continue
        found = _component_diameter(graph, members[ends[component] - sizes[component] : ends[component]], meter)
        low = max(low, found.at_least)
        high = max(high, min(found.at_most, int(at_most[component])))
    return Diameter(low, max(low, high)), of_largest


def _swept(
    graph: LayerGraph, component_of: "Integers", sizes: "Integers", meter: Meter
) -> tuple["Integers", "Integers"]:
    """Bounds of the diameter of every component, by a search from its account with most neighbours and one from there.

    The second begins where the first ended: of a tree, that is the diameter. None is more than twice any account's
    farthest. Where the work is more than the budget, only the number of accounts bounds it.
    """
    import numpy as np

    starts, _ = graph.neighbours
    known = (np.zeros(len(sizes), dtype=np.int64), sizes - 1)
    try:
        steps = distances(graph, _last_of_each(component_of, starts[1:] - starts[:-1]), meter)
        farthest = _last_of_each(component_of, steps)
        again = distances(graph, farthest, meter)
    except LeftOutError:
        return known
    reached = again[_last_of_each(component_of, again)]
    ties = np.bincount(component_of, weights=starts[1:] - starts[:-1]).astype(np.int64) // 2
    return reached, np.where(
        ties == sizes - 1, reached, np.minimum(sizes - 1, 2 * np.minimum(steps[farthest], reached))
    )


def _last_of_each(component_of: "Integers", values: "Integers") -> "Integers":
    """By component, the account with the highest value."""
    import numpy as np

    order = np.lexsort((values, component_of))
    ordered = component_of[order]
    return order[np.flatnonzero(np.concatenate([ordered[1:] != ordered[:-1], [True]]))]


def distances(graph: LayerGraph, start: "Integers", meter: Meter | None = None) -> "Integers":
    """Steps to every account from the nearest of some, without regard to direction; -1 where there is no path.

    Raises:
        LeftOutError: the work is more than the budget that the meter counts for.
    """
    import numpy as np

    starts, others = graph.neighbours
    found = np.full(graph.nodes, -1, dtype=np.int64)
    found[start] = 0
    place = np.empty(graph.nodes, dtype=np.int64)
    frontier = start
    steps = 0
    if meter is not None:
        meter.spend(graph.nodes)
    while len(frontier):
        steps += 1
        lengths = starts[frontier + 1] - starts[frontier]
        offsets = np.repeat(starts[frontier] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        if meter is not None:
            meter.spend(int(lengths.sum()) * _SINGLE_COST + _A_STEP)
        reached = others[offsets + np.arange(int(lengths.sum()))]
        fresh = reached[found[reached] < 0]
        found[fresh] = steps
        place[fresh] = np.arange(len(fresh))
        frontier = fresh[place[fresh] == np.arange(len(fresh))]  # each once, in a third of the time of sorting them
    return found


def _component_diameter(graph: LayerGraph, members: "Integers", meter: Meter) -> Diameter:
    if len(members) < 2:  # noqa: PLR2004 - one account has no path
        return Diameter(0, 0)
    search = _Search(graph, members, meter)
    try:
        for number in range(min(_SINGLE_SEARCHES, len(members))):
            if search.is_settled:
                break
            search.from_one(takes_high=number % 2 == 0)
        while not search.is_settled:
            search.from_many()
    except LeftOutError:  # what is known by then are bounds
        return search.bounds
    return search.bounds


class _Search:
    """Bounds of the eccentricity of every member of a component, and the longest path that is known."""

    def __init__(self, graph: LayerGraph, members: "Integers", meter: Meter) -> None:
        import numpy as np

        starts, _ = graph.neighbours
        self._graph, self._members, self._meter = graph, members, meter
        self._degree = starts[members + 1] - starts[members]
        self._low = np.zeros(len(members), dtype=np.int64)
        self._high = np.full(len(members), len(members), dtype=np.int64)
        self._waits = np.ones(len(members), dtype=bool)
        self._longest = 0

    @property
    def is_settled(self) -> bool:
        """Whether no account can hold a longer path than the longest known."""
        return not self._waits.any()

    @property
    def bounds(self) -> Diameter:
        """What is known."""
        open_ones = self._high[self._waits]
        return Diameter(self._longest, max(self._longest, int(open_ones.max()) if len(open_ones) else 0))

    def from_one(self, *, takes_high: bool) -> None:
        """Search from the account that may reach farthest, or from the one nearest to all."""
        import numpy as np

        places = np.flatnonzero(self._waits)
        bound = self._high[places] if takes_high else -self._low[places]
        chosen = places[np.lexsort((self._members[places], -self._degree[places], -bound))[0]]
        steps = distances(self._graph, self._members[chosen : chosen + 1], self._meter)[self._members]
        reach = int(steps.max())
        self._low = np.maximum(self._low, np.maximum(reach - steps, steps))
        self._high = np.minimum(self._high, reach + steps)
        self._low[chosen] = self._high[chosen] = reach
        self._longest = max(self._longest, int(self._low.max()))
        self._settle()

    def from_many(self) -> None:
        """Search from 64 accounts at once: those with most neighbours, which settle all that are near them."""
        import numpy as np

        places = np.flatnonzero(self._waits)
        order = np.lexsort((self._members[places], -self._degree[places]))
        half = AT_ONCE // 2
        chosen = places[np.unique(np.concatenate([order[:half], order[-half:]]))]
        reaches, near = _searches(self._graph, self._members[chosen], self._meter)
        self._longest = max(self._longest, int(reaches.max()))
        self._low[chosen] = self._high[chosen] = reaches
        for step, reached in enumerate(near, start=1):
            here = reached[self._members]
            for reach in np.unique(reaches):
                mask = np.bitwise_or.reduce(bits(len(chosen))[reaches == reach])
                touched = (here & mask) != 0
                self._high[touched] = np.minimum(self._high[touched], reach + step)
        self._settle()

    def _settle(self) -> None:
        self._waits &= (self._high > self._longest) & (self._low < self._high)


def _searches(graph: LayerGraph, sources: "Integers", meter: Meter) -> "tuple[Integers, list[NDArray[np.uint64]]]":
    """The eccentricity of up to 64 accounts, and by step (the first few) which of them have reached each account."""
    import numpy as np

    single = bits(len(sources))
    seen = np.zeros(graph.nodes, dtype=np.uint64)
    seen[sources] = single
    reaches = np.zeros(len(sources), dtype=np.int64)
    near: list[NDArray[np.uint64]] = []
    for step, fresh in enumerate(breadth_first_searches(*graph.neighbours, sources, meter), start=1):
        reaches[(single & np.bitwise_or.reduce(fresh)) != 0] = step
        if step <= _NEAR:
            seen |= fresh
            near.append(seen.copy())
    return reaches, near
