"""What grammar writes onto a name without a sign: the s of a genitive, and words of one letter before it.

What belongs here: from the words of a name to those that stand in a sentence. What does not: which names are looked for
(published/names/known.py, forgetting/display_names.py), other ways of writing a name (ways_of_writing.py).
"""

from collections.abc import Collection, Iterator

_WITH_GENITIVE_S = frozenset({"de", "nl", "sv", "da", "no", "nb", "nn"})
"""Languages that write a genitive's s without an apostrophe: *Greta Blims Buch*."""
_WITHOUT_GENITIVE_S = frozenset("sxzß")
_PROCLITICS = {
    ("\u05d0", "\u05ea"): ("ו", "ל", "ב", "מ", "ש", "ה", "כ"),
    ("\u0621", "\u064a"): ("و", "ل", "ب", "ف", "ك"),
}
"""By the first and the last letter of a script its words of one letter that stand before another without a blank."""
_LONG_ENOUGH = 3


def inflected(form: tuple[str, ...], languages: Collection[str]) -> Iterator[tuple[str, ...]]:
    """A name of several words as sentences have it.

    Args:
        form: its words, folded.
        languages: the languages that texts are in.
    """
    if len(form) > 1:
        *before, last = form
        has_s = last.isalpha() and last[-1] not in _WITHOUT_GENITIVE_S and len(last) >= _LONG_ENOUGH
        if has_s and "a" <= last[0] <= "z" and not _WITH_GENITIVE_S.isdisjoint(languages):
            yield (*before, f"{last}s")
        yield from ((letter + form[0], *form[1:]) for letter in _before(form[0]))


def uninflected_ends(word: str) -> Iterator[str]:
    """A word that may end a name as it is, and without the s of a genitive."""
    yield word
    if word.endswith("s") and len(word) > _LONG_ENOUGH:
        yield word[:-1]


def uninflected_beginnings(word: str) -> Iterator[str]:
    """A word that may begin a name as it is, and without a word of one letter before it."""
    yield word
    if len(word) > 1 and word[0] in _before(word[1]):
        yield word[1:]


def _before(word: str) -> tuple[str, ...]:
    return next((those for (first, last), those in _PROCLITICS.items() if first <= word[0] <= last), ())
