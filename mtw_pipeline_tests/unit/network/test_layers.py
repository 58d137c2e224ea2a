"""Layers of the same ties are measured once, and each is told as if it were alone."""

import gc
import subprocess
import sys
import weakref
from typing import Any

import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.network import values as of_layer
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.layers import MeasuredLayer, measured_layers
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.network import INTERACTIONS
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.tweets import TWEET_MENTIONS, TWEETS
from mtw_pipeline_tests.builders import WINDOW

MENTIONS = [("1", "ann", "bo"), ("2", "ann", "bo"), ("2", "ann", "cy"), ("3", "bo", "ann"), ("4", "dee", "dee")]
ONCE = sorted({(one, other) for _, one, other in MENTIONS})
TIMES = 7
"""How often interactions say that a tie was seen, other than its tweets."""


def of_window(warehouse: Warehouse, kinds: tuple[str, ...] = ("mention",)) -> None:
    window = {"collection_window": WINDOW.key}
    tweets = {tweet: {**window, "tweet_id": tweet, "author": author} for tweet, author, _ in MENTIONS}
    mentions = [{**window, "tweet_id": tweet, "account": named, "kind": "mention"} for tweet, _, named in MENTIONS]
    ties = [
        {**window, "source": one, "target": other, "kind": kind, "times": TIMES}
        for one, other in ONCE
        for kind in kinds
    ]
    warehouse.replace_window(TWEETS, WINDOW, arrow_rows(TWEETS, tweets.values()))
    warehouse.replace_window(TWEET_MENTIONS, WINDOW, arrow_rows(TWEET_MENTIONS, mentions))
    warehouse.replace_window(INTERACTIONS, WINDOW, arrow_rows(INTERACTIONS, ties))


def measured(warehouse: Warehouse, seconds: float = 30) -> tuple[dict[str, MeasuredLayer], Attempts]:
    attempts = Attempts()
    found = measured_layers(warehouse, WINDOW, NetworkSettings(seconds_per_measure=seconds), attempts)
    return {one.layer: one for one in found if isinstance(one, MeasuredLayer)}, attempts


def values(found: dict[str, MeasuredLayer], metric: str) -> dict[str, float | None]:
    return {layer: one.value for layer, of in found.items() for one in of.metrics if one.metric == metric}


@pytest.mark.parametrize("seconds", [30, 1e-9], ids=["all measured", "some left out"])
def test_equal_layers_are_measured_once_and_say_what_they_said_alone(
    warehouse: Warehouse, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_window(warehouse)
    known: list[str] = []
    measure = of_layer.measure_layer
    monkeypatch.setattr(of_layer, "measure_layer", lambda layer, *given: known.append(layer) or measure(layer, *given))
    once, left_out = measured(warehouse, seconds)
    assert known == ["name"]
    monkeypatch.setattr(LayerGraph, "is_equal_to", lambda *_: False)
    alone, of_each = measured(warehouse, seconds)
    assert known == ["name", "name", "all"]
    assert set(once) == set(alone) == {"name", "all"}
    for layer, found in alone.items():
        assert once[layer].metrics == found.metrics
        assert once[layer].users.to_pylist() == found.users.to_pylist()
        assert once[layer].ties.to_pylist() == found.ties.to_pylist()
    assert sorted(map(str, left_out.omissions)) == sorted(map(str, of_each.omissions))
    assert bool(left_out.omissions) == (seconds < 1)


def test_what_counts_tweets_is_of_the_layer_itself(warehouse: Warehouse) -> None:
    """In the layer name a use is a tweet: of 3 with a tie between two accounts, all have an answered one.

    In the layer all ties count as often as they were seen, and the definition says so.
    """
    of_window(warehouse)
    found, _ = measured(warehouse)
    two_way = {
        layer: next(m.value for m in one.metrics if m.metric == "two_way_tweets") for layer, one in found.items()
    }
    assert two_way == {"name": 1.0, "all": pytest.approx(2 / 3)}
    [said] = {m.definition for one in found.values() for m in one.metrics if m.metric == "two_way_tweets"}
    assert said.endswith("in the layer all, and of edge lists, each time that a tie was seen counts")
    assert [row["times_out"] for row in found["name"].users.to_pylist()] == [3, 1, 0, 0]
    assert [row["times_out"] for row in found["all"].users.to_pylist()] == [2 * TIMES, TIMES, 0, 0]
    assert [row["times"] for row in found["name"].ties.to_pylist()] == [2, 1, 1, 1]


def test_layers_of_other_ties_are_measured_by_themselves(warehouse: Warehouse) -> None:
    of_window(warehouse, kinds=("reply",))
    warehouse.connection.execute("delete from tweet_mentions where account = 'cy'")
    found, _ = measured(warehouse)
    assert values(found, "nodes") == {"name": 3, "chain": 4, "all": 4}


def test_of_a_layer_that_was_measured_no_graph_is_held(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two million accounts the graphs of five layers would be some gigabytes; only their ties are kept."""
    of_window(warehouse, kinds=("reply", "quote"))
    known: list[weakref.ref[object]] = []
    make = LayerGraph._graph

    def counted(graph: LayerGraph, *given: Any, **named: Any) -> object:
        made = make(graph, *given, **named)
        known.append(weakref.ref(made))
        return made

    monkeypatch.setattr(LayerGraph, "_graph", counted)
    for one in measured_layers(warehouse, WINDOW, NetworkSettings(), Attempts()):
        gc.collect()
        assert known, one.layer
        assert [graph() for graph in known] == [None] * len(known), one.layer


def test_measuring_a_network_loads_nothing_to_draw_with() -> None:
    """Igraph would load all of pyplot, which takes ten times as long as itself; matplotlib can be loaded after it."""
    program = (
        "import sys; from mtw_pipeline.network.engine import load_igraph; load_igraph()\n"
        "print(*sorted(name for name in ('igraph', 'matplotlib', 'wcwidth') if name in sys.modules))\n"
        "import matplotlib.figure"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["igraph"]
