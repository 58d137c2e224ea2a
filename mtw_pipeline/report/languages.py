"""The languages of the tweets: what the platform's codes stand for, and what follows for measures that know English.

What belongs here: names of languages, and which of them matter to a measure. What does not: detecting a language, which
nothing here does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mtw_pipeline.report.figures import Category

_NAMES = {
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "bo": "Tibetan", "bs": "Bosnian",
    "ca": "Catalan", "ckb": "Sorani Kurdish", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "dv": "Maldivian", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "hi-latn": "Hindi in Latin letters", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "in": "Indonesian", "is": "Icelandic", "it": "Italian", "iw": "Hebrew",
    "ja": "Japanese", "ka": "Georgian", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "lo": "Lao",
    "lt": "Lithuanian", "lv": "Latvian", "ml": "Malayalam", "mr": "Marathi", "ms": "Malay", "my": "Burmese",
    "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "or": "Odia", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sd": "Sindhi", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
    "zh-cn": "Chinese, simplified", "zh-tw": "Chinese, traditional",
}  # fmt: skip
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
        """Its name in English; the code itself where it is not among those that platforms are known to use."""
        if self.language is None:
            return None
        return {**_NAMES, **_NO_LANGUAGE}.get(self.language.lower(), self.language)


@dataclass(frozen=True)
class Languages:
    """The languages of a window's tweets, the commonest first."""

    counts: Sequence[LanguageCount]

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
        named = [Category(one.name or "not known", one.tweets) for one in self.counts[:_SHOWN]]
        others = self.counts[_SHOWN:]
        return [*named, *([Category(f"{len(others)} others", sum(one.tweets for one in others))] if others else ())]

    def without_stop_words(self, lists: Iterable[str]) -> list[str]:
        """Names of the languages of at least a twentieth of the tweets for which no list of stop words is set.

        Args:
            lists: the lists of stop words that the study leaves out, by the language's code.
        """
        known = {*lists, *_WITHOUT_BLANKS}
        return [one.name or "" for one in self._frequent if one.code not in known]

    @property
    def without_blanks(self) -> list[str]:
        """Names of the languages of at least a twentieth of the tweets that put no blank between words."""
        return [one.name or "" for one in self._frequent if one.code in _WITHOUT_BLANKS]

    @property
    def _frequent(self) -> list[LanguageCount]:
        return [one for one in self.counts if one.is_told and one.tweets >= _WORTH_A_WORD * self.told]
