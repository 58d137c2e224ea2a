"""Searches from 64 accounts at once find the shortest paths that networkx finds, whatever the batch they fall into."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest

from mtw_pipeline.network.breadth_first_search import steps_from_all
from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline_tests.unit.network.layers import places_of


def layer(graph: "nx.Graph[int]") -> LayerGraph:
    ties = [(f"{one:04d}", f"{other:04d}") for one, other in graph.edges if one != other]
    return LayerGraph.of([one for one, _ in ties], [other for _, other in ties], [1] * len(ties))


GRAPHS = [
    nx.gnp_random_graph(200, 0.012, seed=1, directed=True),
    nx.scale_free_graph(150, seed=2),
    nx.path_graph(130, create_using=nx.DiGraph),
    nx.star_graph(64).to_directed(),
]


@pytest.mark.parametrize("known", GRAPHS, ids=["random", "scale-free", "path", "star"])
def test_all_shortest_paths_are_those_of_networkx(known: "nx.DiGraph[int]") -> None:
    graph = layer(nx.DiGraph(known))
    found = steps_from_all(*graph.sources_of, Budget(30))
    theirs = nx.relabel_nodes(nx.DiGraph(known), lambda node: f"{node:04d}")
    lengths = {one: dict(reached) for one, reached in nx.all_pairs_shortest_path_length(theirs)}
    counted = Counter(steps for reached in lengths.values() for steps in reached.values() if steps)
    assert dict(enumerate(found.paths, start=1)) == counted
    for place, account in enumerate(graph.accounts):
        leading = [reached[account] for one, reached in lengths.items() if account in reached and one != account]
        assert (found.to_account[place], found.from_accounts[place]) == (sum(leading), len(leading))


@pytest.mark.parametrize("known", GRAPHS, ids=["random", "scale-free", "path", "star"])
def test_closeness_of_more_accounts_than_one_batch_holds(known: "nx.DiGraph[int]") -> None:
    graph = layer(nx.DiGraph(known))
    undirected = nx.Graph(nx.relabel_nodes(nx.DiGraph(known), lambda node: f"{node:04d}"))
    undirected.remove_edges_from(nx.selfloop_edges(undirected))
    expected = nx.closeness_centrality(undirected, wf_improved=False)
    found = places_of(graph)["closeness"]
    assert list(found) == pytest.approx([expected[account] for account in graph.accounts])  # type: ignore[call-overload]


def test_a_graph_without_ties_has_no_paths() -> None:
    found = steps_from_all(np.zeros(4, dtype=np.int64), np.zeros(0, dtype=np.int64), Budget(30))
    assert (found.to_account.tolist(), found.from_accounts.tolist(), found.paths) == ([0, 0, 0], [0, 0, 0], ())
