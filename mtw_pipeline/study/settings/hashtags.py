"""Hashtags, as study.toml writes them."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator


def _hashtag(text: str) -> str:
    bare = unicodedata.normalize("NFC", text.strip().lstrip("#＃"))
    if not bare or any(character.isspace() or character in "#＃" for character in bare):
        raise ValueError("a hashtag is one word, with or without its #")
    return bare


def _each_once(hashtags: tuple[str, ...]) -> tuple[str, ...]:
    """No platform tells hashtags apart by their case: who writes both means one."""
    first: dict[str, str] = {}
    for one in hashtags:
        first.setdefault(one.lower(), one)  # not casefold: #Straße and #strasse are two
    return tuple(first.values())


Hashtag = Annotated[str, AfterValidator(_hashtag)]
"""One word, kept without its #, its letters composed as platforms write them."""

Hashtags = Annotated[tuple[Hashtag, ...], AfterValidator(_each_once)]
"""Each once, as it is written first."""
