"""Hashtags, as study.toml writes them, and when two are one."""

import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator


def bare_hashtag(text: str) -> str:
    """A hashtag without its # and blanks around it, its letters composed as platforms write them."""
    return unicodedata.normalize("NFC", text.strip().lstrip("#＃").strip())


def same_hashtag(text: str) -> str:
    """What two ways to write one hashtag have in common: no platform tells hashtags apart by their case."""
    return bare_hashtag(text).lower()  # not casefold: #Straße and #strasse are two


def as_in_tables(hashtags: Iterable[str]) -> list[str]:
    """Hashtags in lower case as tables have them, letter by letter: İ is i, and Σ, which may be ς, is σ too."""
    low = (same_hashtag(one).replace("i\N{COMBINING DOT ABOVE}", "i") for one in hashtags)
    return list(dict.fromkeys(form for one in low for form in (one, one.replace("ς", "σ"))))


def _hashtag(text: str) -> str:
    bare = bare_hashtag(text)
    if not bare or any(character.isspace() or character in "#＃" for character in bare):
        raise ValueError("a hashtag is one word, with or without its #")
    return bare


def _each_once(hashtags: tuple[str, ...]) -> tuple[str, ...]:
    """Who writes a hashtag in two ways means one."""
    first: dict[str, str] = {}
    for one in hashtags:
        first.setdefault(same_hashtag(one), one)
    return tuple(first.values())


Hashtag = Annotated[str, AfterValidator(_hashtag)]
"""One word, kept without its #, its letters composed as platforms write them."""

Hashtags = Annotated[tuple[Hashtag, ...], AfterValidator(_each_once)]
"""Each once, as it is written first."""
