r"""Regular expressions of RE2, which DuckDB runs, written for Java, which Spark runs.

What belongs here: a pattern or a replacement, as text, in the other's syntax. What does not: where patterns stand in a
statement (texts.py). Patterns here are those that both can run with equal matches; what has no equal is refused.
"""

import re

from mtw_pipeline.spark.dialect.classes import class_members, code_point
from mtw_pipeline.spark.dialect.model import NotCarriedError

_BLANKS = r"\t\n\f\r "
_PROPERTY = re.compile(r"\\([pP])(?:\{(\^?)(\w+)\}|(\w))")
_NUMBERED = re.compile(r"\\x\{[0-9A-Fa-f]+\}")
_GENERAL_CATEGORY = re.compile(r"[CLMNPSZ][a-z]?")
_SAME = frozenset("dDwWtnrfvax0123456789")
_FLAGS = re.compile(r"\(\?([a-zA-Z]+)(-[a-zA-Z]+)?([:)])")
_SAME_FLAGS = frozenset("is")
_REFERENCE = re.compile(r"\\(\d|\\)|([$\\])")
_AT_START = re.compile(r"\^|\(\?i\)\^|\\A")


def java_pattern(pattern: str) -> str:
    r"""A pattern of RE2 with the same matches in Java's regular expressions.

    Java's ``$`` also matches before a last line end, its ``\s`` holds the vertical tab, its ``.`` stops at five line
    ends, its classes hold classes and cuts (``[``, ``&&``), scripts have ``Is`` before their names, and only ASCII is
    folded. A group that is repeated at the very end is made possessive: nothing behind it could ask for less, and Java
    otherwise takes a step of its stack for each repetition.

    Raises:
        NotCarriedError: something stands in it for which Java has no equal.
    """
    written = _runs_of_a_letter(pattern) or "".join(_Java(pattern).parts())
    return f"{written}+" if _ends_in_repeated_group(written) else written


def _runs_of_a_letter(pattern: str) -> str | None:
    """What finds ``aaa|bbb|...``, which Java would look for one after the other at every place of a text."""
    runs = pattern.split("|")
    letters = {run[0] for run in runs if run.isascii() and run.isalnum() and len({*run}) == 1}
    if len(letters) != len(runs) or len({len(run) for run in runs}) > 1 or len(runs[0]) == 1:
        return None
    return rf"([{''.join(sorted(letters))}])\1{{{len(runs[0]) - 1}}}"


def java_full_pattern(pattern: str) -> str:
    """The pattern that a whole text must match, as ``java_pattern`` writes it."""
    return rf"\A(?:{''.join(_Java(pattern).parts())})\z"


def java_replacement(replacement: str) -> str:
    r"""What matches are replaced with: groups are ``$1`` in Java, not ``\1``."""

    def written(found: re.Match[str]) -> str:
        group, sign = found.groups()
        if group is None:
            if sign == "\\":
                raise NotCarriedError(f"a backslash that names no group, in the replacement {replacement!r}")
            return "\\$"
        return "\\\\" if group == "\\" else f"${group}"

    return _REFERENCE.sub(written, replacement)


def matches_once(pattern: str) -> bool:
    """Whether a pattern can match at one place of a text only, its beginning."""
    return _AT_START.match(pattern) is not None and "|" not in _outside_of_groups(pattern)


def _outside_of_groups(pattern: str) -> str:
    found, depth, in_class, position = [], 0, False, 0
    while position < len(pattern):
        sign = pattern[position]
        if sign == "\\":
            position += 2
            continue
        if in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif depth == 0:
            found.append(sign)
        position += 1
    return "".join(found)


def _ends_in_repeated_group(pattern: str) -> bool:
    return re.search(r"(?<!\\)(?:\\\\)*\)[*+]\Z", pattern) is not None


class _Java:
    """A pattern, read from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def parts(self) -> list[str]:
        parts = []
        while self._at < len(self._pattern):
            sign = self._pattern[self._at]
            if sign == "\\":
                parts.append(self._escaped(in_class=False))
            elif sign == "[":
                parts.append(self._class())
            elif sign == "(" and self._pattern.startswith("(?", self._at):
                parts.append(self._flags())
            else:
                self._at += 1
                parts.append({"$": r"\z", ".": r"[^\n]"}.get(sign, sign))
        return parts

    def _flags(self) -> str:
        if self._pattern.startswith("(?:", self._at):
            self._at += 3
            return "(?:"
        found = _FLAGS.match(self._pattern, self._at)
        if found is None or found[2] or not set(found[1]) <= _SAME_FLAGS - {"s"}:
            raise NotCarriedError(f"a group that Java has no equal of: {self._pattern[self._at : self._at + 8]}")
        self._at = found.end()
        return f"(?iu{found[3]}"

    def _class(self) -> str:
        self._at += 1
        is_negated = self._pattern.startswith("^", self._at)
        self._at += is_negated
        members: list[str] = []
        while not members or self._pattern[self._at] != "]":
            members.append(self._member())
        self._at += 1
        return f"[{'^' if is_negated else ''}{class_members(members)}]"

    def _member(self) -> str:
        """A sign, a range or a property; of a range that is not written as one, its first sign."""
        first = self._sign_of_class()
        is_range = self._pattern.startswith("-", self._at) and not self._pattern.startswith("-]", self._at)
        if code_point(first) is None or not is_range:
            return first
        self._at += 1
        return f"{first}-{self._sign_of_class()}"

    def _sign_of_class(self) -> str:
        sign = self._pattern[self._at]
        if sign == "\\":
            return self._escaped(in_class=True)
        if self._pattern.startswith("[:", self._at):
            raise NotCarriedError(f"a named class: {self._pattern[self._at : self._at + 8]}")
        self._at += 1
        return f"\\{sign}" if sign in "[]&^" else sign

    def _escaped(self, *, in_class: bool) -> str:
        if found := _PROPERTY.match(self._pattern, self._at):
            self._at = found.end()
            return _property(found)
        if found := _NUMBERED.match(self._pattern, self._at):
            self._at = found.end()
            return found[0]
        sign = self._pattern[self._at + 1]
        self._at += 2
        if sign == "s":
            return _BLANKS if in_class else f"[{_BLANKS}]"
        if sign == "S" and not in_class:
            return f"[^{_BLANKS}]"
        if sign in {"A", "z"}:
            return f"\\{sign}"
        if sign.isalnum() and sign not in _SAME:
            raise NotCarriedError(f"\\{sign} in the pattern {self._pattern!r}")
        return f"\\{sign}"


def _property(found: re.Match[str]) -> str:
    negated = (found[1] == "P") != bool(found[2])
    name = found[3] or found[4]
    prefix = "" if _GENERAL_CATEGORY.fullmatch(name) else "Is"
    return rf"\{'P' if negated else 'p'}{{{prefix}{name}}}"
