"""Display names that texts write with an initial or a nickname which they lack, or cut before an ellipsis.

What belongs here: from what texts write so to what is a name for that. What does not: where texts and display names
are read (people.py, sql/published/people/). What is found is a name like any other from then on, so that tokens, in
which neither a dot nor a quote is left, show as little of it as texts.
"""

from collections.abc import Iterable

from mtw_pipeline.published.names.folding import words_of
from mtw_pipeline.text.ways_of_writing import without_initials_and_nickname, written_otherwise

_WORD = r"[\p{Lu}\p{Lo}][\p{L}\p{M}'’-]+"
_QUOTED = "|".join(
    rf"{opening}[\p{{Lu}}\p{{Lo}}][^\s{closing}]{{1,20}}{closing}"
    for opening, closing in ('""', "“”", "„“", "«»", "‘’", "''", (r"\(", r"\)"), (r"\[", r"\]"))
)
BETWEEN = rf"{_WORD}\s(?:(?:\p{{Lu}}\.(?:-?\p{{Lu}}\.)*\s?|\p{{Lu}}\s|(?:{_QUOTED})\s))+{_WORD}"
"""Two words with initials, or a nickname, between them; a pattern of DuckDB."""
CUT = rf"({_WORD}\s{_WORD})(?:…|\.\.\.)"
"""Two words of which the second may be cut; likewise."""


def longer_names(found: Iterable[tuple[str, bool, str]]) -> set[str]:
    """What of it names somebody.

    Args:
        found: what texts write, whether it is cut, and a display name that may be meant.
    """
    return {written for written, is_cut, name in found if _is_meant(name, written, is_cut=is_cut)}


def _is_meant(name: str, written: str, *, is_cut: bool) -> bool:
    forms = {words_of(name), *map(words_of, written_otherwise(name))}
    if not is_cut:
        return words_of(without_initials_and_nickname(written)) in forms
    start = words_of(written.rstrip("….'’-"))
    return start not in forms and any(
        form[: len(start) - 1] == start[:-1] and form[len(start) - 1].startswith(start[-1])
        for form in forms
        if len(form) >= len(start) > 1
    )
