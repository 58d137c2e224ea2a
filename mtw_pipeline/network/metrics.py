"""Metrics of one network layer, each with the definition that was used.

Every metric rests on the simple directed graph of the layer: one tie from source to target however often it was seen,
self-ties counted and kept apart. Where the field has several definitions, each stands here under a name of its own.
What belongs here: metrics of a whole layer. What does not: measures of accounts (centralities.py), paths (diameter.py),
partitions (communities.py). Sources: Wasserman and Faust 1994, chapters 4 and 5; Freeman 1979; Newman 2003 for
assortativity and transitivity; Krackhardt and Stern 1988 for the E-I index; Seidman 1983 for cores.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.network.breadth_first_search import ALL_PATHS_LIMIT, steps_from_all
from mtw_pipeline.network.communities import FASTGREEDY_LIMIT, LOUVAIN_LIMIT, Partition, fastgreedy, leiden, louvain
from mtw_pipeline.network.diameter import Diameter, undirected_diameter
from mtw_pipeline.network.graph import LayerGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

_LARGEST = 5
_STARTS = 5


@dataclass(frozen=True)
class Metric:
    """One metric of one layer.

    Args:
        layer: the network, by the ties that it is made of.
        metric: its name, which says which of several definitions.
        value: its value; None where it is not defined or was left out.
        definition: the definition that was used.
        nodes: the accounts that it rests on.
        ties: the distinct directed ties that it rests on, self-ties apart.
        reason: why the value is None, with the bound that is known.
    """

    layer: str
    metric: str
    value: float | None
    definition: str
    nodes: int
    ties: int
    reason: str | None = None


@dataclass(frozen=True)
class LayerFacts:
    """What a layer's ties alone do not say.

    Args:
        posters: accounts that posted in the window.
        uses: tweets with a tie of the layer between two accounts.
        two_way_uses: those whose tie is answered by a tie of the layer.
    """

    posters: frozenset[str]
    uses: int
    two_way_uses: int


@dataclass(frozen=True)
class LayerMeasures:
    """The metrics of a layer, and the partition that its accounts are told by."""

    metrics: list[Metric]
    partition: Partition


def measure_layer(layer: str, graph: LayerGraph, facts: LayerFacts, seed: int) -> LayerMeasures:
    """All metrics of a layer.

    Args:
        layer: its name.
        graph: its ties.
        facts: what else is known of it.
        seed: of Leiden and Louvain.
    """
    partition = leiden(graph, seed)
    metrics = _Metrics(layer, graph)
    _sizes(metrics, graph, facts)
    _mutuality(metrics, graph, facts)
    _components_and_paths(metrics, graph)
    _centralizations(metrics, graph)
    _structure(metrics, graph)
    _partitions(metrics, graph, partition, seed)
    return LayerMeasures(metrics.rows, partition)


class _Metrics:
    """Metrics as they are found; one that cannot be has its reason."""

    def __init__(self, layer: str, graph: LayerGraph) -> None:
        self._layer, self._graph = layer, graph
        self.rows: list[Metric] = []

    def add(self, name: str, value: float | None, definition: str, reason: str | None = None) -> None:
        missing = value is None or value != value  # noqa: PLR0124 - NaN is not itself
        known = None if missing or value is None else float(value)
        why = (reason or "not defined for so few accounts or ties") if missing else None
        self.rows.append(Metric(self._layer, name, known, definition, self._graph.nodes, self._graph.ties, why))


def _sizes(metrics: _Metrics, graph: LayerGraph, facts: LayerFacts) -> None:
    isolates = len(facts.posters - frozenset(graph.accounts))
    possible = graph.nodes * (graph.nodes - 1)
    density = graph.ties / possible if possible else None
    undirected = 2 * len(graph.pairs[0]) / possible if possible else None
    metrics.add("nodes", graph.nodes, "accounts with at least one tie of the layer, a self-tie included")
    metrics.add("ties", graph.ties, "distinct pairs source -> target, self-ties apart")
    metrics.add("self_ties", graph.self_ties, "accounts with a tie to themselves")
    metrics.add("isolates", isolates, "accounts that posted in the window and have no tie of the layer; no nodes of it")
    metrics.add("density_directed", density, "ties / (nodes * (nodes - 1)), self-ties apart")
    metrics.add("density_undirected", undirected, "pairs with a tie in any direction / (nodes * (nodes - 1) / 2)")


def _mutuality(metrics: _Metrics, graph: LayerGraph, facts: LayerFacts) -> None:
    pairs = len(graph.pairs[0])
    mutual = graph.ties - pairs
    by_ties = 2 * mutual / graph.ties if graph.ties else None
    by_dyads = mutual / pairs if pairs else None
    two_way = facts.two_way_uses / facts.uses if facts.uses else None
    metrics.add("reciprocity_ties", by_ties, "share of ties whose reverse is there too, self-ties apart")
    metrics.add("reciprocity_dyads", by_dyads, "pairs with ties in both directions / pairs with any tie")
    metrics.add("two_way_tweets", two_way, "share of tweets with a tie of the layer whose tie is answered by another")


def _components_and_paths(metrics: _Metrics, graph: LayerGraph) -> None:
    import numpy as np

    weak = np.array(graph.directed.connected_components(mode="weak").membership, dtype=np.int64)
    strong = np.array(graph.directed.connected_components(mode="strong").membership, dtype=np.int64)
    for name, membership in (("weak", weak), ("strong", strong)):
        said = "direction ignored" if name == "weak" else "along directed ties, both ways"
        sizes = np.bincount(membership) if len(membership) else np.zeros(0, dtype=np.int64)
        share = sizes.max() / graph.nodes if len(sizes) else None
        metrics.add(f"{name}_components", len(sizes), f"sets of accounts connected to each other, {said}")
        metrics.add(f"largest_{name}_component_share", share, f"accounts of the largest {name} component / nodes")
    found = undirected_diameter(graph, weak)
    longest, of_largest = found or (None, None)
    said = "longest shortest path {}, direction ignored, in steps; exact (Takes and Kosters 2011)"
    metrics.add("diameter_undirected", *_diameter(longest, said.format("in any component")))
    metrics.add("diameter_largest_component", *_diameter(of_largest, said.format("in the largest weak component")))
    _directed_paths(metrics, graph)


def _diameter(found: Diameter | None, definition: str) -> tuple[float | None, str, str | None]:
    if found is None or found.exact is not None:
        return found.exact if found else None, definition, None
    return None, definition, f"left out after long search: it is {found.at_least} to {found.at_most}"


def _directed_paths(metrics: _Metrics, graph: LayerGraph) -> None:
    longest_said = "longest of all finite shortest paths along directed ties, in steps"
    mean_said = "mean of all finite shortest paths along directed ties, in steps"
    if graph.nodes * max(graph.ties, 1) > ALL_PATHS_LIMIT:
        bound = _longest_from_a_few(graph)
        reason = f"left out: {graph.nodes:,} accounts and {graph.ties:,} ties are too many to walk every path"
        metrics.add("diameter_directed", None, longest_said, f"{reason}; it is at least {bound}")
        metrics.add("average_path_length_directed", None, mean_said, reason)
        return
    lengths = steps_from_all(*graph.sources_of).paths
    mean = sum(steps * paths for steps, paths in enumerate(lengths, start=1)) / sum(lengths) if lengths else None
    metrics.add("diameter_directed", len(lengths) or None, longest_said)
    metrics.add("average_path_length_directed", mean, mean_said)


def _longest_from_a_few(graph: LayerGraph) -> int:
    """The longest shortest path from the accounts that name most others: a lower bound of the directed diameter."""
    import numpy as np

    starts = np.lexsort((np.arange(graph.nodes), -graph.outdegree))[:_STARTS]
    return max(int(graph.directed.eccentricity([int(start)], mode="out")[0]) for start in starts)


def _centralizations(metrics: _Metrics, graph: LayerGraph) -> None:
    nodes = max(graph.nodes, 1)
    for name, degree in (("indegree", graph.indegree), ("outdegree", graph.outdegree)):
        apart = _apart(degree)
        metrics.add(
            f"{name}_centralization", _over(apart, (nodes - 1) ** 2),
            f"sum of (largest {name} - {name}) / (nodes - 1)^2, self-ties apart (Freeman 1979)",
        )  # fmt: skip
        metrics.add(
            f"{name}_centralization_igraph", _over(apart, nodes * (nodes - 1)),
            "the same sum / (nodes * (nodes - 1)): igraph's maximum where self-ties are possible",
        )  # fmt: skip
    undirected = _apart(_undirected_degree(graph))
    total = _apart(graph.indegree + graph.outdegree)
    metrics.add(
        "degree_centralization", _over(undirected, (nodes - 1) * (nodes - 2)),
        "sum of (most neighbours - neighbours) / ((nodes - 1) * (nodes - 2)), direction ignored (Freeman 1979)",
    )  # fmt: skip
    metrics.add(
        "degree_centralization_igraph", _over(undirected, nodes * (nodes - 1)),
        "the same sum / (nodes * (nodes - 1)): igraph's maximum where self-ties are possible",
    )  # fmt: skip
    metrics.add(
        "total_degree_centralization", _over(total, 2 * (nodes - 1) * (nodes - 2)),
        "sum of (largest - own) indegree + outdegree / (2 * (nodes - 1) * (nodes - 2)), as igraph without self-ties",
    )  # fmt: skip


def _undirected_degree(graph: LayerGraph) -> "Integers":
    starts, _ = graph.neighbours
    return starts[1:] - starts[:-1]


def _apart(degree: "Integers") -> int:
    return int(degree.max() * len(degree) - degree.sum()) if len(degree) else 0


def _over(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


def _structure(metrics: _Metrics, graph: LayerGraph) -> None:
    import numpy as np

    both, one_way = graph.undirected, graph.directed
    transitivity = both.transitivity_undirected(mode="nan") if graph.ties else None
    metrics.add("transitivity", transitivity, "closed triples / connected triples, direction ignored")
    assortativity = both.assortativity_degree(directed=False) if graph.ties else None
    metrics.add("assortativity", assortativity, "correlation of neighbours' degrees, direction ignored (Newman 2003)")
    along = one_way.assortativity_degree(directed=True) if graph.ties else None
    metrics.add("assortativity_directed", along, "correlation of a source's outdegree and its target's indegree")
    core = np.array(both.coreness(), dtype=np.int64)
    top = int(core.max()) if len(core) else None
    metrics.add("deepest_core", top, "largest k of which there is a k-core, direction ignored (Seidman 1983)")
    share = float((core == top).mean()) if len(core) else None
    metrics.add("deepest_core_share", share, "accounts of the deepest core / nodes")
    metrics.add("gini_indegree", gini(graph.indegree), "Gini coefficient of indegree over the nodes")
    metrics.add("gini_outdegree", gini(graph.outdegree), "Gini coefficient of outdegree over the nodes")
    metrics.add(
        "top_1_percent_share_indegree", top_share(graph.indegree, 0.01),
        "share of all ties that lead to the one percent of the nodes (rounded up) with the most",
    )  # fmt: skip


def _partitions(metrics: _Metrics, graph: LayerGraph, found: Partition, seed: int) -> None:
    greedy = fastgreedy(graph)
    said = "modularity of the partition by {}, simple undirected graph, resolution 1"
    metrics.add("modularity_leiden", found.modularity, said.format(f"Leiden (Traag et al. 2019), seed {seed}"))
    by_louvain = louvain(graph, seed)
    metrics.add(
        "modularity_louvain", by_louvain.modularity if by_louvain else None,
        said.format(f"Louvain (Blondel et al. 2008), seed {seed}"),
        f"left out: Louvain may take minutes above {LOUVAIN_LIMIT:,} ties" if by_louvain is None else None,
    )  # fmt: skip
    metrics.add(
        "modularity_fastgreedy", greedy.modularity if greedy else None,
        said.format("FastGreedy (Clauset, Newman and Moore 2004), as Netlytic and NodeXL")
        + "; accounts in the order of the alphabet, another order can differ in the third digit",
        f"left out: FastGreedy takes minutes above {FASTGREEDY_LIMIT:,} ties" if greedy is None else None,
    )  # fmt: skip
    _communities(metrics, graph, found)


def _communities(metrics: _Metrics, graph: LayerGraph, found: Partition) -> None:
    import numpy as np

    members = found.membership
    sizes = np.bincount(members)[1:] if len(members) else np.zeros(0, dtype=np.int64)
    metrics.add("communities", len(sizes), "communities by Leiden; an account without others is one by itself")
    outside = 1 - sizes[:_LARGEST].sum() / graph.nodes if graph.nodes else None
    metrics.add("share_outside_five_largest", outside, "nodes outside the five largest communities by Leiden / nodes")
    low, high = graph.pairs
    external = int((members[low] != members[high]).sum()) if len(low) else 0
    index = (2 * external - len(low)) / len(low) if len(low) else None
    metrics.add("ei_index", index, "(ties between - ties within communities by Leiden) / all ties, direction ignored")


def gini(values: "Integers") -> float | None:
    """The Gini coefficient: 0 where all have the same, near 1 where one has all; None where nobody has any."""
    import numpy as np

    whole = int(values.sum()) if len(values) else 0
    if not whole:
        return None
    ordered = np.sort(values)
    ranks = np.arange(1, len(ordered) + 1)
    return float((2 * (ranks * ordered).sum() / whole - len(ordered) - 1) / len(ordered))


def top_share(values: "Integers", part: float) -> float | None:
    """The share of the whole that the top part (rounded up) has; None where nobody has any."""
    import numpy as np

    whole = int(values.sum()) if len(values) else 0
    if not whole:
        return None
    most = int(np.ceil(len(values) * part))
    return float(np.sort(values)[::-1][:most].sum() / whole)
