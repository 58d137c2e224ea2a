"""Style of a window: categories of a dictionary as percent of all words, and composites of them.

What belongs here: the formulas. What does not: dictionaries (dictionaries/) and counting words (sql/text/style/).
Counts are summed over the window before they are divided: a mean of percentages would be another figure. Analytic is
the published CDI; clout, authenticity and tone are LIWC's own and unpublished, so the composites here carry other
names.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.text.dictionaries.model import Dictionary

FEWEST_WORDS = 5
SMALLEST_SHARE = 0.15
FUNCTION_CATEGORIES = ("article", "prep", "ppron", "ipron", "auxverb", "conj", "adverb", "negate")

_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_LINK = re.compile(r"https?://\S+")
_ALIASES = {
    "articles": "article", "preps": "prep", "preposition": "prep", "prepositions": "prep", "conjunctions": "conj",
    "conjunction": "conj", "negations": "negate", "adverbs": "adverb", "auxiliary": "auxverb", "auxvb": "auxverb",
    "tone_pos": "posemo", "tone_neg": "negemo", "emo_anx": "anx", "emo_anger": "anger", "emo_sad": "sad",
    "anxiety": "anx", "sadness": "sad", "certitude": "certain", "differentiation": "differ",
}  # fmt: skip
"""Names of the same category in other editions of LIWC."""


@dataclass(frozen=True)
class Composite:
    """A sum of categories, each with its sign.

    Args:
        name: its name here.
        constant: what is added.
        plus: categories that raise it.
        minus: categories that lower it.
        source: where the formula comes from.
    """

    name: str
    constant: float
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    source: str

    def formula(self) -> str:
        """The formula, over percents of words."""
        first = [f"{self.constant:g}"] if self.constant else []
        return " + ".join([*first, *self.plus]) + "".join(f" - {name}" for name in self.minus)


COMPOSITES: tuple[Composite, ...] = (
    Composite(
        "analytic_cdi", 30, ("article", "prep"), ("ppron", "ipron", "auxverb", "conj", "adverb", "negate"),
        "categorical-dynamic index, Pennebaker, Chung, Frazee, Lavergne and Beaver 2014, PLOS ONE 9(12) e115844",
    ),
    Composite(
        "clout_signs", 0, ("we", "you", "social"), ("i", "negate", "swear"),
        "our composite after Kacewicz et al. 2014: higher status says I less, we and you more; not LIWC's Clout",
    ),
    Composite(
        "authentic_signs", 0, ("i", "insight", "differ", "relativ"), ("discrep", "shehe"),
        "our composite after Newman et al. 2003: honest words refer to oneself and tell apart; not LIWC's Authentic",
    ),
    Composite(
        "tone_difference", 0, ("posemo",), ("negemo",),
        "after Cohn, Mehl and Pennebaker 2004: positive less negative affect; not LIWC's Tone",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Norm:
    """Mean and standard deviation of a measure among other texts."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class StyleMeasure:
    """A row of the table style_measures."""

    measure: str
    kind: str
    dictionary: str
    words: int
    uses: int | None
    value: float | None
    definition: str
    standing: float | None
    reason: str | None


def category_uses(
    dictionary: Dictionary,
    words: Iterable[tuple[str, int]],
    neighbours: Iterable[tuple[str, str | None, str | None, int]] = (),
    terms: Iterable[tuple[str, int]] = (),
) -> dict[str, int]:
    """How often words of each category are used.

    Args:
        dictionary: the categories.
        words: words with their uses.
        neighbours: words whose neighbours decide, with the word before, the word after and the uses.
        terms: phrases, symbols and stems with their uses; a phrase counts once, and its words by themselves too.
    """
    uses: Counter[str] = Counter()
    for word, times in words:
        for category in dictionary.categories_of(word):
            uses[category] += times
    for word, before, after, times in neighbours:
        for category in dictionary.decided(word, before=before, after=after):
            uses[category] += times
    for term, times in terms:
        for category in _categories_of_term(dictionary, term):
            uses[category] += times
    return {category: uses[category] for category in dictionary.categories}


def _categories_of_term(dictionary: Dictionary, term: str) -> Iterable[str]:
    tables = (dictionary.phrases, dictionary.symbols, dictionary.stems)
    return next((table[term] for table in tables if term in table), ())


def uses_in_text(dictionary: Dictionary, tokens: Sequence[str], text: str) -> tuple[int, dict[str, int]]:
    """The words of one text, and how often words of each category are used in it.

    Args:
        dictionary: the categories.
        tokens: the text as sql/tables/text/tweet_tokens.sql cuts it.
        text: the text itself, for emoticons.
    """
    words = [token for token in tokens if not token.startswith(("#", "@"))]
    around = [
        (token, before, after, 1)
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)
        if token in dictionary.conditions
    ]
    terms = [(piece, 1) for piece in text.lower().split() if piece in dictionary.symbols]
    compounds = _COMPOUND.findall(_LINK.sub(" ", text.lower()))
    terms += [(stem, 1) for stem in dictionary.stems for one in compounds if one.startswith(stem.rstrip("*"))]
    for phrase in dictionary.phrases:
        length = len(phrase.split())
        runs = (" ".join(tokens[start : start + length]) for start in range(len(tokens) - length + 1))
        stem = phrase.rstrip("*")
        terms += [(phrase, 1) for run in runs if run == phrase or (stem != phrase and run.startswith(stem))]
    return len(words), category_uses(dictionary, ((word, 1) for word in words), around, terms)


def function_words(dictionary: Dictionary, words: Iterable[str]) -> list[str]:
    """The words that belong to a closed class, by the dictionary's categories."""
    wanted = _function_categories(dictionary)
    return [word for word in words if not wanted.isdisjoint(dictionary.categories_of(word))]


def has_function_words(dictionary: Dictionary) -> bool:
    """Whether the dictionary has a closed class, whichever words are asked of it."""
    return bool(_function_categories(dictionary))


def _function_categories(dictionary: Dictionary) -> set[str]:
    return {name for name in dictionary.categories if canonical(name) in FUNCTION_CATEGORIES}


def style_measures(
    dictionary: Dictionary,
    words: int,
    uses: Mapping[str, int],
    norms: Mapping[str, Norm],
    attempts: Attempts | None = None,
) -> list[StyleMeasure]:
    """The measures of a window.

    Args:
        dictionary: the categories.
        words: all words of the window.
        uses: words in each category.
        norms: what the measures are held against, by their names.
        attempts: makes the composites one by one.
    """
    trying = attempts or Attempts()
    percents = {name: 100 * uses[name] / words if words else None for name in dictionary.categories}
    known = {canonical(name): percent for name, percent in percents.items()}
    rows = [
        StyleMeasure(
            name, "category", dictionary.name, words, uses[name], percent,
            "words of the category, percent of all words; an exact term beats a wildcard, the longest wildcard others",
            *_standing(name, percent, norms),
        )
        for name, percent in percents.items()
    ]  # fmt: skip
    for one in COMPOSITES:
        found = trying.value(one.name, _composite, one, dictionary, words, known, norms)
        rows.append(found or left_out_measure(one.name, "composite", dictionary, words, trying))
    return rows


def left_out_measure(name: str, kind: str, dictionary: Dictionary, words: int, attempts: Attempts) -> StyleMeasure:
    """The row of a measure that was left out, with the reason."""
    return StyleMeasure(name, kind, dictionary.name, words, None, None, "left out", None, attempts.reason(name))


def canonical(category: str) -> str:
    """The name of a category in the spelling of LIWC 2015, whichever edition it comes from."""
    name = category.lower()
    return _ALIASES.get(name, name)


def composite_value(composite: Composite, percents: Mapping[str, float | None]) -> float | None:
    """A composite of percents; None where one of its categories is not known."""
    parts = [(1, name) for name in composite.plus] + [(-1, name) for name in composite.minus]
    values = [(sign, percents.get(name)) for sign, name in parts]
    if any(value is None for _, value in values):
        return None
    return composite.constant + sum(sign * value for sign, value in values if value is not None)


def _composite(
    composite: Composite,
    dictionary: Dictionary,
    words: int,
    percents: Mapping[str, float | None],
    norms: Mapping[str, Norm],
) -> StyleMeasure:
    value = composite_value(composite, percents)
    missing = [name for name in (*composite.plus, *composite.minus) if name not in percents]
    definition = f"{composite.formula()}, each as percent of words ({composite.source})"
    standing, reason = _standing(composite.name, value, norms)
    if missing:
        reason = f"the dictionary has no category {', '.join(missing)}"
    return StyleMeasure(composite.name, "composite", dictionary.name, words, None, value, definition, standing, reason)


def _standing(name: str, value: float | None, norms: Mapping[str, Norm]) -> tuple[float | None, str | None]:
    if value is None:
        return None, "no words were counted"
    norm = norms.get(name)
    if norm is None:
        return None, "no norms were given: the place among other texts is not known"
    return 100 * NormalDist(norm.mean, norm.deviation).cdf(value), None
