"""The bootstrap over authors: how much a ratio of sums would differ had other people of the community posted.

What belongs here: drawing weights, and intervals from what they give. What does not: which sums (ratios.py). Tweets of
one author hang together, so that resampling tweets would take them for more than they tell: whole authors are drawn,
with all their tweets of all windows (cluster bootstrap, Davison and Hinkley 1997, 3.8). The weight of an author in a
replicate is Poisson with mean 1 (Hanley and MacGibbon 2006, doi 10.1016/j.cmpb.2006.04.006), so that authors can be
taken part by part; a replicate is then one product of weights and sums, over authors and never over tweets. A weight
follows from the author's name and the replicate's number alone: an author has one weight in all windows, whichever are
drawn, and a window that comes to a study changes nothing in the draws of the others.
"""

from dataclasses import dataclass
from math import exp, factorial, sqrt
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import LeftOutError
from mtw_pipeline.system.threads import in_threads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    SingleNumbers = NDArray[np.float32]
    Whole = NDArray[np.integer]
    Keys = NDArray[np.uint64]

SEED = 20201205
MOST_REPLICATES, FEWEST_REPLICATES = 1000, 200
FEWEST_AUTHORS = 5
Z = 1.959963984540054
_AUTHORS_AT_ONCE = 4096
_BUDGET = 4e9
"""Weights that all replicates of a window may be: about 40 s on a plain core of 2020."""
_LEVELS = 65_536
_LARGEST_WEIGHT = 9
_EXACT_IN_SINGLE = 2**24
"""Whole numbers below it, and sums of them, are exact in single precision, whatever the order of adding."""
_LEVELS_OF_A_NUMBER, _BITS_OF_A_LEVEL = 4, 16


@dataclass(frozen=True)
class AuthorSums:
    """Sums over the tweets of each author of one window.

    Args:
        authors: a number of each author, by which its weights are drawn: the same in every window.
        sums: by what they are the sums of, whole numbers, one an author; most are small, and kept so (``compact``).
    """

    authors: "Keys"
    sums: "Mapping[str, Whole]"

    @property
    def names(self) -> tuple[str, ...]:
        """What there are sums of."""
        return tuple(self.sums)

    def column(self, name: str) -> "Whole":
        """The sums of one name, of each author; 0 where nobody has any."""
        import numpy as np

        return self.sums[name] if name in self.sums else np.zeros(len(self.authors), dtype=np.int64)

    def rows(self, some: slice) -> "Iterator[tuple[list[int], Numbers | SingleNumbers]]":
        """All sums of some authors, a row an author and a column a name: first many, then those that are large.

        Returns:
            The places of the columns among the names, and these. Of most the sums of all replicates are so small that
            single precision holds them exactly, in half the time of double precision.
        """
        import numpy as np

        columns = [column[some] for column in self.sums.values()]
        largest = [_LARGEST_WEIGHT * float(np.abs(column, dtype=np.float64).sum()) for column in columns]
        for kind, is_single in ((np.dtype(np.float32), True), (np.dtype(np.float64), False)):
            chosen = [place for place, one in enumerate(largest) if (one < _EXACT_IN_SINGLE) == is_single]
            found = np.empty((len(self.authors[some]), len(chosen)), dtype=kind)
            for place, column in enumerate(chosen):
                found[:, place] = columns[column]
            if chosen:
                yield chosen, found


def compact(numbers: "Whole") -> "Whole":
    """Whole numbers in the smallest type that holds them: a million authors' sums of eighty kinds are some 100 MB."""
    import numpy as np

    if not len(numbers):
        return numbers.astype(np.uint8)
    low, high = int(numbers.min()), int(numbers.max())
    kind = np.min_scalar_type(high if low >= 0 else min(low, -high - 1))
    return numbers.astype(np.int64 if kind == np.uint64 else kind)  # numpy adds uint64 to no int64


def replicates_within_budget(authors: int) -> int:
    """How often the authors of a window are drawn: less often where they are many.

    Raises:
        LeftOutError: they are so many that too few draws remain.
    """
    allowed = int(_BUDGET / max(authors, 1))
    if allowed < FEWEST_REPLICATES:
        raise LeftOutError("no intervals: there are too many authors to draw them often enough")
    return min(MOST_REPLICATES, allowed)


def resampled(window: AuthorSums, replicates: int, seed: int = SEED) -> "Numbers":
    """The sums of a window in each replicate.

    Args:
        window: the sums of its authors.
        replicates: how often they are drawn; the first of many are those of fewer.
        seed: the same gives the same.

    Returns:
        A row a replicate and a column a sum. Sums of whole numbers are exact, whatever the order of adding.
    """
    import numpy as np

    weight_of = poisson_by_level().astype(np.float32)
    found = np.zeros((replicates, len(window.names)))

    def summed(first: int) -> "list[tuple[list[int], Numbers | SingleNumbers]]":
        drawn = slice(first, first + _AUTHORS_AT_ONCE)
        weights = weight_of.take(_levels(window.authors[drawn], replicates, seed))
        return [
            (places, np.matmul(weights.astype(rows.dtype, copy=False), rows)) for places, rows in window.rows(drawn)
        ]

    for sums in in_threads(summed, range(0, len(window.authors), _AUTHORS_AT_ONCE)):
        for places, some in sums:
            found[:, places] += some
    return found


def _levels(authors: "Keys", replicates: int, seed: int) -> "NDArray[np.uint16]":
    """Levels from 0 to 65,535, a row a replicate and a column an author: a quarter each of SplitMix64's numbers.

    Its state is the author's number, moved by the seed.
    """
    import numpy as np

    from mtw_pipeline.arrays.mixing import STEP, mixed

    numbers = -(-replicates // _LEVELS_OF_A_NUMBER)
    steps = np.arange(seed + 1, seed + 1 + numbers, dtype=np.uint64) * STEP
    drawn = mixed(authors[None, :] + steps[:, None])
    found = np.empty((numbers, _LEVELS_OF_A_NUMBER, len(authors)), dtype=np.uint16)
    for place in range(_LEVELS_OF_A_NUMBER):
        found[:, place] = drawn >> np.uint64(place * _BITS_OF_A_LEVEL)
    return found.reshape(-1, len(authors))[:replicates]


def poisson_by_level() -> "Numbers":
    """The Poisson weight of mean 1 of each of 65,536 levels that are equally likely: its quantiles."""
    import numpy as np

    cumulated = np.cumsum([exp(-1) / factorial(count) for count in range(_LARGEST_WEIGHT)])
    return np.searchsorted(cumulated, (np.arange(_LEVELS) + 0.5) / _LEVELS).astype(np.float64)


def percentile_interval(replicates: "Numbers", authors: int) -> tuple[float, float] | None:
    """The middle of what the replicates give, by 95 % where authors are many (Efron and Tibshirani 1993, 13).

    Of few authors it is by more: replicates spread too little by the root of (n - 1) / n, and their spread is itself
    uncertain, so that the share outside is that beyond Student's t of n - 1 degrees of freedom, widened by that root
    (the expanded percentile interval: Hesterberg 2015, doi 10.1080/00031305.2015.1089789).

    Args:
        replicates: what each gives.
        authors: who were drawn, two or more.

    Returns:
        Its ends; None where many replicates give nothing.
    """
    import numpy as np
    from scipy.special import ndtr, stdtrit

    known = replicates[np.isfinite(replicates)]
    if len(known) < len(replicates) / 2:
        return None
    outside = 100 * float(ndtr(-sqrt(authors / (authors - 1)) * stdtrit(authors - 1, 0.975)))
    low, high = np.percentile(known, (outside, 100 - outside))
    return float(low), float(high)


def wilson_interval(part: float, whole: float) -> tuple[float, float]:
    """The score interval of a share of independent units (Wilson 1927)."""
    share, widened = part / whole, 1 + Z * Z / whole
    half = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    middle = share + Z * Z / (2 * whole)
    return max((middle - half) / widened, 0.0), min((middle + half) / widened, 1.0)
