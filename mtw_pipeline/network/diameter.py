"""The exact diameter of an undirected network by bounding eccentricities.

Takes and Kosters 2011, Determining the Diameter of Small World Networks, CIKM, algorithm 1 (BoundingDiameters): a few
breadth-first searches bound every account's eccentricity until no account can hold a longer path. What belongs here:
that search. What does not: directed paths (metrics.py), for which there is no such shortcut.
"""

from typing import TYPE_CHECKING

from mtw_pipeline.network.graph import LayerGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


def undirected_diameter(graph: LayerGraph, component_of: "Integers") -> tuple[int, int] | None:
    """The longest shortest path within any component, and within the largest; None for a graph without accounts.

    Args:
        graph: the layer.
        component_of: by account, the number of its weak component.
    """
    import numpy as np

    if not graph.nodes:
        return None
    sizes = np.bincount(component_of)
    order = np.argsort(-sizes, kind="stable")
    of_largest = _component_diameter(graph, np.flatnonzero(component_of == order[0]))
    longest = of_largest
    if (sizes[order[1:]] - 1 > longest).any():
        members = np.argsort(component_of, kind="stable")
        ends = np.cumsum(sizes)
        for component in order[1:]:
            if sizes[component] - 1 <= longest:
                break
            here = members[ends[component] - sizes[component] : ends[component]]
            longest = max(longest, _component_diameter(graph, here))
    return longest, of_largest


def distances(graph: LayerGraph, start: int) -> "Integers":
    """Steps from an account to every other without regard to direction; -1 where there is no path."""
    import numpy as np

    starts, others = graph.neighbours
    found = np.full(graph.nodes, -1, dtype=np.int64)
    found[start] = 0
    frontier = np.array([start], dtype=np.int64)
    steps = 0
    while len(frontier):
        steps += 1
        lengths = starts[frontier + 1] - starts[frontier]
        offsets = np.repeat(starts[frontier] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        reached = others[offsets + np.arange(int(lengths.sum()))]
        fresh = reached[found[reached] < 0]
        found[fresh] = steps
        frontier = np.unique(fresh)
    return found


def _component_diameter(graph: LayerGraph, members: "Integers") -> int:
    import numpy as np

    if len(members) < 2:  # noqa: PLR2004 - one account has no path
        return 0
    starts, _ = graph.neighbours
    degree = (starts[members + 1] - starts[members]).astype(np.int64)
    low, high = np.zeros(len(members), dtype=np.int64), np.full(len(members), len(members), dtype=np.int64)
    waiting = np.ones(len(members), dtype=bool)
    shortest, longest = 0, len(members)
    takes_high = True
    while waiting.any() and shortest < longest:
        places = np.flatnonzero(waiting)
        bound = high[places] if takes_high else -low[places]
        takes_high = not takes_high
        chosen = places[np.lexsort((members[places], -degree[places], -bound))[0]]
        steps = distances(graph, int(members[chosen]))[members]
        reach = int(steps.max())
        low = np.maximum(low, np.maximum(reach - steps, steps))
        high = np.minimum(high, reach + steps)
        low[chosen] = high[chosen] = reach
        shortest = max(shortest, int(low.max()))
        longest = int(high.max())
        waiting &= ~((high <= shortest) | (low == high))
        waiting[chosen] = False
    return shortest
