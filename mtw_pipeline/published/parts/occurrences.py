"""Where a name may stand: what the texts of a window are made of, and what a name is made of likewise.

What belongs here: from texts and names to items, so that a name can stand in a window only where the window has all
items of one of its forms, and where it stands inside of a longer word, such a word; and of every item the tokens that
it is from, so that a name can stand only in a text that has one of those. What does not: masking itself, which alone
says whether a name stands there (masking.py). More items and tokens than needed cost texts that are masked in vain; one
too few would leave a name in a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.distinct import each_once
from mtw_pipeline.published.folding import RUN_SCRIPTS, folded, key_of, words_of
from mtw_pipeline.published.masked_tokens import Codes
from mtw_pipeline.published.names import Names

_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_DIGITS = re.compile(r"\d+")
_MENTION = re.compile(r"@[A-Za-z_][A-Za-z0-9_]*[.,!?:;)]*")
SHORT, LONG = 5, 8
"""Letters of the pieces in which a name is looked for inside of words; names under the first stand by themselves."""

_SHORTEST_IN_LETTERS = 10
"""Letters of the shortest name that is looked for inside of words of letters alone; less would make pieces in vain."""


@dataclass(frozen=True)
class Occurrences:
    """What texts are made of.

    Args:
        tokens: what stands between blanks, each once.
        items: words, pairs of words, numbers, and the number of a token that each is from; of a pair that of the longer
            of its two.
        longer: words, and what is written as one word, inside of which a name may stand: folded, letters and digits;
            with the number of the token that each is from.
    """

    tokens: list[str]
    items: list[tuple[str, int]]
    longer: list[tuple[str, int]]


@dataclass(frozen=True)
class Form:
    """A form in which a name may stand.

    Args:
        items: all of them are items of a text in which it stands so.
        inside: what one of the text's longer words then has in it; empty where it stands by itself.
    """

    items: tuple[str, ...]
    inside: str = ""

    @property
    def told_by(self) -> str:
        """Of its items the one that fewest texts may be expected to have."""
        return max(self.items, key=len)

    def tokens_of(self, found: Occurrences) -> set[str]:
        """The tokens of which a text has one if it stands there; none where it stands in no text."""
        if self.inside:
            return {found.tokens[number] for word, number in found.longer if self.inside in word}
        if not {item for item, _ in found.items}.issuperset(self.items):
            return set()
        return {found.tokens[number] for item, number in found.items if item == self.told_by}


def occurrences(texts: pa.Array) -> Occurrences:
    """What texts are made of.

    Args:
        texts: distinct texts without NULL.
    """
    split = pc.split_pattern(texts, " ")
    encoded = split.flatten().dictionary_encode()
    tokens = encoded.dictionary.to_pylist()
    codes: Codes = encoded.indices.to_numpy(zero_copy_only=False)
    offsets: Codes = split.offsets.to_numpy(zero_copy_only=False)
    words = [words_of(token) for token in tokens]
    items: list[tuple[str, int]] = []
    longer: list[tuple[str, int]] = []
    for number, (token, those) in enumerate(zip(tokens, words, strict=True)):
        squashed = _longer_word(token, those)
        if squashed:
            longer.append((squashed, number))
        if len(those) == 1 and token.isalpha() and token.isascii():
            items.append((_word(those[0]), number))
        else:
            items.extend((item, number) for item in _of_token(token, those))
    items.extend(_pairs(tokens, words, codes, offsets - offsets[0]))
    return Occurrences(tokens, items, longer)


def _pairs(tokens: list[str], words: list[tuple[str, ...]], codes: Codes, offsets: Codes) -> Iterator[tuple[str, int]]:
    """Each last word of a token with the first word of the next that has any, and the number of the longer token."""
    has_words = np.array([bool(those) for those in words], dtype=bool)
    places = np.flatnonzero(has_words[codes])
    texts = np.searchsorted(offsets, places, side="right")
    with_words, is_next = codes[places].astype(np.int64), texts[1:] == texts[:-1]
    pairs = each_once(with_words[:-1][is_next] * len(words) + with_words[1:][is_next])
    for one, other in zip(*(part.tolist() for part in np.divmod(pairs, len(words) or 1)), strict=True):
        yield _pair(words[one][-1], words[other][0]), one if len(tokens[one]) >= len(tokens[other]) else other


def item_of_account(handle: str) -> str:
    """The item of a handle that stands in a column of accounts, in lower case: nobody else is meant there."""
    return f"a{handle}"


def forms_of_names(names: Names) -> Iterator[Form]:
    """Each form of each name."""
    inside = names.looked_for_inside
    for key in sorted(names.keys):
        yield Form((_word(key),))
        if key in inside:
            yield Form(tuple(_pieces(key)), key)
        if RUN_SCRIPTS.search(key):
            yield Form(tuple(_runs(key)) or (_word(key),))
    for phrase in names.phrases:
        yield Form(tuple(_pair(*pair) for pair in pairwise(phrase)))
    for number in names.numbers:
        yield Form((f"n{number}",))
    for key in names.id_keys:
        yield Form((_word(key_of(key)),))


def forms_of_handles(handles: Iterable[str]) -> Iterator[Form]:
    """Each handle in a column of accounts; and behind an @ those that are a short number, or signs, and so no name."""
    for handle in handles:
        yield Form((item_of_account(handle),))
        key = key_of("".join(words_of(handle)))
        if not key or key.isdigit():
            yield Form((_word(key),))


def _of_token(token: str, words: tuple[str, ...]) -> Iterator[str]:
    if not words:
        return
    for word in words:
        yield _word(key_of(word))
        if "_" in word:
            yield from _of_parts([part for part in word.split("_") if part])
        yield from (f"n{digits}" for digits in _DIGITS.findall(word))
    if len(words) > 1:
        yield from (_pair(*pair) for pair in pairwise(words))
    plain = token if token.isascii() and "%" not in token and "&" not in token and "\\" not in token else folded(token)
    if "-" in plain:
        yield from (_word(key_of(folded(found.replace("-", "_")))) for found in _COMPOUND.findall(plain))
    squashed = key_of("".join(words))
    if not squashed.isascii() and RUN_SCRIPTS.search(squashed):
        yield from _runs(squashed)


def _longer_word(token: str, words: tuple[str, ...]) -> str:
    """A token as one word, where a name may stand inside of it: all of its letters and digits; else nothing."""
    if _MENTION.fullmatch(token):  # somebody's whole name, whoever else is called like a part of it
        return ""
    squashed = key_of("".join(words))
    is_longer = len(words) > 1 or len(squashed) >= _SHORTEST_IN_LETTERS or not token.isalpha()
    return squashed if is_longer and len(squashed) >= SHORT else ""


def _of_parts(parts: list[str]) -> Iterator[str]:
    yield from map(_word, parts)
    yield from (_pair(*pair) for pair in pairwise(parts))


def _word(key: str) -> str:
    return f"w{key}"


def _pair(one: str, other: str) -> str:
    return f"p{one.strip('_')} {other.strip('_')}"


def _pieces(key: str) -> Iterator[str]:
    """Every piece of a length that a key has: of the long one where it is long enough, else of the short one."""
    length = LONG if len(key) >= LONG else SHORT
    return (f"g{key[place : place + length]}" for place in range(len(key) - length + 1))


def _runs(key: str) -> Iterator[str]:
    return (f"r{one}{other}" for one, other in pairwise(key))
