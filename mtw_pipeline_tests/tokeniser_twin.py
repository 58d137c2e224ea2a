"""The rules of docs/tokens.md once more, in Python, character by character: no pattern is shared with the SQL.

What belongs here: an independent reading of the rules, for tests. What does not: links, whose end is a rule of its own
(mtw_pipeline/text/patterns.py); the twin is given the text without them.
"""

import unicodedata
from collections.abc import Iterator

_APOSTROPHES = str.maketrans({"’": "'", "＃": "#", "＠": "@", "İ": "i"})
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_HANDLE = _LATIN | frozenset("0123456789_")


def tokens(text: str, language: str | None, *, keep_handles: bool, keep_hashtags: bool) -> list[str]:
    """The tokens of a text without links."""
    written = _shortened(_lower(unicodedata.normalize("NFC", text).translate(_APOSTROPHES), language))
    found = (one.rstrip(".") if "@" in one else one for one in _cut(written))
    return [one for one in found if _is_kept(one, keep_handles=keep_handles, keep_hashtags=keep_hashtags)]


def _lower(text: str, language: str | None) -> str:
    if language in {"tr", "az"}:
        text = text.replace("I", "ı")
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


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


def _end_of_word(text: str, place: int) -> int | None:
    start = place + (text[place] == "#")
    end = start
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
