"""One cell of a filled sheet: which category it means, or why it means none.

What belongs here: what may stand in a cell. What does not: whose it is, and of which tweet (importing.py).
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from mtw_pipeline.coding.codebook import PROPOSED, SEVERAL, CodedVariable, folded_code
from mtw_pipeline.coding.sheets.code_pages import only_one
from mtw_pipeline.study.settings.coding import MOST_OF_A_LABEL, OF_NO_SHEET, SEPARATORS

_PROPOSED = re.compile(r"new\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_SEPARATORS = re.compile(f"[{re.escape(''.join(SEPARATORS))}\\n]")
_BETWEEN = re.compile(r"[;|,/&+\n]")
"""What people write between several categories, where a tweet has one."""
_MINUS = "\N{MINUS SIGN}"
"""What stands before a negative number where programs write as in Sweden, Norway or Finland."""
_NUMBER = re.compile(rf"[+{_MINUS}-]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(rf"[+{_MINUS}-]?[1-9]\d{{0,2}}[.,]\d{{3}}")
"""What may be thousands in one country, and three decimals in another."""
_NUMBERS_SHOWN = 12
_APOSTROPHE = "'"
_FORMULA_ERROR = re.compile(r"#[¿¡]?[^\W\d_]+(?:/0)?[!?]|#N/?[AVD]|Err:\d{3}")
"""What a spreadsheet shows in place of what a formula gives, in whatever language: #NAME?, #¡VALOR!, #NV, Err:508."""
_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?\.?(?: \d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}[-. ]+[^\W\d_]{3,9}\.?(?:[-. ]+\d{2,4})?"
    r"|[^\W\d_]{3,9}\.?[- ]\d{1,4}"
)


def category_of(typed: str, variable: CodedVariable) -> str | None:
    """The category that a cell means, or None: as typed, with a comma for a point, or as a code page left it.

    Signs that nobody sees, which pages of the web put into words, make no difference, nor does an apostrophe at the
    beginning, which a spreadsheet takes for a sign of its own.
    """
    folded = folded_code(_bare(typed, variable))
    seen = folded_code("".join(sign for sign in folded if unicodedata.category(sign) != "Cf"))
    known = next((variable.names[one] for one in (folded, seen, _APOSTROPHE + folded) if one in variable.names), None)
    if known is not None:
        return known
    if _NUMBER.fullmatch(folded):
        equal = same_number(folded, variable)
        is_it = len(equal) == 1 and _number(equal[0]) == _number(folded)
        return variable.names[folded_code(equal[0])] if is_it else None
    hurt = only_one(folded, list(variable.names))
    return variable.names[hurt] if hurt is not None else None


def same_number(typed: str, variable: CodedVariable) -> tuple[str, ...]:
    """The categories that are one number with what was typed: a spreadsheet writes 1.1, 1.10 and 01.1 alike.

    What may be thousands is both numbers: it is no category where both are one. Each stands there by the name that is
    the number, which may be a former one.
    """
    folded = folded_code(typed.lstrip(_APOSTROPHE))
    if not _NUMBER.fullmatch(folded):
        return ()
    meant = {_number(folded)} | ({_number(re.sub("[.,]", "", folded))} if _THOUSANDS.fullmatch(folded) else set())
    by_category = {
        one.name: name
        for one in variable.categories
        for name in (*one.formerly, one.name)
        if _NUMBER.fullmatch(name) and _number(name) in meant
    }
    return tuple(by_category.values())


def code_of(typed: str, variable: CodedVariable) -> str | None:
    """The code that a cell means: a category, or, where a tweet can have several, these as one text; else None."""
    if variable.is_exclusive:
        return _category_or_proposal(typed, variable)
    whole = variable.names.get(folded_code(_bare(typed, variable)))
    if whole is not None:
        return whole
    found = {one: _category_or_proposal(one, variable) for one in _pieces(typed, variable)}
    categories = {one for one in found.values() if one is not None}
    if not found or None in found.values():
        return None
    if len(categories) > 1 and variable.none in categories:
        if folded_code(variable.none) in map(folded_code, found):
            return None
        categories.remove(variable.none)
    return variable.joined(categories)


def _category_or_proposal(typed: str, variable: CodedVariable) -> str | None:
    """The category that is meant, or one that the codebook has not, where the coder says that it is new."""
    category = category_of(typed, variable)
    proposed = _PROPOSED.fullmatch(typed.lstrip(_APOSTROPHE))
    if category is not None or proposed is None or not variable.takes_proposals:
        return category
    name = " ".join(proposed[1].split())
    known = category_of(name, variable)
    if known is not None:
        return known
    is_name = 0 < len(name) <= MOST_OF_A_LABEL and not OF_NO_SHEET.search(name) and SEVERAL.strip() not in name
    return PROPOSED + name if is_name else None


def _pieces(typed: str, variable: CodedVariable) -> list[str]:
    """What stands between the separators of a cell."""
    pieces = (_bare(one.strip(), variable) for one in _SEPARATORS.split(typed))
    return [one for one in pieces if one]


def _bare(typed: str, variable: CodedVariable) -> str:
    """What was typed, without an apostrophe that only says that a cell is a text: a category may begin with one."""
    return typed if folded_code(typed) in variable.names else typed.lstrip(_APOSTROPHE)


def why_none(typed: str, variable: CodedVariable, *, is_date: bool) -> str:
    """Why a cell means no category of a variable."""
    alike = same_number(typed, variable)
    if len(alike) > 1:
        return one_number(alike)
    made = _made_by_a_spreadsheet(typed, is_date=is_date)
    is_number = _NUMBER.fullmatch(folded_code(typed.lstrip(_APOSTROPHE))) is not None
    if _counts(variable) and not is_date and (is_number or not made):
        return _no_number(typed, variable, is_number=is_number)
    if made:
        return made
    if not variable.is_exclusive:
        return _why_not_several(typed, variable)
    pieces = [category_of(one.strip(), variable) for one in _BETWEEN.split(typed)]
    if SEVERAL in typed or (len(pieces) > 1 and None not in pieces):
        return "several categories were chosen, but they exclude each other"
    return _no_category(typed, variable)


def _made_by_a_spreadsheet(typed: str, *, is_date: bool) -> str:
    if _FORMULA_ERROR.fullmatch(typed):
        return "a spreadsheet took what was typed for a formula; type an apostrophe before the category"
    if is_date or _DATE.fullmatch(typed):
        return "a date stands where a category belongs; a spreadsheet made it: type an apostrophe before the category"
    return ""


def _counts(variable: CodedVariable) -> bool:
    """Whether a tweet has one number of a variable. Of a nominal one numbers are names: 3,5 may be two of them."""
    is_ordered = variable.is_exclusive and variable.scale != "nominal"
    return is_ordered and all(_NUMBER.fullmatch(name) for name in variable.present_names)


def _no_number(typed: str, variable: CodedVariable, *, is_number: bool) -> str:
    names = list(variable.present_names)
    shown = names if len(names) <= _NUMBERS_SHOWN else [*names[: _NUMBERS_SHOWN - 1], "...", names[-1]]
    expected = f"write one of {', '.join(shown)}, with a point or a comma before decimals"
    if not is_number:
        return f"a number of the codebook is expected here: {expected}"
    if same_number(typed, variable):
        return f"this may be thousands or decimals: {expected} and no sign between thousands"
    return f"the codebook has no number {_number(folded_code(typed.lstrip(_APOSTROPHE))):g}: {expected}"


def one_number(categories: Sequence[str]) -> str:
    """What is said of a number that may be any of several categories."""
    return (
        f"{' and '.join(categories)} are one number to a spreadsheet, and which was meant is lost: code it on the page"
        " (mtw coding pages), or type an apostrophe before it and save as .xlsx"
    )


def _why_not_several(typed: str, variable: CodedVariable) -> str:
    if not _pieces(typed, variable):
        return "nothing stands between the separators"
    strange = [one for one in _pieces(typed, variable) if _category_or_proposal(one, variable) is None]
    if strange:
        return f"{strange[0]!r} is {_no_category(strange[0], variable)}; several are separated by semicolons"
    return f"{variable.none!r} stands beside other categories"


def _no_category(typed: str, variable: CodedVariable) -> str:
    close = get_close_matches(folded_code(typed), variable.names, n=1, cutoff=0.6)
    suggested = f"; did you mean {variable.names[close[0]]!r}?" if close else ""
    return f"no category of the codebook{suggested}"


def _number(text: str) -> float:
    return float(text.replace(_MINUS, "-").replace(",", "."))
