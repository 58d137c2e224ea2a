r"""Regular expressions that find hashtags, handles, links and emoji in the text of a tweet.

What belongs here: patterns as text, in the syntax of RE2, because DuckDB runs them as bound parameters (in Python's
``re`` the ``\x{...}`` and ``\p{...}`` do not work). What does not: words (words.py) and counting (sql/).
RE2 has no look-around: a character before a hashtag or handle is consumed, and the group says what is meant.
"""

from mtw_pipeline.exports.formats.cells import INVISIBLE

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
URL = (
    rf"(?i:https?://t\.co/[a-z0-9]{{1,40}}(?:\?{_QUERY})?"
    rf"|https?://(?:{_SUBDOMAIN}\.)*{_LABEL}\.(?:xn--[a-z0-9-]+|[a-z]{{2,}}|{_IN_DOMAINS}{{2,}})"
    rf"(?::[0-9]+)?(?:/{_PATH}?)?(?:\?{_QUERY})?)"
)
"""Group 0: a link with its scheme, without the punctuation behind it; brackets inside of it are balanced."""
LINK = rf"(?:^|[^A-Za-z0-9@＠$#＃])({URL})"
"""Group 1: a link as X shows one: not what stands behind a sign of a hashtag, handle or cashtag."""
LINK_CUT = rf"{URL}|(^|[^A-Za-z0-9@＠$._-])(?i:(?:[a-z0-9-]+\.)+[a-z]{{2,}}/[^{_SPACES}]*)"
"""A link, or what looks like one without its scheme: no hashtag, mention or word stands in it. Group 1, what stands
before it, stays."""

ADDRESS_OF_TWEET = (
    r"(?i)^(?:https?://)?(?:(?:www|m|mobile)\.)?(?:twitter|x)\.com/(?:(?:i/web|[^/]+)/status(?:es)?|statuses)/[0-9]+"
)
"""The address of a tweet, in any form in which X wrote it."""

RETWEET_PREFIX = r"^\s*RT @([A-Za-z0-9_]{1,20}):?\s*"
"""Group 1: the handle of the original's author, where only the text says that a tweet is a retweet."""

# The code points of emoji sequences in Unicode Emoji 17.0 (the data of the package emoji 2.16): ASCII, skin tones,
# regional indicators, tags and joiners apart, and without the four that X shows as emoji only before U+FE0F: the
# signs of copyright, registration and trade mark, and the pawn.
_BASE = (
    r"["
    r"\x{203C}\x{2049}\x{2139}\x{2194}-\x{2199}\x{21A9}-\x{21AA}\x{231A}-\x{231B}\x{2328}\x{23CF}"
    r"\x{23E9}-\x{23F3}\x{23F8}-\x{23FA}\x{24C2}\x{25AA}-\x{25AB}\x{25B6}\x{25C0}\x{25FB}-\x{25FE}"
    r"\x{2600}-\x{2604}\x{260E}\x{2611}\x{2614}-\x{2615}\x{2618}\x{261D}\x{2620}\x{2622}-\x{2623}\x{2626}"
    r"\x{262A}\x{262E}-\x{262F}\x{2638}-\x{263A}\x{2640}\x{2642}\x{2648}-\x{2653}\x{2660}\x{2663}"
    r"\x{2665}-\x{2666}\x{2668}\x{267B}\x{267E}-\x{267F}\x{2692}-\x{2697}\x{2699}\x{269B}-\x{269C}"
    r"\x{26A0}-\x{26A1}\x{26A7}\x{26AA}-\x{26AB}\x{26B0}-\x{26B1}\x{26BD}-\x{26BE}\x{26C4}-\x{26C5}"
    r"\x{26C8}\x{26CE}-\x{26CF}\x{26D1}\x{26D3}-\x{26D4}\x{26E9}-\x{26EA}\x{26F0}-\x{26F5}"
    r"\x{26F7}-\x{26FA}\x{26FD}\x{2702}\x{2705}\x{2708}-\x{270D}\x{270F}\x{2712}\x{2714}\x{2716}\x{271D}"
    r"\x{2721}\x{2728}\x{2733}-\x{2734}\x{2744}\x{2747}\x{274C}\x{274E}\x{2753}-\x{2755}\x{2757}"
    r"\x{2763}-\x{2764}\x{2795}-\x{2797}\x{27A1}\x{27B0}\x{27BF}\x{2934}-\x{2935}\x{2B05}-\x{2B07}"
    r"\x{2B1B}-\x{2B1C}\x{2B50}\x{2B55}\x{3030}\x{303D}\x{3297}\x{3299}\x{1F004}\x{1F0CF}"
    r"\x{1F170}-\x{1F171}\x{1F17E}-\x{1F17F}\x{1F18E}\x{1F191}-\x{1F19A}\x{1F201}-\x{1F202}\x{1F21A}"
    r"\x{1F22F}\x{1F232}-\x{1F23A}\x{1F250}-\x{1F251}\x{1F300}-\x{1F321}\x{1F324}-\x{1F393}"
    r"\x{1F396}-\x{1F397}\x{1F399}-\x{1F39B}\x{1F39E}-\x{1F3F0}\x{1F3F3}-\x{1F3F5}\x{1F3F7}-\x{1F3FA}"
    r"\x{1F400}-\x{1F4FD}\x{1F4FF}-\x{1F53D}\x{1F549}-\x{1F54E}\x{1F550}-\x{1F567}\x{1F56F}-\x{1F570}"
    r"\x{1F573}-\x{1F57A}\x{1F587}\x{1F58A}-\x{1F58D}\x{1F590}\x{1F595}-\x{1F596}\x{1F5A4}-\x{1F5A5}"
    r"\x{1F5A8}\x{1F5B1}-\x{1F5B2}\x{1F5BC}\x{1F5C2}-\x{1F5C4}\x{1F5D1}-\x{1F5D3}\x{1F5DC}-\x{1F5DE}"
    r"\x{1F5E1}\x{1F5E3}\x{1F5E8}\x{1F5EF}\x{1F5F3}\x{1F5FA}-\x{1F64F}\x{1F680}-\x{1F6C5}"
    r"\x{1F6CB}-\x{1F6D2}\x{1F6D5}-\x{1F6D9}\x{1F6DC}-\x{1F6E5}\x{1F6E9}\x{1F6EB}-\x{1F6EC}\x{1F6F0}"
    r"\x{1F6F3}-\x{1F6FC}\x{1F7E0}-\x{1F7EB}\x{1F7F0}\x{1F90C}-\x{1F93A}\x{1F93C}-\x{1F945}"
    r"\x{1F947}-\x{1F9FF}\x{1FA70}-\x{1FA7C}\x{1FA80}-\x{1FAC6}\x{1FAC8}\x{1FACC}-\x{1FADD}"
    r"\x{1FADF}-\x{1FAEB}\x{1FAEF}-\x{1FAFA}"
    r"]"
)
_SKIN_TONE = r"[\x{1F3FB}-\x{1F3FF}]"
_ELEMENT = rf"(?:{_BASE}|[\x{{A9}}\x{{AE}}\x{{2122}}\x{{265F}}]\x{{FE0F}})[\x{{FE0E}}\x{{FE0F}}]?{_SKIN_TONE}?"

EMOJI = (
    r"[\x{1F1E6}-\x{1F1FF}]{2}"
    r"|\x{1F3F4}[\x{E0020}-\x{E007E}]+\x{E007F}"
    r"|[0-9#*]\x{FE0F}?\x{20E3}"
    rf"|{_ELEMENT}(?:\x{{200D}}{_ELEMENT})*"
    rf"|{_SKIN_TONE}"
)
"""Group 0: an emoji as a person sees it: a flag, a family with joiners, a hand with its skin tone are one each.

One that holds U+FE0E is asked to be shown as text, and is to be left out.
"""


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
        "emoji": EMOJI,
        "retweet_prefix": RETWEET_PREFIX,
        "own_address": ADDRESS_OF_TWEET,
    }
