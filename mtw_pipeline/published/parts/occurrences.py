"""Where a name may stand: what the texts of a window are made of, and what a name is made of likewise.

What belongs here: from texts and names to items, so that a name can stand in a window only where the window has all
items of one of its forms, and where it stands inside of a longer word, such a word; and of every item the tokens that
it is from, so that a name can stand only in a text that has one of those. What does not: words that only
cut links bring together (cut_links.py), and masking itself, which alone says whether a name stands there (masking/).
More items and tokens than needed cost texts that are masked in vain; one too few would leave a name in a text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.arrays.distinct import each_once
from mtw_pipeline.published.names.folding import (
    BEGIN_OF_LETTERS,
    MARKS,
    RUN_SCRIPTS,
    folded,
    key_of,
    without_letters,
    words_of,
)
from mtw_pipeline.published.names.known import Names
from mtw_pipeline.published.parts.cut_links import may_be_cut, pairs_at_cuts, pieces_of
from mtw_pipeline.published.parts.item_hashes import LONG, PAIR, PIECE, SHORT, item_hashes
from mtw_pipeline.published.parts.word_hashes import Hashes, Numbers, pair_hashes, word_hashes

_COMPOUND = re.compile(rf"{BEGIN_OF_LETTERS}\w[\w{MARKS}]*(?:-\w[\w{MARKS}]*)+")
_DIGITS = re.compile(r"\d+")
_MENTION = re.compile(r"@[A-Za-z_][A-Za-z0-9_]*[.,!?:;)]*")
_SHORTEST_IN_LETTERS = 10
"""Letters of the shortest name that is looked for inside of words of letters alone; less would make pieces in vain."""


@dataclass(frozen=True)
class Occurrences:
    """What texts are made of.

    Args:
        tokens: what stands between blanks, each once.
        items: words, pairs of words, numbers, as hashes.
        tokens_of_items: the number of a token that each is from; of a pair that of the longer of its two.
        longer: words, and what is written as one word, inside of which a name may stand: folded, letters and digits.
        tokens_of_longer: the number of the token that each is from.
    """

    tokens: pa.Array
    items: Hashes
    tokens_of_items: Numbers
    longer: Sequence[str]
    tokens_of_longer: Numbers


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


def occurrences(texts: pa.Array) -> Occurrences:
    """What texts are made of.

    Args:
        texts: distinct texts without NULL.
    """
    split = pc.split_pattern(texts, " ")
    encoded = split.flatten().dictionary_encode()
    tokens = encoded.dictionary
    is_plain = pc.and_(pc.string_is_ascii(tokens), pc.utf8_is_alpha(tokens)).to_numpy(zero_copy_only=False)
    plain, others = np.flatnonzero(is_plain), np.flatnonzero(~is_plain)
    words = pc.ascii_lower(tokens.take(plain)).to_pylist()  # a token of plain letters is one word
    written = tokens.take(others).to_pylist()
    words_in = list(map(words_of, written))
    of_others = [list(_of_token(token, those)) for token, those in zip(written, words_in, strict=True)]
    long_words = np.array([len(word) >= _SHORTEST_IN_LETTERS for word in words], bool)
    squashed = [_longer_word(token, those) for token, those in zip(written, words_in, strict=True)]
    is_longer = np.array([*map(bool, squashed)], bool)
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    text_of = np.repeat(np.arange(len(split)), pc.list_value_length(split).to_numpy(zero_copy_only=False))
    ends = _Ends.of(len(tokens), plain, words, others, words_in)
    pairs, tokens_of_pairs = _pairs(codes, text_of, ends, pc.utf8_length(tokens).to_numpy(zero_copy_only=False))
    cut = {
        number: pieces_of(token) for number, token in zip(others.tolist(), written, strict=True) if may_be_cut(token)
    }
    at_cuts = [(_pair(*pair), number) for pair, number in pairs_at_cuts(codes, text_of, ends.has_words, cut, tokens)]
    return Occurrences(
        tokens,
        np.concatenate(
            [
                item_hashes([*map(_word, words), *chain.from_iterable(of_others), *(pair for pair, _ in at_cuts)]),
                pairs,
            ]
        ),
        np.concatenate(
            [
                plain,
                np.repeat(others, [*map(len, of_others)]),
                np.array([number for _, number in at_cuts], np.int64),
                tokens_of_pairs,
            ]
        ),
        [*compress(words, long_words), *filter(None, squashed)],
        np.concatenate([plain[long_words], others[is_longer]]),
    )


def of_accounts(handles: pa.Array) -> Occurrences:
    """What a column of accounts is made of.

    Args:
        handles: distinct handles in lower case, without NULL.
    """
    items = item_hashes([item_of_account(one) for one in handles.to_pylist()])
    return Occurrences(handles, items, np.arange(len(handles)), [], np.zeros(0, np.int64))


class _Ends(NamedTuple):
    """The first and the last word of each token, as hashes of them without underscores around.

    Args:
        has_words: whether a token has any word.
        first: the first.
        last: the last.
    """

    has_words: npt.NDArray[np.bool_]
    first: Hashes
    last: Hashes

    @classmethod
    def of(
        cls, tokens: int, plain: Numbers, words: Sequence[str], others: Numbers, words_in: Sequence[tuple[str, ...]]
    ) -> Self:
        """Of so many tokens: of those that are one word, and of the others."""
        is_any = np.array([*map(bool, words_in)], bool)
        found = cls(np.zeros(tokens, bool), np.zeros(tokens, np.uint64), np.zeros(tokens, np.uint64))
        found.has_words[plain] = True
        found.has_words[others[is_any]] = True
        found.first[plain] = found.last[plain] = word_hashes(words)
        found.first[others[is_any]] = word_hashes([those[0].strip("_") for those in words_in if those])
        found.last[others[is_any]] = word_hashes([those[-1].strip("_") for those in words_in if those])
        return found


def _pairs(codes: Numbers, texts: Numbers, ends: _Ends, lengths: Numbers) -> tuple[Hashes, Numbers]:
    """Each last word of a token with the first word of the next that has any, and the number of the longer token.

    Args:
        codes: the number of each token, text after text.
        texts: the text that each stands in.
        ends: the words at both ends of each distinct token.
        lengths: the letters of each distinct token.
    """
    places = np.flatnonzero(ends.has_words[codes])
    with_words, is_next = codes[places], texts[places][1:] == texts[places][:-1]
    pairs = each_once(with_words[:-1][is_next] * len(lengths) + with_words[1:][is_next])
    one, other = np.divmod(pairs, len(lengths) or 1)
    longer = np.where(lengths[one] >= lengths[other], one, other)
    return pair_hashes(ends.last[one], ends.first[other]), longer


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
        if any(map(RUN_SCRIPTS.search, (phrase[0], phrase[-1]))) and (items := tuple(_of_parts_of_words(phrase))):
            yield Form(items)
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
        if not word.isalpha():
            yield _word(key_of(without_letters(word)))
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


def _of_parts_of_words(phrase: Sequence[str]) -> Iterator[str]:
    """Items of a name whose first word ends a longer one, and whose last begins one (masking/runs.py)."""
    for place, word in enumerate(phrase):
        is_whole = 0 < place < len(phrase) - 1 or not RUN_SCRIPTS.search(word)
        yield from (_word(key_of(word)),) if is_whole else _runs(word)


def _word(key: str) -> str:
    return f"w{key}"


def _pair(one: str, other: str) -> str:
    return f"{PAIR}{one.strip('_')} {other.strip('_')}"


def _pieces(key: str) -> Iterator[str]:
    """Every piece of a length that a key has: of the long one where it is long enough, else of the short one."""
    length = LONG if len(key) >= LONG else SHORT
    return (f"{PIECE}{key[place : place + length]}" for place in range(len(key) - length + 1))


def _runs(key: str) -> Iterator[str]:
    return (f"r{one}{other}" for one, other in pairwise(key))
