import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtw_pipeline.network.metrics import Metric, metrics_of_layers, network_metrics

SIX_NODES = [("a", "b"), ("b", "a"), ("a", "c"), ("c", "d"), ("d", "e"), ("d", "e"), ("e", "e"), ("f", "a")]
TIES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=40)


def values(metrics: list[Metric]) -> dict[str, float | None]:
    return {metric.metric: metric.value for metric in metrics}


def test_the_six_node_graph_gives_its_published_values() -> None:
    """Density, reciprocity and centralization of the simplified graph as igraph 1.0 gives them for these ties."""
    found = values(network_metrics("all", SIX_NODES))
    assert (found["nodes"], found["ties"], found["self_ties"]) == (6, 6, 1)
    assert found["density_directed"] == pytest.approx(0.2)
    assert found["reciprocity_ties"] == pytest.approx(1 / 3)
    assert found["indegree_centralization"] == pytest.approx(0.24)
    assert (found["weak_components"], found["largest_weak_component_share"]) == (1, 1.0)


def test_karate_club_has_its_published_density() -> None:
    club = nx.karate_club_graph().to_directed()
    found = values(network_metrics("all", [(str(one), str(other)) for one, other in club.edges]))
    assert found["density_directed"] == pytest.approx(0.1390, abs=5e-5)
    assert found["reciprocity_ties"] == 1.0


@given(TIES)
def test_metrics_agree_with_networkx_on_any_ties(ties: list[tuple[str, str]]) -> None:
    found = values(network_metrics("all", ties))
    graph = nx.DiGraph([(one, other) for one, other in ties if one != other])
    graph.add_nodes_from(account for tie in ties for account in tie)
    assert found["ties"] == graph.number_of_edges()
    if len(graph) > 1:
        assert found["density_directed"] == pytest.approx(nx.density(graph))
    if graph.number_of_edges():
        assert found["reciprocity_ties"] == pytest.approx(nx.overall_reciprocity(graph))


@given(TIES, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_ties_matters(ties: list[tuple[str, str]], random: object) -> None:
    again = ties + ties
    random.shuffle(again)  # type: ignore[attr-defined]
    assert network_metrics("all", again) == network_metrics("all", ties)


@pytest.mark.parametrize("ties", [[], [("a", "a")]], ids=["empty", "one account"])
def test_what_is_not_defined_is_none_and_not_zero(ties: list[tuple[str, str]]) -> None:
    found = values(network_metrics("all", ties))
    assert found["density_directed"] is None
    assert found["reciprocity_ties"] is None
    assert found["indegree_centralization"] is None


def test_every_metric_names_its_definition_and_what_it_rests_on() -> None:
    metrics = metrics_of_layers([("reply", "a", "b"), ("retweet", "b", "c")])
    assert {metric.layer for metric in metrics} == {"reply", "retweet", "all"}
    assert all(metric.definition for metric in metrics)
    assert {(metric.nodes, metric.ties) for metric in metrics if metric.layer == "all"} == {(3, 2)}
