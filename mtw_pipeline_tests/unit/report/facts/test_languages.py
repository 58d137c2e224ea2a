"""Languages: codes of platforms, old and new, and what is no language."""

import pytest

from mtw_pipeline.report.facts.languages import LanguageCount, Languages
from mtw_pipeline.report.facts.tweets import Category

NAMES_OF_THE_PLATFORM = {
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "bo": "Tibetan", "bs": "Bosnian",
    "ca": "Catalan", "ckb": "Sorani Kurdish", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "dv": "Maldivian", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "hi-Latn": "Hindi in Latin letters", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "in": "Indonesian", "is": "Icelandic", "it": "Italian", "iw": "Hebrew",
    "ja": "Japanese", "ka": "Georgian", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "lo": "Lao",
    "lt": "Lithuanian", "lv": "Latvian", "ml": "Malayalam", "mr": "Marathi", "ms": "Malay", "my": "Burmese",
    "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "or": "Odia", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sd": "Sindhi", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
    "zh-CN": "Chinese, simplified", "zh-TW": "Chinese, traditional",
}  # fmt: skip


def test_every_language_of_the_platform_has_the_name_that_readers_know() -> None:
    assert {code: LanguageCount(code, 1).name for code in NAMES_OF_THE_PLATFORM} == NAMES_OF_THE_PLATFORM


@pytest.mark.parametrize(
    ("code", "name", "iso", "is_told"),
    [
        ("en", "English", "en", True),
        ("EN", "English", "en", True),
        ("in", "Indonesian", "id", True),
        ("iw", "Hebrew", "he", True),
        ("zh-tw", "Chinese, traditional", "zh", True),
        ("en-gb", "English (United Kingdom)", "en", True),
        ("sr-Latn-RS", "Serbian (Latin, Serbia)", "sr", True),
        ("hi-Latn", "Hindi in Latin letters", "hi", True),
        ("in-id", "Indonesian (Indonesia)", "id", True),
        ("lolc", "lolc", "lolc", True),
        ("\u202e<b>", "\u202e<b>", "\u202e<b>", True),
        ("", "", "", True),
        ("und", "no language recognised", "und", False),
        ("qme", "only links to media", "qme", False),
        (None, None, "", False),
    ],
)
def test_what_a_code_stands_for(code: str | None, name: str | None, iso: str, *, is_told: bool) -> None:
    one = LanguageCount(code, 1)
    assert (one.name, one.code, one.is_told) == (name, iso, is_told)


def test_shares_rest_on_tweets_whose_language_is_told() -> None:
    languages = Languages(
        [LanguageCount("en", 60), LanguageCount("und", 900), LanguageCount("in", 38), LanguageCount("de", 2)]
    )
    assert (languages.told, languages.not_english) == (100, 40)
    assert languages.without_stop_words(["en"]) == ["Indonesian"]
    assert languages.without_stop_words(["en", "id"]) == []
    assert Languages([]).without_stop_words([]) == []


def test_a_language_without_blanks_is_no_matter_of_stop_words() -> None:
    languages = Languages([LanguageCount("ja", 90), LanguageCount("zh-tw", 10), LanguageCount("th", 1)])
    assert languages.without_blanks == ["Japanese", "Chinese, traditional"]
    assert languages.without_stop_words([]) == []


def test_rare_languages_are_summed() -> None:
    languages = Languages([LanguageCount(f"x{number}", 20 - number) for number in range(11)])
    assert languages.shown[7:] == [Category("x7", 13), Category("3 others", 12 + 11 + 10)]
