"""Centralities of the accounts of a layer: degrees, betweenness, closeness, PageRank, hubs, core, community.

What belongs here: measures of accounts. What does not: measures of a whole layer (metrics.py). igraph computes what is
costly; tests hold every measure against networkx.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mtw_pipeline.network.breadth_first_search import ALL_PATHS_LIMIT, steps_from_all
from mtw_pipeline.network.communities import Partition
from mtw_pipeline.network.graph import LayerGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

BETWEENNESS_LIMIT = 4_000_000_000
"""Accounts times ties up to which betweenness is computed (some seconds); above, it is NULL."""

_DAMPING = 0.85
_TOLERANCE = 1e-10
_ROUNDS = 2_000


def centralities(graph: LayerGraph, partition: Partition) -> Mapping[str, object]:
    """By column of user_metrics, the values of all accounts in their order."""
    import numpy as np

    size = graph.nodes * max(graph.ties, 1)
    hubs, authorities = hubs_and_authorities(graph)
    unknown = [None] * graph.nodes
    return {
        "account": list(graph.accounts),
        "indegree": graph.indegree,
        "outdegree": graph.outdegree,
        "degree": graph.indegree + graph.outdegree,
        "times_in": np.bincount(graph.target, weights=graph.times, minlength=graph.nodes).astype(np.int64),
        "times_out": np.bincount(graph.source, weights=graph.times, minlength=graph.nodes).astype(np.int64),
        "betweenness": graph.directed.betweenness(directed=True) if size <= BETWEENNESS_LIMIT else unknown,
        "closeness": _closeness(graph) if size <= ALL_PATHS_LIMIT else unknown,
        "pagerank": graph.directed.pagerank(directed=True, damping=_DAMPING) if graph.nodes else [],
        "hub": unknown if hubs is None else hubs,
        "authority": unknown if authorities is None else authorities,
        "core": graph.undirected.coreness(),
        "community": partition.membership,
    }


def _closeness(graph: LayerGraph) -> list[float | None]:
    """Accounts within reach over the sum of steps to them, without direction; None for an account without a tie."""
    found = steps_from_all(*graph.neighbours)
    steps, others = found.to_account.tolist(), found.from_accounts.tolist()
    return [
        reached / sum_of_steps if sum_of_steps else None for reached, sum_of_steps in zip(others, steps, strict=True)
    ]


def hubs_and_authorities(graph: LayerGraph) -> "tuple[Numbers, Numbers] | tuple[None, None]":
    """Kleinberg 1999, each adding up to 1, by power iteration from equal values; None where it does not converge."""
    import numpy as np

    if not graph.ties:
        return None, None
    hubs: Numbers = np.full(graph.nodes, 1 / graph.nodes)
    for _ in range(_ROUNDS):
        authorities = _shares(graph.target, hubs[graph.source], graph.nodes)
        again = _shares(graph.source, authorities[graph.target], graph.nodes)
        moved = float(np.abs(again - hubs).sum())
        hubs = again
        if moved < _TOLERANCE:
            return hubs, authorities
    return None, None


def _shares(ends: "NDArray[np.int64]", weights: "Numbers", nodes: int) -> "Numbers":
    import numpy as np

    summed = np.bincount(ends, weights=weights, minlength=nodes).astype(np.float64)
    shares: Numbers = summed / summed.sum()
    return shares
