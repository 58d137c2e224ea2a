"""Texts that hold several JSON documents, or part of an array.

What belongs here: cutting a text. What does not: files and their lines (documents.py).
"""

import json
import re
from collections.abc import Iterator

_BETWEEN = re.compile(r"[\s,\]\ufeff]*")


def concatenated_documents(text: str) -> Iterator[tuple[int, str]]:
    """The documents of a text that is no single one.

    Several stand behind each other as jq prints them, or where one download was appended to another. Of an array that
    was cut off, the elements are the documents. What is broken goes to the next line that begins with a brace, or to
    the end.

    Args:
        text: the text.

    Yields:
        Where each begins, and its text.
    """
    decoder = json.JSONDecoder()
    place = _skip(text, 0)
    while place < len(text):
        try:
            _, end = decoder.raw_decode(text, place)
        except (RecursionError, ValueError) as error:
            if text[place] == "[" and isinstance(error, ValueError):
                place = _skip(text, place + 1)
                continue
            following = text.find("\n{", place)
            end = len(text) if following < 0 else following
        yield place, text[place:end]
        place = _skip(text, end)


def _skip(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place
