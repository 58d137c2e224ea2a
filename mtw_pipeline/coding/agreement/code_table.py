"""Codes as the measures of agreement see them: numbers, how often each category was given, and how far apart they are.

What belongs here: counting codes, and weights between categories. What does not: measures (of_variable.py, kappas.py,
alpha.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtw_pipeline.study.settings.coding import Scale

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

TWO = 2


@dataclass(frozen=True)
class CodeTable:
    """Codes of several coders on one variable; tweets that nobody coded are left out.

    Args:
        codes: tweets x coders, the category's place, -1 for none.
        counts: tweets x categories, how many coders gave it.
        values: of each category its place, or on interval and ratio scales its number.
        scale: the variable's scale.
        distances: categories x categories, where these are sets of codes (several.py); else None.
    """

    codes: "NDArray[np.int64]"
    counts: "Numbers"
    values: "Numbers"
    scale: Scale
    distances: "Numbers | None" = None

    @classmethod
    def of(cls, codes: Sequence[Sequence[str | None]], categories: Sequence[str], scale: Scale) -> "CodeTable":
        """The table of some codes.

        Args:
            codes: a row a tweet, a column a coder; None where one did not code it.
            categories: the categories that coders could choose from, in their order.
            scale: the variable's scale; on interval and ratio scales names of categories are numbers.
        """
        import numpy as np

        place = {name: number for number, name in enumerate(categories)}
        coders = max((len(row) for row in codes), default=0)
        rows = [[-1 if code is None else place[code] for code in row] for row in codes]
        numbers = np.array(rows, dtype=np.int64).reshape(len(rows), coders)
        counts = np.stack([(numbers == one).sum(axis=1) for one in range(len(categories))], axis=1).astype(float)
        coded = counts.sum(axis=1) > 0
        is_number = scale in {"interval", "ratio"}
        values = np.array([float(name) if is_number else number for number, name in enumerate(categories)], dtype=float)
        return cls(numbers[coded], counts[coded], values, scale)

    @property
    def coders(self) -> int:
        """How many coders there are."""
        return int(self.codes.shape[1])

    @property
    def categories(self) -> int:
        """How many categories coders could choose from."""
        return int(self.counts.shape[1])

    @property
    def tweets(self) -> int:
        """How many tweets at least one coder coded."""
        return int(self.counts.shape[0])

    @property
    def units(self) -> int:
        """How many tweets at least two coders coded."""
        return int(self.is_shared.sum())

    @property
    def times(self) -> "Numbers":
        """How many coders coded each tweet."""
        times: Numbers = self.counts.sum(axis=1)
        return times

    @property
    def is_shared(self) -> "NDArray[np.bool_]":
        """Of each tweet, whether at least two coders coded it."""
        return self.times >= TWO

    @property
    def used(self) -> int:
        """Categories in use among the tweets that several coders coded."""
        return int((self.counts[self.is_shared].sum(axis=0) > 0).sum())

    def weights(self, power: int | None = None) -> "Numbers":
        """Categories x categories: what a pair of codes counts as agreement, 1 on the diagonal.

        Args:
            power: of the distance: 1 for linear, 2 for squared weights (Cohen 1968); None for codes alike or not.
        """
        import numpy as np

        if power is None or self.categories == 1:
            return np.eye(self.categories)
        apart = np.abs(self.values[:, None] - self.values[None, :])
        weights: Numbers = 1 - (apart / apart.max()) ** power
        return weights

    def observed(self, weights: "Numbers | None" = None) -> "Numbers":
        """Of each tweet, the mean weight of the pairs of its codes (Gwet 2014); 0 where it has none."""
        import numpy as np

        weighted = self.counts @ (self.weights() if weights is None else weights)
        pairs = self.times * (self.times - 1)
        alike = (self.counts * (weighted - 1)).sum(axis=1)
        shares: Numbers = np.divide(alike, pairs, out=np.zeros_like(alike), where=pairs > 0)
        return shares

    def shares(self) -> "Numbers":
        """Of each tweet, the share of its coders in each category."""
        return self.counts / self.times[:, None]
