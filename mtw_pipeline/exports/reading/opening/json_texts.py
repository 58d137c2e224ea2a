"""Texts of JSON: one document without what programs wrap plain values in, several, or part of an array.

What belongs here: cutting and parsing a text. What does not: files and their lines (documents.py).
"""

import json
import re
from collections.abc import Iterator

_BETWEEN = re.compile(r"[\s,\]\ufeff\x1e]*")
AROUND = "\ufeff\x1e \t\r\n"
"""What may stand around a document; U+001E begins one where ``jq --seq`` wrote it."""
_WRAPPED = re.compile(r'"\$(numberLong|numberInt|numberDouble|numberDecimal|oid|date|uuid|symbol)"')
_WHOLE_NUMBER = re.compile("-?[0-9]{1,19}")
_DECODER = json.JSONDecoder(parse_constant=lambda _word: None, strict=False)
"""A tab or a NUL as such within a text is against the rules, and there all the same."""
_PLAIN_VALUE = re.compile(r'(?<!\\)":\s*[^\s\[{]')


def parsed(text: str) -> object:
    """A document, its plain values as such.

    MongoDB wraps them (``{"$numberLong": "5"}``); R's jsonlite puts each into a list of one, unless it is told not to.
    Python writes ``NaN`` where pandas had nothing: that is null. NUL is no part of any text.

    Raises:
        RecursionError, ValueError: it is none, or deeper than Python goes.
    """
    content = _DECODER.decode(text)
    if _WRAPPED.search(text):
        content = _unwrapped(content)
    if '":' in text and "[" in text and not _PLAIN_VALUE.search(text):
        content = _unboxed(content)
    return _without_nul(content) if "\\u0000" in text or "\0" in text else content


def _without_nul(value: object) -> object:
    if isinstance(value, dict):
        return {key.replace("\0", ""): _without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def _unwrapped(value: object) -> object:
    if isinstance(value, list):
        return [_unwrapped(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(key, inner)] = value.items()
        if key.startswith("$") and _WRAPPED.fullmatch(f'"{key}"'):
            is_whole = isinstance(inner, str) and _WHOLE_NUMBER.fullmatch(inner) and key != "$oid"
            return int(inner) if is_whole else _unwrapped(inner)
    return {key: _unwrapped(inner) for key, inner in value.items()}


def _unboxed(value: object) -> object:
    if isinstance(value, dict):
        return {key: _unboxed(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    is_box = len(value) == 1 and not isinstance(value[0], dict | list)
    return value[0] if is_box else [_unboxed(one) for one in value]


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
    place = _skip(text, 0)
    while place < len(text):
        try:
            _, end = _DECODER.raw_decode(text, place)
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
