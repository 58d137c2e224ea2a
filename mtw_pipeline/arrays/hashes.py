"""Many texts, of which only is kept what tells whether a text is one of them: a hash of 64 bits each.

What belongs here: such sets, and maps from such texts. What does not: which texts. A set of Python's takes some hundred
bytes a text, these take some twelve. A text that is none of some millions is taken for one with a chance of one in
10^12.
"""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mtw_pipeline.arrays.distinct import each_once

_BITS_OF_A_TEXT = 32
Numbers = npt.NDArray[np.int64]


class Hashes:
    """A set of numbers: hashes of texts, or what is made of these.

    Args:
        numbers: the numbers, in any order, some perhaps twice.
    """

    def __init__(self, numbers: Numbers) -> None:
        self.sorted: Numbers = each_once(numbers)
        size = 1 << max(int(len(self.sorted) * _BITS_OF_A_TEXT).bit_length(), 10)
        self._mask = size - 1
        places = self.sorted & self._mask
        found = np.zeros(size >> 3, dtype=np.uint8)
        np.bitwise_or.at(found, places >> 3, (1 << (places & 7)).astype(np.uint8))
        self._found = found
        self._numbers = self.sorted.data
        self._bits = found.tobytes()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Hashes":
        """The set of some texts."""
        return cls(hashes_of(texts))

    def __len__(self) -> int:
        """How many they are."""
        return len(self.sorted)

    def __contains__(self, text: str) -> bool:
        """Whether a text is one of them."""
        return self.has(hash(text))

    def has(self, number: int) -> bool:
        """Whether a number is one of them."""
        if not self._bits[(number & self._mask) >> 3] >> (number & 7) & 1:
            return False
        place = bisect_left(self._numbers, number)
        return place < len(self._numbers) and self._numbers[place] == number

    def place(self, number: int) -> int:
        """The place of a number among all, sorted; -1 where it is none of them."""
        return bisect_left(self._numbers, number) if self.has(number) else -1

    def places_in(self, text: str, length: int) -> Iterator[int]:
        """The places of a text from which so many characters on are one of them."""
        bits, mask = self._bits, self._mask
        for place in range(len(text) - length + 1):
            number = hash(text[place : place + length])
            if bits[(number & mask) >> 3] >> (number & 7) & 1 and self.has(number):
                yield place

    def among(self, numbers: Numbers) -> npt.NDArray[np.bool_]:
        """Of each number, whether it is one of them."""
        is_there = np.zeros(len(numbers), dtype=bool)
        places = numbers & self._mask
        likely = np.flatnonzero(self._found[places >> 3] >> (places & 7).astype(np.uint8) & 1)
        if len(likely):  # a search of all would take most of the time
            at = np.minimum(np.searchsorted(self.sorted, numbers[likely]), len(self.sorted) - 1)
            is_there[likely] = self.sorted[at] == numbers[likely]
        return is_there


class GatheredHashes:
    """A set of texts that are given many after many."""

    def __init__(self) -> None:
        self._parts: list[Numbers] = []

    def add(self, texts: Collection[str]) -> None:
        """Give some more; all are given before the set is asked."""
        self._parts.append(hashes_of(texts))

    def hashes(self) -> Numbers:
        """The hash of each text that was given, in their order; sorted once the set was asked."""
        return np.concatenate([np.zeros(0, dtype=np.int64), *self._parts])

    @cached_property
    def all(self) -> Hashes:
        """The set. Threads that ask for it at once may each make it, and must each find all texts."""
        found = Hashes(self.hashes())
        self._parts = [found.sorted]
        return found


class Parts(GatheredHashes):
    """A set of texts that are looked for inside of others."""

    def __init__(self) -> None:
        super().__init__()
        self._lengths: set[int] = set()

    def add(self, texts: Collection[str]) -> None:
        """Give some more; all are given before the set is asked."""
        super().add(texts)
        self._lengths.update(map(len, texts))

    @property
    def are_any(self) -> bool:
        """Whether there are any."""
        return bool(self._lengths)

    def has_part_of(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        return any(True for length in self._lengths for _ in self.all.places_in(text, length))


class TextsByHash:
    """From some texts to a text each.

    Args:
        keys: the hashes of the texts, of several that are alike the first counts.
        values: what each leads to.
    """

    def __init__(self, keys: Numbers, values: pa.Array) -> None:
        unique, first = np.unique(keys, return_index=True)
        self._keys = Hashes(unique)
        self._values = values.take(pa.array(first))

    def get(self, text: str) -> str | None:
        """What a text leads to; None where it is none of them."""
        number = hash(text)
        if not self._keys.has(number):
            return None
        return str(self._values[int(self._keys.sorted.searchsorted(number))].as_py())

    def __contains__(self, text: str) -> bool:
        """Whether a text leads anywhere."""
        return text in self._keys


def hashes_of(texts: Iterable[Hashable]) -> Numbers:
    """The hashes of some texts, in their order."""
    return np.fromiter(map(hash, texts), np.int64)


def batched(texts: Iterable[str], at_once: int) -> Iterator[tuple[str, ...]]:
    """Some texts, a number of them at once."""
    remaining = iter(texts)
    while some := tuple(islice(remaining, at_once)):
        yield some
