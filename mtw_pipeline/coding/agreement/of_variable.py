"""Agreement of coders on one variable: which measures it gets, and which of them decides.

What belongs here: the set of measures. What does not: their formulas (kappas.py, alpha.py), which codes are compared
(of_window.py), thresholds (settings/coding.py).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.agreement.alpha import krippendorffs_alpha
from mtw_pipeline.coding.agreement.code_table import TWO, CodeTable
from mtw_pipeline.coding.agreement.kappas import (
    brennan_prediger,
    cohens_kappa,
    congers_kappa,
    fleiss_kappa,
    gwets_ac1,
    gwets_ac2,
    weighted_kappa,
)
from mtw_pipeline.coding.agreement.measure import (
    CONFIDENCE,
    NO_UNITS,
    ONE_TWEET,
    Agreement,
    estimated,
    t_quantile,
    undefined,
)
from mtw_pipeline.coding.agreement.several import CodeSet, table_of_sets
from mtw_pipeline.study.settings.coding import Scale


def agreement(
    codes: Sequence[Sequence[str | None]],
    categories: Sequence[str],
    seed: int,
    scale: Scale = "nominal",
    attempts: Attempts | None = None,
) -> list[Agreement]:
    """All measures for the codes of several coders.

    Args:
        codes: a row a tweet, a column a coder; None where one did not code it.
        categories: the categories that coders could choose from, in the order of an ordinal scale.
        seed: of the bootstrap of alpha.
        scale: the variable's scale; but for nominal ones, measures that weigh how far codes are apart come too.
        attempts: makes them one by one; one that fails is undefined, with the reason.
    """
    table = CodeTable.of(codes, categories, scale)
    return _measured(table, _measures(table, seed, is_ordered=scale != "nominal"), attempts or Attempts())


def agreement_of_several(
    codes: Sequence[Sequence[CodeSet | None]], seed: int, attempts: Attempts | None = None
) -> list[Agreement]:
    """The measures for sets of codes: how many are the same, and alpha by MASI distance.

    Kappas and Gwet's coefficients are not among them: they take a set of two categories and one of three for as
    different as any. They are told of each category (of_categories.py).

    Args:
        codes: a row a tweet, a column a coder; None where one did not code it.
        seed: of the bootstrap of alpha.
        attempts: makes them one by one.
    """
    measures: dict[str, Callable[[CodeTable], Agreement]] = {
        "percent_agreement": _percent,
        "krippendorffs_alpha": partial(krippendorffs_alpha, seed=seed),
    }
    return _measured(table_of_sets(codes), measures, attempts or Attempts())


def _measured(
    table: CodeTable, measures: Mapping[str, Callable[[CodeTable], Agreement]], trying: Attempts
) -> list[Agreement]:
    found = []
    for name, measure in measures.items():
        value = trying.value(name, measure, table)
        found.append(value or undefined(name, table.units, trying.reason(name) or ""))
    return found


def _measures(table: CodeTable, seed: int, *, is_ordered: bool) -> dict[str, Callable[[CodeTable], Agreement]]:
    """The measures of a table of codes by name, in the order in which they are told."""
    of_two: dict[str, Callable[[CodeTable], Agreement]] = {"congers_kappa": congers_kappa}
    if table.coders == TWO:
        of_two = {"cohens_kappa": cohens_kappa}
        if is_ordered:
            of_two["weighted_kappa_linear"] = partial(weighted_kappa, power=1)
            of_two["weighted_kappa_squared"] = partial(weighted_kappa, power=2)
    return {
        "percent_agreement": _percent,
        **of_two,
        "fleiss_kappa": fleiss_kappa,
        "krippendorffs_alpha": partial(krippendorffs_alpha, seed=seed),
        "gwets_ac1": gwets_ac1,
        **({"gwets_ac2": gwets_ac2} if is_ordered else {}),
        "brennan_prediger": brennan_prediger,
    }


def deciding_measure(coders: int, scale: Scale, *, is_exclusive: bool = True) -> str:
    """The measure that the study's threshold is compared with: kappa, of ordered variables the one that weighs.

    Where a tweet can have several categories, it is alpha by the distance of sets.
    """
    if not is_exclusive:
        return "krippendorffs_alpha"
    if scale == "nominal":
        return "cohens_kappa" if coders == TWO else "congers_kappa"
    return "weighted_kappa_linear" if coders == TWO else "krippendorffs_alpha"


def deciding_agreement_of_several(codes: Sequence[Sequence[CodeSet | None]], seed: int) -> Agreement:
    """The measure that the study's threshold is compared with, alone. Arguments as of ``agreement_of_several``."""
    return krippendorffs_alpha(table_of_sets(codes), seed)


def deciding_agreement(
    codes: Sequence[Sequence[str | None]], categories: Sequence[str], seed: int, scale: Scale = "nominal"
) -> Agreement:
    """The measure that the study's threshold is compared with, alone. Arguments as of ``agreement``."""
    table = CodeTable.of(codes, categories, scale)
    decides = deciding_measure(table.coders, scale)
    return _measures(table, seed, is_ordered=scale != "nominal")[decides](table)


def _percent(table: CodeTable) -> Agreement:
    name, units = "percent_agreement", table.units
    if not units:
        return undefined(name, units, NO_UNITS)
    share = float(table.observed().sum() / units)
    if table.coders == TWO:
        from statsmodels.stats.proportion import proportion_confint

        low, high = proportion_confint(round(share * units), units, 1 - CONFIDENCE, method="wilson")
        return Agreement(name, units, 100 * share, 100 * low, 100 * high, "Wilson interval (1927)", None)
    import numpy as np

    method = "mean share of agreeing pairs of coders, t interval over tweets"
    if units < TWO:
        return Agreement(name, units, 100 * share, None, None, method, ONE_TWEET)
    half = 100 * t_quantile(units - 1) * float(table.observed()[table.is_shared].std(ddof=1) / np.sqrt(units))
    return estimated(name, units, 100 * share, (max(100 * share - half, 0.0), min(100 * share + half, 100.0)), method)
