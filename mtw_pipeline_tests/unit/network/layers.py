"""Layers for tests: from pairs to what is measured on them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.centralities import centralities
from mtw_pipeline.network.communities import leiden
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.metrics import LayerFacts, measure_layer

Pairs = Iterable[tuple[str, str]]


def graph_of(pairs: Pairs) -> LayerGraph:
    seen: dict[tuple[str, str], int] = {}
    for pair in pairs:
        seen[pair] = seen.get(pair, 0) + 1
    return LayerGraph.of([one for one, _ in seen], [other for _, other in seen], list(seen.values()))


def metrics_of(pairs: Pairs, layer: str = "all") -> list[Metric]:
    return measure_layer(layer, graph_of(pairs), LayerFacts(0, 0, 0)).metrics


def metrics_of_layers(ties: Sequence[tuple[str, str, str]]) -> list[Metric]:
    """The metrics of ``all`` and of the layers of replies and retweets, by kind of tie."""
    names = {"mention": "name", "reply": "chain", "retweet": "retweet", "quote": "quote"}
    layers = {"all": [(one, other) for _, one, other in ties]}
    for kind, one, other in ties:
        layers.setdefault(names[kind], []).append((one, other))
    return [metric for layer, pairs in layers.items() for metric in metrics_of(pairs, layer)]


def places_of(graph: LayerGraph, seconds: float = 30) -> Mapping[str, Any]:
    """The centralities of the accounts, by column."""
    budget = Budget(seconds)
    return centralities("all", graph, leiden(graph, 1, Budget(30)), budget, Attempts())
