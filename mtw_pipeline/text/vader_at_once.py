"""VADER's rules for many texts at once: each distinct word looked up once, each rule put to all places by numpy.

What belongs here: the rules of vader.py for whole columns, and which texts are left to it, as they may have an idiom.
What does not: labels and tables (sentiment.py). Every number is computed in the order in which the package computes it,
so that scores are equal to the last digit.
"""

from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.text.vader import (
    ALPHA,
    DISTANCE,
    EMPTY,
    MOST_EXCLAMATIONS,
    MOST_QUESTIONS,
    NEUTRAL,
    PRAISED,
    Scores,
    Vader,
    of_exclamations,
    of_questions,
    weigh_around,
)

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

_DIGITS = (3, 3, 3, 4)
"""To which the package rounds each of ``Scores``."""

_NEAR_HALF = 1e-6
"""So near the middle between two rounded numbers Python's own rounding decides, which looks at all digits."""

_NO, _OR, _SO, _NEVER, _WITHOUT, _DOUBT, _LEAST, _AT, _BUT, _BEGINS, _GOES_ON = (1 << bit for bit in range(11))
_KINDS = {
    "no": _NO, "or": _OR, "nor": _OR, "so": _SO, "this": _SO, "never": _NEVER, "without": _WITHOUT, "doubt": _DOUBT,
    "least": _LEAST, "at": _AT, "very": _AT, "but": _BUT,
}  # fmt: skip
"""Words that the rules know by themselves, those of a rule alike; phrases are known by their first two words."""


class _Words(NamedTuple):
    """What the rules ask of words, a place a word."""

    valence: Numbers
    booster: Numbers
    is_known: Flags
    is_upper: Flags
    negates: Flags
    kind: Places


class _Cut(NamedTuple):
    """Texts cut into words.

    Args:
        codes: the words of all, one text behind the other, as places among the distinct words.
        text_of: of each the place of its text.
        exclamations: how many exclamation marks each text has.
        questions: and question marks.
    """

    codes: Places
    text_of: Places
    exclamations: Places
    questions: Places


def scores_at_once(texts: pa.Array, vader: Vader) -> Numbers:
    """The scores of some texts.

    Args:
        texts: texts without NULL; of texts with a word of the lexicon equal ones are scored once.
        vader: the rules.

    Returns:
        A row a text, a column each of ``Scores``.
    """
    found = np.empty((len(texts), len(Scores._fields)))
    found[:] = NEUTRAL
    found[pc.equal(pc.utf8_trim_whitespace(texts), "").to_numpy(zero_copy_only=False)] = EMPTY
    telling = np.flatnonzero(_telling(texts, vader))
    if len(telling):
        distinct = texts.take(pa.array(telling)).dictionary_encode()
        found[telling] = _of_distinct(distinct.dictionary, vader)[distinct.indices.to_numpy()]
    return found


def _telling(texts: pa.Array, vader: Vader) -> Flags:
    """The texts that have a word of the lexicon: all others are neutral.

    Arrow cuts texts and numbers the pieces in a fifth of the time in which Python looks each one up; most come again.
    """
    pieces = pc.ascii_split_whitespace(texts)  # quicker; other blanks part a piece in VADER's hands
    encoded = pieces.flatten().dictionary_encode()
    tells = np.fromiter(map(vader.tells, encoded.dictionary.to_pylist()), bool, len(encoded.dictionary))
    found = np.zeros(len(texts), dtype=bool)
    found[pc.list_parent_indices(pieces).to_numpy()[tells[encoded.indices.to_numpy()]]] = True
    return found


def _of_distinct(texts: pa.Array, vader: Vader) -> Numbers:
    """The scores of texts that have a word each, or more."""
    cut, words = _cut(texts, vader)
    of_texts = _Words._make(attribute[cut.codes] for attribute in words)
    may_begin = (of_texts.kind[:-1] & _BEGINS > 0) & (of_texts.kind[1:] & _GOES_ON > 0)
    is_apart = np.zeros(len(texts), dtype=bool)
    is_apart[cut.text_of[:-1][may_begin]] = True
    found = _scored(cut, of_texts, vader)
    found[is_apart] = [vader.scores(text) for text in texts.filter(pa.array(is_apart)).to_pylist()] or EMPTY
    return found


def _cut(texts: pa.Array, vader: Vader) -> tuple[_Cut, _Words]:
    pieces = pc.ascii_split_whitespace(texts)
    encoded = pieces.flatten().dictionary_encode()
    tokens = [*map(vader.tokens, encoded.dictionary.to_pylist())]
    codes, text_of = encoded.indices.to_numpy(), pc.list_parent_indices(pieces).to_numpy()
    marks = (
        np.bincount(text_of, np.array([sum(token.count(mark) for token in some) for some in tokens])[codes], len(texts))
        for mark in "!?"
    )
    exclamations, questions = (one.astype(np.int64) for one in marks)
    number_of: dict[str, int] = {}
    numbers = np.array([number_of.setdefault(token, len(number_of)) for token in chain.from_iterable(tokens)])
    many = np.array([*map(len, tokens)])  # none of what Arrow finds before a blank at a text's begin
    sizes = many[codes]
    before = (np.cumsum(many) - many)[codes] - (np.cumsum(sizes) - sizes)
    flat = numbers[np.repeat(before, sizes) + np.arange(sizes.sum())]
    return _Cut(flat, np.repeat(text_of, sizes), exclamations, questions), _looked_up([*number_of], vader)


def _looked_up(tokens: list[str], vader: Vader) -> _Words:
    looked_up = [vader.word(token) for token in tokens]
    kinds = dict(_KINDS)
    for phrase in (phrase for phrase in vader.phrases if len(phrase) > 1):
        kinds[phrase[0]] = kinds.get(phrase[0], 0) | _BEGINS
        kinds[phrase[1]] = kinds.get(phrase[1], 0) | _GOES_ON
    valence = np.array([np.nan if one.valence is None else one.valence for one in looked_up])
    return _Words(
        valence,
        np.array([one.booster for one in looked_up]),
        ~np.isnan(valence),
        np.array([one.is_upper for one in looked_up]),
        np.array([one.negates for one in looked_up]),
        np.array([kinds.get(one.lower, 0) for one in looked_up]),
    )


def _scored(cut: _Cut, words: _Words, vader: Vader) -> Numbers:
    """The scores of texts of which none has an idiom.

    Args:
        cut: the texts.
        words: every word of theirs.
        vader: the rules.
    """
    sizes = np.bincount(cut.text_of)
    begins = np.cumsum(sizes) - sizes
    uppers = np.add.reduceat(words.is_upper, begins, dtype=np.int64)
    places = np.flatnonzero(words.is_known)
    is_loud = words.is_upper & np.repeat((uppers > 0) & (uppers < sizes), sizes)
    valences = _valences(places, np.repeat(begins, sizes), is_loud, words, vader)
    bounds = np.searchsorted(places, np.append(begins, len(words.kind)))
    _weigh_around_buts(cut, words, places, bounds, valences)
    return _summed(cut, sizes, bounds, valences)


def _valences(places: Places, first: Places, is_loud: Flags, words: _Words, vader: Vader) -> Numbers:
    """What the words of the lexicon at some places give, each with what stands around it.

    Args:
        places: the places.
        first: of every word the place of its text's first one.
        is_loud: of every word whether it is in capitals, and not all of its text are.
        words: every word, one text behind the other.
        vader: the rules.
    """
    own, begin = words.valence[places], first[places]
    found = own.copy()

    def is_before(flags: Flags, distance: int) -> Flags:
        """Whether the word so far before each place has a property; of a word of another text no."""
        return (places - distance >= begin) & flags[np.maximum(places - distance, 0)]

    def before(kind: int, distance: int) -> Flags:
        return is_before(words.kind & kind > 0, distance)

    following = np.minimum(places + 1, len(first) - 1)
    is_followed = (following > places) & (first[following] == begin) & words.is_known[following]
    found[(words.kind[places] & _NO > 0) & is_followed] = 0.0
    is_negated = before(_NO, 1) | before(_NO, 2) | (before(_OR, 1) & before(_NO, 3))
    found[is_negated] = own[is_negated] * vader.negated
    found += np.where(is_loud[places], np.where(found > 0, vader.upper, -vader.upper), 0)
    praises = (
        np.zeros(len(places), dtype=bool),
        before(_NEVER, 2) & before(_SO, 1),
        (before(_NEVER, 3) & before(_SO, 2)) | before(_SO, 1),
    )
    doubts = (
        np.zeros(len(places), dtype=bool),
        before(_WITHOUT, 2) & before(_DOUBT, 1),
        before(_WITHOUT, 3) & (before(_DOUBT, 2) | before(_DOUBT, 1)),
    )
    for back, weight in enumerate(DISTANCE):
        at, is_around = np.maximum(places - back - 1, 0), is_before(~words.is_known, back + 1)
        booster = words.booster[at]
        boost = np.where(found < 0, -booster, booster)
        boost += np.where(is_loud[at], np.where(found > 0, vader.upper, -vader.upper), 0)
        found += np.where(is_around & (booster != 0), boost * weight, 0)
        found[is_around & praises[back]] *= PRAISED
        found[is_around & words.negates[at] & ~praises[back] & ~doubts[back]] *= vader.negated
    found[before(_LEAST, 1) & is_before(~words.is_known, 1) & ~before(_AT, 2)] *= vader.negated
    found[words.booster[places] != 0] = 0.0
    return found


def _weigh_around_buts(cut: _Cut, words: _Words, places: Places, bounds: Places, valences: Numbers) -> None:
    buts = np.flatnonzero(words.kind & _BUT)
    texts, firsts = np.unique(cut.text_of[buts], return_index=True)
    for but, text in zip(buts[firsts].tolist(), texts.tolist(), strict=True):
        some = slice(bounds[text], bounds[text + 1])
        weighed = valences[some].tolist()
        weigh_around(but, places[some].tolist(), weighed)
        valences[some] = weighed


def _summed(cut: _Cut, sizes: Places, bounds: Places, valences: Numbers) -> Numbers:
    """The scores of texts from what their words give.

    Args:
        cut: the texts.
        sizes: how many words each has.
        bounds: where the words of each that are of the lexicon begin among the valences, and where the last one's end.
        valences: what these words give.
    """
    by_exclamations = np.array([of_exclamations(many) for many in range(MOST_EXCLAMATIONS + 1)])
    by_questions = np.array([of_questions(many) for many in range(MOST_QUESTIONS + 2)])
    emphasis = by_exclamations[np.minimum(cut.exclamations, MOST_EXCLAMATIONS)]
    emphasis = emphasis + by_questions[np.minimum(cut.questions, MOST_QUESTIONS + 1)]
    total = _sums(valences, bounds)
    positive = _sums(np.where(valences > 0, valences + 1, 0.0), bounds)
    negative = _sums(np.where(valences < 0, valences - 1, 0.0), bounds)
    told = np.append(0, np.cumsum(valences != 0))
    neutral = sizes - (told[bounds[1:]] - told[bounds[:-1]])
    total = np.where(total > 0, total + emphasis, np.where(total < 0, total - emphasis, total))
    compound = np.clip(total / np.sqrt(total * total + ALPHA), -1.0, 1.0)
    loud, quiet = positive > np.abs(negative), positive < np.abs(negative)
    positive, negative = np.where(loud, positive + emphasis, positive), np.where(quiet, negative - emphasis, negative)
    whole = positive + np.abs(negative) + neutral
    shares = (np.abs(negative / whole), np.abs(neutral / whole), np.abs(positive / whole), compound)
    return np.column_stack([_rounded(one, digits) for one, digits in zip(shares, _DIGITS, strict=True)])


def _sums(values: Numbers, bounds: Places) -> Numbers:
    """The sum of each text's values, added as Python adds them, which from 3.12 on is not as numpy does."""
    given = values.tolist()
    return np.array([float(sum(given[start:end])) for start, end in pairwise(bounds.tolist())])


def _rounded(values: Numbers, digits: int) -> Numbers:
    """As Python's ``round`` rounds each, by what it is exactly."""
    scaled = values * 10.0**digits
    found: Numbers = np.rint(scaled) / 10.0**digits
    for place in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < _NEAR_HALF):
        found[place] = round(float(values[place]), digits)
    return found
