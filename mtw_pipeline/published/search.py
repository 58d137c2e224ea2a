"""A search for people in a finished copy, by other means than masking: it shares no pattern and no statement with it.

What belongs here: whether values name somebody. What does not: which values are looked at (inspection.py), and
masking. A method of its own finds what masking cannot see; what both know is who there is (people.py) and which words
may stand although an account is called so (allowed.py).
"""

import html
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.allowed import AllowedWords, own_words
from mtw_pipeline.published.people import LONG_ID, People

_PSEUDONYMS = ("user_", "tweet_", "file_", "coder_")
_APART = " _ "
_HEXADECIMAL = frozenset("0123456789abcdef")
_SIGNS = {number: " " for number in range(128) if not (chr(number).isalnum() or chr(number) == "_")}
_MARKERS = ("[name]", "[id]", "[e-mail]", "[phone]", "[address]", "[link]", "/[masked]")
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_FEWEST_TOLD_APART = 5
_MOST_REMEMBERED = 500_000
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

    @cached_property
    def longest(self) -> int:
        """The words of the longest."""
        return max((len(name) for names in self.by_beginning.values() for name in names), default=0)


@dataclass(frozen=True, slots=True)
class _Token:
    """What stands between blanks.

    Args:
        named: its words that name somebody, with what they name.
        numbers: the numbers of its words among those of display names; 0 of any other.
        begins: whether a display name begins with its last word.
        goes_on: whether the second word of one is its first.
        holds_pair: whether one begins within it and goes on there.
    """

    named: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...]
    begins: bool
    goes_on: bool
    holds_pair: bool


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
        with_servers = {tuple(split(one)) for one in bare if not one.replace("_", "a").isalnum()}
        bare = {one for one in bare if one.replace("_", "a").isalnum()}
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
        longer += [handle for handle in with_servers - names if len(handle) > 1 and _has_letter(handle)]
        self._names = _numbered(longer)
        self._beginnings = np.array(sorted(self._names.by_beginning), dtype=np.int64)
        self._first = frozenset(one // self._names.base for one in self._names.by_beginning)
        self._second = frozenset(one % self._names.base for one in self._names.by_beginning)
        self._seen: dict[bool, dict[str, _Token]] = {True: {}, False: {}}

    def found_in(self, values: pa.Array, *, of_the_program: bool = False) -> Counter[str]:
        """How many distinct words and places of some values name somebody, by what they name.

        Args:
            values: texts.
            of_the_program: whether the program wrote them: single words of it are no names then, nor is what is made of
                words alone in which the program is written.
        """
        split_values = pc.utf8_split_whitespace(values)
        encoded = split_values.flatten().dictionary_encode()
        seen = self._seen[of_the_program]
        if len(seen) > _MOST_REMEMBERED:
            seen.clear()
        tokens = [
            seen.get(one) or seen.setdefault(one, self._token(one, of_the_program=of_the_program))
            for one in encoded.dictionary.to_pylist()
        ]
        found = Counter(kind for _, kind in {named for token in tokens for named in token.named})
        starts: Numbers = split_values.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
        codes: Numbers = encoded.indices.to_numpy(zero_copy_only=False)
        names = self._names_found(tokens, codes, starts - starts[0]) if len(codes) else []
        counted = sum(1 for name in names if not (of_the_program and self._is_of_own_words(name)))
        if counted:
            found["names"] += counted
        return found

    def _is_of_own_words(self, name: tuple[int, ...]) -> bool:
        return all(word.isdecimal() or word in own_words() for word in (self._words[number] for number in name))

    @cached_property
    def _words(self) -> dict[int, str]:
        return {number: word for word, number in self._names.numbers.items()}

    def _token(self, token: str, *, of_the_program: bool) -> _Token:
        for marker in _MARKERS:
            token = token.replace(marker, _APART) if "[" in token else token
        words = split(plain(token))
        kinds = ((word, self._kind(word, of_the_program=of_the_program)) for word in words)
        numbers = tuple(self._names.numbers.get(word, 0) for word in words)
        pairs = (first * self._names.base + second for first, second in pairwise(numbers))
        return _Token(
            named=tuple((word, kind) for word, kind in kinds if kind),
            numbers=numbers,
            begins=bool(numbers) and numbers[-1] in self._first,
            goes_on=bool(numbers) and numbers[0] in self._second,
            holds_pair=not self._names.by_beginning.keys().isdisjoint(pairs),
        )

    def _kind(self, word: str, *, of_the_program: bool) -> str:
        if word.startswith(_PSEUDONYMS) and _HEXADECIMAL.issuperset(word.partition("_")[2]):
            return ""
        if not of_the_program and (word.strip("_") in self._handles):
            return "handles"
        if not word.isalpha():
            if _holds(word, self._told_apart, self._lengths) and not (of_the_program and word in own_words()):
                return "handles"
            if _longest_number(word) >= LONG_ID:
                return "ids"
            number = word.lstrip("abcdefghijklmnopqrstuvwxyz_")
            if not of_the_program and not self._ids.isdisjoint((word, number)):
                return "ids"
        is_name = word in self._single or (not word.isascii() and _holds(word, self._unspaced, self._unspaced_lengths))
        return "names" if is_name and not of_the_program else ""

    def _names_found(self, tokens: list[_Token], codes: Numbers, starts: Numbers) -> list[tuple[int, ...]]:
        """Display names of several words that stand in a row, whatever signs part them; one for each place of any.

        Args:
            tokens: distinct tokens.
            codes: which of them stands at each place of the values, one behind the other.
            starts: where each value begins, and where the last one ends.
        """
        with_words = np.flatnonzero(np.array([bool(token.numbers) for token in tokens])[codes])
        those = codes[with_words]
        begins = np.array([token.begins for token in tokens])[those[:-1]]
        goes_on = np.array([token.goes_on for token in tokens])[those[1:]]
        likely = np.flatnonzero(begins & goes_on)
        last = np.array([token.numbers[-1] if token.numbers else 0 for token in tokens])
        first = np.array([token.numbers[0] if token.numbers else 0 for token in tokens])
        pairs = last[those[likely]] * self._names.base + first[those[likely + 1]]
        likely = likely[np.isin(pairs, self._beginnings)]
        inside = np.flatnonzero(np.array([token.holds_pair for token in tokens])[those])
        places = np.union1d(likely, inside)
        ends = np.searchsorted(with_words, starts[np.searchsorted(starts, with_words[places], side="right")])
        at_most = np.minimum(ends, places + self._names.longest)
        return [
            name
            for place, end in zip(places.tolist(), at_most.tolist(), strict=True)
            for name in self._names_from([tokens[code].numbers for code in those[place:end].tolist()])
        ]

    def _names_from(self, numbers: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
        """The longest display name at each place of the first of some tokens of one value."""
        sequence = tuple(chain.from_iterable(numbers))
        for at, (first, second) in enumerate(pairwise(sequence[: len(numbers[0]) + 1])):
            names = self._names.by_beginning.get(first * self._names.base + second, ())
            there = [name for name in names if sequence[at : at + len(name)] == name]
            if there:
                yield max(there, key=len)


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
