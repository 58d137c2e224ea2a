"""Agreement where a tweet can have several categories of a variable: sets of codes, and how far apart two of them are.

What belongs here: MASI distance, and the table of sets that the measures see. What does not: the measures
(of_variable.py, alpha.py), the single categories (of_categories.py). Source: Passonneau 2006, Measuring Agreement on
Set-valued Items (MASI) for Semantic and Pragmatic Annotation, LREC: one minus Jaccard's coefficient (Jaccard 1901)
times monotonicity, which is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, else 0.
"""

from collections.abc import Sequence
from dataclasses import replace

from mtw_pipeline.coding.agreement.code_table import CodeTable

CodeSet = frozenset[str]

_EQUAL, _WITHIN, _OVERLAPPING = 1.0, 2 / 3, 1 / 3


def masi_distance(one: CodeSet, other: CodeSet) -> float:
    """How far apart two sets of categories are, from 0 to 1; that a tweet has none is a category of its own."""
    shared = one & other
    if not shared:
        return 1.0
    if one == other:
        monotonicity = _EQUAL
    elif shared in (one, other):
        monotonicity = _WITHIN
    else:
        monotonicity = _OVERLAPPING
    return 1 - len(shared) / len(one | other) * monotonicity


def table_of_sets(codes: Sequence[Sequence[CodeSet | None]]) -> CodeTable:
    """The table of some sets of codes: each set that was given is a category of it, with MASI distances between them.

    Args:
        codes: a row a tweet, a column a coder; None where one did not code it.
    """
    import numpy as np

    given = sorted({one for row in codes for one in row if one is not None}, key=sorted) or [frozenset()]
    names = {one: str(number) for number, one in enumerate(given)}
    named = [[None if one is None else names[one] for one in row] for row in codes]
    distances = np.array([[masi_distance(one, other) for other in given] for one in given])
    return replace(CodeTable.of(named, list(names.values()), "nominal"), distances=distances)
