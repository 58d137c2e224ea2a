"""Addresses in texts: links cut to their registered domain, mail, telephone numbers.

What belongs here: how an address is written, in all its forms, and what of a link may stay. What does not: names
(names/).
"""

import re
from collections.abc import Callable, Collection

from mtw_pipeline.published.names.folding import MARKS
from mtw_pipeline.text.domains import SECOND_LEVELS

_AT = r"(?:at|arroba)"
_DOT = r"(?:\.|\s*[(\[{<]\s*(?:dot|punto|punkt|\.)\s*[)\]}>]\s*|\s+(?:dot|punto|punkt)\s+)"
_HOST = rf"[\w-]+(?:{_DOT}[\w-]+)*"
_FULL_HOST = rf"[\w-]+(?:{_DOT}[\w-]+)+"
SPELLED_MAIL = re.compile(
    rf"(?i)(?<![\w.+%-])(?:[\w.+%-]++\s*[(\[{{<]\s*(?:{_AT}|@)\s*[)\]}}>]\s*{_HOST}"
    rf"|[\w.+%-]++\s+(?:{_AT}|@)\s+{_FULL_HOST}"
    r"|[\w.+%-]+_at_(?:(?!_at_)[\w-])+_dot_\w+"
    r"|(?-i:[\w.+%-]*\wAT(?:(?!\wAT)[\w-])+DOT\w+))"
)
"""An e-mail address that is spelled, so that no program finds it: ann (at) example, ann at example dot org.

It begins where what it may be written with does, and its host is what stands behind its last @: each sign is read once.
"""

SIGN_OF_SPELLED_MAIL = re.compile(r"(?i)[\s(\[{<](?:at|arroba|@)[\s)\]}>]|_at_|(?-i:\wAT\w)")
"""What every address that ``SPELLED_MAIL`` finds has in it; far quicker to look for."""

MAIL = r"[.+%-]{0,64}+\w[\w.+%-]{0,254}+@(?:[\w-]{3,}|[\w-]+\.[\w-]+)(?:\.[\w-]+)*"
"""Also without a dot in the host (``ann@localhost``); not an ending of both genders, as in the Spanish ``tod@s``.

The longest address has 254 characters. Without an end to it, and to a scheme, each word of a token of thousands of
words would be read on to the token's end.
"""
CONTACT = r"(?i:\b(?:mailto|tel|sms|skype|xmpp|acct|facetime|callto|whatsapp|sips?|tg|irc|did:[a-z]+):)\S+"
_LETTER = rf"\w{MARKS}"
LINK = (
    r"(?i:[a-z][a-z0-9+.-]{0,254}+://)[^\s<>\"]+"
    rf"|(?<![{_LETTER}@.-])(?:[{_LETTER}-]++\.)+[^\W\d_](?:[^\W\d_]|[{MARKS}])+(?::\d+)?[/?][^\s<>\"]*"
)
DOMAIN = rf"(?<![{_LETTER}@.-])(?:[{_LETTER}-]++\.)+[^\W\d_][{_LETTER}-]+(?![{_LETTER}@])"

_PARTS = re.compile(r"(?i)^([a-z][a-z0-9+.-]*://)?(?:[^/?#@\s]*@)?([^/?#:\s]+)(:\d+)?(.*)$", re.DOTALL)
_BEHIND = """)].,;:!?'"’”…"""
BEHIND = _BEHIND + "/"
"""What behind an address is no part of it, or none that says anything."""
_COMMON_ENDS = frozenset({
    "com", "org", "net", "info", "biz", "edu", "gov", "int", "mil", "app", "dev", "blog", "online", "site", "store",
    "shop", "tech", "xyz", "agency", "digital", "marketing", "news", "social", "link", "page", "club", "media",
    "studio",
    "design", "name", "pro", "mobi", "website", "space", "cloud", "academy", "community", "works", "world",
})  # fmt: skip
_TWO = 2
_MAY_BE_DOT = re.compile("[.&%\\\\\u2024\u3002\ufe52\uff0e\uff61\ufe60\uff06\ufe6a\uff05\ufe68\uff3c]")
_ENDS_LINK = re.compile('[:<>"]')
CUT = "/[masked]"
NO_DOMAIN = "[link]"


def registered_domain(host: str) -> str:
    """The part of a host that somebody registered: its last two labels, three where the second last is a country's.

    Hosts under which others have pages of their own (``name.blogspot.com``) are cut like any other, so that no list of
    public suffixes is needed: a domain that is cut too short names nobody.
    """
    labels = host.lower().strip(".").split(".")
    wide = len(labels) > _TWO and len(labels[-1]) == _TWO and labels[-2] in SECOND_LEVELS
    return ".".join(labels[-3:] if wide else labels[-2:])


def is_host(text: str) -> bool:
    """Whether words with dots between them are a host rather than words without blanks."""
    end = text.rpartition(".")[2].lower()
    return end in _COMMON_ENDS or len(end) == _TWO or end.startswith("xn--")


def cut_link(
    link: str, publishers: Collection[str], names_somebody: Callable[[str], bool], mask_path: Callable[[str], str]
) -> str:
    """What of a link may stay.

    Args:
        link: the link, in canonical form, with or without its scheme.
        publishers: domains whose links keep their paths.
        names_somebody: whether a registered domain does.
        mask_path: a path without the names in it.
    """
    bare = link.rstrip(_BEHIND)
    end = link[len(bare) :]
    parts = _PARTS.match(bare)
    if parts is None:
        return NO_DOMAIN + end
    scheme, host, rest = parts[1] or "", _readable(parts[2].lower()), parts[4]
    registered = registered_domain(host)
    if "." not in registered or registered.replace(".", "").isdigit() or names_somebody(registered):
        return NO_DOMAIN + end
    scheme = scheme if scheme.lower() in {"http://", "https://", ""} else ""
    without_www = host.removeprefix("www.")
    if without_www in publishers or registered in publishers:
        shown = without_www if without_www in publishers else registered
        return scheme + shown + mask_path(re.split(r"[?#]", rest, maxsplit=1)[0]) + end
    has_more = without_www != registered or rest.strip("/") != ""
    return scheme + registered + (CUT if has_more else "") + end


def may_go_on(piece: str) -> bool:
    """Whether a piece of a text, from blank to blank, may be a link that is cut so that words beside its domain go on.

    A scheme stands before a domain, and a path that is cut leaves a mark behind it; a port leaves none. A dot may be
    written as one of Unicode's others, or in signs that stand for it.
    """
    if piece[0] == "@" or _MAY_BE_DOT.search(piece) is None:
        return False
    before, scheme, behind = piece.partition("://")
    return not scheme or _MAY_BE_DOT.search(before) is not None or _ENDS_LINK.search(behind) is not None


def _readable(host: str) -> str:
    """A host with its labels decoded from Punycode."""
    if "xn--" not in host:
        return host
    return ".".join(_decoded(label) for label in host.split("."))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


FEWEST_DIGITS = 7
GROUPED_ID = re.compile(r"(?<![\w.,])\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3}){3,}(?![\w])")
"""A number with its thousands parted that is as long as an id."""
PHONE = re.compile(r"(?<![\w/])(?<!\d[.,])(?:\+|\(\+?)?\d[\d()\[\]./ \u00a0\u2010-\u2015-]{5,30}\d(?![\w])")
"""What may be a telephone number: digits and what parts their groups."""

_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|"
    r"(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:19|20)?\d\d|(?:19|20)\d\d\s*[-/\u2010-\u2015]\s*(?:19|20)\d\d)"
    r"(?:\s.*)?"
)
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,2}(?: \d{3})+|\d+\.\d+(?<!\d{3}\.\d{4})")
_LOCAL = re.compile(r"\d{3}[-. ]\d{4}|\d{4}[- ]\d{4}|\d\d(?:[ .-]\d\d){3}|\d{2,3}(?:[ .-]\d{2,3}){2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NATIONAL, _MOST, _IN_LONG_NUMBERS = 9, 15, 3


def is_phone(text: str) -> bool:
    """Whether digits in groups are a telephone number (or longer), rather than a date, an amount or several numbers."""
    digits = sum(one.isdecimal() for one in text)
    groups = [group for group in re.split(r"\D+", text) if group]
    if digits > _MOST:
        return all(len(group) >= _IN_LONG_NUMBERS for group in groups) and not all(map(_YEAR.fullmatch, groups))
    if digits < FEWEST_DIGITS or text.startswith(("+", "(", "00")):
        return digits >= FEWEST_DIGITS
    if _DATE.fullmatch(text) or _AMOUNT.fullmatch(text):
        return False
    if text.startswith("0") or _LOCAL.fullmatch(text):
        return True
    return len(groups) > 1 and digits >= _NATIONAL and all(len(group) > 1 for group in groups[1:])


def is_local_number(digits: str) -> bool:
    """Whether digits in one may be a telephone number of a town: neither round nor a date."""
    if len(digits) not in _LENGTHS_IN_A_TOWN or digits.endswith("000"):
        return False
    return _COMPACT_DATE.fullmatch(digits) is None


_LENGTHS_IN_A_TOWN = (7, 8)
_COMPACT_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01]){2}(?:19|20)\d\d"
)
