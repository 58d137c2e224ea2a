"""Many texts masked at once: every distinct word between blanks once, and only texts that hold something.

What belongs here: finding the texts that have to change, and putting their words together again. What does not: what
becomes of a word or of a text (masking.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.folding import canonical, words_of
from mtw_pipeline.published.masking import Masking
from mtw_pipeline.published.names import KnownNames

_BLANK = " "
_AT = frozenset({"at", "@", "arroba"})
_BRACKETED_AT = frozenset({"(at)", "[at]", "{at}", "<at>", "(@)", "[@]", "(", "[", "{", "<"})
_DOT = frozenset({"dot", "punto", "punkt", "(dot)", "[dot]", "{dot}", "<dot>"})
_DOTTED = re.compile(r"\w\.\w|\w[(\[{<]")
_FEWEST_DIGITS_OF_TWO_GROUPS = 4
_SIGN, _SURE_SIGN, _SPELLED_DOT, _SPELLED_HOST = 1, 2, 3, 4

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Tokens:
    """The distinct tokens of some texts.

    Args:
        masked: what stands in place of each.
        changes: whether that is something else.
        first: the number of its first word among those of display names; 0 of another word, -1 where it has no word.
        last: likewise of its last word.
        has_phrase: whether a display name may stand inside of it.
        digits: how many digits it has.
        spelled: what it may be of a spelled address: 1 its @, 2 its @ in brackets, 3 a dot, 4 a host, 0 nothing.
        is_blank: whether it shows nothing.
    """

    masked: list[str]
    changes: Flags
    first: Codes
    last: Codes
    has_phrase: Flags
    digits: Codes
    spelled: Codes
    is_blank: Flags


class MaskedTexts:
    """Masks columns of texts.

    Args:
        masking: the study's masking.
        names: the names that it knows.
    """

    def __init__(self, masking: Masking, names: KnownNames) -> None:
        self._masking = masking
        numbers: dict[str, int] = {}
        pairs = set()
        for phrases in names.phrases.values():
            for phrase in phrases:
                first, second = (numbers.setdefault(word, len(numbers) + 1) for word in phrase[:2])
                pairs.add((first, second))
        self._numbers = numbers
        self._base = len(numbers) + 1
        self._pairs = np.array(sorted(first * self._base + second for first, second in pairs), dtype=np.int64)

    def changed(self, texts: pa.Array) -> Iterator[tuple[pa.Array, pa.Array]]:
        """The texts that must change, and what stands in their place.

        Args:
            texts: texts without NULL, each once.
        """
        if not len(texts):
            return
        split = pc.split_pattern(texts, _BLANK)
        encoded = split.flatten().dictionary_encode()
        codes: Codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        starts: Codes = split.offsets.to_numpy(zero_copy_only=False).astype(np.int64)[:-1]
        tokens = self._tokens(encoded.dictionary.to_pylist())
        across = self._across(tokens, codes, starts)
        within = np.logical_or.reduceat(tokens.changes[codes], starts) & ~across
        if within.any():
            yield texts.filter(pa.array(within)), self._joined(split, codes, within, tokens)
        if across.any():
            affected = texts.filter(pa.array(across))
            masked = pa.array([self._masking.text(text) for text in affected.to_pylist()], pa.string())
            differs = pc.not_equal(affected, masked)
            yield affected.filter(differs), masked.filter(differs)

    def _joined(self, split: pa.ListArray, codes: Codes, wanted: Flags, tokens: _Tokens) -> pa.Array:
        lengths: Codes = pc.list_value_length(split).to_numpy(zero_copy_only=False).astype(np.int64)
        offsets = pa.array(np.concatenate([[0], np.cumsum(lengths[wanted])]), pa.int32())
        masked = pa.array(tokens.masked, pa.string()).take(pa.array(codes[np.repeat(wanted, lengths)]))
        return pc.binary_join(pa.ListArray.from_arrays(offsets, masked), _BLANK)

    def _tokens(self, distinct: list[str]) -> _Tokens:
        masked = [self._masking.word(token) for token in distinct]
        plain = [canonical(token) for token in distinct]
        numbered = [self._ends(token) for token in plain]
        return _Tokens(
            masked=masked,
            changes=np.array([one != other for one, other in zip(distinct, masked, strict=True)], dtype=bool),
            first=np.array([one[0] for one in numbered], dtype=np.int64),
            last=np.array([one[1] for one in numbered], dtype=np.int64),
            has_phrase=np.array([one[2] for one in numbered], dtype=bool),
            digits=np.array([_digits(token) for token in plain], dtype=np.int64),
            spelled=np.array([_spelled(token) for token in plain], dtype=np.int64),
            is_blank=np.array([not token.strip() for token in plain], dtype=bool),
        )

    def _ends(self, token: str) -> tuple[int, int, bool]:
        """The numbers of a token's first and last word, and whether two of its words begin a display name."""
        if token.isascii() and token.isalpha():
            number = self._numbers.get(token.lower(), 0)
            return number, number, False
        words = words_of(token)
        if not words:
            return -1, -1, False
        numbers = [self._numbers.get(word, 0) for word in words]
        has_phrase = any(self._is_pair(first, second) for first, second in pairwise(numbers) if first and second)
        return numbers[0], numbers[-1], has_phrase

    def _is_pair(self, first: int, second: int) -> bool:
        code = first * self._base + second
        place = int(np.searchsorted(self._pairs, code))
        return place < len(self._pairs) and bool(self._pairs[place] == code)

    def _across(self, tokens: _Tokens, codes: Codes, starts: Codes) -> Flags:
        """The texts in which something may stand that goes over several tokens."""
        text_of: Codes = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(codes))))
        found = np.zeros(len(starts), dtype=bool)
        found[text_of[tokens.has_phrase[codes]]] = True
        with_words = np.flatnonzero(tokens.first[codes] >= 0)
        one, other = with_words[:-1], with_words[1:]
        first, second = tokens.last[codes[one]], tokens.first[codes[other]]
        likely = np.flatnonzero((first > 0) & (second > 0) & (text_of[one] == text_of[other]))
        hits = likely[np.isin(first[likely] * self._base + second[likely], self._pairs)]
        found[text_of[one[hits]]] = True
        digits = tokens.digits[codes]
        one_has, other_has = digits[one], digits[other]
        groups = (one_has > 0) & (other_has > 0) & (one_has + other_has >= _FEWEST_DIGITS_OF_TWO_GROUPS)
        found[text_of[one[groups & (text_of[one] == text_of[other])]]] = True
        shown = np.flatnonzero(~tokens.is_blank[codes])
        found[text_of[shown[_spelled_addresses(tokens.spelled[codes[shown]])]]] = True
        return found


def _digits(token: str) -> int:
    return 0 if token.isalpha() else sum(map(str.isdecimal, token))


def _spelled(token: str) -> int:
    plain = token.lower()
    if plain in _AT:
        return _SIGN
    if plain in _BRACKETED_AT:
        return _SURE_SIGN
    if plain in _DOT:
        return _SPELLED_DOT
    return _SPELLED_HOST if _DOTTED.search(token) else 0


def _spelled_addresses(spelled: Codes) -> Codes:
    """The places of signs that may be the @ of an address: in brackets, before a host, or before a word and a dot."""
    behind = np.append(spelled[1:], 0)
    second = np.append(spelled[2:], [0, 0])[: len(spelled)]
    return np.flatnonzero(
        (spelled == _SURE_SIGN) | ((spelled == _SIGN) & ((behind == _SPELLED_HOST) | (second == _SPELLED_DOT)))
    )
