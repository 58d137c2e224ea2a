"""The test of a crosstab in which a tweet can have several categories of a variable, as of resources.

What belongs here: the statistic and its p by permutation. What does not: tables in which every tweet has one category
(crosstabs.py). Sources: the statistic is the sum of Pearson's chi-squares of every single category, present or not:
Agresti and Liu 1999 and Bilder, Loughin and Nettleton 2000 (one such variable), Bilder and Loughin 2004 (two). Its
null distribution is not the chi-square's, since a tweet stands in several cells; it is drawn by giving what tweets have
of one variable to tweets at random.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DRAWS = 9_999
_CELLS_AT_ONCE = 2_000_000
_CLOSE = 1e-9

_NO_STRENGTH = "degrees of freedom and Cramer's V are of tables in which every tweet has one category"


@dataclass(frozen=True)
class Pattern:
    """What some tweets have: places of their categories in the row variable and in the column variable."""

    rows: list[int]
    columns: list[int]
    tweets: int


@dataclass(frozen=True)
class SeveralCategoriesTest:
    """The test; None where it is not defined, with the reason."""

    tweets: int
    chi_square: float | None
    p_value: float | None
    method: str | None
    reason: str


def has_several(patterns: Sequence[Pattern]) -> bool:
    """Whether a tweet has another number of categories than one."""
    return any(len(one.rows) != 1 or len(one.columns) != 1 for one in patterns)


def several_categories_test(patterns: Sequence[Pattern], seed: int) -> SeveralCategoriesTest:
    """The test of what tweets have of two variables.

    Args:
        patterns: each pair of patterns once.
        seed: of the permutations.
    """
    import numpy as np
    from scipy.stats import random_table

    rows = sorted({tuple(one.rows) for one in patterns})
    columns = sorted({tuple(one.columns) for one in patterns})
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for one in patterns:
        counts[rows.index(tuple(one.rows)), columns.index(tuple(one.columns))] = one.tweets
    tweets = int(counts.sum())
    statistic = _Statistic(_indicators(rows), _indicators(columns), counts)
    observed = statistic.of(counts[None])
    if not statistic.is_defined:
        return SeveralCategoriesTest(tweets, None, None, None, "one of the variables is the same in all these tweets")
    random = np.random.default_rng(seed)
    tables = random_table(counts.sum(axis=1), counts.sum(axis=0), seed=random)
    reached, left = 0, _DRAWS
    while left:
        drawn = min(left, max(1, _CELLS_AT_ONCE // counts.size))
        reached += int((statistic.of(tables.rvs(size=drawn)) >= observed * (1 - _CLOSE)).sum())
        left -= drawn
    method = f"Bilder and Loughin's sum of chi-squares, {_DRAWS:,} permutations, seed {seed}"
    return SeveralCategoriesTest(tweets, float(observed[0]), (1 + reached) / (1 + _DRAWS), method, _NO_STRENGTH)


class _Statistic:
    """The sum of chi-squares of tables of patterns with the same margins.

    Of two categories, each there or not, Pearson's chi-square is (o - e)**2 / (e * (1 - row / n) * (1 - column / n)).
    Where tweets have one category of a variable, the sum over its categories without their (1 - row / n) is the
    chi-square of the whole table.
    """

    def __init__(
        self, rows: "NDArray[np.float64]", columns: "NDArray[np.float64]", counts: "NDArray[np.int64]"
    ) -> None:
        import numpy as np

        self._rows, self._columns = rows, columns
        n = float(counts.sum())
        one, other = counts.sum(axis=1) @ rows, counts.sum(axis=0) @ columns
        self._expected = np.outer(one, other) / n
        spread = self._expected * np.outer(_weight(rows, one, n), _weight(columns, other, n))
        varies = np.outer((one > 0) & (one < n), (other > 0) & (other < n))
        self._inverse = np.where(varies, 1 / np.where(varies, spread, 1), 0.0)
        self.is_defined = bool(varies.any())

    def of(self, tables: "NDArray[np.int64]") -> "NDArray[np.float64]":
        """The statistic of each table: an array of their number."""
        import numpy as np

        both = self._rows.T @ tables @ self._columns
        return np.asarray((((both - self._expected) ** 2) * self._inverse).sum(axis=(1, 2)))


def _weight(indicators: "NDArray[np.float64]", sums: "NDArray[np.float64]", n: float) -> "NDArray[np.float64]":
    """1 for categories that exclude each other, else the share of tweets without the category."""
    import numpy as np

    excludes = bool((indicators.sum(axis=1) == 1).all())
    return np.ones_like(sums) if excludes else 1 - sums / n


def _indicators(patterns: Sequence[tuple[int, ...]]) -> "NDArray[np.float64]":
    """A row a pattern, a column a category that any has: 1 where the pattern has it."""
    import numpy as np

    places = sorted({place for pattern in patterns for place in pattern})
    return np.array([[float(place in pattern) for place in places] for pattern in patterns]).reshape(
        len(patterns), len(places)
    )
