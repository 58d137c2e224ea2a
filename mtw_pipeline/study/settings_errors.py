"""What is said of a study.toml that is wrong: which key, what stands there, what belongs there.

What belongs here: the words. What does not: reading the file (folder.py), and what is right (settings/).
"""

import re
import reprlib
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.toml_lines import line_of
from mtw_pipeline.wording import number_of

_ERRORS_SHOWN = 5
_CHARACTERS_SHOWN = 100
_LEVELS_SHOWN = 3
_WHAT_TO_WRITE = {
    "tuple_type": 'a list belongs here, as in ["one", "other"]',
    "dict_type": 'pairs belong here, as in {"one" = "other"}',
    "model_type": 'a table belongs here, as in {name = "one"}',
    "string_type": "a text in quotation marks belongs here",
    "bool_type": "true or false belongs here",
    "bool_parsing": "true or false belongs here",
    "int_type": "a whole number belongs here",
    "int_parsing": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "float_type": "a number belongs here",
    "float_parsing": "a number belongs here",
}
"""By pydantic's kind of a fault, what it says in words of Python."""

_LIMITS = {
    "greater_than_equal": ("ge", "a number from {:,} on belongs here"),
    "greater_than": ("gt", "a number above {:,} belongs here"),
    "less_than_equal": ("le", "a number up to {:,} belongs here"),
    "less_than": ("lt", "a number below {:,} belongs here"),
}
"""By pydantic's kind of a fault of size: its name of the limit, and what is said of it."""

_LENGTHS = {
    "too_short": ("at least", "min_length", "entry belongs here", "entries belong here"),
    "too_long": ("at most", "max_length", "entry belongs here", "entries belong here"),
    "string_too_short": ("at least", "min_length", "character belongs here", "characters belong here"),
    "string_too_long": ("at most", "max_length", "character belongs here", "characters belong here"),
}
"""By pydantic's kind of a fault of length: the side, its name of the limit, and what of one and of several is said."""

_TWICE = re.compile(
    r"Cannot (?:overwrite a value|(?:declare|mutate immutable namespace) \('(.+)',\)(?: twice)?)"
    r"|Duplicate inline table key"
)
_DECIMAL_COMMA = re.compile(r"=\s*\d+,\d+\s*(?:#.*)?$")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LINE = re.compile(r"at line (\d+)")

_OF_SAYINGS: Mapping[str, str] = {
    "Unclosed array": 'A list has commas and ends with ], as in ["one", "other"]',
    "Expected ']": "A section stands alone on its line, in brackets, as in [sample]",
    "Expected newline": "Nothing stands behind a value but a # comment; a number is written as in 1500 or 0.8",
    "Invalid value": (
        'Behind = stands a number, true or false in small letters, a "text" in quotation marks, or a [list]'
    ),
    "Invalid date": "A day is written as in 2021-01-31",
    "Illegal character": "A text ends on its line, with the mark that it began with",
    "Unterminated string": "A text ends on its line, with the mark that it began with",
}
"""By how tomllib's messages begin, what is to be done."""

_WHAT_A_LINE_IS = "A line is a comment, which begins with #, a [section], or a key without blanks, = and its value"


def unreadable(said: str, text: str) -> tuple[str, str]:
    """What tomllib says of a text that is no TOML, with what is to be done.

    Args:
        said: its message.
        text: the text.

    Returns:
        The sentence, and the remedy.
    """
    line = _LINE.search(said)
    lines = text.split("\n")  # as tomllib counts them
    wrong = lines[int(line[1]) - 1] if line and int(line[1]) <= len(lines) else ""
    twice = _TWICE.match(said)
    if twice:
        section = twice[1]
        what = f"the section [{section}] stands" if section else "a key, or a section, stands"
        return f"{what} there twice{said[twice.end() :]}", "Write what belongs to it in one place"
    known = (
        (text.startswith("{\\rtf"), "It is a document of a word processor: save it as plain text, in UTF-8"),
        (
            _LONE_RETURN.search(text) is not None,
            "Open it in a text editor and save it with the line ends of Windows or Linux",
        ),
        (bool(_DECIMAL_COMMA.search(wrong)), "Write a decimal point, as in 0.8"),
        ("\\" in wrong, "Write a path with forward slashes, as in lists/words.txt"),
        ("\0" in text, "Open it in a text editor and save it with the encoding UTF-8"),
        (any(mark in wrong for mark in "“”„‘’«»"), 'Write straight quotes, as in "this"'),
        *((said.startswith(beginning), remedy) for beginning, remedy in _OF_SAYINGS.items()),
    )
    return said, next((remedy for is_so, remedy in known if is_so), _WHAT_A_LINE_IS)


def explained(errors: Sequence[ErrorDetails], content: Mapping[str, object], text: str) -> str:
    """What is wrong with settings, each fault with its key and its line, for people.

    Args:
        errors: what pydantic found.
        content: the settings as they were read.
        text: study.toml, which they were read from.
    """
    errors = _without_what_follows(errors)
    told = list(dict.fromkeys(_explain_one(error, content) + _line(error, text) for error in errors[:_ERRORS_SHOWN]))
    shown = "; ".join(told)
    more = len(errors) - _ERRORS_SHOWN
    return f"{shown}; and {more} more like these" if more > 0 else shown


def _key_of(error: ErrorDetails, content: Mapping[str, object]) -> str:
    """The key of a wrong value; one of several tables under a key is called by its name: ``column_map "ours"``."""
    key = ""
    place: object = content
    for part in error["loc"]:
        held: object = place.get(part) if isinstance(place, Mapping) and isinstance(part, str) else None
        if isinstance(part, int) and isinstance(place, list) and part < len(place):
            held = place[part]
        name = held.get("name", held.get("variable")) if isinstance(part, int) and isinstance(held, Mapping) else None
        key += f' "{name}"' if isinstance(name, str) else f".{part}" if key else str(part)
        place = held
    return key


def _line(error: ErrorDetails, text: str) -> str:
    line = line_of(text, error["loc"])
    return f" (line {line})" if line else ""


def _explain_one(error: ErrorDetails, content: Mapping[str, object]) -> str:
    key = _key_of(error, content)
    kind = error["type"]
    if kind == "missing":
        return f"the key {key} is missing"
    if kind == "extra_forbidden":
        return f"the key {key} is not known; {_meant(str(error['loc'][-1]), _known_keys(error))}"
    if kind == "literal_error":
        return f"{key} is {_shown(error['input'])}, but may only be {error.get('ctx', {}).get('expected')}"
    message = _what_to_write(error)
    if kind == "tuple_type" and isinstance(error["input"], Mapping) and _holds_tables(error["loc"]):
        return f"{key} may stand several times: write [[{key}]], with two brackets, above each"
    holds = "" if isinstance(error["input"], Mapping) else f"; it holds {_shown(error['input'])}"
    return f"{key}: {message}{holds}" if key else message


def _what_to_write(error: ErrorDetails) -> str:
    kind, known = error["type"], error.get("ctx", {})
    if kind in _LENGTHS:
        side, limit, one, several = _LENGTHS[kind]
        return f"{side} {number_of(known[limit], one, several)}"
    if kind in _LIMITS:
        limit, said = _LIMITS[kind]
        return said.format(known[limit])
    return _WHAT_TO_WRITE.get(kind) or error["msg"].removeprefix("Value error, ")


class _AsWritten(reprlib.Repr):
    """What Python writes otherwise than TOML does."""

    def repr_bool(self, value: bool, _level: int) -> str:
        return str(value).lower()

    def repr_date(self, value: date, _level: int) -> str:
        return str(value)

    repr_datetime = repr_time = repr_date

    def repr_tuple(self, value: tuple[object, ...], level: int) -> str:
        return self.repr_list(list(value), level)


def _shown(value: object) -> str:
    """A value as it stands there; of a long or deep one the beginning."""
    short = _AsWritten()
    short.maxstring = short.maxother = short.maxlong = _CHARACTERS_SHOWN
    short.maxlevel = _LEVELS_SHOWN
    return short.repr(value)


def _without_what_follows(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without faults of lists that only lack what is wrong within them."""
    inner = {error["loc"][:place] for error in errors for place in range(len(error["loc"]))}
    return [error for error in errors if not (error["type"] == "too_short" and error["loc"] in inner)]


def _meant(key: str, known: Sequence[str]) -> str:
    """The known keys, or the one of them that is like a wrong one."""
    like = get_close_matches(key, known, 1)
    return f"the nearest is {like[0]}" if like else f"the keys here are {', '.join(known)}"


def _known_keys(error: ErrorDetails) -> list[str]:
    return list(_section_at(error["loc"][:-1]).model_fields)


def _holds_tables(place: Sequence[str | int]) -> bool:
    field = _section_at(place[:-1]).model_fields.get(str(place[-1]))
    return field is not None and _section(field.annotation) is not None


def _section_at(place: Sequence[str | int]) -> type[BaseModel]:
    section: type[BaseModel] = StudySettings
    for part in place:
        if isinstance(part, str) and part in section.model_fields:
            section = _section(section.model_fields[part].annotation) or section
    return section


def _section(annotation: object) -> type[BaseModel] | None:
    """The section that a key holds, be it one, several in a list, or named ones."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for argument in get_args(annotation) if (found := _section(argument))), None)
