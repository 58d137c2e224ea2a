"""Hashes of words, of words in a row and of pieces of words: of 64 bits, the same in every process.

What belongs here: from many texts at once to numbers, by numpy. What does not: which words a text has (search.py), and
what is told by them (searched.py). A text's hash is a sum of numbers that each stand for a letter at its place, by what
arrays/mixing.py says: simple tabulation hashing (Carter and Wegman 1979, https://doi.org/10.1016/0022-0000(79)90044-8).
Python's own hash is another in each process, and DuckDB's may be another in its next version.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mtw_pipeline.arrays.mixing import STEP, mixed

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_PIECES = np.uint64(0x2545F4914F6CDD1D)
"""No sum of letters: what parts a piece from a word of the same letters."""

_PLACE = np.uint64(32)
"""Bits of a letter's code; above them stands its place."""


class OfEach(NamedTuple):
    """Hashes of which several may be of one thing.

    Args:
        of: of each hash the number of what it is of, ascending.
        hashes: the hashes.
    """

    of: Numbers
    hashes: Hashes


class InARow(NamedTuple):
    """Words that stand in a row, at the place of the first of them.

    Args:
        pairs: of every two.
        is_pair: whether both stand in one text.
        threes: of every three.
        is_three: whether all stand in one text.
    """

    pairs: Hashes
    is_pair: npt.NDArray[np.bool_]
    threes: Hashes
    is_three: npt.NDArray[np.bool_]


def word_hashes(words: Sequence[str]) -> Hashes:
    """The hash of each word."""
    letters, ends = _letters(words)
    begins = np.concatenate([ends[:1] * 0, ends[:-1]])
    places = np.arange(len(letters)) - np.repeat(begins, ends - begins)
    sums = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(_at(letters, places.astype(np.uint64)), out=sums[1:])
    return mixed(sums[ends] - sums[begins] + STEP)


def piece_hashes(words: Sequence[str], length: int) -> OfEach:
    """Of each word the hashes of all its pieces of a length; they are no hashes of words, nor of other pieces."""
    letters, ends = _letters(words)
    number = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
    begins = np.flatnonzero(number[length - 1 :] == number[: max(len(number) - length + 1, 0)])
    sums = np.full(len(begins), _PIECES)
    for place in range(length):
        sums += _at(letters[begins + place], np.uint64(place))
    return OfEach(number[begins], mixed(sums))


def pair_hashes(words: Hashes, following: Hashes) -> Hashes:
    """The hashes of two words in a row each, from theirs."""
    return mixed(words * STEP + following)


def in_a_row(words: Hashes, text_of: Numbers) -> InARow:
    """The hashes of two and of three words in a row.

    Args:
        words: the hash of each word, text after text.
        text_of: the text in which each stands, ascending.
    """
    pairs = pair_hashes(words[:-1], words[1:])
    threes = pair_hashes(pairs[:-1], words[2:])
    is_pair = text_of[1:] == text_of[:-1]
    return InARow(pairs, is_pair, threes, is_pair[:-1] & is_pair[1:])


def each_once(hashes: Hashes) -> Hashes:
    """The distinct ones, sorted: for numbers that are nearly all distinct faster than a set of them."""
    ordered = np.sort(hashes)
    is_first = np.ones(len(ordered), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    distinct: Hashes = ordered[is_first]
    return distinct


def _letters(words: Sequence[str]) -> tuple[Hashes, Numbers]:
    """The codes of all letters, and where each word ends."""
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    return letters, np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))


def _at(letters: Hashes, places: Hashes | np.uint64) -> Hashes:
    numbered: Hashes = (letters | places << _PLACE) + np.uint64(1)
    return mixed(numbered * STEP)
