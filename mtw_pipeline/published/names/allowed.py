"""Words that stay in texts although an account is called so.

What belongs here: where such words come from. What does not: masking (masking/). Which words and why:
docs/decisions/0050-pseudonyms.md.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mtw_pipeline.installation import own_texts
from mtw_pipeline.published.names.folding import WORD, canonical, words_in_own_letters, words_of
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.text.words import has_stop_words, stop_words

_PLATFORMS_AND_ENDINGS = (
    "twitter", "tweet", "facebook", "instagram", "linkedin", "youtube", "google", "tiktok", "whatsapp", "pinterest",
    "reddit", "snapchat", "telegram", "bluesky", "mastodon", "threads",
    "http", "https", "www", "com", "org", "net",
)  # fmt: skip
_MENTION = re.compile(r"@\S+")


@dataclass(frozen=True)
class AllowedWords:
    """What may stand although somebody is called so, folded.

    Args:
        words: single words.
        phrases: several words in a row.
        function_words: words of which a display name may be made without being looked for in texts.
        languages: the languages of the texts, whose grammar writes onto names.
    """

    words: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    function_words: frozenset[str]
    languages: frozenset[str] = frozenset()


def allowed_words(settings: StudySettings, languages: Iterable[str] = ()) -> AllowedWords:
    """Stop words, the shipped lists of words, platforms, and what study.toml itself names.

    Args:
        settings: the study's settings.
        languages: the languages that its tweets are in, whose stop words are no names.
    """
    spoken = {"en", *settings.words.stop_words, *filter(has_stop_words, languages)}
    function_words = _single(stop_words(sorted(spoken)))
    phrases = {form for one in (*settings.publish.words, *settings.hashtags) for form in _forms(one)}
    listed = _shipped() | _single((*_PLATFORMS_AND_ENDINGS, *_of_settings(settings)))
    single = {words[0] for words in phrases if len(words) == 1}
    return AllowedWords(
        frozenset(function_words | listed | single),
        frozenset(words for words in phrases if len(words) > 1),
        frozenset(function_words),
        frozenset(spoken),
    )


def texts_without_words(settings: StudySettings) -> Iterator[str]:
    """What ``[publish] words`` names in vain, in a sentence."""
    wrong = [repr(one) for one in settings.publish.words if not words_of(one)]
    if wrong:
        yield f"study.toml, [publish] words: there is no word in {', '.join(wrong)}, so that it lets nothing stand"


@cache
def own_words() -> frozenset[str]:
    """Every word of the program's code, statements and templates, in lower case; the name of a column is one.

    Reading them takes a moment: for who has found somebody in what the program says.
    """
    return frozenset(word for text in own_texts() for word in WORD.findall(text.lower()))


def _single(texts: Iterable[str]) -> set[str]:
    return {words[0] for one in texts for words in _forms(one) if len(words) == 1}


def _forms(text: str) -> set[tuple[str, ...]]:
    """The words of a text, folded, and in their own letters: ``løve`` beside ``love``."""
    return {words_of(text), *(() if text.isascii() else (words_in_own_letters(text),))}


@cache
def _shipped() -> frozenset[str]:
    """The words of the shipped lists and of the shipped dictionary, a beginning of words as if it were one."""
    listed = (_lines("word_lists", f"{name}.txt") for name in ("positive", "negative"))
    dictionary = (line.partition("\t")[0].rstrip("*") for line in _lines("dictionaries", "open_english.dic"))
    return frozenset(_single((*(line for lines in listed for line in lines), *dictionary)))


def _lines(folder: str, name: str) -> list[str]:
    text = files("mtw_pipeline.text").joinpath(folder, name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith(("#", "%")) and not line[:1].isdigit()]


def _of_settings(settings: StudySettings) -> Iterable[str]:
    """What a study lists and calls its categories; whom it names there with @ is somebody, and no word of it."""
    for one in settings.word_lists:
        yield one.name
        yield from map(_without_mentions, one.words)
    for variable in settings.codebook:
        yield variable.name
        yield from _words_in(category.name for category in variable.categories)
    for theme in settings.themes:
        yield from _words_in((theme.name, theme.kind_of_knowledge, theme.motivation))
    yield from (one.name for one in settings.network.leader_classes)


def _words_in(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in words_of(_without_mentions(text)))


def _without_mentions(text: str) -> str:
    return _MENTION.sub(" ", canonical(text))
