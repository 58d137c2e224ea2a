"""One measure of agreement with its interval, and what the measures share.

What belongs here: the result, quantiles, and why a value is not defined. What does not: formulas (kappas.py, alpha.py).
"""

from dataclasses import dataclass

CONFIDENCE = 0.95
NO_UNITS = "no tweet was coded by two coders"
ONE_CATEGORY = "every coder used one and the same category: agreement beyond chance is not defined"
ONE_TWEET = "too few tweets for an interval"
NO_WIDTH = "no interval: by its formula these tweets give it no width"

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Agreement:
    """One measure of agreement.

    Args:
        measure: its name.
        units: tweets that it rests on: those that at least two coders coded.
        value: the measure; None where it is not defined.
        low: lower end of the 95 % interval; None where there is none.
        high: its upper end.
        method: how value and interval were computed.
        reason: why a value or an interval is None.
    """

    measure: str
    units: int
    value: float | None
    low: float | None
    high: float | None
    method: str
    reason: str | None


def undefined(name: str, units: int, reason: str) -> Agreement:
    """A measure that has no value, and why."""
    return Agreement(name, units, None, None, None, "", reason)


def estimated(name: str, units: int, value: float, ends: tuple[float, float], method: str) -> Agreement:
    """A measure with its interval, unless this has no width.

    It has none where coders agree on every tweet or on none, or where one of them gave a single category: that says how
    few kinds of tweets there are, and would be read as certainty.
    """
    low, high = ends
    if high - low < _ROUNDING:
        return Agreement(name, units, value, None, None, method, NO_WIDTH)
    return Agreement(name, units, value, low, high, method, None)


def between(value: float, half: float) -> tuple[float, float]:
    """The ends of an interval, within those that the measure can reach."""
    return max(value - half, min(value, -1.0)), min(value + half, 1.0)


def normal_quantile() -> float:
    """The quantile of the normal distribution that the interval reaches to."""
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def t_quantile(degrees: int) -> float:
    """The quantile of the t distribution that the interval reaches to."""
    from scipy.stats import t

    return float(t.ppf((1 + CONFIDENCE) / 2, degrees))
