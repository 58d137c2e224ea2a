"""Communities of a layer by three algorithms, the same for the same ties whatever their order.

What belongs here: partitions, numbered by size. What does not: what is said of a community (communities.sql).
FastGreedy: Clauset, Newman and Moore 2004 (as Netlytic and NodeXL). Louvain: Blondel et al. 2008. Leiden: Traag,
Waltman and van Eck 2019. All on the simple undirected graph, for modularity at resolution 1.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.network.graph import LayerGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

FASTGREEDY_LIMIT = 60_000
"""Ties above which FastGreedy is left out: 25,000 took 0.3 s, 500,000 more than ten minutes."""

LOUVAIN_LIMIT = 500_000
"""Ties above which Louvain is left out: 800,000 took half a minute, Leiden on the same 4 s."""

_CONVERGE_LIMIT = 200_000
_ITERATIONS = 4


@dataclass(frozen=True)
class Partition:
    """Communities by one algorithm: by account the number of its community, 1 the largest; and the modularity."""

    membership: "Integers"
    modularity: float | None


def leiden(graph: LayerGraph, seed: int) -> Partition:
    """Leiden's partition: to convergence up to 200,000 ties, of four iterations above."""
    rounds = -1 if len(graph.pairs[0]) <= _CONVERGE_LIMIT else _ITERATIONS
    with _Seeded(seed):
        found = graph.undirected.community_leiden(objective_function="modularity", n_iterations=rounds)
    return _numbered(graph, found.membership)


def louvain(graph: LayerGraph, seed: int) -> Partition | None:
    """Louvain's partition; None where the layer is too large for it."""
    if len(graph.pairs[0]) > LOUVAIN_LIMIT:
        return None
    with _Seeded(seed):
        found = graph.undirected.community_multilevel()
    return _numbered(graph, found.membership)


def fastgreedy(graph: LayerGraph) -> Partition | None:
    """FastGreedy's partition at its highest modularity; None where the layer is too large for it."""
    if len(graph.pairs[0]) > FASTGREEDY_LIMIT:
        return None
    if not graph.ties:
        return _numbered(graph, list(range(graph.nodes)))
    return _numbered(graph, graph.undirected.community_fastgreedy().as_clustering().membership)


class _Seeded:
    """igraph draws from a generator of the whole process: seeded here, and given back after."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __enter__(self) -> None:
        import igraph

        igraph.set_random_number_generator(random.Random(self._seed))  # noqa: S311

    def __exit__(self, *_: object) -> None:
        import igraph

        igraph.set_random_number_generator(random)


def _numbered(graph: LayerGraph, membership: list[int]) -> Partition:
    """Communities numbered by size, the larger first; of one size, the one with the first account."""
    import numpy as np

    given = np.array(membership, dtype=np.int64)
    if not len(given):
        return Partition(given, None)
    sizes = np.bincount(given)
    first = np.full(len(sizes), len(given), dtype=np.int64)
    np.minimum.at(first, given, np.arange(len(given)))
    order = np.lexsort((first, -sizes))
    number = np.empty(len(sizes), dtype=np.int64)
    number[order] = np.arange(1, len(sizes) + 1)
    modularity = graph.undirected.modularity(membership) if graph.ties else None
    return Partition(number[given], modularity)
