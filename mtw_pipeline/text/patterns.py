r"""Regular expressions that find hashtags, handles, links and emoji in the text of a tweet.

What belongs here: patterns as text, in the syntax of RE2, because DuckDB runs them as bound parameters (in Python's
``re`` the ``\x{...}`` and ``\p{...}`` do not work). What does not: words (words.py) and counting (sql/).
RE2 has no look-around: a character before a hashtag or handle is consumed, and the group says what is meant.
"""

from functools import cache
from itertools import groupby

from mtw_pipeline.exports.formats.cells import INVISIBLE
from mtw_pipeline.text.mention_patterns import BLUESKY_MENTION, MASTODON_MENTION, MASTODON_REPLY

# After the grammar of Twitter's own open library, twitter-text. RE2 cannot look around, so that what a sign must not be
# followed by is cut off first (HASHTAG_CUT and MENTION_CUT put ``_`` in place of the sign), and the rest is found by
# what stands before it. All of it runs on a text without INVISIBLE characters and without links (LINK_CUT).
IN_HASHTAGS = (
    r"\p{L}\p{M}\p{Nd}_\x{200C}\x{200D}\x{A67E}\x{5BE}\x{5F3}\x{5F4}\x{FF5E}\x{301C}\x{309B}\x{309C}\x{30A0}\x{30FB}\x{3003}"
    r"\x{F0B}\x{F0C}\x{B7}"
)
"""What a hashtag may hold, as the inside of a class: letters, marks, digits, and signs that some scripts write with."""
HASHTAG_BODY = rf"[{IN_HASHTAGS}]*[\p{{L}}\p{{M}}][{IN_HASHTAGS}]*"
"""A hashtag without its sign, in any script. A number alone is none."""
HASHTAG = rf"(?:^|[^&{IN_HASHTAGS}])[#＃]({HASHTAG_BODY})"
"""Group 1: a hashtag without its sign."""
HASHTAG_CUT = rf"[#＃]({HASHTAG_BODY})([#＃]|://)"
"""What is no hashtag, because of what follows it: groups 1 and 2 stay."""

COMPOSED = (
    r"[\x{00}-\x{12F}\x{131}-\x{2FF}\x{400}-\x{482}\x{48A}-\x{52F}\x{621}-\x{64A}\x{200D}\x{2010}-\x{2027}"
    r"\x{2030}-\x{205E}\x{20AC}\x{2190}-\x{21FF}\x{2600}-\x{27BF}\x{3041}-\x{3098}"
    r"\x{309B}-\x{30FF}\x{4E00}-\x{9FFF}\x{AC00}-\x{D7A3}\x{FE0F}\x{1F000}-\x{1FAFF}]*"
)
"""Group 0, on a whole text: letters, marks and emoji that Unicode's form NFC leaves as they are, whatever stands beside
them, and that need no folding but ' for ’ and lower case. Not all such: those that tweets are mostly written with."""

_ACCENTED = (
    r"\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{24F}\x{253}\x{254}\x{256}\x{257}\x{259}\x{25B}\x{263}\x{268}\x{26F}\x{272}\x{289}"
    r"\x{28B}\x{2BB}\x{300}-\x{36F}\x{1E00}-\x{1EFF}"
)
_SPACES = r"\s\x{85}\x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}"
_HANDLE = "[A-Za-z0-9_]{1,20}"
MENTION = rf"(?:^|[^A-Za-z0-9_!#$%&*@＠]|(?:^|[^A-Za-z0-9_+~.-])(?i:rt):?)[@＠]({_HANDLE})"
"""Group 1: a handle without its sign; not the domain of an e-mail address, nor a list of an account."""
MENTION_CUT = rf"[@＠]({_HANDLE})([@＠{_ACCENTED}]|://|/[A-Za-z])"
"""What is no handle, because of what follows it: an address elsewhere (``@name@server``), an accent, a list."""
REPLY = rf"^[{_SPACES}]*[@＠]({_HANDLE})"
"""Group 1: whom a tweet answers, where only its text says so."""

_PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$"
_IN_DOMAINS = rf"[^{_PUNCTUATION}{_SPACES}\x{{202A}}-\x{{202E}}\x{{0}}-\x{{1F}}\x{{7F}}\"`\x{{2018}}-\x{{201F}}…]"
_LABEL = rf"{_IN_DOMAINS}+(?:-+{_IN_DOMAINS}+)*"
_SUBDOMAIN = rf"{_IN_DOMAINS}+(?:[_-]+{_IN_DOMAINS}+)*"
_IN_PATHS = rf"[a-z\p{{Cyrillic}}0-9!*';:=+,.$/%#\[\]\x{{2013}}_~@|&{_ACCENTED}-]"
_BALANCED = rf"\((?:{_IN_PATHS}|\({_IN_PATHS}+\))+\)"
_PATH_END = rf"(?:[a-z\p{{Cyrillic}}0-9=_#/+{_ACCENTED}-]|{_BALANCED})"
_PATH = rf"(?:{_IN_PATHS}*(?:{_BALANCED}{_IN_PATHS}*)*{_PATH_END}|@{_IN_PATHS}+/)"
_QUERY = r"[a-z0-9!?*'@()\[\];:&=+$/%#\-_.,~|]*[a-z0-9\-_&=#/]"
_SHORT = rf"https?://t\.co/[a-z0-9]{{1,40}}(?:\?{_QUERY})?"
URL = (
    rf"(?i:{_SHORT}"
    rf"|https?://(?:{_SUBDOMAIN}\.)*{_LABEL}\.(?:xn--[a-z0-9-]+|[a-z]{{2,}}|{_IN_DOMAINS}{{2,}})"
    rf"(?::[0-9]+)?(?:/{_PATH}?)?(?:\?{_QUERY})?)"
)
"""Group 0: a link with its scheme, without the punctuation behind it; brackets inside of it are balanced."""
SHORT_LINK = f"(?i:{_SHORT})"
"""A link of t.co, which URL finds too, and first. Where nothing but such links has a slash they are all that LINK_CUT
finds."""
LINK = rf"(?:^|[^A-Za-z0-9@＠$#＃])({URL})"
"""Group 1: a link as X shows one: not what stands behind a sign of a hashtag, handle or cashtag."""
LINK_CUT = rf"{URL}|(^|[^A-Za-z0-9@＠$._-])(?i:(?:[a-z0-9-]+\.)+[a-z]{{2,}}/[^{_SPACES}]*)"
"""A link, or what looks like one without its scheme: no hashtag, mention or word stands in it. Group 1, what stands
before it, stays."""

ADDRESS_OF_TWEET = (
    r"(?i)^(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com/(?:(?:i/web|[^/]+)/status(?:es)?|statuses)/([0-9]+)"
)
"""The address of a tweet, in any form in which X wrote it. Group 1: its id."""

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
        "invisible": INVISIBLE,
        "link": LINK,
        "link_cut": LINK_CUT,
        "hashtag": HASHTAG,
        "hashtag_cut": HASHTAG_CUT,
        "mention": MENTION,
        "mention_cut": MENTION_CUT,
        "reply": REPLY,
        "bluesky_mention": BLUESKY_MENTION,
        "mastodon_mention": MASTODON_MENTION,
        "mastodon_reply": MASTODON_REPLY,
        "emoji": emoji_pattern(),
        "retweet_prefix": RETWEET_PREFIX,
        "own_address": ADDRESS_OF_TWEET,
        "composed": COMPOSED,
    }
