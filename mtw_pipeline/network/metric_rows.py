"""The metrics of one layer as they are found, one by one, each with its definition or the reason why it has no value.

What belongs here: a row, and keeping rows. What does not: which metrics there are (metrics.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from mtw_pipeline.attempts import Attempts, LeftOutError, Omission, attempt
from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.figures import LayerFigures

Value = TypeVar("Value")


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


class Shared(Generic[Value]):
    """What several metrics rest on, made once; where it was left out, each of them is told why."""

    def __init__(self, found: Value | None, why: LeftOutError | None) -> None:
        self.found = found
        self._why = why

    def get(self) -> Value:
        """What was made.

        Raises:
            LeftOutError: it was left out.
        """
        if self.found is None:
            raise self._why or LeftOutError("what it rests on was left out", is_failure=True)
        return self.found


class MetricRows:
    """Metrics as they are found; one that cannot be has its reason."""

    def __init__(self, layer: str, graph: LayerFigures, budget: Budget, attempts: Attempts) -> None:
        self._layer, self._graph, self._attempts = layer, graph, attempts
        self.budget = budget
        self.rows: list[Metric] = []

    def add(self, name: str, measure: Callable[[], float | None], definition: str, reason: str | None = None) -> None:
        """A metric more.

        Args:
            name: its name.
            measure: gives its value; None or not a number where it is not defined.
            definition: the definition used.
            reason: why it is not defined, where that is known.
        """
        what = f"{name} of the layer {self._layer}"
        value = self._attempts.value(what, lambda: _known(measure()))
        why = None
        if value is None:
            why = self._attempts.reason(what) or reason or "not defined for so few accounts or ties"
        self.rows.append(Metric(self._layer, name, value, definition, self._graph.nodes, self._graph.ties, why))

    def once(self, name: str, make: Callable[[], Value]) -> Shared[Value]:
        """What several metrics rest on; that it was left out is said of each of them."""
        found = attempt(f"{name} of the layer {self._layer}", make)
        if isinstance(found, Omission):
            return Shared(None, LeftOutError(found.reason, remedy=found.remedy, is_failure=found.is_failure))
        return Shared(found, None)


def _known(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)  # noqa: PLR0124 - NaN is not itself
