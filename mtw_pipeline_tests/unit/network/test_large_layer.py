"""What an engine counts of a layer is what igraph measures in memory; what it cannot count is NULL with the reason."""

import random
from collections.abc import Iterator

import duckdb
import networkx as nx
import pytest

from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.network.large_layer import LargeLayer
from mtw_pipeline.network.layers import measured_layers
from mtw_pipeline.network.metrics import LayerFacts, measure_layer
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.network import NETWORK_TIES
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.unit.network.layers import Pairs, graph_of, places_of
from mtw_pipeline_tests.unit.network.test_layers import of_window
from mtw_pipeline_tests.workbenches import DuckDBWorkbench, GatheredParts, on_bench

ON_ONE_MACHINE = {
    "strong_components", "largest_strong_component_share", "diameter_undirected", "diameter_largest_component",
    "diameter_directed", "average_path_length_directed", "transitivity", "modularity_leiden", "modularity_louvain",
    "modularity_fastgreedy", "communities", "share_outside_five_largest", "ei_index",
}  # fmt: skip
MEASURED = ("account", "indegree", "outdegree", "degree", "times_in", "times_out", "pagerank", "core")


def scale_free(seed: int, accounts: int) -> Pairs:
    chance = random.Random(seed)  # noqa: S311
    known = nx.scale_free_graph(accounts, seed=seed)
    return [(f"n{one}", f"n{other}") for one, other, _ in known.edges for _ in range(chance.randint(1, 2))]


SHAPES: dict[str, Pairs] = {
    "chain": [(f"n{number:02d}", f"n{number + 1:02d}") for number in range(30)],
    "chain in no order": [(f"n{number * 7 % 31:02d}", f"n{(number + 1) * 7 % 31:02d}") for number in range(30)],
    "star": [(f"n{number}", "hub") for number in range(9)],
    "ring": [(f"n{number}", f"n{(number + 1) % 9}") for number in range(9)],
    "clique, pairs and self-ties": [
        *((one, other) for one in "abcde" for other in "abcde" if one < other),
        ("x", "y"), ("y", "x"), ("y", "z"), ("alone", "alone"), ("a", "a"), ("e", "f"),
    ],
    "self-ties alone": [("a", "a"), ("b", "b")],
    "scale-free": scale_free(1, 60),
    "sparse": [(f"n{one}", f"n{other}") for one, other in nx.gnm_random_graph(60, 55, seed=3, directed=True).edges],
}  # fmt: skip


@pytest.fixture
def bench() -> Iterator[DuckDBWorkbench]:
    with duckdb.connect() as connection:
        yield DuckDBWorkbench(connection, WINDOW.key)


def laid(bench: DuckDBWorkbench, pairs: Pairs) -> LargeLayer:
    values = ", ".join(f"('all', '{one}', '{other}', 1)" for one, other in pairs)
    bench.keep("numbered_ties", f"select * from (values {values}) as ties (layer, source, target, times)", {})
    bench.keep("tie_counts", "select layer, source, target, sum(times) as times from numbered_ties group by all", {})
    graph = graph_of(pairs)
    return LargeLayer(bench, "all", graph.ties, graph.self_ties, 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_engine_counts_what_igraph_measures(bench: DuckDBWorkbench, shape: str) -> None:
    pairs = SHAPES[shape]
    facts, attempts = LayerFacts(3, 8, 2), Attempts()
    here = measure_layer("all", graph_of(pairs), facts).metrics
    there = {one.metric: one for one in measure_layer("all", laid(bench, pairs), facts, attempts=attempts).metrics}
    assert there.keys() == {one.metric for one in here}
    for one in here:
        found = there[one.metric]
        assert (found.definition, found.nodes, found.ties) == (one.definition, one.nodes, one.ties)
        if one.metric in ON_ONE_MACHINE:
            assert found.value is None
            assert "one machine" in str(found.reason)
        else:
            assert found.value == (one.value if one.value is None else pytest.approx(one.value, abs=1e-9)), one.metric
            assert found.reason == one.reason
    assert not any(one.is_failure for one in attempts.omissions)


def test_what_does_not_settle_is_given_up_once(bench: DuckDBWorkbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.network.large_layer._MOST_ROUNDS", 1)
    large = laid(bench, SHAPES["chain"])
    with pytest.raises(LeftOutError):
        large.spread("core")
    with pytest.raises(LeftOutError):
        large.connected("weak")
    monkeypatch.setattr(bench, "keep", None)
    for _ in range(2):
        with pytest.raises(LeftOutError, match="after 1 rounds"):
            large.spread("core")
        with pytest.raises(LeftOutError, match="after 1 rounds"):
            large.connected("weak")


@pytest.mark.parametrize("shape", SHAPES)
def test_accounts_have_the_ranks_and_cores_of_igraph(bench: DuckDBWorkbench, shape: str) -> None:
    large, graph = laid(bench, SHAPES[shape]), graph_of(SHAPES[shape])
    large.rank()
    large.spread("core")
    users = GatheredParts(bench)
    users.add_query("network/large/user_rows", {"layer": "all", "has_pagerank": True, "has_core": True})
    places = {name: list(column) for name, column in places_of(graph).items()} | {"account": graph.accounts}
    here = [{name: places[name][place] for name in MEASURED} for place in range(graph.nodes)]
    there = [{name: row[name] for name in MEASURED} for row in sorted(users.rows, key=lambda row: str(row["account"]))]
    assert there == [{**row, "pagerank": pytest.approx(row["pagerank"], abs=1e-9)} for row in here]


def test_a_layer_that_fits_is_measured_in_memory_whoever_holds_its_ties(warehouse: Warehouse) -> None:
    of_window(warehouse, kinds=("mention", "reply"))
    bench = DuckDBWorkbench(warehouse.connection, WINDOW.key)
    metrics, users, ties = [], GatheredParts(bench), GatheredParts(bench)
    for one in measured_layers(warehouse, WINDOW, NetworkSettings(), Attempts()):
        one.store(users, ties)
        metrics += one.metrics
    found = on_bench(warehouse, NetworkSettings())
    assert (found.metrics, found.users, found.ties) == (metrics, users.rows, ties.rows)


def test_of_a_layer_that_does_not_fit_the_ties_are_there_and_what_is_left_out_says_why(warehouse: Warehouse) -> None:
    of_window(warehouse, kinds=("mention", "reply"))
    small, large = (on_bench(warehouse, NetworkSettings(ties_on_one_machine=most)) for most in (1_000, 1))
    assert sorted(map(_tie, large.ties)) == sorted(map(_tie, small.ties))
    assert {(row["betweenness"], row["community"]) for row in large.users} == {(None, None)}
    assert "betweenness of the accounts of the layer name" in {one.what for one in large.attempts.omissions}
    assert all("one machine" in one.reason for one in large.attempts.omissions)
    uses = {"isolates", "two_way_tweets", "gini_tweets", "top_1_percent_share_tweets"}
    assert [one for one in large.metrics if one.metric in uses] == [one for one in small.metrics if one.metric in uses]


def _tie(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in NETWORK_TIES.column_names)
