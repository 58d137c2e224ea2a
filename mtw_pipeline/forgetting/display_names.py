"""Names in forgotten rows: kept as hashes of their words, and known again where others write them.

What belongs here: in which forms a name is kept, and finding those forms in texts. What does not: the register that
holds the hashes (register.py), which names a study still knows, what is put in their place (published/). A form is
found by its beginnings, each of which is hashed too: a text is asked word by word, however many words a name has.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.text.inflected_names import uninflected_beginnings, uninflected_ends
from mtw_pipeline.text.letters import INVISIBLE, in_plain_shapes
from mtw_pipeline.text.ways_of_writing import without_shortcodes, written_otherwise

_WORD = re.compile(r"[^\W_]+")
_BEFORE_A_SIGN = re.compile(r"[|•·–—,(/~:;\[\]\u2190-\u2bff\U0001f000-\U0001faff]|\s-\s")
_POINTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]")
"""Accents, and the points of Hebrew and Arabic, which are often left out; vowels of other scripts are their letters."""
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Scripts that write no blanks between words: a name stands inside of a longer run of letters there."""
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_SHORTEST, _SHORTEST_RUN, _LONGEST_RUN = 3, 2, 40
_WORDS_REMEMBERED = 1 << 18
_TWO = 2


def words_of_name(text: str) -> list[str]:
    """The words of a text in one written form: without case, accents and points."""
    if text.isascii():
        return _WORD.findall(text.lower())
    bare = _POINTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    runs = groupby(unicodedata.normalize("NFKC", bare), _is_of_a_word)
    return ["".join(letters) for is_word, letters in runs if is_word]


def forms_of_name(name: str) -> set[tuple[str, ...]]:
    """A display name as others may write it: whole, what stands before a sign, turned round, in other ways."""
    forms = set[tuple[str, ...]]()
    for written in _as_read(name):
        segment = _BEFORE_A_SIGN.split(without_shortcodes(written.strip()), maxsplit=1)[0]
        beginning = tuple(words_of_name(segment))
        forms |= {tuple(words_of_name(written)), *((beginning,) if len(beginning) > 1 else ())}
        forms |= {tuple(words_of_name(way)) for way in written_otherwise(written)}
    forms |= {form[::-1] for form in forms if len(form) == _TWO}
    return {form for form in forms if _is_looked_for(form)}


def with_display_names(register: Register, names: Iterable[str]) -> Register:
    """The register with names that stood in what it forgets: display names, and handles."""
    return register.with_names(kept for name in names for form in forms_of_name(name) for kept in _kept(form))


class ForgottenDisplayNames:
    """The names that a register holds the hashes of.

    Args:
        register: the register.
    """

    def __init__(self, register: Register) -> None:
        @lru_cache(maxsize=_WORDS_REMEMBERED)
        def is_kept(beginning: str) -> bool:
            return register.hashed(beginning) in register.names

        self._is_kept = is_kept

    def met_in(self, texts: Iterable[str]) -> set[str]:
        """The names that stand in some texts, each as words with blanks between them."""
        return {found for text in texts for read in _as_read(text) for found in self._met_in(words_of_name(read))}

    def _met_in(self, words: list[str]) -> Iterator[str]:
        for place, word in enumerate(words):
            if self._is_kept(word):
                yield word
            if not word.isascii() and _WITHOUT_BLANKS.search(word):
                yield from self._within(word)
            for first in _parts_to_the_last(word):
                yield from self._going_on(first, words, place + 1)

    def _going_on(self, first: str, words: list[str], end: int) -> Iterator[str]:
        """The names of several words that begin with one; the last may stand in the beginning of a longer word."""
        beginning = f"{first} "
        while self._is_kept(beginning) and end < len(words):
            yield from (
                beginning + part for part in _parts_from_the_first(words[end]) if self._is_kept(beginning + part)
            )
            if len(words[end]) > 1 or self._is_kept(f"{beginning}{words[end]} "):  # else an initial that the name lacks
                beginning = f"{beginning}{words[end]} "
            end += 1

    def _within(self, word: str) -> Iterator[str]:
        for start in range(len(word)):
            if not self._is_kept(_beginning_of_run(word[start:])):
                continue
            for end in range(start + _SHORTEST_RUN, min(len(word), start + _LONGEST_RUN) + 1):
                if self._is_kept(word[start:end]):
                    yield word[start:end]


def _parts_to_the_last(word: str) -> Iterator[str]:
    """Where the first word of a name may stand in a word: its ends in such scripts, else all but a proclitic."""
    if not word.isascii() and _WITHOUT_BLANKS.search(word):
        yield from (word[start:] for start in range(max(0, len(word) - _LONGEST_RUN), len(word)))
    else:
        yield from uninflected_beginnings(word)


def _parts_from_the_first(word: str) -> Iterator[str]:
    """Where the last word of a name may stand in a word: its beginnings in such scripts, else all but an s."""
    if not word.isascii() and _WITHOUT_BLANKS.search(word):
        yield from (word[:end] for end in range(1, min(len(word), _LONGEST_RUN) + 1))
    else:
        yield from uninflected_ends(word)


def _as_read(text: str) -> set[str]:
    """A text as it is written, of which older registers hold the hashes, and as it is read."""
    return {text} if text.isascii() else {text, _UNSEEN.sub("", in_plain_shapes(text))}


def _kept(form: tuple[str, ...]) -> Iterator[str]:
    """What is hashed of a form: it, the same as one word, and each of its beginnings with a sign behind it."""
    yield " ".join(form)
    yield "".join(form)
    yield _beginning_of_run("".join(form))
    for length in range(1, len(form)):
        yield " ".join(form[:length]) + " "


def _beginning_of_run(letters: str) -> str:
    """The letters that a name begins with where no blank stands before it, told from a name of as many letters."""
    return letters[:_SHORTEST_RUN] + "\n"


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def _is_looked_for(form: tuple[str, ...]) -> bool:
    letters = "".join(form)
    if not any(letter.isalpha() for letter in letters):
        return False
    return len(letters) >= (_SHORTEST if letters.isascii() else _SHORTEST_RUN)
