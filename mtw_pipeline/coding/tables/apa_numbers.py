"""Numbers and names as the American Psychological Association writes them (7th edition, 6.32 - 6.45).

What belongs here: decimals, leading zeros, p values, intervals, names in title case. What does not: tables.
"""

import math
from decimal import Decimal

MISSING = "–"

_NAMES = {
    "cohens_kappa": "Cohen's κ",
    "congers_kappa": "Conger's κ",
    "fleiss_kappa": "Fleiss' κ",
    "krippendorffs_alpha": "Krippendorff's α",
    "gwets_ac1": "Gwet's AC1",
    "gwets_ac2": "Gwet's AC2",
    "brennan_prediger": "Brennan-Prediger κ",
    "percent_agreement": "Percent agreement",
    "self_ties": "Self-ties",
    "weighted_kappa_linear": "Weighted κ (linear)",
    "weighted_kappa_squared": "Weighted κ (quadratic)",
    "two_way_tweets": "Two-way tweets",
    "analytic_cdi": "Analytic (CDI)",
}
_PROPER = {"leiden": "Leiden", "louvain": "Louvain", "fastgreedy": "FastGreedy", "ei": "E-I", "gini": "Gini"}
_QUALIFIERS = frozenset({"directed", "undirected", "igraph", "ties", "dyads"})
_SMALL_WORDS = frozenset({"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_LEAST_P = 0.001
_LEAST_SHOWN = 0.005
_HUNDRED, _WHOLE_FROM = 100, 1_000


def proper_name(name: str) -> str:
    """The name of a measure or variable in words: ``cohens_kappa`` is Cohen's κ."""
    if name in _NAMES:
        return _NAMES[name]
    *first, last = name.split("_")
    words = " ".join(_PROPER.get(word, word) for word in (*first, *([] if first and last in _QUALIFIERS else [last])))
    return words[:1].upper() + words[1:] + (f", {last}" if first and last in _QUALIFIERS else "")


def title_case(text: str) -> str:
    """A title: every word with a capital but short ones within it."""
    words = text.split()
    return " ".join(
        word if place and word.lower() in _SMALL_WORDS else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )


def is_missing(value: float | None) -> bool:
    """Whether there is no number."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def whole(value: float | None) -> str:
    """A count, thousands apart."""
    return MISSING if value is None or is_missing(value) else f"{int(value):,}"


def decimal(value: float | None, places: int = 2) -> str:
    """A number that can be greater than 1: with its leading zero."""
    return MISSING if value is None or is_missing(value) else _signed(f"{value:,.{places}f}")


def mean(value: float | None) -> str:
    """A mean of counts: two decimals, from 100 on as many as leave four digits, as the report has it."""
    known = 0.0 if value is None or is_missing(value) else abs(value)
    return decimal(value, 2 if known < _HUNDRED else 1 if known < _WHOLE_FROM else 0)


def median(value: float | None) -> str:
    """A median of counts: whole, or halfway between two."""
    return decimal(value, 0 if value is None or is_missing(value) or float(value).is_integer() else 1)


def coefficient(value: float | None, places: int = 2) -> str:
    """A number that cannot be greater than 1, as kappa or V: without a leading zero."""
    if value is None or is_missing(value):
        return MISSING
    shown = f"{value:.{places}f}"
    return _signed(shown.replace("0.", ".", 1) if abs(float(shown)) < 1 else shown)


def percent(value: float | None) -> str:
    """A percentage with one decimal."""
    return decimal(value, 1)


def fine_percent(value: float | None) -> str:
    """A percentage with two decimals; what is there is never 0.00, as in the report."""
    is_small = value is not None and not is_missing(value) and 0 < value < _LEAST_SHOWN
    return "< 0.01" if is_small else decimal(value)


def p_value(value: float | None) -> str:
    """``= .031`` or ``< .001``: never .000."""
    if value is None or is_missing(value):
        return f"= {MISSING}"
    return "< .001" if value < _LEAST_P else f"= {coefficient(value, 3)}"


def interval(low: str, high: str) -> str:
    """The ends of an interval, in brackets; nothing where it is not known."""
    return MISSING if MISSING in {low, high} else f"[{low}, {high}]"


def measure(value: float | None) -> str:
    """A measure of unknown range: whole if it is, or from 1,000 on, else with four digits, as the report has it."""
    if value is None or is_missing(value):
        return MISSING
    if float(value).is_integer() or abs(value) >= _WHOLE_FROM:
        return _signed(f"{value:,.0f}")
    shown = f"{Decimal(f'{value:#.4g}'):f}"
    return _signed(shown.replace("0.", ".", 1) if abs(Decimal(shown)) < 1 else shown)


def _signed(text: str) -> str:
    """With a minus sign in place of a hyphen; no zero is negative."""
    if not text.startswith("-"):
        return text
    return text[1:] if not text.strip("-0.,") else f"−{text[1:]}"
