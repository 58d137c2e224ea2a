"""A hashtag, as study.toml writes it."""

from typing import Annotated

from pydantic import AfterValidator


def _hashtag(text: str) -> str:
    bare = text.strip().lstrip("#＃")
    if not bare or any(character.isspace() or character in "#＃" for character in bare):
        raise ValueError("a hashtag is one word, with or without its #")
    return bare


Hashtag = Annotated[str, AfterValidator(_hashtag)]
"""One word, kept without its #."""
