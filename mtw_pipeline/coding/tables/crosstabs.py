"""Tests of crosstabs: is there more in a table than chance puts there, and how strong is it.

What belongs here: which crosstabs there are, tests and effect sizes of tables of counts. What does not: counting
(code_crosstabs.sql), variables of which a tweet has several categories (several_categories.py). Sources: Pearson
1900; Freeman and Halton 1951 for small expected counts, by Monte Carlo (2x2: Fisher 1935, exact); Cramer 1946 with the
interval of Smithson 2003 by the noncentral chi-square; Holm 1979.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.tables.several_categories import Pattern, has_several, several_categories_test
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SMALL = 5.0
_SMALL_SHARE = 0.2
_LEAST = 1.0
_DRAWS = 9_999
_TAIL = 0.025
_FOUR_CELLS = (2, 2)
_WIDEST = 1e6
_CROSSED_UNASKED = ("content_format", "tweet_type", "resources")


@dataclass(frozen=True)
class CrosstabTest:
    """The test of one crosstab; None where a value is not defined, with the reason."""

    tweets: int
    chi_square: float | None = None
    degrees_of_freedom: int | None = None
    smallest_expected: float | None = None
    p_value: float | None = None
    method: str | None = None
    cramers_v: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def crossed_variables(settings: StudySettings) -> list[tuple[str, str]]:
    """The pairs of variables that are crossed: those of study.toml, else all of the codebook and what stands beside."""
    if settings.coding.crosstabs:
        return list(settings.coding.crosstabs)
    coded = [one.name for one in settings.codebook]
    return [*combinations(coded, 2), *((one, other) for one in coded for other in _CROSSED_UNASKED)]


def crosstab_tests(
    warehouse: Warehouse, study: Study, window: CollectionWindow, attempts: Attempts
) -> list[dict[str, object]]:
    """Rows of crosstab_tests, without their window; a test that fails has no value, with the reason."""
    pairs = crossed_variables(study.settings)
    asked = {"row_variables": [one for one, _ in pairs], "column_variables": [other for _, other in pairs]}
    found = warehouse.query("coding/crosstab_patterns", {"collection_window": window.key, **asked}).fetchall()
    tables = {pair: [Pattern(*row[2:]) for row in rows] for pair, rows in groupby(found, key=lambda row: row[:2])}
    tests = []
    for (one, other), patterns in tables.items():
        name = f"{one} by {other}"
        test = attempts.value(name, _test_of, patterns, study.settings.sample.seed)
        tests.append(test or CrosstabTest(sum(each.tweets for each in patterns), reason=attempts.reason(name)))
    corrected = holm([test.p_value for test in tests])
    return [
        {"row_variable": one, "column_variable": other, "p_holm": p_holm, **vars(test)}
        for (one, other), test, p_holm in zip(tables, tests, corrected, strict=True)
    ]


def _test_of(patterns: Sequence[Pattern], seed: int) -> CrosstabTest:
    if has_several(patterns):
        found = several_categories_test(patterns, seed)
        return CrosstabTest(
            found.tweets, found.chi_square, p_value=found.p_value, method=found.method, reason=found.reason
        )
    counts = {(one.rows[0], one.columns[0]): one.tweets for one in patterns}
    rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
    return crosstab_test([[counts.get((row, column), 0) for column in columns] for row in rows], seed)


def crosstab_test(counts: Sequence[Sequence[int]], seed: int) -> CrosstabTest:
    """The test of a table of counts; rows and columns without any tweet are left out first.

    Args:
        counts: rows and columns.
        seed: of the Monte Carlo test.
    """
    import numpy as np
    from scipy.stats import chi2_contingency

    table = np.array(counts, dtype=np.int64)
    tweets = int(table.sum())
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0] if tweets else table[:0]
    if min(table.shape) < 2:  # noqa: PLR2004
        return CrosstabTest(tweets, reason="one of the variables has a single category among these tweets")
    found = chi2_contingency(table, correction=False)
    chi_square, degrees = float(found.statistic), int(found.dof)
    expected = np.asarray(found.expected_freq)
    is_small = bool((expected < _SMALL).mean() > _SMALL_SHARE or expected.min() < _LEAST)
    p_value, method = _exact(table, seed) if is_small else (float(found.pvalue), "chi-square")
    steps = tweets * (min(table.shape) - 1)
    low, high = _interval_of_v(chi_square, degrees, steps)
    value = (chi_square / steps) ** 0.5
    return CrosstabTest(
        tweets, chi_square, degrees, float(expected.min()), p_value, method, min(value, 1.0), low, high, None
    )


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """The p values after Holm 1979; those that are None stay so and do not count."""
    known = sorted((value, place) for place, value in enumerate(p_values) if value is not None)
    corrected: list[float | None] = [None] * len(p_values)
    largest = 0.0
    for rank, (value, place) in enumerate(known):
        largest = max(largest, min(value * (len(known) - rank), 1.0))
        corrected[place] = largest
    return corrected


def _exact(table: "NDArray[np.int64]", seed: int) -> tuple[float, str]:
    import numpy as np
    from scipy.stats import MonteCarloMethod, fisher_exact

    if table.shape == _FOUR_CELLS:
        return min(float(fisher_exact(table).pvalue), 1.0), "Fisher's exact test"
    chance = MonteCarloMethod(n_resamples=_DRAWS, rng=np.random.default_rng(seed))
    p_value = float(np.asarray(fisher_exact(table, method=chance).pvalue).item())  # of a sparse table it is an array
    return min(p_value, 1.0), f"Fisher-Freeman-Halton, Monte Carlo with {_DRAWS:,} tables, seed {seed}"


def _interval_of_v(chi_square: float, degrees: int, steps: int) -> tuple[float, float]:
    """The interval of V: the noncentralities under which the statistic lies at the ends of its central 95 %.

    Where no noncentrality makes the statistic so small, the upper end is that of none: below it V itself would not lie.
    """
    low, high = (_noncentrality(chi_square, degrees, tail) for tail in (1 - _TAIL, _TAIL))
    bottom, top = (((one + degrees) / steps) ** 0.5 for one in (low, high))
    return (bottom if low > 0 else 0.0), min(top, 1.0)


def _noncentrality(chi_square: float, degrees: int, tail: float) -> float:
    from scipy.optimize import brentq
    from scipy.stats import chi2, ncx2

    if chi2.cdf(chi_square, degrees) <= tail:
        return 0.0
    top = chi_square + 1.0
    while ncx2.cdf(chi_square, degrees, top) > tail and top < _WIDEST:
        top *= 2
    return float(brentq(lambda one: float(ncx2.cdf(chi_square, degrees, one)) - tail, 1e-9, top))
