"""Closeness of every account of a layer, exact: steps to all others, direction ignored.

Most accounts hang on another by one tie, or have the same neighbours as another. So the graph is folded before it is
searched: trees are taken off leaf by leaf into the account that they hang on, which then weighs as much as they; twins,
accounts with the same neighbours, become one. The rest is searched from 64 accounts at once, a bit each (Then et al.
2014, The More the Merrier, PVLDB 8), each component by itself. Every number is a whole one, so that nothing is lost.
What belongs here: that search. What does not: directed paths (breadth_first_search.py), diameters (diameter.py).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.activity import so_far
from mtw_pipeline.network.budget import Budget, Meter
from mtw_pipeline.network.graph import LayerGraph, grouped
from mtw_pipeline.network.shortest_paths.breadth_first_search import A_STEP, AT_ONCE, bits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


def closeness(graph: LayerGraph, budget: Budget) -> list[float | None]:
    """By account, accounts within reach over the sum of steps to them; None for an account without a tie.

    Raises:
        LeftOutError: it costs more than its budget: long paths cost as much as many ties.
    """
    component = graph.components("weak")
    others = (graph.sizes_of_components("weak") - 1)[component].tolist()
    steps = sums_of_steps(graph, budget).tolist()
    return [reached / walked if reached else None for reached, walked in zip(others, steps, strict=True)]


def sums_of_steps(graph: LayerGraph, budget: Budget) -> "Integers":
    """By account, the steps of the shortest paths to all accounts of its component.

    Raises:
        LeftOutError: as ``closeness``.
    """
    import numpy as np

    meter = budget.meter("searches")
    component, sizes = graph.components("weak"), graph.sizes_of_components("weak")
    trees = _without_trees(*graph.neighbours, meter)
    core = np.flatnonzero(trees.stays)
    below = _summed(component[core], trees.below[core], len(sizes))
    sums = np.zeros(graph.nodes, dtype=np.int64)
    sums[core] = below[component[core]]
    within, starts, others = _core_of(graph, trees)
    if len(within):
        twins = _twins(starts, others)
        weights = trees.weight[within]
        of_class = _summed(twins, weights, int(twins.max()) + 1)
        between = _Searches(*_folded(starts, others, twins), of_class, meter).sums()
        sums[within] += between[twins] + 2 * (of_class[twins] - weights)
    for leaves, parents in reversed(trees.rounds):
        sums[leaves] = sums[parents] + sizes[component[leaves]] - 2 * trees.weight[leaves]
    return sums


@dataclass(frozen=True)
class _Trees:
    """What is left when every tree is taken off.

    Args:
        stays: by account, whether it is left: those on a way round, and one of every component that is a tree.
        weight: by account, itself and what hung on it.
        below: by account, the steps from it to all that hung on it.
        rounds: accounts that were taken off together, and those that they hung on.
    """

    stays: "NDArray[np.bool_]"
    weight: "Integers"
    below: "Integers"
    rounds: list[tuple["Integers", "Integers"]]


def _without_trees(starts: "Integers", others: "Integers", meter: Meter) -> _Trees:
    import numpy as np

    from mtw_pipeline.arrays.distinct import each_once

    nodes = len(starts) - 1
    degree = starts[1:] - starts[:-1]
    running = np.concatenate([[0], np.cumsum(others)])
    neighbour = running[starts[1:]] - running[starts[:-1]]  # the sum of those left: of a leaf, its only one
    trees = _Trees(np.ones(nodes, dtype=bool), np.ones(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64), [])
    leaves = np.flatnonzero(degree == 1)
    while len(leaves):
        meter.spend(10 * len(leaves) + A_STEP)
        parents = neighbour[leaves]
        hangs = (degree[parents] > 1) | (leaves > parents)
        leaves, parents = leaves[hangs], parents[hangs]
        np.add.at(trees.weight, parents, trees.weight[leaves])
        np.add.at(trees.below, parents, trees.below[leaves] + trees.weight[leaves])
        np.subtract.at(degree, parents, 1)
        np.subtract.at(neighbour, parents, leaves)
        degree[leaves] = 0
        trees.stays[leaves] = False
        trees.rounds.append((leaves, parents))
        touched = each_once(parents)
        leaves = touched[degree[touched] == 1]
    return trees


def _core_of(graph: LayerGraph, trees: _Trees) -> tuple["Integers", "Integers", "Integers"]:
    """Accounts with two neighbours and more that stay, and their neighbours by their places among these, in order."""
    import numpy as np

    from mtw_pipeline.arrays.distinct import each_once

    low, high = graph.pairs
    both = trees.stays[low] & trees.stays[high]
    low, high = low[both], high[both]
    within = each_once(np.concatenate([low, high]))
    place = np.zeros(graph.nodes, dtype=np.int64)
    place[within] = np.arange(len(within))
    starts, others = _ordered(place[low], place[high], len(within))
    return within, starts, others


def _ordered(low: "Integers", high: "Integers", nodes: int) -> tuple["Integers", "Integers"]:
    """Of pairs, where each account's neighbours begin, and these in order."""
    import numpy as np

    keys = np.sort(np.concatenate([low * nodes + high, high * nodes + low]))
    return grouped(keys // nodes, keys % nodes, nodes)


def _twins(starts: "Integers", others: "Integers") -> "Integers":
    """By account, the number of its class: accounts of a class have the same neighbours."""
    import numpy as np

    from mtw_pipeline.arrays.mixing import STEP, mixed

    nodes, degree = len(starts) - 1, starts[1:] - starts[:-1]
    running = np.zeros(len(others) + 1, dtype=np.uint64)
    np.cumsum(mixed(others.astype(np.uint64) + STEP), out=running[1:])
    likeness = running[starts[1:]] - running[starts[:-1]]
    _, first, classes = np.unique(likeness, return_index=True, return_inverse=True)
    model = first[classes]
    moved = np.repeat(starts[model] - starts[:-1], degree)
    compared = np.minimum(np.arange(len(others)) + moved, len(others) - 1)
    differs = degree != degree[model]
    differs |= np.bincount(np.repeat(np.arange(nodes), degree)[others[compared] != others], minlength=nodes) > 0
    classes[differs] = len(first) + np.arange(int(differs.sum()))  # alike by chance only
    return np.unique(classes, return_inverse=True)[1].astype(np.int64)


def _folded(starts: "Integers", others: "Integers", twins: "Integers") -> tuple["Integers", "Integers"]:
    """The neighbours of classes."""
    import numpy as np

    from mtw_pipeline.arrays.distinct import each_once

    classes = int(twins.max()) + 1
    keys = each_once(np.repeat(twins, starts[1:] - starts[:-1]) * classes + twins[others])
    return grouped(keys // classes, keys % classes, classes)


def _summed(numbers: "Integers", values: "Integers", length: int) -> "Integers":
    import numpy as np

    summed = np.zeros(length, dtype=np.int64)
    np.add.at(summed, numbers, values)
    return summed


class _Searches:
    """Searches from every node of a graph whose nodes have weights; every node has a neighbour.

    Args:
        starts: where each node's neighbours begin.
        others: these.
        weights: by node, its weight.
        meter: counts the work.
    """

    def __init__(self, starts: "Integers", others: "Integers", weights: "Integers", meter: Meter) -> None:
        import igraph
        import numpy as np

        nodes = len(weights)
        source = np.repeat(np.arange(nodes), starts[1:] - starts[:-1])
        once = source < others
        graph = igraph.Graph(n=nodes, edges=np.stack([source[once], others[once]], axis=1))
        component = np.array(igraph.GraphBase.connected_components(graph), dtype=np.int64)
        sizes = np.bincount(component)
        self._order = np.lexsort((weights, component, -sizes[component]))
        place = np.empty(nodes, dtype=np.int64)
        place[self._order] = np.arange(nodes)
        self._starts, self._others = _ordered(place[source[once]], place[others[once]], nodes)
        self._weights, self._meter = weights[self._order], meter
        ordered = component[self._order]
        begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        self._bounds = np.concatenate([begins, [nodes]])

    def sums(self) -> "Integers":
        """By node, the steps from it to every other, as often as that weighs.

        Raises:
            LeftOutError: it costs more than its budget.
        """
        import numpy as np

        nodes = len(self._weights)
        found = np.zeros(nodes, dtype=np.int64)
        first = 0
        while first < nodes:
            component = int(np.searchsorted(self._bounds, first, side="right")) - 1
            end = int(self._bounds[component + 1])
            last = min(first + AT_ONCE, nodes if end - int(self._bounds[component]) < AT_ONCE else end)
            beyond = int(np.searchsorted(self._bounds, last - 1, side="right"))
            self._search(first, last, self._bounds[component : beyond + 1], found)
            first = last
            so_far(f"{100 * first / nodes:.0f} %")
            self._meter.foresee(first / nodes)
        sums = np.empty(nodes, dtype=np.int64)
        sums[self._order] = found
        return sums

    def _search(self, first: int, last: int, bounds: "Integers", found: "Integers") -> None:
        """Add what the nodes from ``first`` to ``last`` weigh, times the steps from them to each other node."""
        import numpy as np

        begin, end = int(bounds[0]), int(bounds[-1])
        starts = self._starts[begin : end + 1] - self._starts[begin]
        others = self._others[self._starts[begin] : self._starts[end]] - begin
        seen = np.zeros(end - begin, dtype=np.uint64)
        seen[first - begin : last - begin] = bits(last - first)
        whole = np.repeat(np.bitwise_or.reduceat(seen, bounds[:-1] - begin), np.diff(bounds))
        masks = _binary_digits(self._weights[first:last])
        rows, lengths, begins = np.arange(begin, end), np.diff(starts), starts[:-1]
        frontier, walked, step = seen, np.zeros(end - begin, dtype=np.int64), 0
        while True:
            open_ones = seen != whole
            left = int(np.count_nonzero(open_ones))
            if 2 * left < len(rows):
                found[rows] += walked
                if not left:
                    return
                others = others[np.repeat(open_ones, lengths)]
                rows, lengths, seen, whole = rows[open_ones], lengths[open_ones], seen[open_ones], whole[open_ones]
                begins, walked = np.cumsum(lengths) - lengths, np.zeros(left, dtype=np.int64)
            step += 1
            self._meter.spend(len(others) + len(rows) + A_STEP)
            fresh = np.bitwise_or.reduceat(frontier.take(others), begins) & ~seen
            seen = seen | fresh
            for digit, mask in masks:
                walked += (step << digit) * np.bitwise_count(fresh & mask).astype(np.int64)
            frontier = fresh
            if len(rows) < end - begin:
                frontier = np.zeros(end - begin, dtype=np.uint64)
                frontier[rows - begin] = fresh


def _binary_digits(weights: "Integers") -> list[tuple[int, "np.uint64"]]:
    """Of up to 64 weights, by binary digit, the bits of those that have it."""
    import numpy as np

    single = bits(len(weights))
    digits = range(int(weights.max()).bit_length())
    masks = [(digit, np.bitwise_or.reduce(single[(weights >> digit) & 1 == 1])) for digit in digits]
    return [(digit, mask) for digit, mask in masks if mask]
