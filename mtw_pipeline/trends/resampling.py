"""The bootstrap over authors: how much a ratio of sums would differ had other people of the community posted.

What belongs here: drawing weights, and intervals from what they give. What does not: which sums (ratios.py). Tweets of
one author hang together, so that resampling tweets would take them for more than they tell: whole authors are drawn,
with all their tweets of all windows (cluster bootstrap, Davison and Hinkley 1997, 3.8). The weight of an author in a
replicate is Poisson with mean 1 (Hanley and MacGibbon 2006, doi 10.1016/j.cmpb.2006.04.006), so that authors can be
taken part by part; a replicate is then one product of weights and sums, over authors and never over tweets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, factorial, sqrt
from typing import TYPE_CHECKING

from mtw_pipeline.attempts import LeftOutError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SEED = 20201205
MOST_REPLICATES, FEWEST_REPLICATES = 1000, 200
FEWEST_AUTHORS = 5
Z = 1.959963984540054
_AUTHORS_AT_ONCE = 4096
_BUDGET = 4e11
"""Products of a weight and a sum that all replicates may be: about 20 s on a plain core of 2020."""
_LEVELS = 65_536
_LARGEST_WEIGHT = 9


@dataclass(frozen=True)
class AuthorSums:
    """Sums over the tweets of each author of one window.

    Args:
        authors: the place of each author among all of the study, rising.
        names: what each column is the sum of.
        sums: whole numbers, a row an author, a column a name.
    """

    authors: "NDArray[np.int64]"
    names: tuple[str, ...]
    sums: "Numbers"

    def column(self, name: str) -> "Numbers":
        """The sums of one name, of each author; 0 where nobody has any."""
        if name not in self.names:
            return self.sums[:, 0] * 0
        return self.sums[:, self.names.index(name)]


def replicates_within_budget(windows: Sequence[AuthorSums]) -> int:
    """How often authors are drawn: less often where they are many.

    Raises:
        LeftOutError: they are so many that too few draws remain.
    """
    work = sum(one.sums.size for one in windows)
    allowed = int(_BUDGET / max(work, 1))
    if allowed < FEWEST_REPLICATES:
        raise LeftOutError("no intervals: there are too many authors to draw them often enough")
    return min(MOST_REPLICATES, allowed)


def resampled(
    windows: Mapping[str, AuthorSums], authors: int, replicates: int, seed: int = SEED
) -> dict[str, "Numbers"]:
    """The sums of each window in each replicate; an author has the same weight in all windows of a replicate.

    Args:
        windows: the sums of authors, by window.
        authors: how many authors the study has.
        replicates: how often they are drawn.
        seed: the same gives the same.

    Returns:
        By window, a row a replicate and a column a sum. Sums of whole numbers are exact, whatever the order of adding.
    """
    import numpy as np

    found = {window: np.zeros((replicates, len(one.names))) for window, one in windows.items()}
    random, weight_of = np.random.default_rng(seed), poisson_by_level()
    for first in range(0, authors, _AUTHORS_AT_ONCE):
        drawn = min(_AUTHORS_AT_ONCE, authors - first)
        levels = random.integers(0, _LEVELS, size=(replicates, drawn), dtype=np.uint16)
        weights = weight_of[levels]
        for window, one in windows.items():
            start, end = np.searchsorted(one.authors, (first, first + drawn))
            if end - start == drawn:
                found[window] += weights @ one.sums[start:end]
            elif end > start:
                found[window] += weights[:, one.authors[start:end] - first] @ one.sums[start:end]
    return found


def poisson_by_level() -> "Numbers":
    """The Poisson weight of mean 1 of each of 65,536 levels that are equally likely: its quantiles."""
    import numpy as np

    cumulated = np.cumsum([exp(-1) / factorial(count) for count in range(_LARGEST_WEIGHT)])
    return np.searchsorted(cumulated, (np.arange(_LEVELS) + 0.5) / _LEVELS).astype(np.float64)


def percentile_interval(replicates: "Numbers") -> tuple[float, float] | None:
    """The middle 95 % of what the replicates give (Efron and Tibshirani 1993, 13); None where many give nothing."""
    import numpy as np

    known = replicates[np.isfinite(replicates)]
    if len(known) < len(replicates) / 2:
        return None
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def wilson_interval(part: float, whole: float) -> tuple[float, float]:
    """The score interval of a share of independent units (Wilson 1927)."""
    share, widened = part / whole, 1 + Z * Z / whole
    half = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    middle = share + Z * Z / (2 * whole)
    return max((middle - half) / widened, 0.0), min((middle + half) / widened, 1.0)
