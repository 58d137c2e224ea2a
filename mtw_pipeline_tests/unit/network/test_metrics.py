"""Every metric against networkx, or against a published value, on known graphs and on any graph."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.centralities import hubs_and_authorities
from mtw_pipeline.network.communities import Partition, fastgreedy, leiden, louvain
from mtw_pipeline.network.distribution import Distribution, gini, top_share
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.metrics import LayerFacts, measure_layer
from mtw_pipeline.network.shortest_paths.diameter import distances, undirected_diameter
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline_tests.unit.network.layers import graph_of, metrics_of, places_of

BUDGET = Budget(30)

SIX_NODES = [("a", "b"), ("b", "a"), ("a", "c"), ("c", "d"), ("d", "e"), ("d", "e"), ("e", "e"), ("f", "a")]
NAMES = st.sampled_from("abcdefghij")
TIES = st.lists(st.tuples(NAMES, NAMES), max_size=45)


def values(metrics: list[Metric]) -> dict[str, float | None]:
    return {metric.metric: metric.value for metric in metrics}


def both_ways(graph: "nx.Graph[object]") -> list[tuple[str, str]]:
    return [(str(one), str(other)) for one, other in graph.to_directed().edges]


def simple(ties: list[tuple[str, str]]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph([(one, other) for one, other in ties if one != other])
    graph.add_nodes_from(account for tie in ties for account in tie)
    return graph


def test_the_six_node_graph_gives_its_published_values() -> None:
    """Density, reciprocity and centralization of the simplified graph as igraph 1.0 gives them for these ties."""
    found = values(metrics_of(SIX_NODES))
    assert (found["nodes"], found["ties"], found["self_ties"]) == (6, 6, 1)
    assert found["density_directed"] == pytest.approx(0.2)
    assert found["reciprocity_ties"] == pytest.approx(1 / 3)
    assert found["reciprocity_dyads"] == pytest.approx(0.2)
    assert found["indegree_centralization"] == pytest.approx(0.24)
    assert found["diameter_directed"] == 4
    assert (found["weak_components"], found["largest_weak_component_share"]) == (1, 1.0)


def test_karate_club_has_its_published_values() -> None:
    found = values(metrics_of(both_ways(nx.karate_club_graph())))
    published = {
        "density_directed": 0.1390, "diameter_undirected": 5, "transitivity": 0.2557, "modularity_fastgreedy": 0.3807,
        "modularity_leiden": 0.4198, "degree_centralization": 0.3996, "degree_centralization_igraph": 0.3761,
        "reciprocity_ties": 1.0,
    }  # fmt: skip
    for metric, value in published.items():
        assert found[metric] == pytest.approx(value, abs=5e-5), metric
    assert found["modularity_louvain"] == pytest.approx(0.405, abs=0.015)
    sizes = np.bincount(partition_of(both_ways(nx.karate_club_graph())).membership)[1:]
    assert sorted(sizes.tolist()) == [8, 9, 17]


def partition_of(ties: list[tuple[str, str]]) -> Partition:
    found = fastgreedy(graph_of(ties), BUDGET)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "known", [nx.karate_club_graph(), nx.davis_southern_women_graph(), nx.les_miserables_graph(), nx.path_graph(9)]
)
def test_known_graphs_agree_with_networkx(known: "nx.Graph[object]") -> None:
    check(both_ways(known))


@given(TIES)
def test_any_graph_agrees_with_networkx(ties: list[tuple[str, str]]) -> None:
    check(ties)


def check(ties: list[tuple[str, str]]) -> None:
    """Every metric that networkx knows, computed by networkx on the simple graph."""
    found, graph = values(metrics_of(ties)), simple(ties)
    both = graph.to_undirected()
    nodes, edges = len(graph), graph.number_of_edges()
    assert (found["nodes"], found["ties"]) == (nodes, edges)
    assert found["self_ties"] == len({one for one, other in ties if one == other})
    weak, strong = list(nx.weakly_connected_components(graph)), list(nx.strongly_connected_components(graph))
    assert (found["weak_components"], found["strong_components"]) == (len(weak), len(strong))
    if not nodes:
        assert found["density_directed"] is None
        return
    assert found["largest_weak_component_share"] == pytest.approx(max(map(len, weak)) / nodes)
    assert found["largest_strong_component_share"] == pytest.approx(max(map(len, strong)) / nodes)
    assert found["diameter_undirected"] == max(nx.diameter(both.subgraph(part)) for part in weak)
    largest = max(map(len, weak))
    of_largest = {nx.diameter(both.subgraph(part)) for part in weak if len(part) == largest}
    assert found["diameter_largest_component"] in of_largest
    if nodes > 1:
        assert found["density_directed"] == pytest.approx(nx.density(graph))
        assert found["density_undirected"] == pytest.approx(nx.density(both))
    steps = [length for _, reached in nx.all_pairs_shortest_path_length(graph) for length in reached.values() if length]
    assert found["diameter_directed"] == (max(steps) if steps else None)
    assert found["average_path_length_directed"] == (pytest.approx(sum(steps) / len(steps)) if steps else None)
    assert found["reciprocity_ties"] == (pytest.approx(nx.overall_reciprocity(graph)) if edges else None)
    assert found["deepest_core"] == max(nx.core_number(both).values())
    triples = sum(degree * (degree - 1) for _, degree in both.degree)
    assert found["transitivity"] == (pytest.approx(nx.transitivity(both)) if triples else None)
    ends = [both.degree(account) for tie in both.edges for account in tie]
    same_as(found["assortativity"], ends, ends, lambda: nx.degree_assortativity_coefficient(both))
    sources, targets = (
        [graph.out_degree(one) for one, _ in graph.edges],
        [graph.in_degree(one) for _, one in graph.edges],
    )
    directed = lambda: nx.degree_assortativity_coefficient(graph, x="out", y="in")  # noqa: E731
    same_as(found["assortativity_directed"], sources, targets, directed)
    check_centralization(found, graph)


def same_as(found: float | None, sources: list[int], targets: list[int], expected: Callable[[], float]) -> None:
    """A correlation is defined where degrees vary at both ends of the ties, and nowhere else."""
    if len(set(sources)) > 1 and len(set(targets)) > 1:
        assert found == pytest.approx(expected(), abs=1e-6)
    else:
        assert found is None


def check_centralization(found: dict[str, float | None], graph: "nx.DiGraph[str]") -> None:
    nodes = len(graph)
    if nodes < 3:
        return
    for name, degrees in (
        ("indegree_centralization", [degree for _, degree in graph.in_degree]),
        ("outdegree_centralization", [degree for _, degree in graph.out_degree]),
    ):
        apart = sum(max(degrees) - degree for degree in degrees)
        assert found[name] == pytest.approx(apart / (nodes - 1) ** 2)
        assert found[f"{name}_igraph"] == pytest.approx(apart / (nodes * (nodes - 1)))
    around = [degree for _, degree in graph.to_undirected().degree]
    apart = sum(max(around) - degree for degree in around)
    assert found["degree_centralization"] == pytest.approx(apart / ((nodes - 1) * (nodes - 2)))


def test_stars_are_as_centralized_as_can_be() -> None:
    inward = values(metrics_of([(str(number), "hub") for number in range(9)]))
    assert (inward["indegree_centralization"], inward["degree_centralization"]) == (1.0, 1.0)
    outward = values(metrics_of([("hub", str(number)) for number in range(9)]))
    assert outward["outdegree_centralization"] == 1.0
    mutual = [("hub", str(number)) for number in range(9)] + [(str(number), "hub") for number in range(9)]
    assert values(metrics_of(mutual))["total_degree_centralization"] == 1.0


@given(TIES)
def test_places_of_accounts_agree_with_networkx(ties: list[tuple[str, str]]) -> None:
    graph = graph_of(ties)
    found = places_of(graph)
    theirs = simple(ties)
    names = list(graph.accounts)
    assert names == sorted(theirs)
    expected = {
        "indegree": dict(theirs.in_degree), "outdegree": dict(theirs.out_degree),
        "betweenness": nx.betweenness_centrality(theirs, normalized=False),
        "core": nx.core_number(theirs.to_undirected()),
        "pagerank": nx.pagerank(theirs, alpha=0.85, tol=1e-12, max_iter=1000) if len(theirs) else {},
    }  # fmt: skip
    for column, by_account in expected.items():
        assert list(found[column]) == pytest.approx([by_account[name] for name in names], abs=1e-6), column  # type: ignore[call-overload]
    closeness = nx.closeness_centrality(theirs.to_undirected(), wf_improved=False)
    own = [0.0 if value is None else value for value in found["closeness"]]  # type: ignore[attr-defined]
    assert own == pytest.approx([closeness[name] for name in names])
    assert sum(found["times_in"]) == sum(one != other for one, other in ties)  # type: ignore[call-overload]


def test_hubs_and_authorities_agree_with_networkx_where_they_are_unique() -> None:
    ties = [("a", "b"), ("a", "c"), ("b", "c"), ("d", "c"), ("d", "a"), ("e", "c"), ("c", "e")]
    graph = graph_of(ties)
    hubs, authorities = hubs_and_authorities(graph, BUDGET)
    theirs = nx.hits(simple(ties), tol=1e-12)
    assert hubs is not None
    assert authorities is not None
    assert hubs.tolist() == pytest.approx([theirs[0][name] for name in graph.accounts], abs=1e-8)
    assert authorities.tolist() == pytest.approx([theirs[1][name] for name in graph.accounts], abs=1e-8)


@given(TIES, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_ties_matters(ties: list[tuple[str, str]], random: object) -> None:
    again = ties + ties
    random.shuffle(again)  # type: ignore[attr-defined]
    assert metrics_of(again) == metrics_of(ties)
    one, other = graph_of(ties), graph_of(again)
    assert leiden(one, 3, BUDGET).membership.tolist() == leiden(other, 3, BUDGET).membership.tolist()
    first, second = louvain(one, 3, BUDGET), louvain(other, 3, BUDGET)
    assert first.membership.tolist() == second.membership.tolist()


@given(TIES)
def test_a_partition_covers_all_and_has_networkxs_modularity(ties: list[tuple[str, str]]) -> None:
    graph = graph_of(ties)
    both = simple(ties).to_undirected()
    for found in (leiden(graph, 1, BUDGET), louvain(graph, 1, BUDGET), fastgreedy(graph, BUDGET)):
        assert found is not None
        assert len(found.membership) == graph.nodes
        sizes = np.bincount(found.membership)[1:].tolist() if graph.nodes else []
        assert sizes == sorted(sizes, reverse=True)
        if both.number_of_edges():
            groups: dict[int, set[str]] = {}
            for account, community in zip(graph.accounts, found.membership.tolist(), strict=True):
                groups.setdefault(community, set()).add(account)
            assert found.modularity == pytest.approx(nx.community.modularity(both, groups.values()))


@given(TIES)
def test_steps_between_accounts_agree_with_networkx(ties: list[tuple[str, str]]) -> None:
    graph = graph_of(ties)
    both = simple(ties).to_undirected()
    for place, account in enumerate(graph.accounts[:3]):
        steps = nx.single_source_shortest_path_length(both, account)
        assert distances(graph, np.array([place])).tolist() == [steps.get(other, -1) for other in graph.accounts]


@pytest.mark.parametrize("seed", range(4))
def test_the_diameter_of_larger_graphs_is_exact(seed: int) -> None:
    """Random graphs of 400 accounts in several components, thin enough to have long paths."""
    theirs = nx.gnm_random_graph(400, 460, seed=seed)
    graph = graph_of([(f"n{one:03d}", f"n{other:03d}") for one, other in theirs.edges])
    component = np.array(graph.directed.connected_components(mode="weak").membership)
    found = undirected_diameter(graph, component, BUDGET)
    parts = [theirs.subgraph(part) for part in nx.connected_components(theirs) if len(part) > 1]
    assert found is not None
    assert found[0].exact == max(nx.diameter(part) for part in parts)
    assert found[1].exact == nx.diameter(max(parts, key=len))


@pytest.mark.parametrize("known", [nx.gnm_random_graph(300, 1100, seed=1), nx.barabasi_albert_graph(300, 3, seed=2)])
def test_sixty_four_searches_at_once_find_the_same(known: "nx.Graph[int]", monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs whose accounts all reach about equally far, which single searches do not settle."""
    graph = graph_of([(f"n{one:03d}", f"n{other:03d}") for one, other in known.edges])
    component = np.array(graph.directed.connected_components(mode="weak").membership)
    largest = known.subgraph(max(nx.connected_components(known), key=len))
    monkeypatch.setattr("mtw_pipeline.network.shortest_paths.diameter._SINGLE_SEARCHES", 1)
    found = undirected_diameter(graph, component, BUDGET)
    assert found is not None
    assert found[1].exact == nx.diameter(largest)
    bounded = undirected_diameter(graph, component, Budget(0.0005))
    assert bounded is not None
    assert bounded[1].exact is None
    assert bounded[1].at_least <= nx.diameter(largest) <= bounded[1].at_most


@pytest.mark.parametrize("ties", [[], [("a", "a")]], ids=["empty", "one account"])
def test_what_is_not_defined_is_none_with_its_reason(ties: list[tuple[str, str]]) -> None:
    metrics = metrics_of(ties)
    found = values(metrics)
    for name in ("density_directed", "reciprocity_ties", "indegree_centralization", "ei_index", "transitivity"):
        assert found[name] is None
    assert all(metric.reason for metric in metrics if metric.value is None)
    assert all(metric.reason is None for metric in metrics if metric.value is not None)


def test_inequality_by_hand() -> None:
    """Four accounts with 0, 0, 0, 4: Gini (n - 1) / n; all alike: 0; Cowell 2011, equation 2.8 for 1, 2, 3: 2/9."""
    assert gini(Distribution.of(np.array([0, 0, 0, 4]))) == pytest.approx(0.75)
    assert gini(Distribution.of(np.array([5, 5, 5]))) == pytest.approx(0)
    assert gini(Distribution.of(np.array([1, 2, 3]))) == pytest.approx(2 / 9)
    assert gini(Distribution.of(np.array([0, 0]))) is None
    assert top_share(Distribution.of(np.array([1, 2, 7])), 0.01) == pytest.approx(0.7)


def test_ei_index_by_hand() -> None:
    """Two triangles with one tie between: 1 external and 6 internal ties."""
    triangles = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f"), ("f", "d"), ("c", "d")]
    found = values(metrics_of(triangles))
    assert found["communities"] == 2
    assert found["ei_index"] == pytest.approx((1 - 6) / 7)
    assert found["share_outside_five_largest"] == 0


def test_a_layer_too_large_says_what_is_left_out_and_the_bound() -> None:
    settings = NetworkSettings(seconds_per_measure=1e-9)
    measured = measure_layer("all", graph_of(SIX_NODES), LayerFacts(0, 0, 0), settings).metrics
    found = {metric.metric: metric for metric in measured}
    assert "the longest is at least 4" in str(found["diameter_directed"].reason)
    costly = {
        "diameter_directed", "average_path_length_directed", "diameter_undirected", "diameter_largest_component",
        "transitivity", "modularity_leiden", "modularity_louvain", "modularity_fastgreedy", "communities", "ei_index",
        "share_outside_five_largest",
    }  # fmt: skip
    left_out = {name for name, metric in found.items() if "left out" in str(metric.reason)}
    assert left_out == costly
    assert all("seconds_per_measure" in str(found[name].reason) for name in costly)
    places = places_of(graph_of(SIX_NODES), 1e-9)
    for column in ("betweenness", "closeness", "hub", "authority"):
        assert set(places[column]) == {None}
    assert None not in places["pagerank"]


def test_isolates_and_two_way_tweets_come_from_the_window() -> None:
    graph = graph_of([("a", "b"), ("b", "a"), ("a", "c")])
    facts = LayerFacts(isolates=2, uses=8, two_way_uses=2)
    found = values(measure_layer("all", graph, facts).metrics)
    assert (found["isolates"], found["two_way_tweets"]) == (2, 0.25)


def test_a_metric_that_the_form_of_a_network_leaves_undefined_says_so() -> None:
    """Twenty couples are neither few accounts nor few ties: what lacks are triples, and degrees that differ."""
    couples = [(f"{one}{place}", f"{other}{place}") for place in range(20) for one, other in ("ab", "ba")]
    found = {metric.metric: metric for metric in metrics_of(couples)}
    assert {name: found[name].reason for name in ("transitivity", "assortativity", "assortativity_directed")} == {
        "transitivity": "not defined where no account has ties with two others",
        "assortativity": "not defined where the accounts at the ends of ties do not differ in degree",
        "assortativity_directed": "not defined where the accounts at the ends of ties do not differ in degree",
    }
    assert {metric.value for name, metric in found.items() if metric.reason} == {None}


def test_every_metric_names_its_definition_and_what_it_rests_on() -> None:
    metrics = metrics_of([("a", "b"), ("b", "c")])
    assert all(metric.definition for metric in metrics)
    assert not [metric.metric for metric in metrics if "the same" in metric.definition]  # each is shown without others
    assert {(metric.nodes, metric.ties) for metric in metrics} == {(3, 2)}
    assert len({metric.metric for metric in metrics}) == len(metrics)
