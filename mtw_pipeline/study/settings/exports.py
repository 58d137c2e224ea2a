"""How files of no known format are read: the column maps of study.toml.

What belongs here: the keys of a map, and the sentences in which a wrong one is refused. What does not: which map a file
is read by (exports/reading/column_maps.py), and what follows from it (exports/formats/delimited/column_map.py).
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from mtw_pipeline.study.settings.base import CountOrNone, Settings, Title
from mtw_pipeline.study.settings.export_rows import COLUMN_MAP_FIELDS, LIST_FIELDS, TIE_FIELDS, TIME_FIELDS
from mtw_pipeline.study.settings.time_zones import time_zone_name

DEFAULT_TIMES = "default"
"""In a list of time formats: the times that are read without any."""

_MOST_COLUMNS = 1_000_000

Place = str | Annotated[int, Field(le=_MOST_COLUMNS)]
"""A column, by its name or by its number from 1."""

_DIRECTIVES = frozenset("aAwdbBmyYHIMSnfgpzZjUWcxX%GVu")
_DAY = re.compile(r"%-?[djcxuVGw]")
_FIELD_IN_NAME = re.compile(r"\{([^{}]*)\}")


def nearest(name: str, known: Collection[str]) -> str:
    """``; the nearest is ...`` of the known names that resembles a wrong one; empty where none does."""
    by_lower = {one.lower(): one for one in known}
    close = get_close_matches(name.lower(), by_lower, 1, 0.5)
    return f"; the nearest is {by_lower[close[0]]}" if close else ""


def _places(value: object) -> object:
    places = value if isinstance(value, list | tuple) and value else (value,)
    if any(isinstance(place, bool) or not isinstance(place, str | int) for place in places):
        raise ValueError("a column is given by its name, by its number from 1, or as a list of a date's and its time's")
    return tuple(places)


def _delimiter(text: object) -> object:
    if not isinstance(text, str) or len(text) != 1:
        raise ValueError('a delimiter is one character; a tab is "\\t"')
    return text


def _separator(text: str) -> str:
    if not text:
        raise ValueError('a separator is at least one character, as in ";"')
    return text


def _file_pattern(text: str) -> str:
    if not text or re.search(r"[{}]", _FIELD_IN_NAME.sub("", text)):
        raise ValueError(
            'a pattern of file names is as in "{author_handle}_*.csv": * for any characters, a field in braces'
        )
    return text


def _time_formats(value: object) -> object:
    return () if value is None else (value,) if isinstance(value, str) else value


def _time_format(text: str) -> str:
    if text == DEFAULT_TIMES:
        return text
    wrong = [one for one in re.findall(r"%-?(.?)", text) if one not in _DIRECTIVES or not one]
    if wrong:
        raise ValueError(
            f"%{wrong[0]} is no code of a time format; the commonest are %d day, %m month, %Y year, %y year of two"
            " digits, %H hour, %I hour up to 12, %p AM or PM, %M minute, %S second, %b month's name, %z offset"
        )
    if not _DAY.search(text):
        raise ValueError("a time format says the day: %d/%m/%Y %H:%M reads 31/12/2020 23:59")
    return text


def _separators(value: object) -> object:
    return dict.fromkeys(LIST_FIELDS, value) if isinstance(value, str) else value


def _constant(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    is_one = isinstance(value, str | int)
    if not is_one:
        raise ValueError("a constant is one text, number, true or false")
    return str(value)


class ColumnMap(Settings):
    """``[[column_map]]``: how to read a CSV, XLSX or JSONL file of no known format.

    Its columns are named by what they hold: ``columns.tweet_id = "Tweet ID"``. For JSONL a dotted name reaches into
    an object (``user.screen_name``). Where no column holds the time of posting it is computed from the tweet's id.
    A map that names the field ``target`` is of an edge list. docs/column-maps.md has an example of each key.
    """

    name: Title
    files: Annotated[str, AfterValidator(_file_pattern)] | None = None
    header: bool = True
    skip_lines: CountOrNone = 0
    delimiter: Annotated[str, BeforeValidator(_delimiter)] | None = None
    columns: dict[str, Annotated[tuple[Place, ...], BeforeValidator(_places)]]
    constants: dict[str, Annotated[str, BeforeValidator(_constant)]] = Field(default_factory=dict)
    time_format: Annotated[
        tuple[Annotated[str, AfterValidator(_time_format)], ...], BeforeValidator(_time_formats)
    ] = ()
    time_zone: Annotated[str, AfterValidator(time_zone_name)] = "UTC"
    list_separator: Annotated[dict[str, Annotated[str, AfterValidator(_separator)]], BeforeValidator(_separators)] = (
        dict.fromkeys(LIST_FIELDS, ",")
    )
    metrics_of: Literal["own", "original", "unknown"] = "unknown"

    @field_validator("list_separator")
    @classmethod
    def _separates_lists(cls, separators: Mapping[str, str]) -> dict[str, str]:
        unknown = sorted(set(separators) - set(LIST_FIELDS))
        if unknown:
            raise ValueError(f"{unknown[0]} holds no list; the fields that do are {', '.join(LIST_FIELDS)}")
        return dict.fromkeys(LIST_FIELDS, ",") | dict(separators)

    @model_validator(mode="after")
    def _names_known_fields(self) -> Self:
        unknown = sorted(self.fields - set(self.known_fields))
        if unknown:
            of = "an edge list (it names the field target)" if self.holds_ties else "tweets"
            raise ValueError(
                f"unknown field {', '.join(unknown)}{nearest(unknown[0], self.known_fields)}. The fields of {of} are"
                f" {', '.join(self.known_fields)}"
            )
        for one, other in (("columns", "constants"), ("columns", "files"), ("constants", "files")):
            twice = sorted(self._fields_by_key[one] & self._fields_by_key[other])
            if twice:
                raise ValueError(f"the field {twice[0]} stands under {one} and under {other}; one of them can hold")
        wanted = ("source", "target") if self.holds_ties else ("tweet_id", "text")
        missing = [name for name in wanted if name not in self.fields]
        if missing:
            raise ValueError(f"the fields {', '.join(missing)} must be mapped")
        if not self.holds_ties and not {"author_handle", "author_id"} & self.fields:
            raise ValueError(
                "one of the fields author_handle, author_id must be mapped; where the file is named after its author,"
                ' files = "{author_handle}.csv" takes it from the name'
            )
        return self

    @model_validator(mode="after")
    def _names_columns_as_the_file_has_them(self) -> Self:
        for field, places in self.columns.items():
            if len(places) > 1 and field not in TIME_FIELDS:
                raise ValueError(f"{field} names several columns; only a time may stand in several: date and time")
            if any(isinstance(place, int) and place < 1 for place in places):
                raise ValueError(f"{field} names column {places[0]}; columns are numbered from 1")
            if not self.header and any(isinstance(place, str) for place in places):
                raise ValueError(f"header is false, so {field} names its column by its number, from 1")
        if not self.header and self.files is None:
            raise ValueError(
                "a map without a header cannot be told from its columns; say with files which files it is of, as in"
                ' files = "edges_*.txt"'
            )
        return self

    @property
    def holds_ties(self) -> bool:
        """Whether it describes an edge list."""
        return "target" in self.fields

    @property
    def known_fields(self) -> tuple[str, ...]:
        """The fields that it may name."""
        return TIE_FIELDS if self.holds_ties else COLUMN_MAP_FIELDS

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it names, wherever their values come from."""
        return frozenset().union(*self._fields_by_key.values())

    @property
    def lists(self) -> tuple[str, ...]:
        """The mapped fields that hold several values in one cell."""
        return tuple(name for name in LIST_FIELDS if name in self.fields)

    @property
    def _fields_by_key(self) -> dict[str, frozenset[str]]:
        return {
            "columns": frozenset(self.columns),
            "constants": frozenset(self.constants),
            "files": frozenset(_FIELD_IN_NAME.findall(self.files or "")),
        }

    def from_file_name(self, file_name: str) -> dict[str, str] | None:
        """What the name of a file says; None where the map is not of files that are called so.

        Args:
            file_name: relative to the window's folder, with forward slashes. A pattern without a slash is held against
                its last part; ``*`` stands for any characters, a field in braces for what is taken for it.
        """
        if self.files is None:
            return {}
        shown = file_name if "/" in self.files else file_name.rpartition("/")[2]
        pattern = "".join(
            "[^/]*" if part == "*" else f"(?P<{part[1:-1]}>[^/]+?)" if part.startswith("{") else re.escape(part)
            for part in re.split(r"(\*|\{[^{}]*\})", self.files)
        )
        found = re.fullmatch(pattern, shown) or re.fullmatch(pattern, shown.removesuffix(".gz"))
        return None if found is None else found.groupdict()
