"""Values of parsed JSON, whatever stands there: what every JSON format needs to read a field without trusting it.

What belongs here: a value as text, an object or the objects of a list. What does not: any field of any format.
"""

import json
from collections.abc import Iterator

Json = dict[str, object]

_NOBODY = frozenset({"", "0", "-1", "null", "none", "nan", "na"})
_LONGEST_NAMED = 200


def text_of(value: object) -> str | None:
    """A value as text; None where there is none, or a list or an object stands in its place."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return truth(value)
    if isinstance(value, int | float):
        return repr(value)
    return None


def cell_of(value: object) -> str | None:
    """A count, time, id or handle as text: the beginning of a list or an object that holds something, to be named."""
    if isinstance(value, list | dict) and _holds_something(value):
        return json.dumps(value, ensure_ascii=False)[:_LONGEST_NAMED]
    return text_of(value)


def first_cell(*values: object) -> str | None:
    """The first of several places that holds a text or a number; where none does, what stands in place of one."""
    return next(filter(None, map(text_of, values)), None) or next(filter(None, map(cell_of, values)), None)


def _holds_something(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_holds_something, inner)) if isinstance(value, list | dict) else value is not None


def cell_within(holder: Json, key: str, name: str) -> str | None:
    """A field of the object under a key; what stands there in place of an object, so that it is named."""
    inner = holder.get(key)
    return cell_of(inner.get(name) if isinstance(inner, dict) else inner)


def user_id_of(value: object) -> str | None:
    """The id of a user; None where what stands there stands for nobody."""
    text = cell_of(value)
    return None if text is None or text.strip().lower() in _NOBODY else text


def truth(fact: bool) -> str:
    """A boolean as export_rows writes it."""
    return "true" if fact else "false"


def object_of(holder: Json, key: str) -> Json:
    """The object under a key; an empty one where none stands there."""
    inner = holder.get(key)
    return inner if isinstance(inner, dict) else {}


def objects_in(value: object) -> Iterator[Json]:
    """The JSON objects among the elements of a list.

    PHP writes a list with gaps as an object by place, and programs that know XML a list of one as the one.
    """
    if isinstance(value, dict):
        by_place = value and all(isinstance(key, str) and key.isdecimal() for key in value)
        value = list(value.values()) if by_place else [value] if value else []
    if isinstance(value, list):
        yield from (element for element in value if isinstance(element, dict))


def first_of(value: object) -> str | None:
    """The first text of a list, which may be there without its list; None where there is none."""
    if isinstance(value, list):
        return text_of(value[0]) if value else None
    return text_of(value)
