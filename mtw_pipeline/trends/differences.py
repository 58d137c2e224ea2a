"""Whether a measure differs between two windows by more than chance.

What belongs here: intervals of a difference and its test. What does not: the replicates (resampling.py), and correcting
over a family (coding/tables/crosstabs.py has Holm's).
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from mtw_pipeline.trends.resampling import wilson_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Difference:
    """A difference with its 95 % interval and the p of none; None where there is none."""

    low: float | None
    high: float | None
    p_value: float | None


NOT_TESTED = Difference(None, None, None)


def of_replicates(difference: float, replicates: "NDArray[np.float64]", authors: int) -> Difference:
    """By Student's t with the standard error of the replicates (Efron and Tibshirani 1993, 12).

    A percentile of 1,000 replicates knows no p below .002, which a correction over many tests would take for nothing.
    Of few authors the standard error is itself uncertain: one degree of freedom fewer than authors (Cameron, Gelbach
    and Miller 2008, doi 10.1162/rest.90.3.414).

    Args:
        difference: as found.
        replicates: the difference in each replicate; authors have one weight in both windows, so that those who posted
            in both are taken for what they are.
        authors: of the window that has fewer, two or more.
    """
    import numpy as np
    from scipy.special import stdtr, stdtrit

    known = replicates[np.isfinite(replicates)]
    if len(known) < max(len(replicates) / 2, 2):
        return NOT_TESTED
    error = float(np.std(known, ddof=1))
    if error <= 0:
        return NOT_TESTED
    reach = float(stdtrit(authors - 1, 0.975)) * error
    p_value = 2 * float(stdtr(authors - 1, -abs(difference / error)))
    return Difference(difference - reach, difference + reach, p_value)


def of_shares(part_before: int, whole_before: int, part: int, whole: int) -> Difference:
    """Of two shares of independent units: Newcombe 1998, method 10, and the score test of equal shares."""
    before, now = part_before / whole_before, part / whole
    low_before, high_before = wilson_interval(part_before, whole_before)
    low, high = wilson_interval(part, whole)
    difference = now - before
    ends = (
        difference - sqrt((now - low) ** 2 + (high_before - before) ** 2),
        difference + sqrt((high - now) ** 2 + (before - low_before) ** 2),
    )
    pooled = (part_before + part) / (whole_before + whole)
    error = sqrt(pooled * (1 - pooled) * (1 / whole_before + 1 / whole))
    return Difference(*ends, 2 * NormalDist().cdf(-abs(difference / error)) if error > 0 else None)
