"""Values of parsed JSON, whatever stands there: what every JSON format needs to read a field without trusting it.

What belongs here: a value as text, an object or the objects of a list. What does not: any field of any format.
"""

from collections.abc import Iterator

Json = dict[str, object]

_NOBODY = frozenset({"", "0", "-1", "null", "none", "nan", "na"})


def text_of(value: object) -> str | None:
    """A value as text; None where there is none, or a list or an object stands in its place."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return truth(value)
    if isinstance(value, int | float):
        return repr(value)
    return None


def user_id_of(value: object) -> str | None:
    """The id of a user; None where what stands there stands for nobody."""
    text = text_of(value)
    return None if text is None or text.strip().lower() in _NOBODY else text


def truth(fact: bool) -> str:
    """A boolean as export_rows writes it."""
    return "true" if fact else "false"


def object_of(holder: Json, key: str) -> Json:
    """The object under a key; an empty one where none stands there."""
    inner = holder.get(key)
    return inner if isinstance(inner, dict) else {}


def objects_in(value: object) -> Iterator[Json]:
    """The JSON objects among the elements of a list; none where it is not a list."""
    if isinstance(value, list):
        for element in value:
            if isinstance(element, dict):
                yield element


def first_of(value: object) -> str | None:
    """The first text of a list; None where there is none."""
    return text_of(value[0]) if isinstance(value, list) and value else None
