"""A search for people in a finished copy, by other means than masking: it shares no pattern and no statement with it.

What belongs here: whether values name somebody. What does not: which values are looked at (inspection.py), and
masking. A method of its own finds what masking cannot see; what both know is who there is (people.py) and which words
may stand although an account is called so (allowed.py).
"""

import html
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.allowed import AllowedWords
from mtw_pipeline.published.people import LONG_ID, People

_PSEUDONYMS = ("user_", "tweet_", "file_", "coder_")
_APART = " _ "
_HEXADECIMAL = frozenset("0123456789abcdef")
_SIGNS = {number: " " for number in range(128) if not (chr(number).isalnum() or chr(number) == "_")}
_MARKERS = ("[name]", "[id]", "[e-mail]", "[phone]", "[address]", "[link]", "/[masked]")
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_FEWEST_TOLD_APART = 5
_FEWEST_OF_A_SINGLE_NAME = 3

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Names:
    """Display names of several words, their words numbered from 1."""

    numbers: dict[str, int]
    by_beginning: dict[int, list[tuple[int, ...]]]

    @property
    def base(self) -> int:
        return len(self.numbers) + 1


class Search:
    """Finds people in values.

    Args:
        known: whom the study knows.
        allowed: words that may stand although an account is called so.
    """

    def __init__(self, known: People, allowed: AllowedWords) -> None:
        self._ids = frozenset(known.short_ids)
        bare = {plain(handle).strip("_") for handle in known.handles}
        bare = {one for one in bare if one and not (one.isdigit() and len(one) < _FEWEST_TOLD_APART)}
        self._handles = frozenset(one for one in bare if one not in allowed.words)
        self._told_apart = frozenset(
            one for one in bare if not one.isalpha() and len(one.replace("_", "")) >= _FEWEST_TOLD_APART
        )
        self._lengths = sorted({len(one) for one in self._told_apart})
        names = {tuple(split(plain(name))) for name in (*known.names, *known.names_of_coders)}
        names = {name for name in names if name and name not in allowed.phrases and _has_letter(name)}
        self._single = frozenset(
            name[0]
            for name in names
            if len(name) == 1
            and (len(name[0]) >= _FEWEST_OF_A_SINGLE_NAME or _is_unspaced(name[0]))
            and name[0] not in allowed.words
        )
        self._unspaced = frozenset(one for one in self._single if _is_unspaced(one))
        self._unspaced_lengths = sorted({len(one) for one in self._unspaced})
        longer = [name for name in names if len(name) > 1 and not allowed.function_words.issuperset(name)]
        self._names = _numbered(longer)
        self._beginnings = np.array(sorted(self._names.by_beginning), dtype=np.int64)

    def found_in(self, values: pa.Array, *, of_the_program: bool = False) -> Counter[str]:
        """How many distinct words and places of some values name somebody, by what they name.

        Args:
            values: texts.
            of_the_program: whether the program wrote them: single words of it are no names then.
        """
        found: Counter[str] = Counter()
        split_values = pc.utf8_split_whitespace(_without_markers(values))
        encoded = split_values.flatten().dictionary_encode()
        tokens = encoded.dictionary.to_pylist()
        words = [split(plain(token)) for token in tokens]
        for one in {word for those in words for word in those}:
            kind = self._kind(one, of_the_program=of_the_program)
            if kind:
                found[kind] += 1
        lengths = pc.list_value_length(split_values).to_numpy(zero_copy_only=False).astype(np.int64)
        names = self._names_found(words, encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), lengths)
        if names:
            found["names"] += names
        return found

    def _kind(self, word: str, *, of_the_program: bool) -> str:
        if word.startswith(_PSEUDONYMS) and _HEXADECIMAL.issuperset(word.partition("_")[2]):
            return ""
        if not of_the_program and (word.strip("_") in self._handles):
            return "handles"
        if not word.isalpha():
            if _holds(word, self._told_apart, self._lengths):
                return "handles"
            if _longest_number(word) >= LONG_ID:
                return "ids"
            number = word.lstrip("abcdefghijklmnopqrstuvwxyz_")
            if not of_the_program and number in self._ids:
                return "ids"
        is_name = word in self._single or (not word.isascii() and _holds(word, self._unspaced, self._unspaced_lengths))
        return "names" if is_name and not of_the_program else ""

    def _names_found(self, words: list[list[str]], codes: Numbers, lengths: Numbers) -> int:
        """Display names of several words that stand in a row, whatever signs part them."""
        if not len(self._beginnings) or not len(codes):
            return 0
        numbers = self._names.numbers
        joined: Numbers = np.array([numbers.get(word, 0) for those in words for word in those], dtype=np.int64)
        sizes: Numbers = np.array([len(those) for those in words], dtype=np.int64)
        places = np.cumsum(sizes) - sizes
        counts = sizes[codes]
        inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        sequence = joined[np.repeat(places[codes], counts) + inside]
        value_of = np.repeat(np.repeat(np.arange(len(lengths)), lengths), counts)
        pairs = sequence[:-1] * self._names.base + sequence[1:]
        likely = np.flatnonzero((sequence[:-1] > 0) & (sequence[1:] > 0) & (value_of[:-1] == value_of[1:]))
        hits = likely[np.isin(pairs[likely], self._beginnings)]
        return sum(self._is_name(sequence, value_of, int(hit)) for hit in hits)

    def _is_name(self, sequence: Numbers, value_of: Numbers, place: int) -> bool:
        beginning = int(sequence[place] * self._names.base + sequence[place + 1])
        return any(
            tuple(sequence[place : place + len(name)].tolist()) == name
            and value_of[place] == value_of[place + len(name) - 1]
            for name in self._names.by_beginning[beginning]
        )


def plain(text: str) -> str:
    """A text as a person reads it: decoded, without case, accents and unseen characters."""
    decoded = unquote(html.unescape(unquote(text))) if "%" in text or "&" in text else text
    if decoded.isascii():
        return decoded.lower()
    shown = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", decoded).casefold())
    return unicodedata.normalize("NFKC", "".join(one for one in shown if unicodedata.category(one) not in _UNSEEN))


def split(text: str) -> list[str]:
    """The words of a plain text."""
    if text.isalnum():
        return [text]
    if text.isascii():
        return text.translate(_SIGNS).split()
    return "".join(one if one.isalnum() or one == "_" else " " for one in text).split()


def _holds(word: str, parts: frozenset[str], lengths: Sequence[int]) -> bool:
    return any(
        word[place : place + length] in parts
        for length in lengths
        if length <= len(word)
        for place in range(len(word) - length + 1)
    )


def _is_unspaced(name: str) -> bool:
    """Whether a name is of a script that writes no blanks around it."""
    return len(name) > 1 and unicodedata.name(name[0], "").startswith(_UNSPACED)


def _numbered(names: list[tuple[str, ...]]) -> _Names:
    numbers: dict[str, int] = {}
    for name in names:
        for word in name:
            numbers.setdefault(word, len(numbers) + 1)
    by_beginning: dict[int, list[tuple[int, ...]]] = {}
    for name in names:
        numbered = tuple(numbers[word] for word in name)
        by_beginning.setdefault(numbered[0] * (len(numbers) + 1) + numbered[1], []).append(numbered)
    return _Names(numbers, by_beginning)


def _has_letter(name: tuple[str, ...]) -> bool:
    return any(one.isalpha() for word in name for one in word)


def _longest_number(word: str) -> int:
    return max(map(len, "".join(one if one.isdecimal() else " " for one in word).split()), default=0)


def _without_markers(values: pa.Array) -> pa.Array:
    for marker in _MARKERS:
        values = pc.replace_substring(values, marker, _APART)
    return values
