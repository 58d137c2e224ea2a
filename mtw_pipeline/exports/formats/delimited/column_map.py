"""Any CSV, workbook or JSONL through a column map of study.toml, for files of no known format.

A column map only says which column holds what; what follows from it is the same as for every other format. What belongs
here: a map held against one file, and the rows of JSON documents. What does not: which map a file is read by
(reading/column_maps.py). Mapping of tables: sql/exports/formats/column_map.sql.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mtw_pipeline.exports.formats.cells import EMPTY_LIST, ERRORS, NOTHING, without_unseen
from mtw_pipeline.exports.formats.delimited.edge_list import EDGE_LIST
from mtw_pipeline.exports.formats.documents.html_texts import is_html, shown_text
from mtw_pipeline.exports.formats.list_elements import (
    BETWEEN_ELEMENTS,
    NAMES_OF_FIELDS,
    elements_in,
    is_written_list,
    named,
    without_nothing,
)
from mtw_pipeline.exports.formats.model import EMPTY_ROW, ColumnSource, ExportRow, column_key
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS, WORDS
from mtw_pipeline.study.settings.exports import DEFAULT_TIMES, ColumnMap

ID_IN_ADDRESS = r"(?i)(?:twitter|x|nitter)\.\w+/(?:[^\s\"']*/)?status(?:es)?/([0-9]+(?:[.,][0-9]+)?(?:[eE][+]?[0-9]+)?)"
"""The id of a tweet in its address, in the syntax of RE2 and of Python."""

HANDLE_IN_ADDRESS = (
    r"(?i)^(?:https?://)?(?:\w+\.)?(?:twitter|x|nitter)\.\w+/(?:#!/)?@?([A-HJ-Z0-9_][A-Z0-9_]*|I[A-Z0-9_]+)/?"
    r"(?:status.*|\?.*)?$"
)
"""The handle in the address of an account, or of a tweet of it; ``x.com/i/`` is of nobody."""

ELSEWHERE = "(?i)bluesky|bsky|mastodon"
"""Platforms whose addresses are ids themselves."""

PREFIXED_ID = r"^(?:tag:search\.twitter\.com,2005:|id:twitter\.com:|[xXtT])([0-9]{5,19})$"
"""An id behind what GNIP, rtweet and others put before it, so that no spreadsheet rounds it."""

MIDNIGHT = r"[T ]00:00:00(\.0+)?$"
"""What a workbook hangs on a date whose time stands in another column."""

WRITTEN_LIST = r"^\s*(?:\[|c\(|\{)(.*)(?:\]|\)|\})\s*$"
"""A list as Python, JSON or R write it into a cell."""

_TWEET_IDS = ("tweet_id", "in_reply_to_tweet_id", "retweeted_tweet_id", "quoted_tweet_id")
_USER_IDS = ("author_id", "in_reply_to_user_id", "retweeted_user_id", "quoted_user_id")
_HANDLES = ("author_handle", "in_reply_to_handle", "retweeted_handle", "quoted_handle")
_OTHERS = dict(zip(_TWEET_IDS[1:], _HANDLES[1:], strict=True))
"""Of the fields of other tweets those that say whose they are."""
_NO_COLUMN = "\0"


@dataclass(frozen=True)
class FileMap:
    """A column map held against one file.

    Args:
        column_map: the map, of study.toml or proposed.
        from_file_name: the fields whose values stand in the file's name.
    """

    column_map: ColumnMap
    from_file_name: Mapping[str, str]

    @property
    def name(self) -> str:
        """As the tables name the format of the file."""
        return f"column map {self.column_map.name}"

    @property
    def holds_ties(self) -> bool:
        """Whether the file is an edge list."""
        return self.column_map.holds_ties

    @property
    def words(self) -> frozenset[str]:
        """Those of the columns of ``file_rows`` that people wrote."""
        return EDGE_LIST.words if self.holds_ties else WORDS

    @property
    def sources(self) -> dict[str, ColumnSource]:
        """From the name of a column of ``file_rows`` to the columns of the file that fill it."""
        fields = EDGE_LIST.taken if self.holds_ties else (*TEXT_FIELDS, *LIST_FIELDS)
        sources: dict[str, ColumnSource] = dict.fromkeys(fields, (_NO_COLUMN,))
        for field, places in self.column_map.columns.items():
            sources[field] = tuple(column_key(place) if isinstance(place, str) else place for place in places)
        return sources

    @property
    def constants(self) -> dict[str, str]:
        """The fields that have one value in each row of the file."""
        return {**self.column_map.constants, **self.from_file_name}

    @property
    def takes_any_header(self) -> bool:
        """Whether a row serves as the header whatever stands in it: the map says columns by their numbers alone."""
        places = [place for each in self.column_map.columns.values() for place in each]
        return self.column_map.header and all(isinstance(place, int) for place in places)

    @property
    def time_formats(self) -> tuple[str, ...]:
        """How its times are written, where they are not read without being told."""
        return tuple(one for one in self.column_map.time_format if one != DEFAULT_TIMES)

    @property
    def reads_default_times(self) -> bool:
        """Whether times that need no format are read too."""
        return not self.column_map.time_format or DEFAULT_TIMES in self.column_map.time_format

    @property
    def times_from_ids(self) -> bool:
        """Whether nothing but the tweets' ids says when they were posted."""
        return not self.holds_ties and "created_at" not in self.column_map.fields

    @property
    def parameters(self) -> dict[str, object]:
        """What sql/exports/formats/column_map.sql asks for."""
        separators = [self.column_map.list_separator[name] for name in LIST_FIELDS]
        return {
            "lists": list(self.column_map.lists),
            "separators": separators,
            "metrics_of": self.column_map.metrics_of,
            "between_elements": BETWEEN_ELEMENTS,
            "id_in_address": ID_IN_ADDRESS,
            "handle_in_address": HANDLE_IN_ADDRESS,
            "prefixed_id": PREFIXED_ID,
            "elsewhere": ELSEWHERE,
        }


def row_of(file_map: FileMap, document: object) -> tuple[ExportRow | None, str | None]:
    """The row of one JSON document, or the reason why it has none.

    A dotted name reaches into objects: ``user.screen_name``. Numbers and booleans become text as JSON writes them; a
    JSON list becomes a list, a text is split at the map's separator.
    """
    if not isinstance(document, Mapping):
        return None, EMPTY_ROW if document is None else "a JSON object was expected"
    column_map = file_map.column_map
    row: ExportRow = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS))
    is_of_x = not re.search(ELSEWHERE, _platform(file_map, document))
    for field, places in column_map.columns.items():
        values = [_value(document, str(place)) for place in places]
        if field in LIST_FIELDS:
            row[field] = _texts(values[0], field, column_map.list_separator[field])
        else:
            row[field] = _joined(field, [_text(value) for value in values], is_of_x=is_of_x)
    for tweet, handle in _OTHERS.items():
        address = _text(_value(document, str(column_map.columns.get(tweet, ("",))[0])))
        if is_of_x and row[handle] is None and address is not None and "/" in address:
            row[handle] = _joined(handle, [address], is_of_x=is_of_x)
    for field, value in file_map.constants.items():
        row[field] = _texts(value, field, column_map.list_separator[field]) if field in LIST_FIELDS else value
    row["metrics_of"] = column_map.metrics_of
    if "mastodon" in _platform(file_map, document).lower():
        row.update({name: _shown(row[name]) for name in WORDS})
    return row, None


def _shown(text: object) -> str | None:
    """The words of a text that is HTML, as Mastodon's are; any other as it is."""
    if not isinstance(text, str):
        return None
    return shown_text(text).text if is_html(text) else text


def rows_of(file_map: FileMap, document: object) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The one row of a JSON document, in the form that every JSON format gives."""
    row, reason = row_of(file_map, document)
    yield row, reason, document


def is_there(document: object, name: str) -> bool:
    """Whether a JSON document has a field, by a dotted name."""
    if not isinstance(document, Mapping):
        return False
    if name in document:
        return True
    outer, _, inner = name.partition(".")
    return bool(inner) and is_there(document.get(outer), inner)


def _value(document: Mapping[str, object], name: str) -> object:
    if name in document:
        return document[name]
    outer, _, inner = name.partition(".")
    value = document.get(outer)
    return _value(value, inner) if inner and isinstance(value, Mapping) else None


def _platform(file_map: FileMap, document: Mapping[str, object]) -> str:
    places = file_map.column_map.columns.get("platform", ())
    said = _text(_value(document, str(places[0]))) if places else file_map.constants.get("platform")
    return said or ""


def _joined(field: str, parts: list[str | None], *, is_of_x: bool) -> str | None:
    """The one value of a field: a date and its time together, an id or handle out of its address."""
    if len(parts) > 1:
        return None if None in parts else " ".join([re.sub(MIDNIGHT, "", parts[0] or ""), *map(str, parts[1:])])
    [value] = parts
    if value is None:
        return None
    value = value if field in WORDS else without_unseen(value)
    if field in _TWEET_IDS or field in _USER_IDS:
        in_address = re.search(ID_IN_ADDRESS, value) if is_of_x and field in _TWEET_IDS else None
        found = in_address or re.search(PREFIXED_ID, value.strip())
        return found[1] if found else value
    if is_of_x and field in _HANDLES and "/" in value:
        found = re.search(HANDLE_IN_ADDRESS, value.strip())
        return found[1] if found else None
    return value


def _text(value: object) -> str | None:
    if isinstance(value, str) and (value in NOTHING or value in ERRORS):
        return None
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _texts(value: object, field: str, separator: str) -> list[str]:
    """The elements of a list, or of a text that is one."""
    if not isinstance(value, list):
        whole = "" if str(value) in EMPTY_LIST else _text(value) or ""
        written = elements_in(whole) if is_written_list(whole) else None
        if written is None:
            return [part.strip() for part in whole.split(separator) if part.strip()]
        value = written[0]
    names = NAMES_OF_FIELDS[field]
    texts = (_text(named(one, names)) for one in without_nothing(value))
    return [text for text in texts if text is not None]
