"""The languages of the tweets: what the platform's codes stand for, and what follows for measures that know English.

What belongs here: names of languages, and which of them matter to a measure. What does not: detecting a language, which
nothing here does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtw_pipeline.report.facts.tweets import Category
from mtw_pipeline.report.withheld import OfTheProgram
from mtw_pipeline.wording import number_of

_NAMED_OTHERWISE = {
    "bn": "Bengali", "ckb": "Sorani Kurdish", "dv": "Maldivian", "hi-latn": "Hindi in Latin letters",
    "zh-cn": "Chinese, simplified", "zh-tw": "Chinese, traditional",
}  # fmt: skip
"""Languages that Unicode names otherwise than readers and the platform do: Bangla, Central Kurdish, Divehi, ..."""
_NO_LANGUAGE = {
    "und": "no language recognised", "qam": "only mentions", "qct": "only cashtags", "qht": "only hashtags",
    "qme": "only links to media", "qst": "too short a text", "zxx": "only media or a card",
}  # fmt: skip
_WITHOUT_BLANKS = frozenset({"ja", "zh", "th", "lo", "km", "my", "bo"})
_NEWER_CODES = {"in": "id", "iw": "he"}
_SHOWN = 8
_WORTH_A_WORD = 0.05


@dataclass(frozen=True)
class LanguageCount:
    """Tweets in one language, by the platform's code; None where no export says it."""

    language: str | None
    tweets: int

    @property
    def is_told(self) -> bool:
        """Whether the platform named a language at all."""
        return self.language is not None and self.language.lower() not in _NO_LANGUAGE

    @property
    def code(self) -> str:
        """The code of ISO 639-1 where there is one, without a country or script."""
        first = (self.language or "").lower().partition("-")[0]
        return _NEWER_CODES.get(first, first)

    @property
    def name(self) -> str | None:
        """Its name in English; the code itself where it is none of a language."""
        if self.language is None:
            return None
        code = self.language.lower()
        return _NO_LANGUAGE.get(code) or _NAMED_OTHERWISE.get(code) or _english_name(code) or self.language

    @property
    def shown_name(self) -> str:
        """Its name for a page; one that is known to be no person's stays one of the program."""
        name = self.name or "not known"
        return OfTheProgram(name) if self.language is None or isinstance(self.language, OfTheProgram) else name


@dataclass(frozen=True)
class Languages:
    """The languages of a window's tweets, the commonest first."""

    counts: Sequence[LanguageCount]

    @property
    def are_in_an_export(self) -> bool:
        """Whether an export says a language of any tweet, or that none was recognised."""
        return any(one.language is not None for one in self.counts)

    @property
    def told(self) -> int:
        """Tweets of which the platform named a language."""
        return sum(one.tweets for one in self.counts if one.is_told)

    @property
    def not_english(self) -> int:
        """Of these, tweets in another language than English."""
        return sum(one.tweets for one in self.counts if one.is_told and one.code != "en")

    @property
    def shown(self) -> list[Category]:
        """The commonest by name, and all others together."""
        named = [Category(one.shown_name, one.tweets) for one in self.counts[:_SHOWN]]
        others = self.counts[_SHOWN:]
        return [
            *named,
            *([Category(number_of(len(others), "other"), sum(one.tweets for one in others))] if others else ()),
        ]

    def without_stop_words(self, lists: Iterable[str]) -> list[str]:
        """Names of the languages of at least a twentieth of the tweets for which no list of stop words is set.

        Args:
            lists: the lists of stop words that the study leaves out, by the language's code.
        """
        known = {*lists, *_WITHOUT_BLANKS}
        return [one.shown_name for one in self._frequent if one.code not in known]

    @property
    def without_blanks(self) -> list[str]:
        """Names of the languages of at least a twentieth of the tweets that put no blank between words."""
        return [one.shown_name for one in self._frequent if one.code in _WITHOUT_BLANKS]

    @property
    def _frequent(self) -> list[LanguageCount]:
        return [one for one in self.counts if one.is_told and one.tweets >= _WORTH_A_WORD * self.told]


def _english_name(code: str) -> str | None:
    """What Unicode calls a language in English, with its script and country where the code names them."""
    from babel import Locale
    from babel.core import parse_locale

    try:
        language, territory, script = parse_locale(code, sep="-")[:3]
    except ValueError:
        return None
    english = Locale("en")
    name = english.languages.get(_NEWER_CODES.get(language, language))
    details = [english.scripts.get(script or ""), english.territories.get(territory or "")]
    told = ", ".join(detail for detail in details if detail)
    return f"{name} ({told})" if name and told else name
