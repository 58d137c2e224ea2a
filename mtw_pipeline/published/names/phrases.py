"""Names of several words, to be found in long rows of words.

What belongs here: what may follow what, as numbers that are made of hashes (arrays/hashes.py). What does not: what a
name is (known.py).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mtw_pipeline.arrays.hashes import Hashes

_Numbers = npt.NDArray[np.int64]
_ALL = (1 << 63) - 1
_FACTOR = 0x5851F42D4C957F2D


class States(NamedTuple):
    """Some phrases as numbers.

    Args:
        words: the numbers of their words.
        first: the states behind their first words, which are these words' numbers.
        further: the states behind all further ones.
        whole: the states behind the last ones.
    """

    words: _Numbers
    first: _Numbers
    further: _Numbers
    whole: _Numbers


class Phrases:
    """A trie of phrases of which no word is kept: a word's number is its hash, and a state made of those so far.

    Args:
        states: the phrases, many after many.
    """

    def __init__(self, states: Iterable[States]) -> None:
        of_none: _Numbers = np.zeros(0, dtype=np.int64)
        columns = zip(States(of_none, of_none, of_none, of_none), *states, strict=True)
        self._words, self._first, self._further, self._whole = (Hashes(np.concatenate(one)) for one in columns)

    def number(self, word: str) -> int:
        """The number of a folded word; 0 of one that is in no phrase."""
        number = number_of(word)
        return number if self._words.has(number) else 0

    def beginning(self, number: int) -> int:
        """Where one is with a word as the first; 0 where no phrase begins with it."""
        return number if self._first.has(number) else 0

    def next_state(self, state: int, number: int) -> int:
        """Where one is with a further word; 0 where no phrase goes on with it."""
        found = _next(state, number)
        return found if self._further.has(found) else 0

    def is_whole(self, state: int) -> bool:
        """Whether a phrase ends there."""
        return state > 0 and self._whole.has(state)

    def begins_with(self, first: int, second: int) -> bool:
        """Whether a phrase begins with two words."""
        return self._first.has(first) and self._further.has(_next(first, second))

    def length_at(self, numbers: Sequence[int], place: int) -> int:
        """How many words from a place on, given as numbers, are a phrase: the longest that is one; 0 where none are."""
        state, found = numbers[place], 0
        for at in range(place + 1, len(numbers)):
            state = _next(state, numbers[at])
            if not self._further.has(state):
                break
            if self._whole.has(state):
                found = at + 1 - place
        return found

    def next_states(self, states: _Numbers, words: _Numbers) -> _Numbers:
        """Where one is with a further word each; 0 where no phrase goes on with it."""
        wanted = (states.astype(np.uint64) * np.uint64(_FACTOR) + words.astype(np.uint64)) & np.uint64(_ALL)
        found = wanted.astype(np.int64)
        return np.where(self._further.among(found), found, 0)

    def are_whole(self, states: _Numbers) -> npt.NDArray[np.bool_]:
        """Of each state, whether a phrase ends there."""
        return self._whole.among(states)


def states_of(phrases: Iterable[tuple[str, ...]]) -> States:
    """Some phrases of two words or more as numbers."""
    words: set[int] = set()
    first, further, whole = set(), set(), set()
    for phrase in phrases:
        numbers = [number_of(word) for word in phrase]
        words.update(numbers)
        state = numbers[0]
        first.add(state)
        for number in numbers[1:]:
            state = _next(state, number)
            further.add(state)
        whole.add(state)
    return States(*(np.fromiter(those, np.int64, len(those)) for those in (words, first, further, whole)))


def number_of(word: str) -> int:
    """The number of a folded word, 1 or more; of one in underscores, as people write what they stress, that within."""
    return hash(word.strip("_")) & _ALL or 1


def _next(state: int, number: int) -> int:
    return state * _FACTOR + number & _ALL
