"""Agreement of coders on one variable, each measure with an interval and the method that gave it.

What belongs here: formulas on codes as they stand. What does not: which codes (sql/), thresholds (settings/coding.py).
Sources: Cohen 1960 with the large-sample variance of Fleiss, Cohen and Everitt 1969; Krippendorff 2011, Computing
Krippendorff's Alpha-Reliability; Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, and Gwet
2014, Handbook of Inter-Rater Reliability, for AC1 and for missing codes; Fleiss 1971; Conger 1980; Wilson 1927.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

CONFIDENCE = 0.95
_DRAWS = 2_000
_TWO = 2


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


def agreement(codes: Sequence[Sequence[str | None]], categories: Sequence[str], seed: int) -> list[Agreement]:
    """All measures for the codes of several coders.

    Args:
        codes: a row a tweet, a column a coder; None where one did not code it.
        categories: the categories that coders could choose from.
        seed: of the bootstrap of alpha.
    """
    table = _Table.of(codes, categories)
    measures = [_percent(table), _fleiss(table), _alpha(table, seed), _ac1(table), _brennan_prediger(table)]
    measures[1:1] = [_cohen(table)] if table.coders == _TWO else [_conger(table)]
    return measures


@dataclass(frozen=True)
class _Table:
    """Codes as numbers: ``codes`` (tweets x coders, -1 for none) and ``counts`` (tweets x categories)."""

    codes: "NDArray[np.int64]"
    counts: "Numbers"

    @classmethod
    def of(cls, codes: Sequence[Sequence[str | None]], categories: Sequence[str]) -> "_Table":
        import numpy as np

        place = {name: number for number, name in enumerate(categories)}
        coders = max((len(row) for row in codes), default=0)
        rows = [[-1 if code is None else place[code] for code in row] for row in codes]
        numbers = np.array(rows, dtype=np.int64).reshape(len(rows), coders)
        counts = np.stack([(numbers == one).sum(axis=1) for one in range(len(categories))], axis=1).astype(float)
        coded = counts.sum(axis=1) > 0
        return cls(numbers[coded], counts[coded])

    @property
    def coders(self) -> int:
        return int(self.codes.shape[1])

    @property
    def categories(self) -> int:
        return int(self.counts.shape[1])

    @property
    def times(self) -> "Numbers":
        """How many coders coded each tweet."""
        times: Numbers = self.counts.sum(axis=1)
        return times

    @property
    def is_shared(self) -> "NDArray[np.bool_]":
        return self.times >= _TWO

    @property
    def units(self) -> int:
        return int(self.is_shared.sum())

    @property
    def tweets(self) -> int:
        return int(self.counts.shape[0])

    @property
    def used(self) -> int:
        """Categories in use among the tweets that several coders coded."""
        return int((self.counts[self.is_shared].sum(axis=0) > 0).sum())

    def observed(self) -> "Numbers":
        """Of each tweet, the share of pairs of its coders that agree; 0 where it has no pair."""
        import numpy as np

        pairs = self.times * (self.times - 1)
        alike = (self.counts * (self.counts - 1)).sum(axis=1)
        shares: Numbers = np.divide(alike, pairs, out=np.zeros_like(alike), where=pairs > 0)
        return shares

    def shares(self) -> "Numbers":
        """Of each tweet, the share of its coders in each category."""
        return self.counts / self.times[:, None]


def _percent(table: _Table) -> Agreement:
    name, units = "percent_agreement", table.units
    if not units:
        return _undefined(name, units, _NO_UNITS)
    share = float(table.observed().sum() / units)
    if table.coders == _TWO:
        from statsmodels.stats.proportion import proportion_confint

        low, high = proportion_confint(round(share * units), units, 1 - CONFIDENCE, method="wilson")
        return Agreement(name, units, 100 * share, 100 * low, 100 * high, "Wilson interval (1927)", None)
    import numpy as np

    method = "mean share of agreeing pairs of coders, t interval over tweets"
    if units < _TWO:
        return Agreement(name, units, 100 * share, None, None, method, _ONE_TWEET)
    half = 100 * _t_quantile(units - 1) * float(table.observed()[table.is_shared].std(ddof=1) / np.sqrt(units))
    return Agreement(
        name, units, 100 * share, max(100 * share - half, 0.0), min(100 * share + half, 100.0), method, None
    )


def _cohen(table: _Table) -> Agreement:
    """Cohen's kappa; variance by Fleiss, Cohen and Everitt 1969, equation 13, normal interval."""
    import numpy as np

    name, units = "cohens_kappa", table.units
    if not units:
        return _undefined(name, units, _NO_UNITS)
    shared = table.codes[table.is_shared]
    cells = np.zeros((table.categories, table.categories))
    np.add.at(cells, (shared[:, 0], shared[:, 1]), 1 / units)
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    observed, expected = float(np.trace(cells)), float(rows @ columns)
    if expected >= 1 - 1e-12:
        return _undefined(name, units, _ONE_CATEGORY)
    kappa = (observed - expected) / (1 - expected)
    diagonal = np.diag(cells)
    first = float((diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2).sum())
    around = (columns[:, None] + rows[None, :]) ** 2
    second = (1 - kappa) ** 2 * float((cells * around).sum() - (diagonal * np.diag(around)).sum())
    third = (kappa - expected * (1 - kappa)) ** 2
    error = float(np.sqrt(max(first + second - third, 0.0) / units) / (1 - expected))
    method = "Cohen 1960; standard error of Fleiss, Cohen and Everitt 1969, normal interval"
    half = _normal_quantile() * error
    return Agreement(name, units, kappa, *_between(kappa, half), method, None)


def _fleiss(table: _Table) -> Agreement:
    """Fleiss 1971, for missing codes as Gwet 2014, chapter 2."""

    def expected(shares: "Numbers") -> tuple[float, "Numbers"]:
        prevalence = shares.mean(axis=0)
        return float((prevalence**2).sum()), shares @ prevalence

    method = "Fleiss 1971, missing codes and standard error as Gwet 2014, t interval"
    return _gwet_family("fleiss_kappa", table, expected, method)


def _ac1(table: _Table) -> Agreement:
    """Gwet 2008, equations 3 to 5, with the number of categories of the codebook."""

    def expected(shares: "Numbers") -> tuple[float, "Numbers"]:
        prevalence = shares.mean(axis=0)
        others = table.categories - 1
        return float((prevalence * (1 - prevalence)).sum() / others), shares @ (1 - prevalence) / others

    method = f"Gwet 2008 with {table.categories} categories, standard error as Gwet 2014, t interval"
    return _gwet_family("gwets_ac1", table, expected, method)


def _brennan_prediger(table: _Table) -> Agreement:
    """Brennan and Prediger 1981: chance is one in the number of categories of the codebook."""
    import numpy as np

    def expected(shares: "Numbers") -> tuple[float, "Numbers"]:
        return 1 / table.categories, np.full(len(shares), 1 / table.categories)

    method = f"Brennan and Prediger 1981 with {table.categories} categories, t interval"
    return _gwet_family("brennan_prediger", table, expected, method)


def _gwet_family(
    name: str, table: _Table, expected: Callable[["Numbers"], tuple[float, "Numbers"]], method: str
) -> Agreement:
    """A coefficient (pa - pe) / (1 - pe), with the linearised variance of Gwet 2014, which allows missing codes."""
    import numpy as np

    units, tweets = table.units, table.tweets
    if not units:
        return _undefined(name, units, _NO_UNITS)
    observed = table.observed()
    agreed = float(observed.sum() / units)
    chance, chance_of_each = expected(table.shares())
    if chance >= 1 - 1e-12:
        return _undefined(name, units, _ONE_CATEGORY)
    value = (agreed - chance) / (1 - chance)
    each = tweets / units * (observed - chance * table.is_shared) / (1 - chance)
    each -= 2 * (1 - value) * (chance_of_each - chance) / (1 - chance)
    if tweets < _TWO:
        return Agreement(name, units, value, None, None, method, _ONE_TWEET)
    error = float(np.sqrt(((each - value) ** 2).sum() / (tweets * (tweets - 1))))
    half = _t_quantile(tweets - 1) * error
    return Agreement(name, units, value, *_between(value, half), method, None)


def _conger(table: _Table) -> Agreement:
    """Conger 1980, the extension of Cohen's kappa to several coders, for missing codes as Gwet 2014.

    Standard error: the jackknife over tweets (Efron and Tibshirani 1993, equation 11.5).
    """
    import numpy as np

    name, units = "congers_kappa", table.units
    if not units:
        return _undefined(name, units, _NO_UNITS)
    if table.used == 1:
        return _undefined(name, units, _ONE_CATEGORY)
    observed = table.observed()
    coded = np.stack([table.codes == number for number in range(table.categories)], axis=2).astype(float)
    totals = coded.sum(axis=0)
    value = _conger_value(totals, float(observed.sum()), units)
    method = "Conger 1980, missing codes as Gwet 2014; jackknife over tweets, t interval"
    if units <= _TWO:
        return Agreement(name, units, value, None, None, method, _ONE_TWEET)
    each = np.array(
        [
            _conger_value(totals - tweet, float(observed.sum() - own), units - int(counts))
            for tweet, own, counts in zip(coded, observed, table.is_shared, strict=True)
        ]
    )
    if not np.isfinite(each).all():
        return Agreement(name, units, value, None, None, method, "one tweet decides whether the measure is defined")
    error = float(np.sqrt((len(each) - 1) / len(each) * ((each - each.mean()) ** 2).sum()))
    return Agreement(name, units, value, *_between(value, _t_quantile(len(each) - 1) * error), method, None)


def _conger_value(totals: "Numbers", observed: float, units: int) -> float:
    """Kappa from how often each coder used each category, and the sum of the tweets' agreement; NaN if undefined."""
    coded = totals[totals.sum(axis=1) > 0]
    shares = coded / coded.sum(axis=1, keepdims=True)
    coders = len(shares)
    mean = shares.mean(axis=0)
    spread = ((shares**2).sum(axis=0) - coders * mean**2) / (coders - 1)
    chance = float((mean**2 - spread / coders).sum())
    return (observed / units - chance) / (1 - chance) if chance < 1 - 1e-12 else math.nan


def _alpha(table: _Table, seed: int) -> Agreement:
    """Krippendorff's alpha for nominal codes; percentile interval of a bootstrap over tweets."""
    import numpy as np

    name, units = "krippendorffs_alpha", table.units
    if not units:
        return _undefined(name, units, _NO_UNITS)
    if table.used == 1:
        return _undefined(name, units, _ONE_CATEGORY)
    counts = table.counts[table.is_shared]
    times = counts.sum(axis=1)
    alike = (counts * (counts - 1)).sum(axis=1) / (times - 1)
    differing = times - alike

    def values(weights: "Numbers") -> "Numbers":
        totals = weights @ counts
        whole = totals.sum(axis=1)
        possible = whole**2 - (totals**2).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(1 - (whole - 1) * (weights @ differing) / possible, dtype=np.float64)

    value = float(values(np.ones((1, units)))[0])
    draws = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=_DRAWS).astype(float)
    drawn = values(draws)
    drawn = drawn[np.isfinite(drawn)]
    method = f"Krippendorff 2011, nominal; percentile interval of {_DRAWS:,} bootstrap samples of tweets, seed {seed}"
    if units < _TWO:
        return Agreement(name, units, value, None, None, method, _ONE_TWEET)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Agreement(name, units, value, float(low), float(high), method, None)


_NO_UNITS = "no tweet was coded by two coders"
_ONE_CATEGORY = "every coder used one and the same category: agreement beyond chance is not defined"
_ONE_TWEET = "too few tweets for an interval"


def _undefined(name: str, units: int, reason: str) -> Agreement:
    return Agreement(name, units, None, None, None, "", reason)


def _between(value: float, half: float) -> tuple[float, float]:
    return max(value - half, min(value, -1.0)), min(value + half, 1.0)


def _normal_quantile() -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def _t_quantile(degrees: int) -> float:
    from scipy.stats import t

    return float(t.ppf((1 + CONFIDENCE) / 2, degrees))
