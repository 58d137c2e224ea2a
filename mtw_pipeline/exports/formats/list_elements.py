r"""Lists that Python, R, numpy, JSON or a database wrote into one cell, and what an object in a list is called.

What belongs here: telling the elements of such a cell, and the name of an element. What does not: which cells are lists
(the format's module, a column map), lists of objects (written_objects.py) and finding them in a table
(reading/odd_cells/written_lists.py).
"""

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from mtw_pipeline.exports.formats.cells import EMPTY_LIST
from mtw_pipeline.exports.formats.written_objects import begins_with_objects, objects_in

BETWEEN_ELEMENTS = "\x1f"
"""What stands before each element of a list of a mapped table that a program wrote: no element holds it."""
_IDS = ("id_str", "did", "id")
_TEXTS = ("tag", "text", "hashtag", "name")
_HANDLES = ("screen_name", "username", "handle", "acct")
_ADDRESSES = ("unwound_url", "expanded_url", "expanded", "uri", "url")
NAMES = (*_TEXTS[:2], *_HANDLES, *_ADDRESSES, "type", *_IDS)
"""Of an object in a list of any kind, what a cell of the list would hold: the first of these that it has."""
NAMES_OF_FIELDS: Mapping[str, Sequence[str]] = {
    "hashtags": _TEXTS,
    "mention_handles": _HANDLES,
    "mention_ids": _IDS,
    "urls": _ADDRESSES,
    "media_types": ("type",),
}
"""The same of each list of ``export_rows``."""

_OPENING, _CLOSING = "[({", ")"
_CALL = re.compile(r"(?s)(?:c|list|set|tuple|array|frozenset)\s*\((.*)\)|(?:character|integer|logical)\(0?\)")
_KIND = re.compile(r",\s*dtype\s*=[^,]*$")
"""What numpy says behind the elements of an array."""
_MOST_CALLS = 3
_BRACKETS = re.compile(r"(?s)[\[({](.*)[\])}]")
_PARTED_BY_BLANKS = re.compile(r"""["']\s+["']""")
_TOKEN = re.compile(r"""(?:[\w.]+\s*[=:]\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,"']+))""")
_QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_LEFT_OUT = (..., "...", "…")
"""What numpy, pandas and R show in place of elements where a list is long."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = frozenset("\n\\'\"abfnrtv01234567xuUN")
_NOTHING = frozenset({"", "NA", "NULL", "None", "nan", "null", "NaN", "NA_character_"})


def is_written_list(cell: str) -> bool:
    """Whether a cell may be a list as a program wrote it: a guess that costs next to nothing."""
    return cell[:1] in _OPENING or cell[-1:] == _CLOSING or cell[:1] in " \t"


def elements_in(cell: str) -> tuple[list[object], bool] | None:
    """The elements of a list that Python, R, JSON or a database wrote, and whether it was whole; None where it is none.

    Args:
        cell: the cell as it stands.
    """
    found = _read(cell.strip())
    if found is None:
        return None
    there = without_nothing(found[0])
    shown = [one for one in there if one not in _LEFT_OUT]
    return shown, found[1] and len(shown) == len(there)


def without_nothing(elements: Iterable[object]) -> list[object]:
    """Those elements of a list that are something: of 0 alone, with which pandas fills empty cells, none.

    Args:
        elements: of the list.
    """
    there = [one for one in elements if one is not None and one == one and one != {}]  # noqa: PLR0124  # nan is not itself
    return [] if len(there) == 1 and str(there[0]) in EMPTY_LIST else there


def _read(cell: str) -> tuple[list[object], bool] | None:
    text = _without_calls_around(cell)
    if begins_with_objects(text):
        return objects_in(text)
    call, brackets = _CALL.fullmatch(text), _BRACKETS.fullmatch(text)
    if call:
        return _tokens(call[1] or ""), True
    if not brackets:
        is_cut = text[:1] == "[" or text.startswith(("c(", "list("))
        return ([_first(found) for found in _QUOTED.findall(text)], False) if is_cut else None
    if _PARTED_BY_BLANKS.search(text):  # numpy's; Python would make one text of them
        return _tokens(brackets[1]), True
    for read in (json.loads, python_value):
        try:
            value = read(text)
        except (SyntaxError, ValueError, MemoryError, RecursionError, TypeError):
            continue
        if isinstance(value, set):  # as it is written: in a set texts stand in another order in each process
            value = list(dict.fromkeys(cast("list[object]", python_value(f"[{brackets[1]}]"))))
        return list(value) if isinstance(value, list | tuple) else [value], True
    return _bare_elements(brackets[1])


def python_value(text: str) -> object:
    """What a literal of Python is.

    Raises:
        SyntaxError, ValueError, MemoryError, RecursionError, TypeError: it is none, or holds a number that is too long.
    """
    if "\\" in text:  # one that escapes nothing is itself, and Python would warn of it
        text = _ESCAPE.sub(lambda found: found[0] if found[1] in _ESCAPED else f"\\{found[0]}", text)
    value = ast.literal_eval(text)
    str(value)  # a number of thousands of digits, which 0xfff... can name, cannot be written
    return value


def _without_calls_around(text: str) -> str:
    """A list without the calls that it is the one argument of: ``['a']`` of ``set(['a'])``."""
    for _ in range(_MOST_CALLS):
        call = _CALL.fullmatch(text)
        inner = _KIND.sub("", call[1] or "").strip() if call else ""
        if not (_CALL.fullmatch(inner) or _BRACKETS.fullmatch(inner)):
            break
        text = inner
    return text


def _bare_elements(inner: str) -> tuple[list[object], bool] | None:
    if inner.startswith("object ") or re.search("[\"'(){}]", inner):  # JavaScript's [object Object] says nothing
        return ([] if inner.startswith("object ") else _tokens(inner)), False
    words = (word.strip() for word in inner.split(","))
    return [word for word in words if word not in _NOTHING], True


def _tokens(inner: str) -> list[object]:
    found = (_first(groups) for groups in _TOKEN.findall(inner))
    return [one for one in found if one not in _NOTHING]


def _first(groups: Iterable[str]) -> str:
    return _ESCAPE.sub(r"\1", next(filter(None, groups), ""))


def named(element: object, names: Sequence[str] = NAMES) -> str:
    """An element as a cell of its list would hold it: of an object its name; empty where it has none.

    Args:
        element: of the list.
        names: what an object may be called by, the first that it has.
    """
    if isinstance(element, Mapping):
        element = next((element[name] for name in names if element.get(name)), "")
    if isinstance(element, bytes):
        return element.decode("utf-8", "replace")
    return "" if element is None or isinstance(element, list | Mapping) else str(element)
