"""What counts as a token of a tweet, and which words are left out when words are counted.

What belongs here: the pattern of a token, stop words, and the parameters of the statements that use them. What does
not: the rules in words (docs/tokens.md) and counting (sql/).
"""

import re
from collections.abc import Sequence
from importlib.resources import files
from unicodedata import normalize

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.cells import INVISIBLE
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.hashtags import as_in_tables
from mtw_pipeline.text.patterns import COMPOSED, HASHTAG_BODY, HASHTAG_CUT, IN_HASHTAGS, LINK_CUT, SHORT_LINK

_HANDLE_OR_ADDRESS = r"[A-Za-z0-9_.]*@[A-Za-z0-9_.]+"
_HANDLE_WITH_SERVER = r"[A-Za-z0-9_.+-]*@[A-Za-z0-9_.-]+(?:@[A-Za-z0-9_.-]+)?"
_LETTERS = r"[\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*"

_HASHTAG_OR_WORD = rf"#{HASHTAG_BODY}|{_LETTERS}(?:'[\p{{L}}\p{{M}}\p{{N}}]+)*"
TOKEN = rf"{_HANDLE_OR_ADDRESS}|{_HASHTAG_OR_WORD}"
"""Group 0, on folded text without links: a handle with its @ or an e-mail address, a hashtag with its #, or a word:
letters of any script, digits inside, apostrophes inside (don't, l'été). A number is no word; a hyphen parts two, and so
does an apostrophe behind a hashtag."""

TOKEN_WITH_SERVER = rf"{_HANDLE_WITH_SERVER}|{_HASHTAG_OR_WORD}"
"""Group 0: the same on platforms whose handles have dots, hyphens and servers."""
HANDLE_OF_X = "@[A-Za-z0-9_]{1,20}"
HANDLE_WITH_SERVER = r"@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)?"
"""A token that is a handle: ``@name``, ``@name.bsky.social``, ``@name@server``."""

_NO_HASHTAG = rf"([&{IN_HASHTAGS}])#"
"""A sign behind a letter: what follows is no hashtag."""
_UNCLEAR_HASHTAG = rf"[&{IN_HASHTAGS}]#|{HASHTAG_CUT}"
_UNCLEAR_HANDLE = r"[A-Za-z0-9_.]@|@[A-Za-z0-9_]*[.@]|@[A-Za-z0-9_]{21}"
_ELONGATED = "|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyz")
_THREE_ALIKE = re.compile(r"([a-z])\1{2,}")
_PLAIN_SIGNS = str.maketrans({"’": "'", "＃": "#", "＠": "@", "＿": "_", "İ": "i"})
_INVISIBLE_SIGNS = frozenset(
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)
_OWN_LISTS = frozenset({"en"})


def token_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of sql/tables/text/tweet_tokens.sql."""
    words = settings.words
    return {
        "invisible": INVISIBLE,
        "short_link": SHORT_LINK,
        "link_cut": LINK_CUT,
        "hashtag_cut": HASHTAG_CUT,
        "no_hashtag": _NO_HASHTAG,
        "unclear_hashtag": _UNCLEAR_HASHTAG,
        "composed": COMPOSED,
        "token": TOKEN,
        "handle_of_x": HANDLE_OF_X,
        "token_with_server": TOKEN_WITH_SERVER,
        "handle_with_server": HANDLE_WITH_SERVER,
        "unclear_handle": _UNCLEAR_HANDLE,
        "elongated": _ELONGATED,
        "keep_handles": words.keep_handles,
        "keep_hashtags": words.keep_hashtags,
        "drop_retweets": words.drop_retweets,
        "dropped": own_tokens(settings) if words.drop_study_hashtags else [],
    }


def own_tokens(settings: StudySettings) -> list[str]:
    """The study's own hashtags as tokens: with three letters alike, and with two, as most tweets have them."""
    own = as_in_tables(settings.hashtags)
    return [f"#{one}" for one in dict.fromkeys((*own, *map(folded, own)))]


def dropped_hashtags(settings: StudySettings) -> str | None:
    """A pattern of the study's own hashtags, where they are left out of texts; group 1, what stands behind, stays."""
    if not settings.words.drop_study_hashtags:
        return None
    own = "|".join(map(re.escape, dict.fromkeys((*settings.hashtags, *as_in_tables(settings.hashtags)))))
    return rf"(?i)[#＃](?:{own})($|[^{IN_HASHTAGS}])"


def counted_parameters(settings: StudySettings) -> dict[str, object]:
    """The parameters of the statements that leave stop words out."""
    return {"stop_words": stop_word_list(settings)}


def pair_parameters() -> dict[str, object]:
    """The parameter of the statement on pairs of words: how often one is used that is counted."""
    return {"fewest_uses": 2}


def stop_word_list(settings: StudySettings) -> list[str]:
    """The stop words of the study: those of its languages, and its own."""
    words = settings.words
    return [*stop_words(words.stop_words), *(folded(word) for word in words.extra_stop_words)]


def folded(word: str) -> str:
    """A word of a list in the form in which tokens are written (docs/tokens.md): ``hmmm*`` is ``hmm*``."""
    plain = word.strip()
    if not plain.isascii():
        visible = "".join(sign for sign in normalize("NFC", plain) if sign not in _INVISIBLE_SIGNS)
        plain = visible.translate(_PLAIN_SIGNS).lower().replace("i\u0307", "i")
    return _THREE_ALIKE.sub(r"\1\1", plain.lower())


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


def has_stop_words(language: str) -> bool:
    """Whether there is a list of stop words for a language, by its ISO 639-1 code."""
    if language in _OWN_LISTS:
        return True
    import stopwordsiso

    return bool(stopwordsiso.has_lang(language))


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
