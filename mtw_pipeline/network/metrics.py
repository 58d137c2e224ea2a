"""Metrics of one network layer, each with the definition that was used.

Every metric rests on the simple directed graph of the layer: one tie from source to target however often it was seen,
self-ties counted and kept apart. Where the field has several definitions, each stands here under a name of its own.
What belongs here: metrics of a whole layer. What does not: measures of accounts (centralities.py), shortest paths,
partitions (communities.py). Sources: Wasserman and Faust 1994, chapters 4 and 5; Freeman 1979; Newman 2003 for
assortativity and transitivity; Krackhardt and Stern 1988 for the E-I index; Seidman 1983 for cores.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from mtw_pipeline.attempts import Attempts, LeftOutError
from mtw_pipeline.network.budget import Budget, over_budget
from mtw_pipeline.network.communities import Partition, fastgreedy, leiden, louvain
from mtw_pipeline.network.distribution import Distribution, gini, top_share
from mtw_pipeline.network.figures import LayerFigures
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.metric_rows import Metric, MetricRows, Shared
from mtw_pipeline.network.shortest_paths.breadth_first_search import path_lengths
from mtw_pipeline.network.shortest_paths.diameter import Diameter, undirected_diameter
from mtw_pipeline.study.settings.network import NetworkSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

LEIDEN = "communities by Leiden"

_ALIKE = "not defined where the accounts at the ends of ties do not differ in degree"
_LARGEST = 5
_STARTS = 5


@dataclass(frozen=True)
class LayerFacts:
    """What a layer's ties alone do not say.

    Args:
        isolates: accounts that posted in the window and have no tie of the layer.
        uses: tweets with a tie of the layer between two accounts.
        two_way_uses: those whose tie is answered by a tie of the layer.
    """

    isolates: int
    uses: int
    two_way_uses: int


@dataclass(frozen=True)
class LayerMeasures:
    """The metrics of a layer, and the partition that its accounts are told by; None where it was left out."""

    metrics: list[Metric]
    partition: Partition | None


def measure_layer(
    layer: str,
    graph: LayerFigures,
    facts: LayerFacts,
    settings: NetworkSettings | None = None,
    attempts: Attempts | None = None,
) -> LayerMeasures:
    """All metrics of a layer.

    Args:
        layer: its name.
        graph: its ties, or what is known of them.
        facts: what else is known of it.
        settings: the seed of Leiden and Louvain, and what a measure may cost.
        attempts: makes them one by one; one that fails is None, with the reason.
    """
    asked = settings or NetworkSettings()
    metrics = MetricRows(layer, graph, Budget(asked.seconds_per_measure), attempts or Attempts())
    partition = metrics.once(LEIDEN, lambda: leiden(graph.whole(), asked.seed, metrics.budget))
    _sizes(metrics, graph, facts)
    _mutuality(metrics, graph, facts)
    _components_and_paths(metrics, graph)
    _centralizations(metrics, graph)
    _structure(metrics, graph)
    _partitions(metrics, graph, partition, asked.seed)
    return LayerMeasures(metrics.rows, partition.found)


def metrics_of_uses(layer: str, graph: LayerFigures, facts: LayerFacts, attempts: Attempts) -> list[Metric]:
    """The metrics for which it matters how often a tie was seen, and by which tweets."""
    metrics = MetricRows(layer, graph, Budget(1), attempts)
    _uses(metrics, facts)
    return metrics.rows


def _sizes(metrics: MetricRows, graph: LayerFigures, facts: LayerFacts) -> None:
    possible = graph.nodes * (graph.nodes - 1)
    metrics.add("nodes", lambda: graph.nodes, "accounts with at least one tie of the layer, a self-tie included")
    metrics.add("ties", lambda: graph.ties, "distinct pairs source -> target, self-ties apart")
    metrics.add("self_ties", lambda: graph.self_ties, "accounts with a tie to themselves")
    metrics.add(
        "isolates", lambda: facts.isolates,
        "accounts that posted in the window and have no tie of the layer; no nodes of it",
    )  # fmt: skip
    metrics.add(
        "density_directed", lambda: _over(graph.ties, possible), "ties / (nodes * (nodes - 1)), self-ties apart"
    )
    metrics.add(
        "density_undirected", lambda: _over(2 * graph.pair_count, possible),
        "pairs with a tie in any direction / (nodes * (nodes - 1) / 2)",
    )  # fmt: skip


def _mutuality(metrics: MetricRows, graph: LayerFigures, facts: LayerFacts) -> None:
    metrics.add(
        "reciprocity_ties", lambda: _over(2 * (graph.ties - graph.pair_count), graph.ties),
        "share of ties whose reverse is there too, self-ties apart",
    )  # fmt: skip
    metrics.add(
        "reciprocity_dyads", lambda: _over(graph.ties - graph.pair_count, graph.pair_count),
        "pairs with ties in both directions / pairs with any tie",
    )  # fmt: skip
    _uses(metrics, facts)


def _uses(metrics: MetricRows, facts: LayerFacts) -> None:
    metrics.add(
        "two_way_tweets", lambda: _over(facts.two_way_uses, facts.uses),
        "share of tweets with a tie of the layer, self-ties apart, whose tie is answered by another; in the layer all,"
        " and of edge lists, each time that a tie was seen counts",
    )  # fmt: skip


def _components_and_paths(metrics: MetricRows, graph: LayerFigures) -> None:
    weak = metrics.once("weak components", lambda: _components(graph, "weak"))
    strong = metrics.once("strong components", lambda: _components(graph, "strong"))
    for name, found in (("weak", weak), ("strong", strong)):
        said = "direction ignored" if name == "weak" else "along directed ties, both ways"
        metrics.add(
            f"{name}_components", partial(_count, found),
            f"sets of accounts connected to each other, {said}",
        )  # fmt: skip
        metrics.add(
            f"largest_{name}_component_share", partial(_largest_share, found, graph.nodes),
            f"accounts of the largest {name} component / nodes",
        )  # fmt: skip
    diameters = metrics.once("undirected diameter", lambda: (_undirected_diameter(graph.whole(), metrics.budget),))
    said = "longest shortest path {}, direction ignored, in steps; exact (Takes and Kosters 2011)"
    for place, (name, of) in enumerate(
        (("diameter_undirected", "in any component"), ("diameter_largest_component", "in the largest weak component"))
    ):
        metrics.add(name, partial(_exact, diameters, place), said.format(of))
    _directed_paths(metrics, graph)


def _components(graph: LayerFigures, mode: Literal["weak", "strong"]) -> tuple[int, int]:
    return graph.connected(mode)


def _count(components: Shared[tuple[int, int]]) -> int:
    return components.get()[0]


def _largest_share(components: Shared[tuple[int, int]], nodes: int) -> float | None:
    return components.get()[1] / nodes if nodes else None


def _undirected_diameter(graph: LayerGraph, budget: Budget) -> tuple[Diameter, Diameter] | None:
    return undirected_diameter(graph, graph.components("weak"), budget)


def _exact(diameters: Shared[tuple[tuple[Diameter, Diameter] | None]], place: int) -> float | None:
    [found] = diameters.get()
    if found is None:
        return None
    diameter = found[place]
    if diameter.exact is None:
        raise over_budget(f"left out after long search: it is {diameter.at_least} to {diameter.at_most}")
    return diameter.exact


def _directed_paths(metrics: MetricRows, graph: LayerFigures) -> None:
    paths = metrics.once("directed paths", lambda: (_lengths(graph.whole(), metrics.budget),))

    def mean() -> float | None:
        lengths = paths.get()[0]
        return sum(steps * found for steps, found in enumerate(lengths, start=1)) / sum(lengths) if lengths else None

    metrics.add(
        "diameter_directed", lambda: len(paths.get()[0]) or None,
        "longest of all finite shortest paths along directed ties, in steps",
    )  # fmt: skip
    metrics.add("average_path_length_directed", mean, "mean of all finite shortest paths along directed ties, in steps")


def _lengths(graph: LayerGraph, budget: Budget) -> tuple[int, ...]:
    try:
        return path_lengths(graph, budget)
    except LeftOutError as error:
        raise over_budget(f"{error.what}; the longest is at least {_longest_from_a_few(graph)}") from error


def _longest_from_a_few(graph: LayerGraph) -> int:
    """The longest shortest path from the accounts that name most others: a lower bound of the directed diameter."""
    import numpy as np

    starts = np.lexsort((np.arange(graph.nodes), -graph.outdegree))[:_STARTS]
    return max(int(graph.directed.eccentricity([int(start)], mode="out")[0]) for start in starts)


def _centralizations(metrics: MetricRows, graph: LayerFigures) -> None:
    nodes = max(graph.nodes, 1)
    names: tuple[Literal["indegree", "outdegree"], ...] = ("indegree", "outdegree")
    for name in names:
        metrics.add(
            f"{name}_centralization", partial(_over, graph.spread(name).apart, (nodes - 1) ** 2),
            f"sum of (largest {name} - {name}) / (nodes - 1)^2, self-ties apart (Freeman 1979)",
        )  # fmt: skip
        metrics.add(
            f"{name}_centralization_igraph", partial(_over, graph.spread(name).apart, nodes * (nodes - 1)),
            f"sum of (largest {name} - {name}) / (nodes * (nodes - 1)): igraph's maximum where self-ties are possible",
        )  # fmt: skip
    metrics.add(
        "degree_centralization", lambda: _over(_undirected_degree(graph).apart, (nodes - 1) * (nodes - 2)),
        "sum of (most neighbours - neighbours) / ((nodes - 1) * (nodes - 2)), direction ignored (Freeman 1979)",
    )  # fmt: skip
    metrics.add(
        "degree_centralization_igraph", lambda: _over(_undirected_degree(graph).apart, nodes * (nodes - 1)),
        "sum of (most neighbours - neighbours) / (nodes * (nodes - 1)): igraph's maximum where self-ties are possible",
    )  # fmt: skip
    metrics.add(
        "total_degree_centralization",
        lambda: _over(graph.spread("degree").apart, 2 * (nodes - 1) * (nodes - 2)),
        "sum of (largest - own) indegree + outdegree / (2 * (nodes - 1) * (nodes - 2)), as igraph without self-ties",
    )  # fmt: skip


def _undirected_degree(graph: LayerFigures) -> Distribution:
    return graph.spread("neighbours")


def _over(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


def _structure(metrics: MetricRows, graph: LayerFigures) -> None:
    metrics.add(
        "transitivity",
        lambda: transitivity(graph.whole(), metrics.budget),
        "closed triples / connected triples, direction ignored",
        "not defined where no account has ties with two others",
    )
    metrics.add(
        "assortativity", lambda: graph.assortativity(directed=False),
        "correlation of neighbours' degrees, direction ignored (Newman 2003)", _ALIKE,
    )  # fmt: skip
    metrics.add(
        "assortativity_directed", lambda: graph.assortativity(directed=True),
        "correlation of a source's outdegree and its target's indegree", _ALIKE,
    )  # fmt: skip
    core = metrics.once("cores", lambda: _cores(graph))
    metrics.add(
        "deepest_core", lambda: core.get().values[-1] if graph.nodes else None,
        "largest k of which there is a k-core, direction ignored (Seidman 1983)",
    )  # fmt: skip
    metrics.add(
        "deepest_core_share",
        lambda: core.get().counts[-1] / graph.nodes if graph.nodes else None,
        "accounts of the deepest core / nodes",
    )  # fmt: skip
    metrics.add("gini_indegree", lambda: gini(graph.spread("indegree")), "Gini coefficient of indegree over the nodes")
    metrics.add(
        "gini_outdegree", lambda: gini(graph.spread("outdegree")), "Gini coefficient of outdegree over the nodes"
    )
    metrics.add(
        "top_1_percent_share_indegree", lambda: top_share(graph.spread("indegree"), 0.01),
        "share of all ties that lead to the one percent of the nodes (rounded up) with the most",
    )  # fmt: skip


def _cores(graph: LayerFigures) -> Distribution:
    return graph.spread("core")


def transitivity(graph: LayerGraph, budget: Budget) -> float | None:
    """Closed triples / connected triples (Newman 2003); None where there is no connected triple.

    Raises:
        LeftOutError: it would cost more than its budget.
    """
    import numpy as np

    if not graph.ties:
        return None
    degree = graph.neighbour_counts
    budget.allow("triangles", int(np.minimum(degree[graph.pairs[0]], degree[graph.pairs[1]]).sum()))
    return float(graph.undirected.transitivity_undirected(mode="nan"))


def _partitions(metrics: MetricRows, graph: LayerFigures, found: Shared[Partition], seed: int) -> None:
    said = "modularity of the partition by {}, simple undirected graph, resolution 1"
    metrics.add(
        "modularity_leiden", lambda: found.get().modularity, said.format(f"Leiden (Traag et al. 2019), seed {seed}")
    )
    metrics.add(
        "modularity_louvain", lambda: louvain(graph.whole(), seed, metrics.budget).modularity,
        said.format(f"Louvain (Blondel et al. 2008), seed {seed}"),
    )  # fmt: skip
    metrics.add(
        "modularity_fastgreedy", lambda: fastgreedy(graph.whole(), metrics.budget).modularity,
        said.format("FastGreedy (Clauset, Newman and Moore 2004), as Netlytic and NodeXL")
        + "; accounts in the order of the alphabet, another order can differ in the third digit",
    )  # fmt: skip
    _communities(metrics, graph, found)


def _communities(metrics: MetricRows, graph: LayerFigures, found: Shared[Partition]) -> None:
    def sizes() -> "Integers":
        import numpy as np

        return np.bincount(found.get().membership)[1:]

    def outside() -> float | None:
        return 1 - float(sizes()[:_LARGEST].sum()) / graph.nodes if graph.nodes else None

    def index() -> float | None:
        members, (low, high) = found.get().membership, graph.whole().pairs
        external = int((members[low] != members[high]).sum()) if len(low) else 0
        return (2 * external - len(low)) / len(low) if len(low) else None

    metrics.add(
        "communities", lambda: len(sizes()), "communities by Leiden; an account without others is one by itself"
    )
    metrics.add("share_outside_five_largest", outside, "nodes outside the five largest communities by Leiden / nodes")
    metrics.add("ei_index", index, "(ties between - ties within communities by Leiden) / all ties, direction ignored")
