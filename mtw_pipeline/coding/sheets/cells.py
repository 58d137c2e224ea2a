"""One cell of a filled sheet: which category it means, or why it means none.

What belongs here: what may stand in a cell. What does not: whose it is, and of which tweet (importing.py).
"""

import re
from difflib import get_close_matches

from mtw_pipeline.coding.codebook import CodedVariable, folded_code
from mtw_pipeline.coding.sheets.code_pages import only_one

SEVERAL = " | "
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\.?(?: \d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}[-. ]+[^\W\d_]{3,9}\.?(?:[-. ]+\d{2,4})?"
    r"|[^\W\d_]{3,9}\.?[- ]\d{1,4}"
)


def category_of(typed: str, variable: CodedVariable) -> str | None:
    """The category that a cell means, or None: as typed, with a comma for a point, or as a code page left it."""
    folded = folded_code(typed.lstrip("'"))
    if folded in variable.names:
        return variable.names[folded]
    if _NUMBER.fullmatch(folded):
        number = _number(folded)
        equal = [name for name in variable.names.values() if _NUMBER.fullmatch(name) and _number(name) == number]
        return equal[0] if len(equal) == 1 else None
    hurt = only_one(folded, list(variable.names))
    return variable.names[hurt] if hurt is not None else None


def why_none(typed: str, variable: CodedVariable, *, is_date: bool) -> str:
    """Why a cell means no category of a variable."""
    if is_date or _DATE.fullmatch(typed):
        return "a date stands where a category belongs; a spreadsheet made it"
    if SEVERAL in typed:
        return "several categories were chosen, but they exclude each other"
    close = get_close_matches(folded_code(typed), variable.names, n=1, cutoff=0.6)
    suggested = f"; did you mean {variable.names[close[0]]!r}?" if close else ""
    return f"no category of the codebook{suggested}"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
