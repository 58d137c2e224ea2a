"""On which line of study.toml a setting stands.

What belongs here: finding it by tomllib itself, which keeps no lines. What does not: what is said of the setting
(settings_errors.py).
"""

import tomllib
from bisect import bisect_left
from collections.abc import Sequence

_ENDS = ("]", "}", '"""', "'''")
"""One of them stands on the last line of a value of several lines."""


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """The first line of what sets a value, or of the nearest table around it that the text has; None where it has none.

    Args:
        text: a text that tomllib reads.
        place: the keys, and the places in lists, that lead to the value.
    """
    content = tomllib.loads(text)
    while place and not _holds(content, place):
        place = place[:-1]
    if not place:
        return None
    lines = text.split("\n")
    ends = _ends_of_statements(lines)
    found = bisect_left(ends, True, key=lambda end: _holds(tomllib.loads("\n".join(lines[:end])), place))
    return 1 + (ends[found - 1] if found else 0)


def _ends_of_statements(lines: Sequence[str]) -> list[int]:
    """Behind which lines a statement is whole: each of them is TOML by itself, and none of its beginnings is."""
    ends, first = [], 0
    for end, line in enumerate(lines, start=1):
        may_be_whole = first == end - 1 or any(mark in line for mark in _ENDS)
        if may_be_whole and _is_toml("\n".join(lines[first:end])):
            ends.append(end)
            first = end
    return ends


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _holds(content: object, place: Sequence[str | int]) -> bool:
    for part in place:
        held = dict(enumerate(content)) if isinstance(content, list) else content
        if not isinstance(held, dict) or part not in held:
            return False
        content = held[part]
    return True
