"""The layers of a window: their ties out of the warehouse, and all that is measured on them.

What belongs here: which layers there are, and rows of three tables. What does not: what ties a layer (sql/network/),
measures (metrics.py, centralities.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from mtw_pipeline.activity import doing, so_far
from mtw_pipeline.attempts import Attempts
from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.centralities import centralities
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.metrics import LayerFacts, Metric, gini, measure_layer, top_share
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text

LAYERS = ("name", "chain", "retweet", "quote", "all")


@dataclass(frozen=True)
class MeasuredLayer:
    """One layer: its metrics, its accounts as rows of user_metrics, its ties as rows of network_ties."""

    layer: str
    metrics: list[Metric]
    users: pa.Table
    ties: pa.Table


def measured_layers(
    warehouse: Warehouse, window: CollectionWindow, settings: NetworkSettings, attempts: Attempts
) -> Iterator[MeasuredLayer]:
    """Every layer of the window that has ties; what fails of a layer costs itself alone."""
    posters = dict(warehouse.query("network/posters", {"collection_window": window.key}).fetchall())
    for layer in LAYERS:
        doing(f"ties of the layer {layer}")
        with layer_ties(warehouse, window, layer):
            graph = layer_graph(warehouse)
            [(uses, two_way)] = warehouse.query("network/two_way").fetchall()
            place = {"collection_window": window.key, "layer": layer}
            ties = warehouse.query("network/ties_of_layer", place).to_arrow_table()
        if not graph.nodes and layer != "all":
            continue
        facts = LayerFacts(frozenset(posters), int(uses), int(two_way))
        with _igraph_says_how_far():
            measured = measure_layer(layer, graph, facts, settings, attempts)
            columns = centralities(layer, graph, measured.partition, Budget(settings.seconds_per_measure), attempts)
        metrics = [*measured.metrics, *(_contribution(graph, posters) if layer == "all" else ())]
        users = pa.table({**columns, "layer": [layer] * graph.nodes, "collection_window": [window.key] * graph.nodes})
        yield MeasuredLayer(layer, metrics, users, ties)


@contextmanager
def _igraph_says_how_far() -> Iterator[None]:
    """Igraph tells how far its long measures are, which also lets other threads of the program run meanwhile."""
    import igraph

    igraph.set_progress_handler(lambda _message, percent: so_far(f"{percent:.0f} %"))
    try:
        yield
    finally:
        igraph.set_progress_handler(None)


@contextmanager
def layer_ties(warehouse: Warehouse, window: CollectionWindow, layer: str) -> Iterator[None]:
    """The ties of a layer in the temporary table layer_ties."""
    warehouse.connection.execute(
        "create or replace temp table layer_ties (source varchar, target varchar, tweet_id varchar, times bigint)"
    )
    statement = sql_text(f"network/layer_{layer}")
    warehouse.connection.execute(f"insert into layer_ties {statement}", {"collection_window": window.key})
    try:
        yield
    finally:
        warehouse.connection.execute("drop table layer_ties")


def layer_graph(warehouse: Warehouse) -> LayerGraph:
    """The layer that stands in layer_ties."""
    accounts = warehouse.query("network/layer_accounts").to_arrow_table().column("account").to_pylist()
    ties = warehouse.query("network/tie_counts").to_arrow_table()
    columns = (ties.column(name).to_numpy() for name in ("source", "target", "times"))
    return LayerGraph.numbered(accounts, *columns)


def _contribution(graph: LayerGraph, posters: dict[str, int]) -> list[Metric]:
    """Participation inequality: how unequally the posters contribute tweets."""
    import numpy as np

    tweets = np.array(sorted(posters.values()), dtype=np.int64)
    found = (
        ("gini_tweets", gini(tweets), "Gini coefficient of tweets per poster, isolates among them"),
        ("top_1_percent_share_tweets", top_share(tweets, 0.01), "tweets of the most active one percent of posters"),
        ("top_10_percent_share_tweets", top_share(tweets, 0.1), "tweets of the most active ten percent of posters"),
    )
    return [
        Metric("all", name, value, definition, len(tweets), graph.ties, None if value is not None else "nobody posted")
        for name, value, definition in found
    ]
