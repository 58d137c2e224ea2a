"""What stands between two blanks of a text: what becomes of it, and what it may be a part of.

What belongs here: what is remembered of each distinct token, over all texts. What does not: putting texts together
(texts.py), what becomes of a token by itself (one_text.py).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mtw_pipeline.published.masking.one_text import Masking, is_cut
from mtw_pipeline.published.names.folding import RUN_SCRIPTS, WORD, canonical, words_of
from mtw_pipeline.published.names.phrases import Phrases
from mtw_pipeline.published.remembered import Columns, Remembered, objects

_MOST_REMEMBERED, _MOST_OF_FEW = 500_000, 100_000
_AT, _DOT = r"(?:at|@|arroba)", r"(?:dot|punto|punkt|\.)"
_SURE_SIGN = re.compile(rf"(?i)[(\[{{<]\s*(?:{_AT}\s*[)\]}}>]|{_AT}?\s*$)")
_SIGN = re.compile(rf"(?i)(?:^|\s){_AT}(?:\s|$)")
_SPELLED_DOT = re.compile(rf"(?i)(?:^|[\s(\[{{<]){_DOT}(?:[\s)\]}}>]|$)")
_APART = re.compile(r"[\s(\[{<]")
_SPELLED_HOST = re.compile(r"\w\.\w|\w[(\[{<]")
_IN_NUMBERS = re.compile(r"[\d()\[\]./ \u00a0\u2010-\u2015+-]*")
"""What telephone numbers, and ids in groups with blanks between them, are written with."""
SIGN, SURE_SIGN, SPELLED_DOT, SPELLED_HOST = 1, 2, 4, 8

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class _Facts(NamedTuple):
    """Of one token; ``Tokens`` says what they are."""

    has_words: bool = True
    first: int = 0
    state: int = 0
    begins: bool = False
    has_phrase: bool = False
    is_before: bool = False
    is_behind: bool = False
    begins_within: bool = False
    goes_on_within: bool = False
    first_digits: int = 0
    last_digits: int = 0
    begins_in_number: bool = False
    ends_in_number: bool = False
    is_number: bool = False
    spelled: int = 0
    is_blank: bool = False


class _Left(NamedTuple):
    """Of what is left of one that was cut; ``Tokens`` says what they are."""

    is_cut: bool = False
    first_left: int = 0
    state_left: int = 0
    names_left: bool = False


_NOT_CUT = _Left()


@dataclass(frozen=True)
class Tokens:
    """Distinct tokens, by their place.

    Args:
        masked: what stands in place of each.
        changes: whether that is something else.
        words: the numbers of the words of all of them, one token's behind the other's; 0 of a word of no display name.
        words_from: where those of each begin; and where the last one's end.
        has_words: whether it has any.
        first: the number of its first word.
        state: where one is among display names with its last word alone.
        begins: whether a display name begins with that.
        is_cut: whether it is a link of which the first words or the last ones may have gone.
        first_left: the number of the first word that is left of it.
        state_left: where one is among display names with the last word that is left of it.
        names_left: whether a display name may begin inside of what is left of it.
        has_phrase: whether a display name may begin inside of it.
        is_before: whether its last word is, or ends with, one that another follows in a display name with words of a
            script that writes no blanks.
        is_behind: whether its first word is, or begins with, one that follows another there.
        begins_within: the first of both, where its last word is of such a script.
        goes_on_within: the second, where its first word is.
        first_digits: how many digits stand before the first sign that no telephone number has.
        last_digits: how many stand behind the last.
        begins_in_number: whether its first sign may stand in a telephone number; true where it has none.
        ends_in_number: likewise its last.
        is_number: whether all of its signs may; then ``first_digits`` are all of its digits.
        spelled: what it may have of a spelled address, as a sum: its @, its @ in brackets, a dot, a host.
        is_blank: whether it shows nothing.
    """

    masked: pa.Array
    changes: Flags
    words: Codes
    words_from: Codes
    has_words: Flags
    first: Codes
    state: Codes
    begins: Flags
    is_cut: Flags
    first_left: Codes
    state_left: Codes
    names_left: Flags
    has_phrase: Flags
    is_before: Flags
    is_behind: Flags
    begins_within: Flags
    goes_on_within: Flags
    first_digits: Codes
    last_digits: Codes
    begins_in_number: Flags
    ends_in_number: Flags
    is_number: Flags
    spelled: Codes
    is_blank: Flags


class MaskedTokens:
    """Masks tokens, each once as long as it is remembered.

    Args:
        masking: the study's masking.
        phrases: the display names of several words that it knows.
    """

    def __init__(self, masking: Masking, phrases: Phrases) -> None:
        self._masking = masking
        self._phrases = phrases
        self._remembered = Remembered(self._worked_out, _MOST_REMEMBERED)
        self._word = lru_cache(_MOST_OF_FEW)(masking.word)
        self._plain: dict[int, _Facts] = {}

    def masked(self, tokens: Iterable[str]) -> list[str]:
        """What stands in place of some tokens, of the few texts that are put together one by one."""
        return list(map(self._word, tokens))

    def of(self, distinct: list[str]) -> Tokens:
        """Some tokens, each once."""
        numbers, masked, words = self._remembered.of(distinct)
        names = ("changes", "lengths", *_Left._fields, *_Facts._fields)
        column: dict[str, Codes] = dict(zip(names, np.ascontiguousarray(numbers.T), strict=True))
        flag: dict[str, Flags] = {name: one.astype(bool) for name, one in column.items()}
        words_from = np.concatenate([[0], np.cumsum(column["lengths"])])
        return Tokens(
            masked=pa.array(masked, pa.string()),
            changes=flag["changes"],
            words=np.fromiter(chain.from_iterable(words), np.int64, int(words_from[-1])),
            words_from=words_from,
            has_words=flag["has_words"],
            first=column["first"],
            state=column["state"],
            begins=flag["begins"],
            is_cut=flag["is_cut"],
            first_left=column["first_left"],
            state_left=column["state_left"],
            names_left=flag["names_left"],
            has_phrase=flag["has_phrase"],
            is_before=flag["is_before"],
            is_behind=flag["is_behind"],
            begins_within=flag["begins_within"],
            goes_on_within=flag["goes_on_within"],
            first_digits=column["first_digits"],
            last_digits=column["last_digits"],
            begins_in_number=flag["begins_in_number"],
            ends_in_number=flag["ends_in_number"],
            is_number=flag["is_number"],
            spelled=column["spelled"],
            is_blank=flag["is_blank"],
        )

    def _worked_out(self, tokens: Sequence[str]) -> Columns:
        """Numbers (whether it changes, how many words it has, and its facts), what stands in its place, its words."""
        masked = list(map(self._masking.word, tokens))
        words, rows = [], []
        for token, shown in zip(tokens, masked, strict=True):
            its_words, facts = self._facts(token)
            words.append(its_words)
            left = self._left(shown) if is_cut(token, shown) else _NOT_CUT
            rows.append((shown != token, len(its_words), *left, *facts))
        numbers = np.array(rows, dtype=np.int64).reshape(-1, 2 + len(_Left._fields) + len(_Facts._fields))
        return numbers, objects(masked), objects(words)

    def _left(self, masked: str) -> "_Left":
        phrases = self._phrases
        numbers = tuple(map(phrases.number, self._masking.words_left(masked)))
        if not numbers:
            return _NOT_CUT
        return _Left(
            is_cut=True,
            first_left=numbers[0],
            state_left=phrases.beginning(numbers[-1]),
            names_left=any(phrases.begins_with(first, second) for first, second in pairwise(numbers)),
        )

    def _facts(self, token: str) -> tuple[tuple[int, ...], _Facts]:
        phrases = self._phrases
        bare = token.rstrip(_BEHIND_WORDS)
        bare = bare[1:] if bare[:1] in _BEFORE_WORDS else bare
        if _is_one_word(bare) and (plain := bare.lower()) not in _OF_SPELLED_ADDRESSES:
            number = phrases.number(plain)
            if number not in self._plain:
                self._plain[number] = _Facts(
                    first=number,
                    state=phrases.beginning(number),
                    begins=phrases.beginning(number) > 0,
                    is_before=number > 0 and self._masking.runs.has_before(plain),
                    is_behind=number > 0 and self._masking.runs.has_behind(plain),
                )
            return (number,), self._plain[number]
        plain = canonical(token)
        words = tuple(map(phrases.number, words_of(plain)))
        state = phrases.beginning(words[-1]) if words else 0
        runs, as_written = self._masking.runs, WORD.findall(plain) if self._masking.runs.are_any else []
        is_before = bool(as_written) and runs.has_before(as_written[-1])
        is_behind = bool(as_written) and runs.has_behind(as_written[0])
        first_run, last_run = _IN_NUMBERS.match(plain), _IN_NUMBERS.match(plain[::-1])
        before, behind = first_run[0] if first_run else "", last_run[0] if last_run else ""
        is_number = len(before) == len(plain)
        return words, _Facts(
            has_words=bool(words),
            first=words[0] if words else 0,
            state=state,
            begins=state > 0,
            has_phrase=any(phrases.begins_with(first, second) for first, second in pairwise(words)),
            is_before=is_before,
            is_behind=is_behind,
            begins_within=is_before and _is_run(as_written[-1]),
            goes_on_within=is_behind and _is_run(as_written[0]),
            first_digits=_digits(before),
            last_digits=_digits(behind),
            begins_in_number=is_number or before != "",
            ends_in_number=is_number or behind != "",
            is_number=is_number,
            spelled=_spelled(plain),
            is_blank=not plain.strip(),
        )


_BEFORE_WORDS, _BEHIND_WORDS = ("@", "#"), ",!?:;"
"""Signs that are no part of a word, a telephone number or a spelled address, of which most words have none."""
_OF_SPELLED_ADDRESSES = frozenset({"at", "arroba", "dot", "punto", "punkt"})


def _is_one_word(bare: str) -> bool:
    """Whether a token without such signs is a word of ASCII that neither begins nor ends with a digit."""
    return bare.isascii() and bare.isidentifier() and not bare[-1].isdigit()


def _is_run(word: str) -> bool:
    return RUN_SCRIPTS.match(word) is not None


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _spelled(plain: str) -> int:
    if _APART.search(plain) is None:  # a sign or a dot that is spelled is the whole, or there is none
        found = (SIGN if _SIGN.match(plain) else 0) | (SPELLED_DOT if _SPELLED_DOT.match(plain) else 0)
        return found | (SPELLED_HOST if "." in plain and _SPELLED_HOST.search(plain) else 0)
    signs = {SURE_SIGN: _SURE_SIGN, SIGN: _SIGN, SPELLED_DOT: _SPELLED_DOT, SPELLED_HOST: _SPELLED_HOST}
    return sum(number for number, sign in signs.items() if sign.search(plain))
