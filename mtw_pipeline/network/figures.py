"""What the metrics of a layer ask of it, whoever holds its ties.

What belongs here: the interface. What does not: a layer in memory (graph.py), a layer of an engine (large_layer.py).
"""

from typing import TYPE_CHECKING, Literal, Protocol

from mtw_pipeline.network.distribution import Distribution, Spread

if TYPE_CHECKING:
    from mtw_pipeline.network.graph import LayerGraph


class LayerFigures(Protocol):
    """Sizes and spreads of a layer, and all of it where one machine holds it."""

    @property
    def nodes(self) -> int:
        """Accounts."""

    @property
    def ties(self) -> int:
        """Distinct directed ties, self-ties apart."""

    @property
    def self_ties(self) -> int:
        """Accounts with a tie to themselves."""

    @property
    def pair_count(self) -> int:
        """Pairs of accounts with a tie in any direction."""

    def spread(self, of: Spread) -> Distribution:
        """How a number is spread over the accounts.

        Raises:
            LeftOutError: nobody counts it of so large a layer.
        """

    def connected(self, mode: Literal["weak", "strong"]) -> tuple[int, int]:
        """Components, and the accounts of the largest.

        Raises:
            LeftOutError: likewise.
        """

    def assortativity(self, *, directed: bool) -> float | None:
        """How degrees of neighbours go together (Newman 2003); None or not a number where it is not defined."""

    def whole(self) -> "LayerGraph":
        """All ties in memory.

        Raises:
            LeftOutError: one machine does not hold them.
        """
