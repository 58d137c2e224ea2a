"""VADER's rules, computed only where a word of its lexicon stands: the published scores in a fraction of the time.

Hutto and Gilbert 2014, VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM. What
belongs here: the rules of the package vaderSentiment 3.3.2, whose lexicon, boosters, negations and idioms are used as
they are installed; tests hold every score against that package. What does not: many texts at once (vader_at_once.py),
labels and tables (sentiment.py).
"""

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import sqrt
from typing import NamedTuple, TypeVar

ALPHA = 15
MOST_EXCLAMATIONS = 4
MOST_QUESTIONS = 3
DISTANCE = (1.0, 0.95, 0.9)
"""What a booster counts that stands next to a word, one and two words before."""

PRAISED = 1.25
"""What ``so`` or ``this`` before a word multiplies with where it does not deny."""

_FAR = "\U00010000"
_SHORTEST_WORD = 2
_Known = TypeVar("_Known")


class Scores(NamedTuple):
    """VADER's scores of a text: three shares that add up to 1 (0 for an empty text), and compound from -1 to 1."""

    negative: float
    neutral: float
    positive: float
    compound: float


class Word(NamedTuple):
    """What the rules ask of a word, looked up once per distinct token."""

    lower: str
    valence: float | None
    booster: float
    is_upper: bool
    negates: bool
    in_phrases: bool


NEUTRAL = Scores(0.0, 1.0, 0.0, 0.0)
"""Of a text without a word of the lexicon."""
EMPTY = Scores(0.0, 0.0, 0.0, 0.0)
"""Of a text of blanks, or of nothing."""


class _Seen(dict[str, _Known]):
    """Tokens that were seen, and what is known of each."""

    def __init__(self, looked_up: Callable[[str], _Known]) -> None:
        super().__init__()
        self._looked_up = looked_up

    def __missing__(self, token: str) -> _Known:
        known = self[token] = self._looked_up(token)
        return known


class Lexicon(NamedTuple):
    """What the rules look up: plain values, which can be sent to where the package is not installed.

    Args:
        valences: of words, from -4 to 4.
        emoji: their descriptions.
        boosters: what words before another add to it.
        negations: words that turn another.
        special: valences of idioms.
        upper: what capitals add.
        negated: what a negation multiplies with.
    """

    valences: Mapping[str, float]
    emoji: Mapping[str, str]
    boosters: Mapping[str, float]
    negations: frozenset[str]
    special: Mapping[str, float]
    upper: float
    negated: float


def installed_lexicon() -> Lexicon:
    """That of the installed package."""
    from importlib import import_module

    published = import_module("vaderSentiment.vaderSentiment")
    analyzer = published.SentimentIntensityAnalyzer()
    return Lexicon(
        analyzer.lexicon, analyzer.emojis, published.BOOSTER_DICT, frozenset(published.NEGATE), published.SPECIAL_CASES,
        float(published.C_INCR), float(published.N_SCALAR),
    )  # fmt: skip


class Vader:
    """The rules with a lexicon, by default that of the installed package. Equal tokens are looked up once."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or installed_lexicon()
        self._special = self._lexicon.special
        self._boosters = self._lexicon.boosters
        phrases = [*self._special, *(phrase for phrase in self._boosters if " " in phrase)]
        self.phrases = tuple(tuple(phrase.split()) for phrase in phrases)
        self._of_phrases = frozenset(word for phrase in self.phrases for word in phrase)
        self.upper = self._lexicon.upper
        self.negated = self._lexicon.negated
        described = {emoji: f" {said}" for emoji, said in self._lexicon.emoji.items() if len(emoji) == 1}
        near = "".join(re.escape(emoji) for emoji in described if emoji < _FAR)
        perhaps = re.compile(f"[{near}{_FAR}-\U0010ffff]")  # single characters beyond it are looked for one by one
        self._with_described_emoji = partial(perhaps.sub, lambda found: described.get(found[0], found[0]))
        self._words = _Seen(self._looked_up)
        self._are_known = _Seen(lambda token: self._words[token].valence is not None)

    def tells(self, piece: str) -> bool:
        """Whether a piece of a text, from blank to blank, has a word of the lexicon: a text without any is neutral."""
        return any(_shown(token).lower() in self._lexicon.valences for token in self.tokens(piece))

    def scores(self, text: str) -> Scores:
        """The scores of one text, rounded as the package rounds them: three digits, and four of compound."""
        if not text.isascii():  # how many blanks stand before the words of an emoji makes no difference
            text = self._with_described_emoji(text)
        tokens = text.split()
        are_known = [*map(self._are_known.__getitem__, tokens)]
        if True not in are_known:  # as of most texts
            return NEUTRAL if tokens else EMPTY
        words = [*map(self._words.__getitem__, tokens)]
        valences = [0.0] * len(words)
        for place in range(are_known.index(True), len(words)):
            if are_known[place]:
                valences[place] = self._valence(words, place)
        if "but" in text.lower():
            _weigh_around_but(words, valences)
        return _summed(valences, text)

    def word(self, token: str) -> Word:
        """What the rules ask of a word, looked up once."""
        return self._words[token]

    def tokens(self, piece: str) -> list[str]:
        """The words of a piece of a text, from blank to blank, with what its emoji are described by."""
        return (piece if piece.isascii() else self._with_described_emoji(piece)).split()

    def _looked_up(self, token: str) -> Word:
        shown = _shown(token)
        lower = shown.lower()
        negates = lower in self._lexicon.negations or "n't" in lower
        return Word(
            lower, self._lexicon.valences.get(lower), self._boosters.get(lower, 0.0), shown.isupper(), negates,
            lower in self._of_phrases,
        )  # fmt: skip

    def _valence(self, words: Sequence[Word], place: int) -> float:
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else None
        if word.booster or (word.lower == "kind" and following and following.lower == "of"):
            return 0.0
        valence = self._beside_no(words, place)
        if word.is_upper and _mixes_cases(words):
            valence += self.upper if valence > 0 else -self.upper
        for back in range(min(place, 3)):
            before = words[place - back - 1]
            if before.valence is None:
                boost = self._boost(before, valence, words) if before.booster else 0.0
                valence += boost * DISTANCE[back] if back and boost else boost
                valence = self._with_negation(valence, words, place, back)
                if back == len(DISTANCE) - 1:
                    valence = self._with_idioms(valence, words, place)
        return self._with_least(valence, words, place)

    def _beside_no(self, words: Sequence[Word], place: int) -> float:
        """The lexicon's valence, turned by a "no" before it; of a "no" before another word of the lexicon nothing."""
        word = words[place]
        own = word.valence or 0.0
        valence = own
        if word.lower == "no" and place + 1 < len(words) and words[place + 1].valence is not None:
            valence = 0.0
        first = words[place - 1].lower if place else ""
        second = words[place - 2].lower if place > 1 else ""
        third = words[place - 3].lower if first in {"or", "nor"} and place > 2 else ""  # noqa: PLR2004 - three before
        return own * self.negated if "no" in (first, second, third) else valence

    def _boost(self, before: Word, valence: float, words: Sequence[Word]) -> float:
        boost = -before.booster if valence < 0 else before.booster
        if before.is_upper and _mixes_cases(words):
            boost += self.upper if valence > 0 else -self.upper
        return boost

    def _with_negation(self, valence: float, words: Sequence[Word], place: int, back: int) -> float:
        negates = words[place - back - 1].negates
        if back == 0:
            return valence * self.negated if negates else valence
        nearest, second = words[place - 1].lower, words[place - 2].lower
        if back == 1:
            praises = second == "never" and nearest in {"so", "this"}
            doubts = second == "without" and nearest == "doubt"
        else:
            third = words[place - 3].lower
            praises = (third == "never" and second in {"so", "this"}) or nearest in {"so", "this"}
            doubts = third == "without" and "doubt" in {second, nearest}
        if praises:
            return valence * PRAISED
        return valence * self.negated if negates and not doubts else valence

    def _with_idioms(self, valence: float, words: Sequence[Word], place: int) -> float:
        if not (words[place].in_phrases or words[place - 1].in_phrases or words[place - 2].in_phrases):
            return valence  # each phrase that is looked for holds one of these three
        third, second, first, own = (words[place - back].lower for back in (3, 2, 1, 0))
        sequences = (
            f"{first} {own}", f"{second} {first} {own}", f"{second} {first}", f"{third} {second} {first}",
            f"{third} {second}",
        )  # fmt: skip
        valence = next((self._special[phrase] for phrase in sequences if phrase in self._special), valence)
        for length in (1, 2):
            if place + length < len(words):
                phrase = " ".join(word.lower for word in words[place : place + length + 1])
                valence = self._special.get(phrase, valence)
        for phrase in (sequences[3], sequences[4], sequences[2]):
            valence += self._boosters.get(phrase, 0.0)
        return valence

    def _with_least(self, valence: float, words: Sequence[Word], place: int) -> float:
        if not place or words[place - 1].lower != "least" or words[place - 1].valence is not None:
            return valence
        if place > 1 and words[place - 2].lower in {"at", "very"}:
            return valence
        return valence * self.negated


def _shown(token: str) -> str:
    """A token without the marks around it, unless hardly anything else is left."""
    bare = token.strip(string.punctuation)
    return token if len(bare) <= _SHORTEST_WORD else bare


def _mixes_cases(words: Sequence[Word]) -> bool:
    uppers = sum(word.is_upper for word in words)
    return 0 < uppers < len(words)


def _weigh_around_but(words: Sequence[Word], valences: list[float]) -> None:
    but = next((place for place, word in enumerate(words) if word.lower == "but"), None)
    if but is not None:
        weigh_around(but, range(len(words)), valences)


def weigh_around(but: int, places: Sequence[int], valences: list[float]) -> None:
    """Halve what stands before the first "but", and raise what stands behind it.

    The package looks each value up by its first equal, so that one may be weighed at the place of another: kept so.

    Args:
        but: its place.
        places: those of the values.
        valences: the values, at least those that are not 0.
    """
    for valence in valences:
        first = valences.index(valence)
        if places[first] < but:
            valences[first] = valence * 0.5
        elif places[first] > but:
            valences[first] = valence * 1.5


def _summed(valences: Sequence[float], text: str) -> Scores:
    told = [one for one in valences if one]
    total = float(sum(told))
    emphasis = of_exclamations(text.count("!")) + of_questions(text.count("?"))
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    compound = max(-1.0, min(1.0, total / sqrt(total * total + ALPHA)))
    positive = sum([one + 1 for one in told if one > 0], 0.0)
    negative = sum([one - 1 for one in told if one < 0], 0.0)
    neutral = len(valences) - len(told)
    if positive > abs(negative):
        positive += emphasis
    elif positive < abs(negative):
        negative -= emphasis
    whole = positive + abs(negative) + neutral
    return Scores(
        round(abs(negative / whole), 3), round(abs(neutral / whole), 3), round(abs(positive / whole), 3),
        round(compound, 4),
    )  # fmt: skip


def of_exclamations(marks: int) -> float:
    """What so many exclamation marks add to a text's sentiment, whichever it is."""
    return min(marks, MOST_EXCLAMATIONS) * 0.292


def of_questions(marks: int) -> float:
    """What so many question marks add."""
    if marks <= 1:
        return 0.0
    return marks * 0.18 if marks <= MOST_QUESTIONS else 0.96
