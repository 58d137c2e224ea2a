"""A layer that one machine does not hold: an engine counts what can be counted by joins and groups, round by round.

What belongs here: the steps, and which figures they give. What does not: the statements (sql/network/large/), and any
measure that is exact on one machine only, which is left out with the reason. PageRank: Brin and Page 1998. Weak
components: Kiveris et al. 2014. Cores: rounds of the h-index of neighbours, Lü et al. 2016, The H-index of a network
node and its relation to degree and coreness, Nature Communications 7.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from mtw_pipeline.activity import so_far
from mtw_pipeline.attempts import LeftOutError
from mtw_pipeline.network.distribution import Distribution, Spread
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.workbench import Workbench

if TYPE_CHECKING:
    from mtw_pipeline.network.graph import LayerGraph

Figure = TypeVar("Figure")

DAMPING = 0.85
_PRECISION = 1e-12
_MOST_ROUNDS = 1_000
_LOOK_EVERY = 4
"""Rounds after which it is asked whether anything still moves: that costs as much as a round."""


class LargeLayer:
    """What an engine counts of a layer whose ties stand in ``tie_counts`` of a workbench.

    Making one lays its ties and accounts there, in place of those of another layer.

    Args:
        bench: where it is counted.
        layer: its name.
        ties: its ties, self-ties apart.
        self_ties: its accounts with a tie to themselves.
        most_ties: what one machine holds, for the reason of what is left out.
    """

    def __init__(self, bench: Workbench, layer: str, ties: int, self_ties: int, most_ties: int) -> None:
        self._bench = bench
        self._layer = layer
        self._most_ties = most_ties
        self.ties = ties
        self.self_ties = self_ties
        for name in ("large_ties", "large_neighbours", "large_accounts"):
            self._keep(name, name)
        rows = bench.rows(_text("degree_counts"), {})
        self._spreads = {
            of: Distribution.of_counts((value, count) for name, value, count in rows if name == of)
            for of in ("indegree", "outdegree", "degree", "neighbours")
        }
        self._keep("worths", "pagerank/first_worths")
        self._keep("cores", "cores/first_cores")

    @property
    def nodes(self) -> int:
        """Accounts."""
        return self._spreads["degree"].accounts

    @property
    def pair_count(self) -> int:
        """Pairs of accounts with a tie in any direction."""
        return self._spreads["neighbours"].total // 2

    def spread(self, of: Spread) -> Distribution:
        """How a number is spread over the accounts.

        Raises:
            LeftOutError: cores, after too many rounds.
        """
        return _given(self._core_spread) if of == "core" else self._spreads[of]

    def connected(self, mode: Literal["weak", "strong"]) -> tuple[int, int]:
        """Components, and the accounts of the largest.

        Raises:
            LeftOutError: strong ones, and weak ones after too many rounds.
        """
        if mode == "strong":
            raise self._beyond()
        return _given(self._weak)

    def assortativity(self, *, directed: bool) -> float | None:
        """How degrees of neighbours go together; None or not a number where all are alike."""
        statement = "assortativity_directed" if directed else "assortativity"
        [(found,)] = self._bench.rows(_text(statement), {}) if self.ties else [(None,)]
        return found if found is None else float(found)

    def whole(self) -> "LayerGraph":
        """All ties in memory.

        Raises:
            LeftOutError: one machine does not hold them.
        """
        raise self._beyond()

    @cached_property
    def _weak(self) -> tuple[int, int] | LeftOutError:
        return _once(self._weak_components)

    def _weak_components(self) -> tuple[int, int]:
        self._keep("links", "components/first_links")
        for number in range(_MOST_ROUNDS):
            if not self._asked("components/unsettled_links"):
                [(linked, most)] = self._bench.rows(_text("components/component_sizes"), {})
                return self.nodes - int(linked), int(most) + 1 if self.nodes else 0
            self._keep("links", "components/large_star")
            self._keep("links", "components/small_star")
            so_far(f"weak components, round {number + 1}")
        raise self._unsettled()

    @cached_property
    def _core_spread(self) -> Distribution | LeftOutError:
        return _once(self._cores)

    def _cores(self) -> Distribution:
        self._rounds("cores", "cores/core_round", "cores/cores_moved", {})
        return Distribution.of_counts(self._bench.rows(_text("cores/core_counts"), {}))

    def rank(self) -> int:
        """Let ``worths`` hold what PageRank gives, up to what all have together; returns after how many rounds.

        Raises:
            LeftOutError: after too many rounds.
        """
        self._bench.keep("passes", _text("pagerank/passes"), {"damping": DAMPING})
        of_moved: dict[str, object] = {"precision": _PRECISION}
        return self._rounds("worths", "pagerank/worth_round", "pagerank/worths_moved", of_moved)

    def _rounds(self, name: str, statement: str, moved: str, of_moved: dict[str, object]) -> int:
        for number in range(1, _MOST_ROUNDS + 1):
            self._keep(name, statement)
            so_far(f"{name}, round {number}")
            if number % _LOOK_EVERY == 0 and not self._asked(moved, of_moved):
                return number
        raise self._unsettled()

    def _keep(self, name: str, statement: str) -> None:
        text = _text(statement)
        self._bench.keep(name, text, {"layer": self._layer} if "$layer" in text else {})

    def _asked(self, statement: str, parameters: dict[str, object] | None = None) -> int:
        [(count,)] = self._bench.rows(_text(statement), parameters or {})
        return int(count)

    def _beyond(self) -> LeftOutError:
        return LeftOutError(
            f"left out: it is exact on one machine only, which holds {self._most_ties:,} ties and not {self.ties:,}",
            remedy="To have it all the same, raise ties_on_one_machine under [network] in study.toml, where there is"
            " memory for it: some 200 bytes a tie",
        )

    def _unsettled(self) -> LeftOutError:
        return LeftOutError(f"left out: it still changed after {_MOST_ROUNDS:,} rounds", is_failure=True)


def _text(statement: str) -> str:
    return sql_text(f"network/large/{statement}")


def _once(act: Callable[[], Figure]) -> Figure | LeftOutError:
    """What a figure is, or why it is left out: a thousand rounds are not gone through for each metric that asks."""
    try:
        return act()
    except LeftOutError as error:
        return error


def _given(figure: Figure | LeftOutError) -> Figure:
    if isinstance(figure, LeftOutError):
        raise figure
    return figure
