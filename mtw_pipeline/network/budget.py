"""What a measure of the network may cost: work that is known before it, or counted while it goes on, never the clock.

What belongs here: how much work of each kind a plain core does in a second, and saying no. What does not: how much work
a measure is (the measure's module). The same network is measured the same way on a fast machine and on a slow one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from mtw_pipeline.attempts import LeftOutError

A_SECOND: Mapping[str, float] = MappingProxyType(
    {
        "betweenness": 1.33e8,  # accounts times directed ties, or less where accounts reach few others
        "fastgreedy": 3e9,  # see communities.fastgreedy_work
        "hubs": 1e8,  # ties and accounts walked over, a round each
        "leiden": 5e5,  # pairs, an iteration each
        "louvain": 2.5e4,  # pairs
        "searches": 3e8,  # accounts and neighbours looked at, 64 searches at once
        "triangles": 5e7,  # pairs, by the lesser degree of the two
    }
)
"""Units of work a second on a plain core of 2020, measured on stars, chains, cliques, trees and scale-free graphs."""

_PARTS: Mapping[str, float] = MappingProxyType({"fastgreedy": 0.2})
"""Of the budget, what a measure may cost that others stand beside: Leiden and Louvain find better partitions sooner."""

_REMEDY = "To have it all the same, raise seconds_per_measure under [network] in study.toml"


def over_budget(reason: str) -> LeftOutError:
    """A measure that is left out because of what it would cost."""
    return LeftOutError(reason, remedy=_REMEDY)


class Budget:
    """What each measure of a layer may cost.

    Args:
        seconds: on a plain core; work stands for them, so that a slower machine leaves nothing more out.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def allow(self, measure: str, work: float) -> None:
        """Say no to a measure whose work is known before.

        Raises:
            LeftOutError: it is more than the budget.
        """
        needed, allowed = work / A_SECOND[measure], self._seconds * _PARTS.get(measure, 1)
        if needed > allowed:
            may = "it may take" if measure in _PARTS else "a measure may take"
            raise over_budget(
                f"left out: it would take about {needed:,.0f} s on a plain core, and {may} {allowed:,.0f} s"
            )

    def units(self, measure: str) -> int:
        """The work that a measure may be."""
        return int(self._seconds * A_SECOND[measure])

    def meter(self, measure: str, part: float = 1) -> "Meter":
        """Counts the work of a measure whose work shows only while it goes on.

        Args:
            measure: the measure.
            part: of the budget.
        """
        return Meter(part * self._seconds * A_SECOND[measure], part * self._seconds)


class Meter:
    """Work done, against what may be done."""

    def __init__(self, units: float, seconds: float) -> None:
        self._units, self._seconds = units, seconds
        self.spent = 0.0

    def spend(self, work: float) -> None:
        """Count work that was done.

        Raises:
            LeftOutError: it is more than the budget.
        """
        self.spent += work
        if self.spent > self._units:
            raise over_budget(f"left out: it was not done after the work of {self._seconds:,.0f} s on a plain core")

    def foresee(self, done: float) -> None:
        """Give up early where, by the part that is done, the whole would cost more than twice the budget.

        Args:
            done: the part, from 0 to 1.

        Raises:
            LeftOutError: likewise.
        """
        if self.spent > self._units / 20 and self.spent > 2 * done * self._units:
            needed = self._seconds * self.spent / self._units / done
            raise over_budget(
                f"left out: it would take about {needed:,.0f} s on a plain core, and a measure may take"
                f" {self._seconds:,.0f} s"
            )
