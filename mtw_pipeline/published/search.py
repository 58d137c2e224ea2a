"""A search for people in a finished copy, by other means than masking: it shares no pattern and no statement with it.

What belongs here: whether values name somebody. What does not: which values are looked at (inspection.py), and
masking. A method of its own finds what masking cannot see; what both know is who there is (people.py) and which words
may stand although an account is called so (names/allowed.py). How it reads a text: searched_words.py.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, pairwise
from operator import and_
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.arrays.hashes import GatheredHashes, Hashes, Parts, batched, hashes_of
from mtw_pipeline.published.names.allowed import AllowedWords, own_words
from mtw_pipeline.published.people import LONG_ID, People
from mtw_pipeline.published.remembered import Columns, Remembered, objects
from mtw_pipeline.published.searched_words import (
    is_pseudonym,
    plain,
    split,
    without_letters,
    words_in,
    writes_no_blanks,
)

_NUMBERS = re.compile(r"\d+")
_FEWEST_TOLD_APART = PIECE = 5
RUN = 2
"""Letters of the shortest name that is looked for inside of words; ``PIECE`` in such as are no letters alone."""

_FEWEST_OF_A_SINGLE_NAME = 3
_FEWEST_OF_A_RUN = 3
_NAMES_AT_ONCE = 20_000
_LONG_NAME = 62
"""Words from which on lengths of names are not told apart."""
_ALL = (1 << 63) - 1
_FACTOR = 0x2545F4914F6CDD1D

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class _Names:
    """Display names of several words, as numbers that are made of the hashes of their words.

    Args:
        names: the names, some at once.
    """

    def __init__(self, names: Iterable[Collection[tuple[str, ...]]]) -> None:
        words, decimal, first, second, beginnings, whole, lengths = ([np.zeros(0, dtype=np.int64)] for _ in range(7))
        for some in names:
            numbered = [tuple(map(_number, name)) for name in some]
            lengths.append(np.fromiter(map(len, numbered), np.int64))
            words.append(np.fromiter(chain.from_iterable(numbered), np.int64))
            decimal.append(np.fromiter(map(_number, filter(str.isdecimal, chain.from_iterable(some))), np.int64))
            first.append(np.array([name[0] for name in numbered], dtype=np.int64))
            second.append(np.array([name[1] for name in numbered], dtype=np.int64))
            beginnings.append(np.array([_pair(name[0], name[1]) for name in numbered], dtype=np.int64))
            whole.append(hashes_of(numbered))
        self._words, self._decimal, self.first, self.second, self.beginnings, self._whole = (
            Hashes(np.concatenate(one)) for one in (words, decimal, first, second, beginnings, whole)
        )
        every = np.concatenate(lengths)
        self.longest = int(every.max(initial=0))
        self._lengths = np.zeros(len(self.beginnings), dtype=np.int64)
        """Of each beginning which lengths the names have, a bit for each."""
        places = np.searchsorted(self.beginnings.sorted, np.concatenate(beginnings))
        np.bitwise_or.at(self._lengths, places, 1 << np.minimum(every, _LONG_NAME))

    def number(self, word: str) -> int:
        """The number of a word; 0 of one that is in no name."""
        number = _number(word)
        return number if self._words.has(number) else 0

    def is_decimal(self, number: int) -> bool:
        """Whether a number is that of a word of digits."""
        return self._decimal.has(number)

    def begin_with(self, first: int, second: int) -> bool:
        """Whether a name begins with two words."""
        return self.beginnings.has(_pair(first, second))

    def longest_at(self, sequence: tuple[int, ...], at: int) -> tuple[int, ...]:
        """The longest name that some words are from a place on, of which there is a second; empty where none is."""
        place = self.beginnings.place(_pair(sequence[at], sequence[at + 1]))
        if place < 0:
            return ()
        bits = int(self._lengths[place])
        most = self.longest if bits >> _LONG_NAME else bits.bit_length() - 1
        for length in range(min(most, len(sequence) - at), 1, -1):
            if bits >> min(length, _LONG_NAME) & 1 and self._whole.has(hash(sequence[at : at + length])):
                return sequence[at : at + length]
        return ()


class _Tokens(NamedTuple):
    """What stands between blanks, each once.

    Args:
        has_words: whether it has any.
        begins: whether a display name begins with its last word.
        goes_on: whether the second word of one is its first.
        holds_pair: whether one begins within it and goes on there.
        first: the number of its first word; 0 where it has none.
        last: likewise the last.
        begins_run: whether what others write on at may begin with the end of its last word.
        goes_on_run: whether that may go on with the beginning of its first word.
        holds_run: whether that may begin within it and go on there.
        named: its words that name somebody, with what they name.
        numbers: the numbers of its words among those of display names; 0 of any other.
    """

    has_words: Flags
    begins: Flags
    goes_on: Flags
    holds_pair: Flags
    first: Numbers
    last: Numbers
    begins_run: Flags
    goes_on_run: Flags
    holds_run: Flags
    named: npt.NDArray[np.object_]
    numbers: npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom a search is for, in the forms that it looks for.

    Args:
        handles: those of one word.
        told_apart: of these, what is looked for inside of words too: no letters alone, and long enough.
        single: display names of one word.
        unspaced: of these, what is looked for inside of words: of a script that writes no blanks.
        names: handles and display names of several words.
    """

    handles: Collection[str] = ()
    told_apart: Collection[str] = ()
    single: Collection[str] = ()
    unspaced: Collection[str] = ()
    names: Collection[tuple[str, ...]] = ()

    @property
    def run_on(self) -> list[tuple[str, ...]]:
        """Of the names of several words, what others write on at without a blank, so that it stands inside of words."""
        return [name for name in self.names if _runs_on(name)]


def sought(known: People, allowed: AllowedWords) -> Iterator[Sought]:
    """Who is known, some at once, without what may stand although an account is called so."""
    for some in batched(known.handles, _NAMES_AT_ONCE):
        bare = {plain(handle).strip("_") for handle in some}
        bare = {one for one in bare if one and not (one.isdigit() and len(one) < _FEWEST_TOLD_APART)}
        with_servers = {tuple(split(one)) for one in bare if not one.replace("_", "a").isalnum()}
        bare = {one for one in bare if one.replace("_", "a").isalnum()}
        told_apart = {one for one in bare if not one.isalpha() and len(one.replace("_", "")) >= _FEWEST_TOLD_APART}
        of_several = {handle for handle in with_servers if len(handle) > 1 and _has_letter(handle)}
        yield Sought(bare - allowed.words, told_apart, names=of_several)
    for some in batched(chain(known.names, known.names_of_coders), _NAMES_AT_ONCE):
        names = {tuple(split(plain(name))) for name in some}
        names = {name for name in names if name and name not in allowed.phrases and _has_letter(name)}
        single = {name[0] for name in names if len(name) == 1} - allowed.words
        single = {one for one in single if len(one) >= _FEWEST_OF_A_SINGLE_NAME or _is_unspaced(one)}
        of_several = {name for name in names if len(name) > 1 and not allowed.function_words.issuperset(name)}
        yield Sought(single=single, unspaced=set(filter(_is_unspaced, single)), names=of_several)


class Search:
    """Finds people in values.

    Args:
        known: whom the study knows.
        allowed: words that may stand although an account is called so.
        remembered: how many tokens are remembered as long as they may be met again.
    """

    def __init__(self, known: People, allowed: AllowedWords, remembered: int = 500_000) -> None:
        self._ids, self._may_stand = Hashes.of(known.short_ids), allowed.words
        self._handles, self._single = GatheredHashes(), GatheredHashes()
        self._told_apart, self._unspaced, self._run_on = Parts(), Parts(), Parts()
        self._first_of_runs, self._second_of_runs = GatheredHashes(), GatheredHashes()
        self._names = _Names(self._taken_in(known, allowed))
        self._seen = {
            one: Remembered(partial(self._worked_out, of_the_program=one), remembered) for one in (True, False)
        }

    def _taken_in(self, known: People, allowed: AllowedWords) -> Iterator[Collection[tuple[str, ...]]]:
        """Take in who is sought; gives the names of several words."""
        for some in sought(known, allowed):
            self._handles.add(some.handles)
            self._told_apart.add(some.told_apart)
            self._single.add(some.single)
            self._unspaced.add(some.unspaced)
            run_on = some.run_on
            self._run_on.add(list(map(_as_run_on, run_on)))
            self._first_of_runs.add([name[0] for name in run_on])
            self._second_of_runs.add([name[1] for name in run_on])
            yield some.names

    def found_in(self, values: pa.Array, *, of_the_program: bool = False) -> Counter[str]:
        """How many distinct words and places of some values name somebody, by what they name.

        Args:
            values: texts.
            of_the_program: whether the program wrote them: single words of it are no names then, nor is what is made of
                words alone in which the program is written.
        """
        split_values = pc.ascii_split_whitespace(values)  # quicker; other blanks part words as signs do
        encoded = split_values.flatten().dictionary_encode()
        tokens = _Tokens(*_columns(self._seen[of_the_program].of(encoded.dictionary.to_pylist())))
        found = Counter(kind for _, kind in set(chain.from_iterable(tokens.named)))
        starts: Numbers = split_values.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
        codes: Numbers = encoded.indices.to_numpy(zero_copy_only=False)
        names = self._names_found(tokens, codes, starts - starts[0]) if len(codes) else []
        counted = sum(1 for name in names if not (of_the_program and self._is_of_own_words(name)))
        counted += 0 if counted else self._run_on_in(values, tokens, codes, starts - starts[0])
        if counted:
            found["names"] += counted
        return found

    def _run_on_in(self, values: pa.Array, tokens: _Tokens, codes: Numbers, starts: Numbers) -> int:
        """How many values have a name of several words in them at which others write on without a blank."""
        if not self._run_on.are_any:
            return 0
        with_words = np.flatnonzero(tokens.has_words[codes])
        those = codes[with_words]
        likely = with_words[:-1][tokens.begins_run[those[:-1]] & tokens.goes_on_run[those[1:]]]
        places = np.concatenate([likely, np.flatnonzero(tokens.holds_run[codes])])
        if not len(places):
            return 0
        rows = np.unique(np.searchsorted(starts, places, side="right") - 1)
        words_of_rows = map(words_in, values.take(pa.array(rows)).to_pylist())
        return sum(self._run_on.has_part_of(f" {' '.join(words)} ") for words in words_of_rows)

    def _runs_in(self, words: Sequence[str]) -> tuple[bool, bool, bool]:
        """Whether the last of some words may begin what others write on at, the first go on with it, two do both."""
        if not words or not self._run_on.are_any:
            return False, False, False
        first, second = self._first_of_runs.all, self._second_of_runs.all
        begin = [word in first or any(one in first for one in _ends_of(word)) for word in words]
        go_on = [word in second or any(one in second for one in _beginnings_of(word)) for word in words]
        return begin[-1], go_on[0], any(map(and_, begin, go_on[1:]))

    def _is_of_own_words(self, name: tuple[int, ...]) -> bool:
        return all(self._names.is_decimal(number) or number in _own_numbers() for number in name)

    def _worked_out(self, tokens: Sequence[str], *, of_the_program: bool) -> Columns:
        """What is remembered of tokens: the numbers and flags of ``_Tokens``, its ``named`` and its ``numbers``."""
        rows, named, numbers_of_all, names = [], [], [], self._names
        for token in tokens:
            words = words_in(token)
            kinds = ((word, self._kind(word, of_the_program=of_the_program)) for word in words)
            named.append(tuple((word, kind) for word, kind in kinds if kind))
            numbers = tuple(map(names.number, words))
            numbers_of_all.append(numbers)
            first, last = (numbers[0], numbers[-1]) if numbers else (0, 0)
            holds_pair = any(names.begin_with(one, other) for one, other in pairwise(numbers))
            is_part = (names.first.has(last), names.second.has(first)) if numbers else (False, False)
            rows.append((bool(numbers), *is_part, holds_pair, first, last, *self._runs_in(words)))
        return np.array(rows, dtype=np.int64).reshape(-1, 9), objects(named), objects(numbers_of_all)

    def _kind(self, word: str, *, of_the_program: bool) -> str:
        if is_pseudonym(word):
            return ""
        if not of_the_program and word.strip("_") in self._handles.all and word not in self._may_stand:
            return "handles"
        if not word.isalpha():
            if self._told_apart.has_part_of(word) and not self._may_stay(word, of_the_program=of_the_program):
                return "handles"
            if _longest_number(word) >= LONG_ID:
                return "ids"
            if not of_the_program and (word in self._ids or without_letters(word) in self._ids):
                return "ids"
        is_name = word in self._single.all or (not word.isascii() and self._unspaced.has_part_of(word))
        return "names" if is_name and not of_the_program else ""

    def _may_stay(self, word: str, *, of_the_program: bool) -> bool:
        may_stand = not self._may_stand.isdisjoint((word, word.strip("_")))
        return may_stand or (of_the_program and word in own_words())

    def _names_found(self, tokens: _Tokens, codes: Numbers, starts: Numbers) -> list[tuple[int, ...]]:
        """Display names of several words that stand in a row, whatever signs part them; one for each place of any.

        Args:
            tokens: distinct tokens.
            codes: which of them stands at each place of the values, one behind the other.
            starts: where each value begins, and where the last one ends.
        """
        with_words = np.flatnonzero(tokens.has_words[codes])
        those = codes[with_words]
        likely = np.flatnonzero(tokens.begins[those[:-1]] & tokens.goes_on[those[1:]])
        pairs = _pairs(tokens.last[those[likely]], tokens.first[those[likely + 1]])
        likely = likely[self._names.beginnings.among(pairs)]
        inside = np.flatnonzero(tokens.holds_pair[those])
        places = np.union1d(likely, inside)
        ends = np.searchsorted(with_words, starts[np.searchsorted(starts, with_words[places], side="right")])
        at_most = np.minimum(ends, places + self._names.longest)
        return [
            name
            for place, end in zip(places.tolist(), at_most.tolist(), strict=True)
            for name in self._names_from(tokens.numbers[those[place:end]].tolist())
        ]

    def _names_from(self, numbers: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
        """The longest display name at each place of the first of some tokens of one value."""
        sequence = tuple(chain.from_iterable(numbers))
        for at in range(min(len(numbers[0]), len(sequence) - 1)):
            if name := self._names.longest_at(sequence, at):
                yield name


def _columns(remembered: Columns) -> Iterator[npt.NDArray[Any]]:
    numbers, named, words = remembered
    flags, those = np.ascontiguousarray(numbers[:, :4].T).astype(bool), np.ascontiguousarray(numbers[:, 4:6].T)
    runs = np.ascontiguousarray(numbers[:, 6:].T).astype(bool)
    yield from (*flags, *those, *runs, named, words)


def _is_unspaced(name: str) -> bool:
    """Whether a name is of a script that writes no blanks around it."""
    return len(name) >= RUN and writes_no_blanks(name[0])


def _runs_on(name: tuple[str, ...]) -> bool:
    """Whether a name of several words begins or ends in such a script, and has too many letters to stand by chance."""
    is_in_one = writes_no_blanks(name[0][0]) or writes_no_blanks(name[-1][-1])
    return is_in_one and sum(map(len, name)) >= _FEWEST_OF_A_RUN


def _as_run_on(name: tuple[str, ...]) -> str:
    """A name as it stands among words with a blank around each; in such a script others write on at its ends."""
    before, behind = ("" if writes_no_blanks(letter) else " " for letter in (name[0][0], name[-1][-1]))
    return f"{before}{' '.join(name)}{behind}"


def _ends_of(word: str) -> Iterator[str]:
    """What of a word a name may begin with before which others wrote on without a blank."""
    if not word.isascii():
        yield from (word[at:] for at in range(1, len(word)) if writes_no_blanks(word[at]))


def _beginnings_of(word: str) -> Iterator[str]:
    """What of a word a name may end with behind which others write on without a blank."""
    if not word.isascii():
        yield from (word[:at] for at in range(1, len(word)) if writes_no_blanks(word[at - 1]))


def _number(word: str) -> int:
    """The number of a word: 63 bits of its hash, 1 or more; underscores around it are none of it."""
    return hash(word.strip("_")) & _ALL or 1


@cache
def _own_numbers() -> frozenset[int]:
    return frozenset(map(_number, own_words()))


def _pair(first: int, second: int) -> int:
    return first * _FACTOR + second & _ALL


def _pairs(first: Numbers, second: Numbers) -> Numbers:
    pairs = first.astype(np.uint64) * np.uint64(_FACTOR) + second.astype(np.uint64)
    return (pairs & np.uint64(_ALL)).astype(np.int64)


def _has_letter(name: tuple[str, ...]) -> bool:
    return any(one.isalpha() for word in name for one in word)


def _longest_number(word: str) -> int:
    return max(map(len, _NUMBERS.findall(word)), default=0)
