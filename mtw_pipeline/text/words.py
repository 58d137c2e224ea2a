"""What counts as a token of a tweet, and which words are left out when words are counted.

What belongs here: the pattern of a token, stop words, and the parameters of the statements that use them. What does
not: the rules in words (docs/tokens.md) and counting (sql/).
"""

from collections.abc import Sequence
from importlib.resources import files

from mtw_pipeline.errors import UserError
from mtw_pipeline.settings import StudySettings
from mtw_pipeline.text.patterns import URL

_HANDLE_OR_ADDRESS = r"[A-Za-z0-9_.]*@[A-Za-z0-9_.]+"
_LETTERS = r"[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*"

TOKEN = rf"{_HANDLE_OR_ADDRESS}|#?{_LETTERS}(?:'[\p{{L}}\p{{M}}\p{{N}}]+)*"
"""Group 0, on folded text without links: a handle with its @ or an e-mail address, a hashtag with its #, or a word:
letters of any script, digits inside, apostrophes inside (don't, l'été). A number is no word; a hyphen parts two."""

_ELONGATED = "|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyz")
_OWN_LISTS = frozenset({"en"})


def token_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of sql/tweet_tokens.sql."""
    words = settings.words
    own = [f"#{hashtag.lower()}" for hashtag in settings.hashtags] if words.drop_study_hashtags else []
    return {
        "url": URL,
        "token": TOKEN,
        "elongated": _ELONGATED,
        "keep_handles": words.keep_handles,
        "keep_hashtags": words.keep_hashtags,
        "drop_retweets": words.drop_retweets,
        "dropped": own,
    }


def counted_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of the statements that leave stop words out."""
    words = settings.words
    return {"stop_words": [*stop_words(words.stop_words), *(folded(word) for word in words.extra_stop_words)]}


def folded(word: str) -> str:
    """A word of a list in the form in which tokens are written."""
    return word.strip().lower().replace("’", "'").replace("＃", "#").replace("＠", "@")


def stop_words(languages: Sequence[str]) -> tuple[str, ...]:
    """The words that are left out when words are counted, folded, each once.

    English ones are this program's own; those of other languages are the lists of stopwords-iso (MIT licence).

    Args:
        languages: ISO 639-1 codes.

    Raises:
        UserError: there is no list for a language.
    """
    found: dict[str, None] = {}
    for language in languages:
        found.update(dict.fromkeys(_list_of(language)))
    return tuple(found)


def _list_of(language: str) -> list[str]:
    if language in _OWN_LISTS:
        path = files("mtw_pipeline.text").joinpath("stop_words", f"{language}.txt")
        lines = path.read_text(encoding="utf-8").splitlines()
        return [folded(word) for line in lines if not line.startswith("#") for word in line.split()]
    import stopwordsiso

    if not stopwordsiso.has_lang(language):
        raise UserError(
            f"There are no stop words for the language {language!r}",
            where="study.toml, [words] stop_words",
            remedy="Leave it out and list the words under extra_stop_words",
        )
    return sorted({folded(word) for word in stopwordsiso.stopwords(language)})
