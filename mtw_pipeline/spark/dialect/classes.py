"""Classes of characters for Java's regular expressions, which asks their members one after the other.

What belongs here: the order in which the members of a class are asked. What does not: how a member is written
(patterns.py). Of a class of two hundred ranges Java asks two hundred questions of a character that is in none of them;
here ranges beyond ASCII stand in nested classes, each behind one question: whether the character is between the first
and the last of them.
"""

import re
from collections.abc import Sequence

_TOGETHER = 8
"""So many members, or nested classes, are asked one after the other."""
_FEW = 3
_ASCII = 0x80
_NUMBERED = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")


def code_point(written: str) -> int | None:
    """The code point of a character as a class has it; None of what is no single character."""
    if numbered := _NUMBERED.fullmatch(written):
        return int(numbered[1], 16)
    sign = written.removeprefix("\\")
    return ord(sign) if len(sign) == 1 and (sign == written or not sign.isalnum()) else None


def class_members(members: Sequence[str]) -> str:
    """The members of a class, each a character, a range or a property: those beyond ASCII last, in nested classes."""
    spans = {one: _span(one) for one in members}
    far = sorted({span: one for one, span in spans.items() if span is not None and span[0] >= _ASCII}.items())
    if len(far) <= _FEW:
        return "".join(members)
    nested = {one for _, one in far}
    return "".join(one for one in members if one not in nested) + _bounded(far)


def _span(member: str) -> tuple[int, int] | None:
    """The first and the last character of a member; None of a property."""
    first, _, last = member.partition("-") if len(member) > 1 else (member, "", "")
    here, there = code_point(first), code_point(last or first)
    return None if here is None or there is None else (here, there)


def _bounded(far: Sequence[tuple[tuple[int, int], str]]) -> str:
    least, most = far[0][0][0], max(last for (_, last), _ in far)
    return rf"[\x{{{least:X}}}-\x{{{most:X}}}&&[{_nested(far)}]]"


def _nested(far: Sequence[tuple[tuple[int, int], str]]) -> str:
    if len(far) <= _TOGETHER:
        return "".join(member for _, member in far)
    size = -(-len(far) // _TOGETHER)
    return "".join(_bounded(far[start : start + size]) for start in range(0, len(far), size))
