"""Hashes of what texts and names are made of: of 64 bits, the same in every process.

What belongs here: from items (occurrences.py) to numbers, many at once. What does not: what an item is, and how a text
is hashed (word_hashes.py).
"""

from collections.abc import Sequence

import numpy as np

from mtw_pipeline.arrays.distinct import each_once
from mtw_pipeline.published.parts.word_hashes import Hashes, pair_hashes, piece_hashes, word_hashes

PAIR, PIECE = "p", "g"
"""How an item begins that is two words in a row, parted by a blank, and one that is a piece of a longer word."""

SHORT, LONG = 5, 8
"""Letters of the pieces in which a name is looked for inside of words; names under the first stand by themselves."""


def item_hashes(items: Sequence[str]) -> Hashes:
    """The hashes by which items are kept and looked for."""
    found = word_hashes(items)
    pairs = [number for number, item in enumerate(items) if item.startswith(PAIR)]
    halves = [items[number].removeprefix(PAIR).split(" ") for number in pairs]
    found[pairs] = pair_hashes(word_hashes([one for one, _ in halves]), word_hashes([other for _, other in halves]))
    for length in (SHORT, LONG):
        size = len(PIECE) + length
        those = [number for number, item in enumerate(items) if item.startswith(PIECE) and len(item) == size]
        found[those] = piece_hashes([items[number].removeprefix(PIECE) for number in those], length).hashes
    return found


def hashes_of_pieces(words: Sequence[str]) -> Hashes:
    """Of longer words all pieces in which a name is looked for inside of them, as items, each once."""
    return each_once(np.concatenate([piece_hashes(words, length).hashes for length in (SHORT, LONG)]))
