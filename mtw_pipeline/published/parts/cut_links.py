"""Words that are in a row once links between them are cut: ``ann www.smith.example`` becomes ``ann smith.example``.

What belongs here: which words of a text such links may bring together. What does not: cutting a link
(masking/addresses.py), and all else that a text is made of (occurrences.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mtw_pipeline.published.masking.addresses import may_go_on
from mtw_pipeline.published.names.folding import words_of
from mtw_pipeline.published.parts.word_hashes import Numbers

_WORDS_OF_A_HOST = 32
"""More than a host has; what is longer is none, and each of its words with each other would fill the memory."""


class Piece(NamedTuple):
    """What stands between blanks of any kind.

    Args:
        words: its words.
        is_open: whether it may be a link of which the first words or the last ones go.
    """

    words: tuple[str, ...]
    is_open: bool

    @property
    def first(self) -> tuple[str, ...]:
        """The words that may be its first."""
        return self.words[: _WORDS_OF_A_HOST if self.is_open else 1]

    @property
    def last(self) -> tuple[str, ...]:
        """The words that may be its last."""
        return self.words[-_WORDS_OF_A_HOST if self.is_open else -1 :]

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """The words of which one may follow the other once those between them are gone."""
        for place, word in enumerate(self.words if self.is_open else ()):
            yield from ((word, behind) for behind in self.words[place + 1 : place + 1 + _WORDS_OF_A_HOST])


def may_be_cut(token: str) -> bool:
    """Whether a token may hold a link that is cut so that words beside its domain go on."""
    return any(map(may_go_on, token.split()))


def pieces_of(token: str) -> list[Piece]:
    """The pieces of a token that have words."""
    found = (Piece(words_of(piece), may_go_on(piece)) for piece in token.split())
    return [piece for piece in found if piece.words]


def pairs_at_cuts(
    codes: Numbers,
    texts: Numbers,
    has_words: npt.NDArray[np.bool_],
    cut: Mapping[int, Sequence[Piece]],
    tokens: pa.Array,
) -> Iterator[tuple[tuple[str, str], int]]:
    """Words that are in a row once links are cut, two by two, and the number of the link's token.

    Args:
        codes: the number of each token, text after text.
        texts: the text that each stands in.
        has_words: whether each distinct token has any word.
        cut: by number, the pieces of the tokens that may hold such a link.
        tokens: the distinct tokens.
    """
    for number, pieces in cut.items():
        for piece in pieces:
            yield from ((pair, number) for pair in piece.pairs)
        for one, other in pairwise(pieces):
            if one.is_open or other.is_open:
                yield from ((pair, number) for pair in product(one.last, other.first))
    is_cut = np.zeros(len(tokens), dtype=bool)
    is_cut[list(cut)] = True
    places = np.flatnonzero(has_words[codes])
    with_words, is_next = codes[places], texts[places][1:] == texts[places][:-1]
    beside = is_next & (is_cut[with_words[:-1]] | is_cut[with_words[1:]])
    for first, second in set(zip(with_words[:-1][beside].tolist(), with_words[1:][beside].tolist(), strict=True)):
        before, behind = (cut.get(number) or pieces_of(tokens[number].as_py()) for number in (first, second))
        if before and behind:
            number = first if first in cut else second
            yield from ((pair, number) for pair in product(before[-1].last, behind[0].first))
