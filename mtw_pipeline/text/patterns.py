r"""Regular expressions that find hashtags, handles, links and emoji in the text of a tweet.

What belongs here: patterns as text, in the syntax of RE2, because DuckDB runs them as bound parameters (in Python's
``re`` the ``\x{...}`` and ``\p{...}`` do not work). What does not: words (words.py) and counting (sql/).
RE2 has no look-around: a character before a hashtag or handle is consumed, and the group says what is meant.
"""

from functools import cache
from itertools import groupby

HASHTAG = r"(?:^|[^\p{L}\p{M}\p{N}_&/#＃])[#＃]([\p{L}\p{M}\p{N}_]*[\p{L}][\p{L}\p{M}\p{N}_]*)"
"""Group 1: a hashtag without its sign, in any script. A number alone is none, nor is ``&#39;``."""

MENTION = r"(?:^|[^A-Za-z0-9_@＠!#$%&*/])[@＠]([A-Za-z0-9_]{1,20})"
"""Group 1: a handle without its sign; not the domain of an e-mail address."""

URL = r"https?://[^\s<>\"]*[^\s<>\".,;:!?'’”)\]}…]"
"""Group 0: a link, without the punctuation behind it."""

RETWEET_PREFIX = r"^\s*RT @([A-Za-z0-9_]{1,20}):?\s*"
"""Group 1: the handle of the original's author, where only the text says that a tweet is a retweet."""

_APART = frozenset(
    {
        *range(0x80), *range(0x1F1E6, 0x1F200), *range(0x1F3FB, 0x1F400), *range(0xE0000, 0xE0080),
        0x200D, 0x20E3, 0xFE0E, 0xFE0F, 0xA9, 0xAE, 0x2122, 0x265F,
    }
)  # fmt: skip
"""Code points of emoji sequences that stand for none by themselves: ASCII, regional indicators, skin tones, tags,
joiners; and the four that X shows as emoji only before U+FE0F: the signs of copyright, registration and trade mark, and
the pawn."""
_SKIN_TONE = r"[\x{1F3FB}-\x{1F3FF}]"


@cache
def emoji_pattern() -> str:
    """Group 0: an emoji as a person sees it: a flag, a family with joiners, a hand with its skin tone are one each.

    One that holds U+FE0E is asked to be shown as text, and is to be left out. The code points are those of Unicode's
    emoji sequences in the installed version of the package emoji.
    """
    element = (
        rf"(?:[{_code_points()}]|[\x{{A9}}\x{{AE}}\x{{2122}}\x{{265F}}]\x{{FE0F}})[\x{{FE0E}}\x{{FE0F}}]?{_SKIN_TONE}?"
    )
    return (
        r"[\x{1F1E6}-\x{1F1FF}]{2}"
        r"|\x{1F3F4}[\x{E0020}-\x{E007E}]+\x{E007F}"
        r"|[0-9#*]\x{FE0F}?\x{20E3}"
        rf"|{element}(?:\x{{200D}}{element})*"
        rf"|{_SKIN_TONE}"
    )


def _code_points() -> str:
    """The code points of which emoji are made, in ranges."""
    import emoji

    points = sorted({ord(sign) for sequence in emoji.EMOJI_DATA for sign in sequence} - _APART)
    runs = groupby(enumerate(points), key=lambda numbered: numbered[1] - numbered[0])
    ends = [(run[0][1], run[-1][1]) for run in (list(numbered) for _, numbered in runs)]
    return "".join(rf"\x{{{first:X}}}" + (rf"-\x{{{last:X}}}" if last > first else "") for first, last in ends)


def tweet_patterns() -> dict[str, object]:
    """The parameters of sql/tables/tweets/tweets.sql."""
    return {
        "hashtag": HASHTAG, "mention": MENTION, "url": URL, "emoji": emoji_pattern(), "retweet_prefix": RETWEET_PREFIX,
    }  # fmt: skip
