"""Advertisements in tables: the column in which a program marks them, in whatever format.

What belongs here: names of that column. What does not: what becomes of an advertisement (validated_rows.sql).
"""

from collections.abc import Sequence

_NAMES = ("promoted", "is_promoted", "ispromoted", "is_ad", "isad", "is_advertisement", "is_sponsored", "advertisement")


def advertisement_column(keys: Sequence[str]) -> str | None:
    """The column of a header (in ``column_key`` form) that marks advertisements; None where none does."""
    return next((name for name in _NAMES if name in keys), None)
