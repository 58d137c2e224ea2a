"""How many more tweets two coders must code until the whole interval of agreement reaches the threshold.

What belongs here: the formula. What does not: intervals (kappas.py, alpha.py), which codes are compared (of_window.py).

The large-sample variance of kappa is Q / n, where Q rests on the shares of the cells of the table of both coders alone
(Fleiss, Cohen and Everitt 1969, equation 13), so that the tweets that an interval of a wanted width takes follow from Q
(Cantor 1996, Psychological Methods 1, 150-153). The lower end of the interval, kappa - z * sqrt(Q / n), is at the
threshold t where n = z^2 * Q / (kappa - t)^2. From n tweets with the half width h below kappa, that is
n * (h / (kappa - t))^2, which also holds, nearly, for every other measure whose interval narrows with the root of n.
"""

import math
from dataclasses import dataclass

from mtw_pipeline.coding.agreement.measure import Agreement

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Outlook:
    """What the interval of a measure needs.

    Args:
        further_tweets: how many more tweets, at least; 0 where the interval reaches the threshold; None where no number
            can be told, or no number would do.
        reason: in words.
    """

    further_tweets: int | None
    reason: str


def outlook(found: Agreement, threshold: float) -> Outlook:
    """How many more tweets the interval needs, should coders go on to agree as they did so far.

    Args:
        found: the measure of the tweets coded so far.
        threshold: from which value on codes are reported.
    """
    if found.value is None:
        return Outlook(None, found.reason or "agreement is not defined")
    if found.value <= threshold:
        lies = "at" if found.value == threshold else "below"
        return Outlook(None, f"no number of tweets: the value itself lies {lies} {threshold:.2f}")
    if found.low is None:
        return Outlook(None, found.reason or "there is no interval")
    half = found.value - found.low
    if found.low >= threshold:
        return Outlook(0, f"the whole interval reaches {threshold:.2f}")
    needed = math.ceil(found.units * (half / (found.value - threshold)) ** 2 - _ROUNDING)
    return Outlook(needed - found.units, f"until the whole interval reaches {threshold:.2f}, if coders agree as so far")
