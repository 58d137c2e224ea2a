"""Krippendorff's alpha on nominal, ordinal, interval and ratio scales and of sets, with a bootstrap interval.

What belongs here: its distances and its bootstrap. What does not: the other measures (kappas.py). Source: Krippendorff
2011, Computing Krippendorff's Alpha-Reliability, sections C to G; Krippendorff 2004, Content Analysis, chapter 11.
"""

from typing import TYPE_CHECKING

from mtw_pipeline.coding.agreement.code_table import TWO, CodeTable
from mtw_pipeline.coding.agreement.measure import (
    CONFIDENCE,
    NO_UNITS,
    ONE_CATEGORY,
    ONE_TWEET,
    Agreement,
    estimated,
    undefined,
)

if TYPE_CHECKING:
    from mtw_pipeline.coding.agreement.code_table import Numbers

_DRAWS = 2_000


def krippendorffs_alpha(table: CodeTable, seed: int) -> Agreement:
    """Alpha by the variable's scale; percentile interval of a bootstrap over tweets.

    Args:
        table: the codes.
        seed: of the bootstrap.
    """
    import numpy as np

    name, units = "krippendorffs_alpha", table.units
    if not units:
        return undefined(name, units, NO_UNITS)
    if table.used == 1:
        return undefined(name, units, ONE_CATEGORY)
    value = float(_values(table, np.ones((1, units)))[0])
    of = table.scale if table.distances is None else "MASI distance of Passonneau 2006"
    method = f"Krippendorff 2011, {of}; percentile interval of {_DRAWS:,} bootstrap samples of tweets, seed {seed}"
    if units < TWO:
        return Agreement(name, units, value, None, None, method, ONE_TWEET)
    draws = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=_DRAWS).astype(float)
    drawn = _values(table, draws)
    low, high = np.quantile(drawn[np.isfinite(drawn)], [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return estimated(name, units, value, (float(low), float(high)), method)


def _values(table: CodeTable, draws: "Numbers") -> "Numbers":
    """Alpha of each draw (draws x tweets, how often each tweet is in it); not finite where it is not defined."""
    import numpy as np

    counts = table.counts[table.is_shared]
    totals = draws @ counts
    with np.errstate(divide="ignore", invalid="ignore"):
        if table.distances is not None:
            differing, possible = _by_distances(counts, totals, draws, table.distances)
        elif table.scale == "nominal":
            times = counts.sum(axis=1)
            differing = draws @ (times - (counts * (counts - 1)).sum(axis=1) / (times - 1))
            possible = totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1)
        else:
            distances = _distances(table, totals)
            differing = (_coincidences(counts, draws) * distances).sum(axis=(1, 2))
            possible = (totals[:, :, None] * totals[:, None, :] * distances).sum(axis=(1, 2))
        return np.asarray(1 - (totals.sum(axis=1) - 1) * differing / possible, dtype=np.float64)


def _by_distances(
    counts: "Numbers", totals: "Numbers", draws: "Numbers", distances: "Numbers"
) -> tuple["Numbers", "Numbers"]:
    """Of each draw the distances of codes that met on a tweet, and of all codes, summed; no draw changes a distance."""
    met = ((counts @ distances) * counts).sum(axis=1) / (counts.sum(axis=1) - 1)
    return draws @ met, ((totals @ distances) * totals).sum(axis=1)


def _coincidences(counts: "Numbers", draws: "Numbers") -> "Numbers":
    """Draws x categories x categories: how often two codes met on a tweet, each time over its codes less one."""
    size = counts.shape[1]
    pairs = counts[:, :, None] * counts[:, None, :] / (counts.sum(axis=1) - 1)[:, None, None]
    met: Numbers = (draws @ pairs.reshape(len(counts), -1)).reshape(-1, size, size)
    return met


def _distances(table: CodeTable, totals: "Numbers") -> "Numbers":
    """Draws x categories x categories: squared distances, on ordinal scales between midranks among the draw's codes."""
    import numpy as np

    values = table.values[None, :] if table.scale != "ordinal" else totals.cumsum(axis=1) - totals / 2
    apart = values[:, :, None] - values[:, None, :]
    if table.scale == "ratio":
        both = values[:, :, None] + values[:, None, :]
        apart = np.divide(apart, both, out=np.zeros_like(apart), where=both > 0)
    squared: Numbers = apart**2
    return squared
