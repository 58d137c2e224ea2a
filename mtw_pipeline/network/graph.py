"""One layer of the network as numbers: accounts in order, and each tie between two of them once.

What belongs here: the graph that every measure rests on. What does not: measures (metrics.py, centralities.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mtw_pipeline.network.distribution import Distribution, Spread

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


@dataclass(frozen=True)
class LayerGraph:
    """A layer.

    Args:
        accounts: all accounts with a tie, self-ties among these, in the order of the alphabet.
        source: by tie, the place of its source among the accounts; self-ties apart, in order of source and target.
        target: by tie, the place of its target.
        times: by tie, how often it was seen.
        of_itself: places of the accounts with a tie to themselves, and how often each such tie was seen.
    """

    accounts: tuple[str, ...]
    source: "Integers"
    target: "Integers"
    times: "Integers"
    of_itself: tuple["Integers", "Integers"]

    @classmethod
    def of(cls, source: Sequence[str], target: Sequence[str], times: Sequence[int]) -> "LayerGraph":
        """The layer of ties, each given once, in any order."""
        import numpy as np

        accounts = sorted({*source, *target})
        place = {account: number for number, account in enumerate(accounts)}
        one = np.array([place[account] for account in source], dtype=np.int64)
        other = np.array([place[account] for account in target], dtype=np.int64)
        return cls.numbered(accounts, one, other, np.array(times, dtype=np.int64))

    @classmethod
    def numbered(
        cls, accounts: Sequence[str], source: "Integers", target: "Integers", times: "Integers"
    ) -> "LayerGraph":
        """The layer of ties between places among the accounts, which are in order; each tie given once."""
        import numpy as np

        apart = source != target
        one, other, seen = source[apart], target[apart], times[apart]
        order = np.lexsort((other, one))
        return cls(tuple(accounts), one[order], other[order], seen[order], (source[~apart], times[~apart]))

    @property
    def nodes(self) -> int:
        """Accounts."""
        return len(self.accounts)

    @property
    def ties(self) -> int:
        """Distinct directed ties, self-ties apart."""
        return len(self.source)

    @property
    def self_ties(self) -> int:
        """Accounts with a tie to themselves."""
        return len(self.of_itself[0])

    @property
    def all_ties(self) -> tuple["Integers", "Integers", "Integers"]:
        """Source, target and times of all ties, self-ties among them, in order of source and target."""
        import numpy as np

        itself, seen = self.of_itself
        source, target = np.concatenate([self.source, itself]), np.concatenate([self.target, itself])
        order = np.lexsort((target, source))
        return source[order], target[order], np.concatenate([self.times, seen])[order]

    def is_equal_to(self, other: "LayerGraph") -> bool:
        """Whether another layer has the same accounts and ties, however often each was seen."""
        import numpy as np

        return (
            self.self_ties == other.self_ties
            and np.array_equal(self.source, other.source)
            and np.array_equal(self.target, other.target)
            and self.accounts == other.accounts
        )

    @cached_property
    def indegree(self) -> "Integers":
        """By account, ties that lead to it."""
        return self._counted(self.target)

    @cached_property
    def outdegree(self) -> "Integers":
        """By account, ties that lead from it."""
        return self._counted(self.source)

    @property
    def pair_count(self) -> int:
        """Pairs of accounts with a tie in any direction."""
        return len(self.pairs[0])

    def spread(self, of: Spread) -> Distribution:
        """How a number is spread over the accounts."""
        import numpy as np

        if of == "core":
            return Distribution.of(np.array(self.undirected.coreness(), dtype=np.int64))
        if of == "neighbours":
            return Distribution.of(self.neighbour_counts)
        if of == "degree":
            return Distribution.of(self.indegree + self.outdegree)
        return Distribution.of(self.indegree if of == "indegree" else self.outdegree)

    @property
    def neighbour_counts(self) -> "Integers":
        """By account, others that it has a tie with in any direction."""
        starts, _ = self.neighbours
        return starts[1:] - starts[:-1]

    def connected(self, mode: Literal["weak", "strong"]) -> tuple[int, int]:
        """Components, and the accounts of the largest."""
        sizes = self.sizes_of_components(mode)
        return len(sizes), int(sizes.max(initial=0))

    def assortativity(self, *, directed: bool) -> float | None:
        """How degrees of neighbours go together; not a number where all are alike."""
        graph = self.directed if directed else self.undirected
        return graph.assortativity_degree(directed=directed) if self.ties else None

    def whole(self) -> "LayerGraph":
        """The layer itself."""
        return self

    def _counted(self, ends: "Integers") -> "Integers":
        import numpy as np

        counts: Integers = np.bincount(ends, minlength=self.nodes).astype(np.int64)
        return counts

    @cached_property
    def directed(self) -> "igraph.Graph":
        """The simple directed graph."""
        return self._graph(self.source, self.target, directed=True)

    @cached_property
    def pairs(self) -> tuple["Integers", "Integers"]:
        """The ties without direction, each once: lower and higher place."""
        import numpy as np

        from mtw_pipeline.arrays.distinct import each_once

        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        keys = each_once(low * max(self.nodes, 1) + high)
        return keys // max(self.nodes, 1), keys % max(self.nodes, 1)

    @cached_property
    def undirected(self) -> "igraph.Graph":
        """The simple undirected graph."""
        return self._graph(*self.pairs, directed=False)

    def _graph(self, source: "Integers", target: "Integers", *, directed: bool) -> "igraph.Graph":
        import igraph
        import numpy as np

        return igraph.Graph(n=self.nodes, edges=np.stack([source, target], axis=1), directed=directed)

    @cached_property
    def neighbours(self) -> tuple["Integers", "Integers"]:
        """Without direction: where each account's neighbours begin, and all neighbours one account after the other."""
        import numpy as np

        low, high = self.pairs
        return grouped(np.concatenate([low, high]), np.concatenate([high, low]), self.nodes)

    @cached_property
    def sources_of(self) -> tuple["Integers", "Integers"]:
        """Where each account's sources begin, and all sources one account after the other."""
        return grouped(self.target, self.source, self.nodes)

    def components(self, mode: Literal["weak", "strong"]) -> "Integers":
        """By account, the number of its component, direction ignored (weak) or along directed ties both ways."""
        return self._weak if mode == "weak" else self._strong

    def sizes_of_components(self, mode: Literal["weak", "strong"]) -> "Integers":
        """By number, the accounts of each component."""
        import numpy as np

        return np.bincount(self.components(mode))

    @cached_property
    def _weak(self) -> "Integers":
        return self._components("weak")

    @cached_property
    def _strong(self) -> "Integers":
        return self._components("strong")

    def _components(self, mode: Literal["weak", "strong"]) -> "Integers":
        import igraph
        import numpy as np

        # As graph.connected_components, which makes a clustering of it in as many steps of Python as accounts.
        return np.array(igraph.GraphBase.connected_components(self.directed, mode=mode), dtype=np.int64)

    def networkx(self) -> "nx.DiGraph[str]":
        """The simple directed graph with its times, for networkx and its writers."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.accounts)
        names = self.accounts
        graph.add_weighted_edges_from(
            (
                (names[one], names[other], times)
                for one, other, times in zip(
                    self.source.tolist(), self.target.tolist(), self.times.tolist(), strict=True
                )
            ),
            weight="times",
        )
        return graph


def grouped(accounts: "Integers", others: "Integers", nodes: int) -> tuple["Integers", "Integers"]:
    """Of pairs, where each account's others begin, one more at the end, and these one account after the other."""
    import numpy as np

    order = np.argsort(accounts, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(accounts, minlength=nodes))]).astype(np.int64)
    return starts, others[order]
