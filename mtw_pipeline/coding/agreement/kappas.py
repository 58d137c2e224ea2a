"""Measures of agreement that set it against chance: the kappas of Cohen, Fleiss and Conger, Gwet's AC1 and AC2.

What belongs here: formulas on a table of codes. What does not: Krippendorff's alpha (alpha.py), which of them a
variable gets (of_variable.py). Sources: Cohen 1960; Cohen 1968 for weights; Fleiss, Cohen and Everitt 1969 for
variances; Fleiss 1971; Conger 1980; Gwet 2008, British Journal of Mathematical and Statistical Psychology 61; Gwet
2014, Handbook of Inter-Rater Reliability, for missing codes and for AC2; Brennan and Prediger 1981.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from mtw_pipeline.coding.agreement.code_table import TWO, CodeTable
from mtw_pipeline.coding.agreement.measure import (
    NO_UNITS,
    ONE_CATEGORY,
    ONE_TWEET,
    Agreement,
    between,
    estimated,
    normal_quantile,
    t_quantile,
    undefined,
)

if TYPE_CHECKING:
    from mtw_pipeline.coding.agreement.code_table import Numbers


_NOISE = 1e-12
"""A variance below this is none: what the sums of floating numbers leave of it."""


def cohens_kappa(table: CodeTable) -> Agreement:
    """Cohen 1960, of two coders."""
    method = "Cohen 1960; standard error of Fleiss, Cohen and Everitt 1969, normal interval"
    return _cohen("cohens_kappa", table, table.weights(), method)


def weighted_kappa(table: CodeTable, power: int) -> Agreement:
    """Cohen 1968, of two coders, by linear (power 1) or squared (power 2) distances of categories."""
    name = {1: "linear", 2: "squared"}[power]
    method = f"Cohen 1968, {name} weights; standard error of Fleiss, Cohen and Everitt 1969, normal interval"
    return _cohen(f"weighted_kappa_{name}", table, table.weights(power), method)


def _cohen(name: str, table: CodeTable, weights: "Numbers", method: str) -> Agreement:
    """Weighted kappa (Cohen 1968); variance by Fleiss, Cohen and Everitt 1969; with weights 0 and 1, Cohen 1960."""
    import numpy as np

    units = table.units
    if not units:
        return undefined(name, units, NO_UNITS)
    shared = table.codes[table.is_shared]
    counts = np.zeros((table.categories, table.categories))  # not shares, whose sums are neither 1 nor 0 to the bit
    np.add.at(counts, (shared[:, 0], shared[:, 1]), 1)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    observed, by_chance = float((counts * weights).sum()), float(rows @ weights @ columns)
    expected = by_chance / units**2
    if expected >= 1 - 1e-12:
        return undefined(name, units, ONE_CATEGORY)
    kappa = (units * observed - by_chance) / (units**2 - by_chance)
    around = ((weights @ columns)[:, None] + (weights.T @ rows)[None, :]) / units
    mean = float((counts * (weights - around * (1 - kappa)) ** 2).sum()) / units
    spread = mean - (kappa - expected * (1 - kappa)) ** 2
    error = float(np.sqrt(spread / units) / (1 - expected)) if spread > _NOISE else 0.0
    return estimated(name, units, kappa, between(kappa, normal_quantile() * error), method)


def fleiss_kappa(table: CodeTable) -> Agreement:
    """Fleiss 1971, for missing codes as Gwet 2014, chapter 2."""

    def expected(shares: "Numbers") -> tuple[float, "Numbers"]:
        prevalence = shares.mean(axis=0)
        return float((prevalence**2).sum()), shares @ prevalence

    method = "Fleiss 1971, missing codes and standard error as Gwet 2014, t interval"
    return _gwet_family("fleiss_kappa", table, expected, method)


def gwets_ac1(table: CodeTable) -> Agreement:
    """Gwet 2008, equations 3 to 5, with the number of categories of the codebook."""
    method = f"Gwet 2008 with {table.categories} categories, standard error as Gwet 2014, t interval"
    return _gwet("gwets_ac1", table, table.weights(), method)


def gwets_ac2(table: CodeTable) -> Agreement:
    """Gwet 2014: AC1 by linear distances of categories."""
    method = f"Gwet 2014 with {table.categories} categories, linear weights, t interval"
    return _gwet("gwets_ac2", table, table.weights(1), method)


def _gwet(name: str, table: CodeTable, weights: "Numbers", method: str) -> Agreement:
    if table.categories == 1:
        return undefined(name, table.units, ONE_CATEGORY if table.units else NO_UNITS)
    factor = float(weights.sum()) / (table.categories * (table.categories - 1))

    def expected(shares: "Numbers") -> tuple[float, "Numbers"]:
        prevalence = shares.mean(axis=0)
        return factor * float((prevalence * (1 - prevalence)).sum()), factor * (shares @ (1 - prevalence))

    return _gwet_family(name, table, expected, method, weights)


def brennan_prediger(table: CodeTable) -> Agreement:
    """Brennan and Prediger 1981: chance is one in the number of categories of the codebook."""
    import numpy as np

    def expected(shares: "Numbers") -> tuple[float, "Numbers"]:
        return 1 / table.categories, np.full(len(shares), 1 / table.categories)

    method = f"Brennan and Prediger 1981 with {table.categories} categories, t interval"
    return _gwet_family("brennan_prediger", table, expected, method)


def _gwet_family(
    name: str,
    table: CodeTable,
    expected: Callable[["Numbers"], tuple[float, "Numbers"]],
    method: str,
    weights: "Numbers | None" = None,
) -> Agreement:
    """A coefficient (pa - pe) / (1 - pe), with the linearised variance of Gwet 2014, which allows missing codes."""
    import numpy as np

    units, tweets = table.units, table.tweets
    if not units:
        return undefined(name, units, NO_UNITS)
    observed = table.observed(weights)
    agreed = float(observed.sum() / units)
    chance, chance_of_each = expected(table.shares())
    if chance >= 1 - 1e-12:
        return undefined(name, units, ONE_CATEGORY)
    value = (agreed - chance) / (1 - chance)
    each = tweets / units * (observed - chance * table.is_shared) / (1 - chance)
    each -= 2 * (1 - value) * (chance_of_each - chance) / (1 - chance)
    if tweets < TWO:
        return Agreement(name, units, value, None, None, method, ONE_TWEET)
    error = float(np.sqrt(((each - value) ** 2).sum() / (tweets * (tweets - 1))))
    half = t_quantile(tweets - 1) * error
    return estimated(name, units, value, between(value, half), method)


def congers_kappa(table: CodeTable) -> Agreement:
    """Conger 1980, the extension of Cohen's kappa to several coders, for missing codes as Gwet 2014.

    Standard error: the jackknife over tweets (Efron and Tibshirani 1993, equation 11.5).
    """
    import numpy as np

    name, units = "congers_kappa", table.units
    if not units:
        return undefined(name, units, NO_UNITS)
    if table.used == 1:
        return undefined(name, units, ONE_CATEGORY)
    observed = table.observed()
    coded = np.stack([table.codes == number for number in range(table.categories)], axis=2).astype(float)
    totals = coded.sum(axis=0)
    value = _conger_value(totals, float(observed.sum()), units)
    method = "Conger 1980, missing codes as Gwet 2014; jackknife over tweets, t interval"
    if units <= TWO:
        return Agreement(name, units, value, None, None, method, ONE_TWEET)
    each = np.array(
        [
            _conger_value(totals - tweet, float(observed.sum() - own), units - int(counts))
            for tweet, own, counts in zip(coded, observed, table.is_shared, strict=True)
        ]
    )
    if not np.isfinite(each).all():
        return Agreement(name, units, value, None, None, method, "one tweet decides whether the measure is defined")
    error = float(np.sqrt((len(each) - 1) / len(each) * ((each - each.mean()) ** 2).sum()))
    return estimated(name, units, value, between(value, t_quantile(len(each) - 1) * error), method)


def _conger_value(totals: "Numbers", observed: float, units: int) -> float:
    """Kappa from how often each coder used each category, and the sum of the tweets' agreement; NaN if undefined."""
    coded = totals[totals.sum(axis=1) > 0]
    shares = coded / coded.sum(axis=1, keepdims=True)
    coders = len(shares)
    mean = shares.mean(axis=0)
    spread = ((shares**2).sum(axis=0) - coders * mean**2) / (coders - 1)
    chance = float((mean**2 - spread / coders).sum())
    return (observed / units - chance) / (1 - chance) if chance < 1 - 1e-12 else math.nan
