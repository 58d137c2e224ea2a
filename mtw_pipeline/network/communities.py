"""Communities of a layer by three algorithms, the same for the same ties whatever their order.

What belongs here: partitions, numbered by size. What does not: what is said of a community (communities.sql).
FastGreedy: Clauset, Newman and Moore 2004 (as Netlytic and NodeXL). Louvain: Blondel et al. 2008. Leiden: Traag,
Waltman and van Eck 2019. All on the simple undirected graph, for modularity at resolution 1.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.engine import seeded, told_how_far
from mtw_pipeline.network.graph import LayerGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

_CONVERGE_LIMIT = 200_000
_ITERATIONS = 4
_BETA = 0.01  # igraph's own
_AMPLE = 100  # iterations; seen were at most 20
_A_PAIR = 6_000  # what a pair costs besides, in neighbours looked at
_AN_ACCOUNT = 30  # what an account costs besides whenever a component is done, likewise


@dataclass(frozen=True)
class Partition:
    """Communities by one algorithm: by account the number of its community, 1 the largest; and the modularity."""

    membership: "Integers"
    modularity: float | None


def leiden(graph: LayerGraph, seed: int, budget: Budget) -> Partition:
    """Leiden's partition: to convergence up to 200,000 ties, of four iterations above; of fewer where these cost more.

    Raises:
        LeftOutError: not one iteration is within its budget.
    """
    pairs = len(graph.pairs[0])
    budget.allow("leiden", pairs)
    within = budget.units("leiden") // max(pairs, 1)
    converges = pairs <= _CONVERGE_LIMIT
    membership: list[int] | None = None
    with seeded(seed):
        if converges and within >= _AMPLE:
            return _numbered(graph, _by_leiden(graph, -1))
        # To convergence igraph knows no other end, so near the budget iterations are asked for one by one.
        for _ in range(within if converges else 1):
            found = _by_leiden(graph, 1 if converges else min(_ITERATIONS, within), membership)
            if found == membership:
                break
            membership = found
    return _numbered(graph, membership or [])


def _by_leiden(graph: LayerGraph, iterations: int, membership: list[int] | None = None) -> list[int]:
    """What igraph finds, as it gives it: its objects of communities go through all accounts once more, in Python."""
    from igraph import GraphBase

    found, _ = GraphBase.community_leiden(
        graph.undirected, resolution=1, normalize_resolution=True, beta=_BETA, n_iterations=iterations,
        initial_membership=membership,
    )  # fmt: skip
    return list(found)


def louvain(graph: LayerGraph, seed: int, budget: Budget) -> Partition:
    """Louvain's partition.

    Raises:
        LeftOutError: it would cost more than its budget.
    """
    from igraph import GraphBase

    budget.allow("louvain", len(graph.pairs[0]))
    with seeded(seed):
        found = GraphBase.community_multilevel(graph.undirected, None, return_levels=False, resolution=1)
    return _numbered(graph, list(found))


def fastgreedy(graph: LayerGraph, budget: Budget) -> Partition:
    """FastGreedy's partition at its highest modularity.

    Raises:
        LeftOutError: it would cost more than its budget: one account that ten thousand name is enough.
    """
    budget.allow("fastgreedy", fastgreedy_work(graph))
    if not graph.ties:
        return _numbered(graph, list(range(graph.nodes)))
    with told_how_far():
        found = graph.undirected.community_fastgreedy()
    return _numbered(graph, found.as_clustering().membership)


def fastgreedy_work(graph: LayerGraph) -> int:
    """What FastGreedy costs, from the degrees: neighbours looked at while hubs are merged with what hangs on them.

    A merge changes what every neighbour of the two is worth to them. Neighbours of one degree are worth the same, and
    after each of them that changes igraph looks through all others for the best: each merge of an account costs its
    neighbours times those that are alike, and it is merged about as often as there are such. Of a star that is the
    third power of its leaves. And whenever a component is done, igraph goes through the communities that are left.
    """
    import numpy as np

    low, high = graph.pairs
    degree = np.bincount(np.concatenate([low, high]), minlength=graph.nodes).astype(np.int64)
    account, neighbour = np.concatenate([low, high]), np.concatenate([high, low])
    alike = account * (int(degree.max(initial=0)) + 1) + degree[neighbour]
    kinds, alike_ones = np.unique(alike, return_counts=True)
    components = len(graph.sizes_of_components("weak"))
    of_account = kinds // (int(degree.max(initial=0)) + 1)
    merged = int((degree[of_account].astype(float) * alike_ones.astype(float) ** 2).sum())
    return merged + _A_PAIR * len(low) + _AN_ACCOUNT * graph.nodes * components


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
