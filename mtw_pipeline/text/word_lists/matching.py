"""Terms of lists that no word can be, told before anybody reads a count of zero as a finding.

What belongs here: whether a term can be a token (docs/tokens.md), and why not. What does not: reading lists
(__init__.py), dictionaries, whose terms may be phrases and marks (text/dictionaries/).
"""

import unicodedata
from collections.abc import Iterator
from contextlib import suppress

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import WordSettings
from mtw_pipeline.text.study_hashtags import is_of_hashtag
from mtw_pipeline.text.word_lists import terms_of_study
from mtw_pipeline.text.words import folded

_SHOWN = 5
_IN_HANDLES = frozenset("@abcdefghijklmnopqrstuvwxyz0123456789_.-")


def terms_without_matches(study: Study) -> Iterator[str]:
    """What is to be said of the study's own lists and stop words, a sentence a list of which some terms match nothing.

    A list that cannot be read is left to the run.
    """
    words = study.settings.words
    for one in study.settings.word_lists:
        with suppress(UserError):
            wrong = [
                f"{place}{term!r} ({why})"
                for place, term in terms_of_study(one, study.root)
                if (why := why_no_token(term, words)) is not None
            ]
            if wrong:
                yield _said(f"[[word_lists]] {one.name!r}", wrong)
    wrong = [
        f"{word!r} ({why})" for word in words.extra_stop_words if (why := why_no_stop_word(word, words)) is not None
    ]
    if wrong:
        yield _said("[words] extra_stop_words", wrong)


def why_no_stop_word(word: str, words: WordSettings) -> str | None:
    """Why a stop word leaves nothing out, or None where it can."""
    if word.strip().endswith("*"):
        return "a stop word is a whole word; its * is none"
    return why_no_token(word, words)


def why_no_token(term: str, words: WordSettings) -> str | None:
    """Why no token of a tweet is what a term of a list says, or None where one can be.

    Args:
        term: as somebody wrote it; with ``*`` at its end it stands for all words that begin so.
        words: which tokens the study counts.
    """
    written = folded(term)
    bare = written.rstrip("*")
    is_beginning = bare != written
    if not bare:
        return "it is no word"
    if any(sign.isspace() for sign in bare):
        return "a list holds single words; phrases belong into a dictionary, [style] dictionary"
    if "*" in bare:
        return "a * stands at the end of a word"
    if "@" in bare:
        return _why_no_handle(bare, words)
    if bare.startswith("#"):
        return _why_no_hashtag(bare[1:], words, is_beginning=is_beginning)
    return _why_no_word(bare, is_beginning=is_beginning)


def _why_no_handle(bare: str, words: WordSettings) -> str | None:
    if not bare.startswith("@"):
        return "addresses are no words"
    strange = next((sign for sign in bare if sign not in _IN_HANDLES), None)
    if strange is not None:
        return f"no handle holds {strange!r}"
    return None if words.keep_handles else "handles are counted with keep_handles = true under [words] alone"


def _why_no_hashtag(body: str, words: WordSettings, *, is_beginning: bool) -> str | None:
    if not words.keep_hashtags:
        return "hashtags are left out: keep_hashtags = false under [words]"
    strange = next((sign for sign in body if not is_of_hashtag(sign)), None)
    if strange is not None:
        return f"no hashtag holds {strange!r}"
    if not is_beginning and not any(_kind(sign) in "LM" for sign in body):
        return "a hashtag has a letter in it"
    return None


def _why_no_word(bare: str, *, is_beginning: bool) -> str | None:
    strange = next((sign for sign in bare if not _is_of_word(sign) and sign != "'"), None)
    if strange is not None:
        return f"{strange!r} is no part of a word"
    first, *further = bare.split("'")
    is_whole = bool(further) or not is_beginning
    if is_whole and not any(_kind(sign) == "L" for sign in first):
        return "a word begins with no apostrophe" if not first else "a number is no word"
    ends = further[:-1] if is_beginning else further
    if "" in ends or any("_" in one for one in further):
        return "an apostrophe stands between letters"
    return None


def _is_of_word(sign: str) -> bool:
    return sign == "_" or _kind(sign) in "LMN"


def _kind(sign: str) -> str:
    return unicodedata.category(sign)[0]


def _said(where: str, wrong: list[str]) -> str:
    more = f"; and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
    return f"study.toml, {where}: nothing can match {', '.join(wrong[:_SHOWN])}{more}"
