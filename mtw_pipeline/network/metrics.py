"""Metrics of one network layer, each with the definition that was used.

Every metric rests on the simple directed graph of the layer: one tie from source to target however often it was seen,
self-ties counted and kept apart. networkx computes them; the definitions follow Wasserman and Faust, Social Network
Analysis (1994), chapters 4 and 5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True)
class Metric:
    """One metric of one layer.

    Args:
        layer: the network, by the ties that it is made of.
        metric: its name, which says which of several definitions.
        value: its value; None where it is not defined.
        definition: the definition that was used.
        nodes: the accounts that it rests on.
        ties: the distinct directed ties that it rests on, self-ties apart.
    """

    layer: str
    metric: str
    value: float | None
    definition: str
    nodes: int
    ties: int


def layer_graph(ties: Iterable[tuple[str, str]]) -> "nx.DiGraph[str]":
    """The simple directed graph of a layer, nodes and ties in sorted order so that the result is the same each time.

    Args:
        ties: pairs (source, target), self-ties among them; repetitions do not count.
    """
    distinct = sorted(set(ties))
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({account for tie in distinct for account in tie}))
    graph.add_edges_from(distinct)
    return graph


def network_metrics(layer: str, ties: Iterable[tuple[str, str]]) -> list[Metric]:
    """The metrics of a layer.

    Args:
        layer: its name.
        ties: pairs (source, target), self-ties among them.
    """
    with_loops = layer_graph(ties)
    self_ties = nx.number_of_selfloops(with_loops)
    graph = with_loops.copy()
    graph.remove_edges_from(list(nx.selfloop_edges(with_loops)))
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    components = sorted((len(members) for members in nx.weakly_connected_components(graph)), reverse=True)
    largest = components[0] / nodes if nodes else None
    values: list[tuple[str, float | None, str]] = [
        ("nodes", nodes, "accounts with at least one tie of the layer, a self-tie included"),
        ("ties", edges, "distinct pairs source -> target, self-ties apart"),
        ("self_ties", self_ties, "accounts with a tie to themselves"),
        ("density_directed", _density(nodes, edges), "ties / (nodes * (nodes - 1)), self-ties apart"),
        ("reciprocity_ties", _reciprocity(graph), "share of ties whose reverse is there too, self-ties apart"),
        ("weak_components", len(components), "sets of accounts connected when direction is ignored"),
        ("largest_weak_component_share", largest, "accounts of the largest weak component / nodes"),
        (
            "indegree_centralization",
            _indegree_centralization(graph),
            "sum of (largest indegree - indegree) / (nodes - 1)^2, self-ties apart (Freeman 1979)",
        ),
    ]
    return [Metric(layer, name, value, definition, nodes, edges) for name, value, definition in values]


def _density(nodes: int, edges: int) -> float | None:
    return edges / (nodes * (nodes - 1)) if nodes > 1 else None


def _reciprocity(graph: "nx.DiGraph[str]") -> float | None:
    edges = graph.number_of_edges()
    if edges == 0:
        return None
    mutual = sum(1 for source, target in graph.edges if graph.has_edge(target, source))
    return mutual / edges


def _indegree_centralization(graph: "nx.DiGraph[str]") -> float | None:
    nodes = graph.number_of_nodes()
    if nodes < 2:  # noqa: PLR2004 - one account has nobody to be more central than
        return None
    degrees = [degree for _, degree in graph.in_degree()]
    return (nodes * max(degrees) - sum(degrees)) / (nodes - 1) ** 2


def metrics_of_layers(ties: Sequence[tuple[str, str, str]]) -> list[Metric]:
    """The metrics of each layer: every kind of tie that occurs, and ``all`` of them together.

    Args:
        ties: triples (kind, source, target).
    """
    kinds = sorted({kind for kind, _, _ in ties})
    layers = {kind: [(source, target) for one, source, target in ties if one == kind] for kind in kinds}
    layers["all"] = [(source, target) for _, source, target in ties]
    return [metric for layer, pairs in layers.items() for metric in network_metrics(layer, pairs)]
