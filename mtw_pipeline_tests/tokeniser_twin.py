"""The rules of docs/tokens.md once more, in Python, character by character: no pattern is shared with the SQL.

What belongs here: an independent reading of the rules, for tests. What does not: links, whose end is a rule of its own
(mtw_pipeline/text/patterns.py); the twin is given the text without them.
"""

import unicodedata
from collections.abc import Iterator

_APOSTROPHES = str.maketrans({"’": "'", "＃": "#", "＠": "@", "＿": "_", "İ": "i"})
_INVISIBLE = frozenset(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), *range(0xFE00, 0xFE10), 0xFEFF]
)
_SIGNS_OF_HASHTAGS = frozenset(
    "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
)
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_DOTLESS = "I"
"""Which letter it is, i or ı, tells in Turkish and Azerbaijani only what it stands in."""
_HANDLE = _LATIN | frozenset("0123456789_") | {_DOTLESS}


def tokens(text: str, language: str | None, *, keep_handles: bool, keep_hashtags: bool) -> list[str]:
    """The tokens of a text without links."""
    text = "".join(letter for letter in text if ord(letter) not in _INVISIBLE)
    written = _shortened(_lower(unicodedata.normalize("NFC", text).translate(_APOSTROPHES), language))
    pieces = (one.rstrip(".") if "@" in one else one for one in _cut(written))
    found = (one.replace(_DOTLESS, "i" if "@" in one or one[0] == "#" else "ı") for one in pieces)
    return [one for one in found if _is_kept(one, keep_handles=keep_handles, keep_hashtags=keep_hashtags)]


def _lower(text: str, language: str | None) -> str:
    stays = {_DOTLESS} if language in {"tr", "az"} else set()
    return "".join(letter.lower() if len(letter.lower()) == 1 and letter not in stays else letter for letter in text)


def _shortened(text: str) -> str:
    kept: list[str] = []
    for letter in text:
        if letter in _LATIN and kept[-2:] == [letter, letter]:
            continue
        kept.append(letter)
    return "".join(kept)


def _part_of_word(letter: str) -> bool:
    return letter == "_" or unicodedata.category(letter)[0] in "LMN"


def _cut(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        end = _end_of_address(text, place)
        if end is None:
            end = _end_of_hashtag(text, place)
        if end is None:
            end = _end_of_word(text, place)
        if end is None:
            place += 1
        else:
            yield text[place:end]
            place = end


def _end_of_address(text: str, place: int) -> int | None:
    """Where a handle or an e-mail address ends that begins here."""
    at = place
    while at < len(text) and (text[at] in _HANDLE or text[at] == "."):
        at += 1
    if at == len(text) or text[at] != "@":
        return None
    end = at + 1
    while end < len(text) and (text[end] in _HANDLE or text[end] == "."):
        end += 1
    return end if end > at + 1 else None


def _in_hashtag(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LM" or category == "Nd" or letter in _SIGNS_OF_HASHTAGS


def _end_of_hashtag(text: str, place: int) -> int | None:
    """Where a hashtag ends that begins here: behind no letter, and not run into by another sign or an address."""
    if text[place] != "#" or (place and (text[place - 1] == "&" or _in_hashtag(text[place - 1]))):
        return None
    end = place + 1
    while end < len(text) and _in_hashtag(text[end]):
        end += 1
    has_letter = any(unicodedata.category(letter)[0] in "LM" for letter in text[place + 1 : end])
    return end if has_letter and text[end : end + 1] != "#" and text[end : end + 3] != "://" else None


def _end_of_word(text: str, place: int) -> int | None:
    start = end = place
    while end < len(text) and _part_of_word(text[end]):
        end += 1
    if not any(unicodedata.category(letter)[0] == "L" for letter in text[start:end]):
        return None
    while end + 1 < len(text) and text[end] == "'" and unicodedata.category(text[end + 1])[0] in "LMN":
        end += 1
        while end < len(text) and unicodedata.category(text[end])[0] in "LMN":
            end += 1
    return end


def _is_kept(token: str, *, keep_handles: bool, keep_hashtags: bool) -> bool:
    if "@" in token:
        name = token[1:]
        is_handle = token.startswith("@") and 0 < len(name) <= 20 and set(name) <= _HANDLE
        return keep_handles and is_handle
    return keep_hashtags or not token.startswith("#")
