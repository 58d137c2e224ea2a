"""Whatever fails of a layer costs itself alone, and no shape of a network takes longer than its budget says."""

from collections.abc import Callable

import numpy as np
import pytest

from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.network.budget import A_SECOND, Budget
from mtw_pipeline.network.centralities import centralities
from mtw_pipeline.network.communities import fastgreedy, fastgreedy_work, leiden
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.metrics import LayerFacts, measure_layer
from mtw_pipeline.network.shortest_paths.closeness import closeness
from mtw_pipeline.network.shortest_paths.diameter import undirected_diameter
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline_tests.unit.network.layers import graph_of

TIES = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "f"), ("f", "d"), ("c", "d"), ("g", "a")]
OF_LEIDEN = {"modularity_leiden", "communities", "share_outside_five_largest", "ei_index"}
WEAK = {"weak_components", "largest_weak_component_share"}
SEAMS = {
    "metrics.leiden": OF_LEIDEN,
    "metrics.louvain": {"modularity_louvain"},
    "metrics.fastgreedy": {"modularity_fastgreedy"},
    "metrics.undirected_diameter": {"diameter_undirected", "diameter_largest_component"},
    "metrics.path_lengths": {"diameter_directed", "average_path_length_directed"},
    "metrics.gini": {"gini_indegree", "gini_outdegree"},
    "metrics.top_share": {"top_1_percent_share_indegree"},
    "metrics._cores": {"deepest_core", "deepest_core_share"},
    "metrics._undirected_degree": {"degree_centralization", "degree_centralization_igraph"},
    "metrics._components": WEAK | {"strong_components", "largest_strong_component_share"},
}


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a message that could quote a tweet")


def measured(attempts: Attempts, seconds: float = 30) -> dict[str, Metric]:
    settings = NetworkSettings(seconds_per_measure=seconds)
    found = measure_layer("all", graph_of(TIES), LayerFacts(0, 3, 1), settings, attempts).metrics
    return {metric.metric: metric for metric in found}


@pytest.mark.parametrize("seam", SEAMS)
def test_a_metric_that_fails_is_null_with_the_reason_and_the_others_are_as_ever(
    seam: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = measured(Attempts())
    monkeypatch.setattr(f"mtw_pipeline.network.{seam}", broken)
    attempts = Attempts()
    found = measured(attempts)
    assert {name for name, metric in found.items() if metric.reason and "ZeroDivisionError" in metric.reason} == SEAMS[
        seam
    ]
    assert {one.what for one in attempts.omissions} == {f"{name} of the layer all" for name in SEAMS[seam]}
    for name, metric in found.items():
        if name in SEAMS[seam]:
            assert metric.value is None
            assert "quote a tweet" not in str(metric.reason)
        else:
            assert metric == whole[name]


@pytest.mark.parametrize("column", ["betweenness", "closeness", "pagerank"])
def test_a_centrality_that_fails_is_null_for_every_account(column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"mtw_pipeline.network.centralities._{column}", broken)
    attempts = Attempts()
    graph = graph_of(TIES)
    found = centralities("name", graph, None, Budget(30), attempts)
    assert set(found[column]) == {None}  # type: ignore[call-overload]
    assert set(found["community"]) == {None}  # type: ignore[call-overload]
    assert [one.what for one in attempts.omissions] == [f"{column} of the accounts of the layer name"]
    others = {"betweenness", "closeness", "pagerank", "hub", "core"} - {column}
    assert all(None not in list(found[name]) for name in others)  # type: ignore[call-overload]


def numbered(pairs: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> LayerGraph:
    nodes = int(pairs.max()) + 1
    keys = np.unique(pairs[:, 0] * nodes + pairs[:, 1])
    names = [f"a{number:07d}" for number in range(nodes)]
    return LayerGraph.numbered(names, keys // nodes, keys % nodes, np.ones(len(keys), dtype=np.int64))


def star(leaves: int) -> LayerGraph:
    return numbered(np.stack([np.arange(1, leaves + 1), np.zeros(leaves, dtype=np.int64)], axis=1))


def chain(length: int) -> LayerGraph:
    return numbered(np.stack([np.arange(length), np.arange(1, length + 1)], axis=1))


def ring(length: int) -> LayerGraph:
    return numbered(np.stack([np.arange(length), (np.arange(length) + 1) % length], axis=1))


def famous_among_fifty_thousand() -> LayerGraph:
    """About 50,000 pairs of accounts, one of which some 13,000 name: a shape that FastGreedy took 19 minutes for."""
    random_numbers = np.random.default_rng(3)
    named = np.stack([np.arange(1, 12_894), np.zeros(12_893, dtype=np.int64)], axis=1)
    return numbered(np.concatenate([named, random_numbers.integers(0, 26_000, (36_700, 2))]))


def two_famous(leaves: int) -> LayerGraph:
    both = [np.stack([np.arange(2, leaves + 2), np.full(leaves, hub)], axis=1) for hub in (0, 1)]
    return numbered(np.concatenate(both))


def test_the_work_of_fastgreedy_on_a_star_grows_with_the_third_power() -> None:
    """As measured: 1,000 leaves 0.11 s, 2,000 leaves 0.91 s, 3,000 leaves 3.1 s, 5,000 leaves 14.2 s."""
    one, other = fastgreedy_work(star(1_000)), fastgreedy_work(star(2_000))
    assert other / one == pytest.approx(8, rel=0.05)
    for leaves, seconds in ((1_000, 0.11), (2_000, 0.91), (3_000, 3.1), (5_000, 14.2)):
        assert seconds <= fastgreedy_work(star(leaves)) / A_SECOND["fastgreedy"] <= 10 * seconds


@pytest.mark.parametrize("make", [famous_among_fifty_thousand, lambda: star(6_000), lambda: two_famous(6_000)])
def test_fastgreedy_is_left_out_where_it_would_take_minutes(make: Callable[[], LayerGraph]) -> None:
    with pytest.raises(LeftOutError, match="seconds_per_measure") as refused:
        fastgreedy(make(), Budget(30))
    assert "on a plain core" in refused.value.what


def test_fastgreedy_is_left_out_where_it_would_go_through_all_that_is_left_ten_thousand_times() -> None:
    """80,000 accounts in 10,000 stars: igraph takes seconds, by the parts and not by the hubs."""
    graph = numbered(np.stack([np.arange(80_000) // 8 * 8, np.arange(80_000)], axis=1))
    with pytest.raises(LeftOutError, match="it may take 6 s"):
        fastgreedy(graph, Budget(30))
    assert leiden(graph, 1, Budget(30)).modularity == pytest.approx(1 - 1 / 10_000)


def test_what_the_report_uses_is_made_where_fastgreedy_is_left_out() -> None:
    found = measure_layer("all", star(6_000), LayerFacts(0, 0, 0)).metrics
    assert [one.metric for one in found if "left out" in str(one.reason)] == ["modularity_fastgreedy"]
    assert {one.metric: one.value for one in found}["communities"] == 1


@pytest.mark.parametrize(
    "make", [lambda: chain(50_000), lambda: numbered(np.random.default_rng(1).integers(0, 20_000, (60_000, 2)))]
)
def test_fastgreedy_is_measured_where_it_takes_a_second(make: Callable[[], LayerGraph]) -> None:
    assert fastgreedy_work(make()) < 3 * A_SECOND["fastgreedy"]


@pytest.mark.parametrize("make", [lambda: chain(30_000), lambda: star(30_000)])
def test_long_paths_stop_at_the_budget_whatever_the_ties(make: Callable[[], LayerGraph]) -> None:
    """A chain has few ties and paths as long as itself: every search takes a step an account."""
    graph = make()
    weak = np.zeros(graph.nodes, dtype=np.int64)
    found = undirected_diameter(graph, weak, Budget(0.02))
    assert found is not None
    longest = graph.nodes - 1 if int(graph.indegree.max()) == 1 else 2
    assert found[1].at_least <= longest <= found[1].at_most


def test_closeness_stops_at_the_budget_whatever_the_ties() -> None:
    """A chain and a ring have few ties, and as many steps as accounts."""
    for graph in (chain(30_000), ring(30_000)):
        attempts = Attempts()
        found = centralities("all", graph, None, Budget(0.02), attempts)["closeness"]
        assert set(found) == {None}  # type: ignore[call-overload]
        assert any("closeness" in one.what and not one.is_failure for one in attempts.omissions)


def test_closeness_of_a_star_costs_next_to_nothing() -> None:
    hub, *leaves = closeness(star(30_000), Budget(0.02))
    assert hub == 1
    assert set(leaves) == {30_000 / (1 + 2 * 29_999)}


def test_betweenness_is_measured_where_accounts_reach_few_others() -> None:
    """20,000 accounts that each name another: the product is 24 times the budget, and no path is longer than one."""
    pairs = np.arange(40_000).reshape(20_000, 2)
    graph, budget = numbered(pairs), Budget(0.25)
    assert graph.nodes * graph.ties / A_SECOND["betweenness"] > 20 * 0.25
    assert set(centralities("all", graph, None, budget, Attempts())["betweenness"]) == {0.0}  # type: ignore[call-overload]


def test_many_small_rings_stop_at_the_budget() -> None:
    """Rings whose accounts all reach equally far, which no bound settles: each search costs, however small the ring."""
    starts = np.repeat(np.arange(300) * 40, 40)
    steps = np.tile(np.arange(40), 300)
    graph = numbered(np.stack([starts + steps, starts + (steps + 1) % 40], axis=1))
    component = np.repeat(np.arange(300), 40)
    found = undirected_diameter(graph, component, Budget(0.02))
    assert found is not None
    assert found[0].at_least <= 20 <= found[0].at_most


def test_a_measure_is_given_up_early_where_it_would_cost_more_than_twice_its_budget() -> None:
    """Not before a twentieth of the budget was spent: the beginning of a measure tells little of the rest."""
    little, much = Budget(100).meter("hubs"), Budget(100).meter("hubs")
    little.spend(5 * A_SECOND["hubs"])
    little.foresee(0.001)
    much.spend(10 * A_SECOND["hubs"])
    much.foresee(0.05)
    with pytest.raises(LeftOutError, match="about 250 s on a plain core, and a measure may take 100 s"):
        much.foresee(0.04)
