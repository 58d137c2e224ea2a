"""All that is measured on the layers of a window, as rows of three tables.

What belongs here: measuring one layer after the other, equal ones once. What does not: reading them (window_layers.py),
measures (metrics.py, centralities.py), layers that an engine holds (layers_of_engine.py).
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import pyarrow as pa

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.network.ahead import BegunLayers
from mtw_pipeline.network.centralities import times_of_accounts
from mtw_pipeline.network.distribution import Distribution, gini, top_share
from mtw_pipeline.network.engine import load_igraph
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.large_layer import LargeLayer
from mtw_pipeline.network.layers_of_engine import layers_of_engine
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.metrics import LayerFacts, measure_layer, metrics_of_uses
from mtw_pipeline.network.values import LayerValues, layer_values
from mtw_pipeline.network.window_layers import LAYERS, layers_of_window
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.parts import Parts
from mtw_pipeline.warehouse.tables.network import NETWORK_METRICS


class Layer(Protocol):
    """A layer that was measured."""

    @property
    def layer(self) -> str:
        """Its name."""

    @property
    def metrics(self) -> list[Metric]:
        """Its metrics."""

    def store(self, users: Parts, ties: Parts) -> None:
        """Give its accounts as rows of user_metrics, its ties as rows of network_ties; before the next is measured."""


@dataclass(frozen=True)
class MeasuredLayer:
    """One layer: its metrics, its accounts as rows of user_metrics, its ties as rows of network_ties."""

    layer: str
    metrics: list[Metric]
    users: pa.Table
    ties: pa.Table

    def store(self, users: Parts, ties: Parts) -> None:
        """Give its accounts and its ties."""
        users.add(self.users)
        ties.add(self.ties)


class MeasuredLargeLayer(NamedTuple):
    """One layer of an engine: its metrics, and whether its accounts have ranks and cores."""

    layer: str
    window: CollectionWindow
    metrics: list[Metric]
    has_pagerank: bool
    has_core: bool

    def store(self, users: Parts, ties: Parts) -> None:
        """Give its accounts and its ties, as they stand in the engine now."""
        of_layer = {"collection_window": self.window.key, "layer": self.layer}
        found = {"has_pagerank": self.has_pagerank, "has_core": self.has_core}
        users.add_query("network/large/user_rows", {**of_layer, **found})
        ties.add_query("network/large/tie_rows", of_layer)


class _Measures(NamedTuple):
    """What was measured of a graph under the name of a layer."""

    layer: str
    graph: LayerGraph
    values: LayerValues


LoadedLayers = Iterable[tuple[str, LayerGraph | LargeLayer, LayerFacts]]
"""Layers by name, in order, each made when the one before it is done with."""


def measured_layers(
    warehouse: Warehouse,
    window: CollectionWindow,
    settings: NetworkSettings,
    attempts: Attempts,
    begun: BegunLayers | None = None,
) -> Generator[Layer]:
    """Every layer of the window that has ties; what fails of a layer costs itself alone.

    Layers of the same accounts and ties are measured once, however often each was seen in them.

    Args:
        warehouse: the open warehouse.
        window: the window.
        settings: what measures may cost.
        attempts: gathers what was left out.
        begun: the layers, where they were read before, some of them being measured elsewhere.
    """
    if warehouse.engine is not None:
        with warehouse.engine.workbench(NETWORK_METRICS, window) as bench:
            spread, layers = layers_of_engine(bench, LAYERS, settings.ties_on_one_machine)
            yield from measured_as_loaded(layers, spread, window, settings, attempts)
        return
    read, waits = begun if begun is not None else BegunLayers(layers_of_window(warehouse, window), {})
    loaded = ((layer, read.graphs.pop(layer), read.facts[layer]) for layer in LAYERS)
    yield from measured_as_loaded(loaded, read.posters, window, settings, attempts, begun=waits)


def measured_as_loaded(
    loaded: LoadedLayers,
    posters: Distribution,
    window: CollectionWindow,
    settings: NetworkSettings,
    attempts: Attempts,
    *,
    begun: Mapping[str, Callable[[], LayerValues]] | None = None,
) -> Iterator[Layer]:
    """Layers, each measured when it is asked for.

    Args:
        loaded: the layers.
        posters: how many tweets how many accounts posted.
        window: the window.
        settings: what measures may cost.
        attempts: gathers what was left out.
        begun: waits for layers that are measured elsewhere.
    """
    load_igraph()
    found: list[_Measures] = []
    for layer, graph, facts in loaded:
        if not graph.nodes and layer != "all":
            continue
        participation = _contribution(graph.ties, posters) if layer == "all" else []
        if isinstance(graph, LargeLayer):
            metrics = measure_layer(layer, graph, facts, settings, attempts).metrics
            ranks, cores = _ranked(layer, graph, attempts)
            yield MeasuredLargeLayer(layer, window, [*metrics, *participation], ranks, cores)
            continue
        twin = next((one for one in found if one.graph.is_equal_to(graph)), None)
        if twin is not None:
            values = _renamed(twin, layer, graph, facts)
        else:
            wait = (begun or {}).get(layer)
            values = wait() if wait is not None else layer_values(layer, graph, facts, settings)
        measures = _Measures(layer, replace(graph), values)
        del graph  # with what was made of it for measuring
        found.append(measures)
        attempts.omissions.extend(values.omissions)
        yield MeasuredLayer(layer, [*values.metrics, *participation], *_tables(measures, window))


def _ranked(layer: str, graph: LargeLayer, attempts: Attempts) -> tuple[bool, bool]:
    """Whether the accounts have their PageRank, and their cores; of columns that no engine measures, it is said why."""
    said = "{} of the accounts of the layer " + layer
    for column in ("betweenness", "closeness", "hubs and authorities", "communities"):
        attempts.value(said.format(column), graph.whole)
    ranks = attempts.value(said.format("pagerank"), graph.rank)
    cores = attempts.value(said.format("core"), graph.spread, "core")
    return ranks is not None, cores is not None


def _renamed(found: _Measures, layer: str, graph: LayerGraph, facts: LayerFacts) -> LayerValues:
    """What was measured of an equal graph, as of another layer, in which its ties were seen as often as they were."""
    attempts = Attempts()
    of_uses = {one.metric: one for one in metrics_of_uses(layer, graph, facts, attempts)}
    metrics = [of_uses.get(one.metric, replace(one, layer=layer)) for one in found.values.metrics]
    known = {f"{name} of the layer {found.layer}" for name in of_uses}
    omissions = [
        replace(one, what=f"{one.what.removesuffix(found.layer)}{layer}")
        for one in found.values.omissions
        if one.what not in known
    ]
    columns = {**found.values.columns, **times_of_accounts(graph)}
    return LayerValues(metrics, columns, [*omissions, *attempts.omissions])


def _tables(measures: _Measures, window: CollectionWindow) -> tuple[pa.Table, pa.Table]:
    """Rows of user_metrics and of network_ties."""
    graph = measures.graph

    def place(rows: int) -> dict[str, object]:
        return {
            "layer": pa.repeat(pa.scalar(measures.layer), rows),
            "collection_window": pa.repeat(pa.scalar(window.key), rows),
        }

    accounts = pa.array(graph.accounts, pa.string())
    users = pa.table({**measures.values.columns, **place(graph.nodes), "account": accounts})
    source, target, times = graph.all_ties
    ties = {"source": accounts.take(pa.array(source)), "target": accounts.take(pa.array(target)), "times": times}
    return users, pa.table({**ties, **place(len(times))})


def _contribution(ties: int, posters: Distribution) -> list[Metric]:
    """Participation inequality: how unequally the posters contribute tweets."""
    found = (
        ("gini_tweets", gini(posters), "Gini coefficient of tweets per poster, isolates among them"),
        ("top_1_percent_share_tweets", top_share(posters, 0.01), "tweets of the most active one percent of posters"),
        ("top_10_percent_share_tweets", top_share(posters, 0.1), "tweets of the most active ten percent of posters"),
    )
    return [
        Metric("all", name, value, definition, posters.accounts, ties, None if value is not None else "nobody posted")
        for name, value, definition in found
    ]
