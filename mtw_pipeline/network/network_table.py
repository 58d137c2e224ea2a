"""The metrics of all layers as tables: a row a metric, a column a layer, in groups that a reader looks for.

What belongs here: which metric stands in which group. What does not: computing them (network/) and the table's HTML
(templates/sections/network.html.j2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mtw_pipeline.network.metric_rows import Metric

MAIN = (
    "nodes", "ties", "density_directed", "reciprocity_ties", "two_way_tweets", "diameter_directed",
    "diameter_undirected", "indegree_centralization_igraph", "degree_centralization", "modularity_fastgreedy",
    "modularity_leiden", "communities", "share_outside_five_largest",
)  # fmt: skip
"""What the published study reports, under its names."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Size": ("nodes", "ties", "self_ties", "isolates"),
    "Density and reciprocity": (
        "density_directed", "density_undirected", "reciprocity_ties", "reciprocity_dyads", "two_way_tweets",
        "transitivity",
    ),
    "Diameter and paths": (
        "diameter_directed", "diameter_undirected", "diameter_largest_component", "average_path_length_directed",
    ),
    "Centralization": (
        "indegree_centralization", "indegree_centralization_igraph", "outdegree_centralization",
        "outdegree_centralization_igraph", "degree_centralization", "degree_centralization_igraph",
        "total_degree_centralization",
    ),
    "Modularity and communities": (
        "modularity_fastgreedy", "modularity_leiden", "modularity_louvain", "communities",
        "share_outside_five_largest", "ei_index",
    ),
}  # fmt: skip
"""Every metric that a reader may look for, by what it is; what no group names stands behind them."""

FURTHER = "Further metrics"


@dataclass(frozen=True)
class MetricRow:
    """One metric of all layers.

    Args:
        metric: its name.
        definition: how it is computed.
        by_layer: what each layer has of it, in the order of the layers; None where a layer has none.
    """

    metric: str
    definition: str
    by_layer: tuple[Metric | None, ...]

    @property
    def unknown(self) -> list[Metric]:
        """The layers that tell why they have no value."""
        return [entry for entry in self.by_layer if entry is not None and entry.reason]


@dataclass(frozen=True)
class NetworkTable:
    """The metrics of all layers.

    Args:
        layers: the layers, that of all ties first.
        main: what the published study reports.
        further: all other metrics, by what they are.
    """

    layers: tuple[str, ...]
    main: tuple[MetricRow, ...]
    further: Mapping[str, tuple[MetricRow, ...]]


def network_table(metrics: Iterable[Metric]) -> NetworkTable:
    """Metrics of layers, of which each layer has one of a name, as one table."""
    found = tuple(metrics)
    layers = tuple(dict.fromkeys(entry.layer for entry in found))
    names = tuple(dict.fromkeys(entry.metric for entry in found))
    by_place = {(entry.metric, entry.layer): entry for entry in found}

    def row(metric: str) -> MetricRow:
        cells = tuple(by_place.get((metric, layer)) for layer in layers)
        known = [entry for entry in cells if entry is not None]
        return MetricRow(known[0].metric, known[0].definition, cells)

    grouped = {name for group in GROUPS.values() for name in group}
    groups = {**GROUPS, FURTHER: tuple(name for name in names if name not in grouped)}
    further = {
        title: tuple(row(name) for name in group if name in names and name not in MAIN)
        for title, group in groups.items()
    }
    return NetworkTable(
        layers,
        tuple(row(name) for name in MAIN if name in names),
        {title: rows for title, rows in further.items() if rows},
    )
