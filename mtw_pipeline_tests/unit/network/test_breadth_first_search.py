"""Searches find the shortest paths that networkx finds, whichever way is taken and whatever batch they fall into."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest

from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.shortest_paths.breadth_first_search import Walk, path_lengths, sampled_walk
from mtw_pipeline.network.shortest_paths.closeness import sums_of_steps


def layer(graph: "nx.Graph[int]") -> LayerGraph:
    ties = [(f"{one:04d}", f"{other:04d}") for one, other in graph.edges if one != other]
    return LayerGraph.of([one for one, _ in ties], [other for _, other in ties], [1] * len(ties))


GRAPHS = {
    "random": nx.gnp_random_graph(200, 0.012, seed=1, directed=True),
    "scale-free": nx.DiGraph(nx.scale_free_graph(150, seed=2)),
    "path": nx.path_graph(130, create_using=nx.DiGraph),
    "star": nx.star_graph(64).to_directed(),
}
FOLDED = {
    **GRAPHS,
    "tree": nx.random_labeled_tree(300, seed=3),
    "forest": nx.gnm_random_graph(300, 170, seed=4),
    "twins": nx.complete_bipartite_graph(3, 90),
    "twins with trees": nx.compose(nx.complete_bipartite_graph(2, 70), nx.Graph((n, n + 70) for n in range(10, 40))),
    "ring with twins": nx.compose(nx.cycle_graph(20), nx.Graph((n, 20 + n % 7) for n in (0, 2, 4, 6, 8, 10, 12))),
    "square": nx.cycle_graph(4),
    "many parts": nx.disjoint_union_all([nx.barabasi_albert_graph(size, 2, seed=size) for size in (90, 70, 9, 8, 5)]),
}


@pytest.mark.parametrize("known", GRAPHS.values(), ids=GRAPHS)
@pytest.mark.parametrize("walk", [Walk(1, 0, 1), Walk(1, 1, 0), None], ids=["one by one", "64 at once", "not known"])
def test_all_shortest_paths_are_those_of_networkx(
    known: "nx.DiGraph[int]", walk: Walk | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtw_pipeline.network.shortest_paths.breadth_first_search._SAMPLED", 1)
    monkeypatch.setattr("mtw_pipeline.network.shortest_paths.breadth_first_search.sampled_walk", lambda *_: walk)
    lengths = dict(nx.all_pairs_shortest_path_length(known))
    counted = Counter(steps for reached in lengths.values() for steps in reached.values() if steps)
    assert dict(enumerate(path_lengths(layer(known), Budget(30)), start=1)) == counted


@pytest.mark.parametrize("known", GRAPHS.values(), ids=GRAPHS)
def test_a_sample_of_all_accounts_counts_the_ties_that_are_passed(known: "nx.DiGraph[int]") -> None:
    """From each account that leads anywhere: the ties of all that it reaches, its own among them."""
    walk = sampled_walk(layer(known), Budget(30))
    plain = nx.DiGraph((one, other) for one, other in known.edges if one != other)
    passed = [sum(plain.out_degree(one) for one in (start, *nx.descendants(plain, start))) for start in plain]
    assert walk is not None
    assert walk.ties == sum(passed)


@pytest.mark.parametrize("known", FOLDED.values(), ids=FOLDED)
def test_steps_to_all_others_are_those_of_networkx(known: "nx.Graph[int]") -> None:
    graph = layer(known)
    undirected = nx.relabel_nodes(nx.Graph(known), lambda node: f"{node:04d}")
    expected = dict(nx.all_pairs_shortest_path_length(undirected))
    assert sums_of_steps(graph, Budget(30)).tolist() == [sum(expected[one].values()) for one in graph.accounts]


def test_neighbours_that_look_alike_by_chance_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the spread numbers of all accounts equal, all accounts with as many neighbours would look alike."""
    monkeypatch.setattr("mtw_pipeline.arrays.mixing.mixed", lambda numbers: np.ones(len(numbers), dtype=np.uint64))
    for known in FOLDED.values():
        test_steps_to_all_others_are_those_of_networkx(known)


def test_a_graph_without_ties_has_no_paths() -> None:
    none = np.zeros(0, dtype=np.int64)
    graph = LayerGraph.numbered(("a", "b"), np.array([0, 1]), np.array([0, 1]), np.array([1, 1]))
    assert path_lengths(graph, Budget(30)) == ()
    assert sums_of_steps(graph, Budget(30)).tolist() == [0, 0]
    assert sums_of_steps(LayerGraph.numbered((), none, none, none), Budget(30)).tolist() == []
