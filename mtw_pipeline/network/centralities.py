"""Centralities of the accounts of a layer: degrees, betweenness, closeness, PageRank, hubs, core, community.

What belongs here: measures of accounts. What does not: measures of a whole layer (metrics.py). igraph computes what is
costly; tests hold every measure against networkx.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.network.budget import A_SECOND, Budget
from mtw_pipeline.network.communities import Partition
from mtw_pipeline.network.engine import told_how_far
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.shortest_paths.breadth_first_search import sampled_walk
from mtw_pipeline.network.shortest_paths.closeness import closeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_DAMPING = 0.85
_PRECISION = 1e-14
_TOLERANCE = 1e-10
_ROUNDS = 2_000
_A_TIE = 2.5  # what a tie that is passed costs, in accounts times ties


def centralities(
    layer: str,
    graph: LayerGraph,
    partition: Partition | None,
    budget: Budget,
    attempts: Attempts,
) -> Mapping[str, object]:
    """By column of user_metrics, the values of all accounts in their order.

    Args:
        layer: the layer's name.
        graph: its ties.
        partition: its communities; None where they were left out.
        budget: what each column may cost.
        attempts: makes the columns one by one; one that is left out is None for every account.
    """

    def column(name: str, make: Callable[[], object]) -> object:
        found = attempts.value(f"{name} of the accounts of the layer {layer}", make)
        return [None] * graph.nodes if found is None else found

    hits = attempts.value(f"hubs and authorities of the layer {layer}", hubs_and_authorities, graph, budget)
    hubs, authorities = hits or ([None] * graph.nodes, [None] * graph.nodes)
    return {
        "indegree": graph.indegree,
        "outdegree": graph.outdegree,
        "degree": graph.indegree + graph.outdegree,
        **times_of_accounts(graph),
        "betweenness": column("betweenness", lambda: _betweenness(graph, budget)),
        "closeness": column("closeness", lambda: _closeness(graph, budget)),
        "pagerank": column("pagerank", lambda: _pagerank(graph)),
        "hub": hubs,
        "authority": authorities,
        "core": column("core", graph.undirected.coreness),
        "community": [None] * graph.nodes if partition is None else partition.membership,
    }


def times_of_accounts(graph: LayerGraph) -> "dict[str, NDArray[np.int64]]":
    """How often ties of others led to each account, and its ties to others."""
    import numpy as np

    def times(ends: "NDArray[np.int64]") -> "NDArray[np.int64]":
        return np.bincount(ends, weights=graph.times, minlength=graph.nodes).astype(np.int64)

    return {"times_in": times(graph.target), "times_out": times(graph.source)}


def _betweenness(graph: LayerGraph, budget: Budget) -> list[float]:
    """Shortest paths through each account (Brandes 2001), not normalized."""
    walk = sampled_walk(graph, budget)
    most = graph.nodes * graph.ties
    work = most if walk is None else min(most, _A_TIE * walk.ties)
    budget.allow("betweenness", work)
    with told_how_far() if work > A_SECOND["betweenness"] else nullcontext():
        return list(graph.directed.betweenness(directed=True))


def _pagerank(graph: LayerGraph) -> "Numbers":
    """Brin and Page 1998, all adding up to 1; an account that leads nowhere leads to all alike.

    By rounds from equal values, which add up in one order: what igraph computes in several threads differs from run to
    run. An account's worth of 1 goes on undamped from where nothing leads, so rounds end where ties lead in no circle.
    """
    import numpy as np

    worth: Numbers = np.ones(graph.nodes)
    shares = _DAMPING / np.maximum(graph.outdegree, 1)
    while True:
        passed = np.bincount(graph.target, weights=(worth * shares)[graph.source], minlength=graph.nodes)
        again: Numbers = 1 + passed.astype(np.float64)
        if bool((np.abs(again - worth) <= _PRECISION * worth).all()):
            shares_of_all: Numbers = again / again.sum()
            return shares_of_all
        worth = again


def _closeness(graph: LayerGraph, budget: Budget) -> list[float | None]:
    return closeness(graph, budget)


def hubs_and_authorities(graph: LayerGraph, budget: Budget) -> "tuple[Numbers | list[None], Numbers | list[None]]":
    """Kleinberg 1999, each adding up to 1, by power iteration from equal values; None each where there is no tie.

    Raises:
        LeftOutError: it does not converge within its budget.
    """
    import numpy as np

    if not graph.ties:
        return [None] * graph.nodes, [None] * graph.nodes
    meter = budget.meter("hubs")
    hubs: Numbers = np.full(graph.nodes, 1 / graph.nodes)
    for _ in range(_ROUNDS):
        meter.spend(graph.ties + graph.nodes)
        authorities = _shares(graph.target, hubs[graph.source], graph.nodes)
        again = _shares(graph.source, authorities[graph.target], graph.nodes)
        moved = float(np.abs(again - hubs).sum())
        hubs = again
        if moved < _TOLERANCE:
            return hubs, authorities
    raise LeftOutError(f"left out: it did not converge in {_ROUNDS:,} rounds", remedy="Use the other centralities")


def _shares(ends: "NDArray[np.int64]", weights: "Numbers", nodes: int) -> "Numbers":
    import numpy as np

    summed = np.bincount(ends, weights=weights, minlength=nodes).astype(np.float64)
    shares: Numbers = summed / summed.sum()
    return shares
