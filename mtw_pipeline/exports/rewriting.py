"""An export once more, without some of its tweets: the same format, order and columns, everything else as it was.

What belongs here: taking rows out of a table and objects out of JSON. What does not: columnar files
(columnar_rewriting.py), which are to go, and whether the
rest still reads as before (forgetting/exports.py).
"""

import io
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import GzipFile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from mtw_pipeline.exports.formats.model import JsonFormat, column_key
from mtw_pipeline.exports.numbered_objects import NOTHING, WRAPPERS, NumberedObjects
from mtw_pipeline.exports.reading.files import ExportFile, bounded_lines, bounded_text
from mtw_pipeline.exports.reading.json_files.documents import is_line_by_line
from mtw_pipeline.exports.reading.opening.json_texts import concatenated_documents, parsed
from mtw_pipeline.exports.reading.opening.single_bytes import PROVED_BY_LETTERS
from mtw_pipeline.exports.reading.sniffing.backslashes import row_text
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile, opened
from mtw_pipeline.exports.reading.tables.record import Record
from mtw_pipeline.exports.reading.tables.records import records
from mtw_pipeline.platforms import BLUESKY_ID, MASTODON_ID, accounts_in, host_of, posts_in, without_posts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ID_CELL = re.compile(r"\W*[xt]?(\d{10,19})\W*")
_POST_ID = re.compile(f"{BLUESKY_ID}|{MASTODON_ID}")
_LONG_NUMBER = re.compile("[0-9]{5,}")
_OF_QUOTED = re.compile("quoted.*(text|description|location|url|media).*|quoted_(user_)?name")
_TWEET_IDS = ("id_str", "id", "rest_id", "tweet_id", "item_id")
_ADDRESSES = ("uri", "at_uri", "post_uri", "post_id")
_USER_NAMES = ("id_str", "id", "screen_name", "username", "did", "handle")
_AUTHORS = ("user", "author", "account", "by")
_HANDLES = frozenset({"screen_name", "username", "handle"})
_NAMES = frozenset({"name", "displayName", "display_name"})
_PLACES = frozenset({"indices", "start"})
_FACTS = "legacy"
_REFERENCES = (frozenset({"type", "id"}), frozenset({"uri", "cid", "$type"}))
_POST_FIELDS = frozenset({"cid", "account", "author", "content", "record", "value", "text"})
_NO_ID = "0"
"""What stands for the id of a tweet that goes where another tweet names it."""


@dataclass(frozen=True)
class Withdrawn:
    """What is to go.

    Args:
        rows: numbers of rows by the name of their file, of files with rows.
        is_tweet: whether a tweet of that id is to go.
        is_user: whether everything of the account of that id or handle is to go.
        also_named: whether the ids of those tweets are to go from those that answer, quote or link to them.
    """

    rows: Mapping[str, frozenset[int]]
    is_tweet: Callable[[str], bool]
    is_user: Callable[[str], bool]
    also_named: bool


def write_without(
    export: ExportFile, sniffed: SniffedFile, target: Path, gone: Withdrawn, known: JsonFormat | None = None
) -> bool:
    """Write an export to ``target`` without what is to go.

    Args:
        export: the file.
        sniffed: what was seen of it, with its header decided where it has one.
        target: the file to write.
        gone: what is to go.
        known: the format that its documents are read by, of JSON.

    Returns:
        Whether anything went.
    """
    if sniffed.kind == "workbook":
        return _write_workbook(export, sniffed, target, gone)
    differs = False
    with _opened_to_write(target, sniffed) as stream:
        for before, after in _texts(export, sniffed, gone, known):
            stream.write(after)
            differs = differs or before != after
    return differs


def _texts(
    export: ExportFile, sniffed: SniffedFile, gone: Withdrawn, known: JsonFormat | None
) -> Iterator[tuple[str, str]]:
    """A text file piece by piece, as it is and as it is to be."""
    rows = gone.rows.get(export.name, frozenset())
    with opened(export, sniffed) as source:
        if sniffed.kind == "json":
            longest = export.bounds.document_characters
            by_line = is_line_by_line(export, sniffed)
            pieces = bounded_lines(source, export, longest) if by_line else iter([bounded_text(source, export)])
            numbered = NumberedObjects(rows, known)
            yield from ((text, _text_without(text, sniffed, gone, numbered)) for text in pieces)
            return
        yield from (
            (line, line)
            for line in islice(bounded_lines(source, export, export.bounds.cell_characters), sniffed.header.last_line)
        )
    for record in records(export, sniffed):
        text = "".join(record.lines)
        fresh = "" if record.row_number in rows else _record_text(text, record, sniffed.header, gone)
        yield text, _with_all_cells(fresh, record, sniffed.header) if rows and record.left_off else fresh


@contextmanager
def _opened_to_write(target: Path, sniffed: SniffedFile) -> Iterator[TextIO]:
    """In the encoding that it was in; in UTF-8 where only letters proved that, of which some may be gone."""
    encoding = "utf-8" if sniffed.encoding in PROVED_BY_LETTERS else sniffed.encoding
    with target.open("wb") as raw:
        packed = GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) if sniffed.compression == "gzip" else None
        text = io.TextIOWrapper(cast("BinaryIO", packed or raw), encoding=encoding, errors="replace", newline="")
        yield text
        text.flush()
        text.detach()
        if packed is not None:
            packed.close()


def _record_text(text: str, record: Record, header: Header, gone: Withdrawn) -> str:
    if record.problem or not gone.also_named or not _names_any(text, gone):
        return text
    cells = _cells_without(record.cells, header.keys, gone)
    if cells == list(record.cells):
        return text
    line_end = text[len(text.rstrip("\r\n")) :]
    return row_text(cells[: len(cells) - record.left_off], header, line_end)


def _with_all_cells(text: str, record: Record, header: Header) -> str:
    """A record with the cells that were left off, which only sixteen rows in a row prove to be empty."""
    body = text.rstrip("\r\n")
    return f"{body}{header.delimiter * record.left_off}{text[len(body) :]}" if body else ""


def _cells_without(cells: Sequence[str], keys: Sequence[str], gone: Withdrawn) -> list[str]:
    """The cells of a row that stays, without the ids of tweets that go, and what it quotes of them."""
    named = {place for place, cell in enumerate(cells) if gone.also_named and _is_id_of(cell, gone)}
    quotes = any(keys[place].startswith("quoted") for place in named)
    return [
        _NO_ID if place in named else "" if quotes and _OF_QUOTED.fullmatch(keys[place]) else _unnamed(cell, gone)
        for place, cell in enumerate(cells)
    ]


def _names_any(text: str, gone: Withdrawn) -> bool:
    return any(map(gone.is_tweet, _LONG_NUMBER.findall(text))) or any(map(gone.is_tweet, posts_in(text)))


def _unnamed(text: str, gone: Withdrawn) -> str:
    """A text with 0 for the ids of tweets that go, and zeros for what names them in addresses, as links hold them."""
    if not gone.also_named:
        return text
    bare = without_posts(text, gone.is_tweet)
    return _LONG_NUMBER.sub(lambda found: _NO_ID if gone.is_tweet(found[0]) else found[0], bare)


def _is_id_of(cell: str, gone: Withdrawn) -> bool:
    found = _ID_CELL.fullmatch(cell)
    return gone.is_tweet(found[1]) if found else _POST_ID.fullmatch(cell) is not None and gone.is_tweet(cell)


def _write_workbook(export: ExportFile, sniffed: SniffedFile, target: Path, gone: Withdrawn) -> bool:
    """Rows that go become empty, so that tables, filters and formulas of the sheets keep their places."""
    from openpyxl import load_workbook

    rows = gone.rows.get(export.name, frozenset())
    lines = {(one.sheet, one.line_number): one for one in records(export, sniffed)}
    book = load_workbook(export.path)
    differs = False
    for header in (sniffed.header, *sniffed.alike_sheets):
        _unmerge(book[header.sheet], header, {line for sheet, line in lines if sheet == header.sheet})
        for row in book[header.sheet].iter_rows():
            record = lines.get((header.sheet, row[0].row or 0))
            if record is None:
                continue
            goes = record.row_number in rows
            kept = [] if goes else _cells_without(record.cells, header.keys, gone)
            for place, cell in enumerate(row):
                if goes or (place < len(kept) and kept[place] != record.cells[place]):
                    cell.value = None if goes else kept[place]
                    cell.hyperlink = None
                    cell.comment = None if goes else cell.comment
                    differs = True
    book.save(target)
    return differs


def _unmerge(sheet: "Worksheet", header: Header, lines: Collection[int]) -> None:
    """Let each row have what it was read with: a cell of a row that goes may be merged with cells of others."""
    for merged in [one for one in sheet.merged_cells.ranges if one.max_row > header.last_line]:
        value = sheet.cell(merged.min_row, merged.min_col).value
        sheet.unmerge_cells(str(merged))
        is_of_rows = merged.min_col == merged.max_col <= len(header.columns) and merged.min_row > header.last_line
        for line in range(merged.min_row + 1, merged.max_row + 1) if is_of_rows else ():
            if line in lines:
                sheet.cell(line, merged.min_col).value = value


def _text_without(text: str, sniffed: SniffedFile, gone: Withdrawn, numbered: NumberedObjects) -> str:
    """JSON documents, or a line that holds one, without what goes; broken ones go if they name it."""
    inner = sniffed.bare(text)
    if not inner:
        return text
    left, end = [], 0
    for start, part in concatenated_documents(inner):
        left += [inner[end:start], _document_without(part, gone, numbered)]
        end = start + len(part)
    return text.replace(inner, "".join([*left, inner[end:]]), 1) if any(left) else ""


def _document_without(text: str, gone: Withdrawn, numbered: NumberedObjects) -> str:
    try:
        content = parsed(text)
    except (RecursionError, ValueError):  # broken, or deeper than Python goes
        return text if numbered.is_broken_one_left() and not _names_what_goes(text, gone) else ""
    try:
        left = _without(numbered.left_of(content), gone)
        is_as_it_was = left is NOTHING or left == content
        written = text if is_as_it_was else json.dumps(left, indent=1 if "\n" in text else None)
    except (RecursionError, ValueError):  # deeper than Python goes
        return "" if _names_what_goes(text, gone) else text
    return "" if left is NOTHING else written


def _names_what_goes(text: str, gone: Withdrawn) -> bool:
    words = [*re.findall(r"[A-Za-z0-9_]+", text), *posts_in(text), *accounts_in(text)]
    return any(gone.is_tweet(word) or gone.is_user(word) for word in words)


def _without(value: object, gone: Withdrawn) -> object:
    if isinstance(value, Mapping):
        return object_without(value, gone)
    if isinstance(value, list):
        return [left for left in (_without(one, gone) for one in value) if left is not NOTHING]
    if gone.also_named and isinstance(value, str | int) and _is_id_of(str(value), gone):
        return type(value)(_NO_ID)
    return _unnamed(value, gone) if isinstance(value, str) else value


def row_without(row: Mapping[str, object], gone: Withdrawn) -> Mapping[str, object]:
    """The values of a row that stays, of typed columns, as ``_cells_without`` for cells of text."""
    if not gone.also_named:
        return row
    named = {key for key, value in row.items() if isinstance(value, str | int) and _is_id_of(str(value), gone)}
    quotes = any(column_key(key).startswith("quoted") for key in named)
    left = {
        key: None if quotes and key not in named and _OF_QUOTED.fullmatch(column_key(key)) else _without(value, gone)
        for key, value in row.items()
    }
    return {key: None if value is NOTHING else value for key, value in left.items()}


def object_without(value: Mapping[str, object], gone: Withdrawn) -> object:
    """What is left of an object: no mapping where it goes itself."""
    if _goes(value, gone):
        is_reference = gone.also_named and value.keys() >= _REFERENCES[0]
        return {"type": value["type"], "id": _NO_ID} if is_reference else NOTHING
    left = {key: _without(one, gone) for key, one in value.items()}
    if any(left[key] is NOTHING for key in WRAPPERS & left.keys()):
        return NOTHING
    return {key: _stub(value[key], gone) if one is NOTHING else one for key, one in left.items()}


def _stub(value: object, gone: Withdrawn) -> object:
    """What stands for a tweet that goes where another one quotes it: that there was one."""
    if not gone.also_named or not isinstance(value, Mapping):
        return None
    named = (*_TWEET_IDS, *_ADDRESSES)
    ids = {key: type(value[key])(_NO_ID) for key in named if isinstance(value.get(key), str | int)}
    return {**ids, _FACTS: {}} if _FACTS in value else ids


def _goes(value: Mapping[str, object], gone: Withdrawn) -> bool:
    """Whether an object is a tweet that goes, a tweet of an account that goes, or the profile of such an account."""
    if any(value.keys() <= reference for reference in _REFERENCES):
        return False
    if isinstance(value.get("did"), str) and isinstance(value.get("kind"), str):
        return _event_goes(value, gone)
    own_id = next((value[key] for key in _TWEET_IDS if value.get(key)), None)
    ids = [own_id, *(value[key] for key in _ADDRESSES if value.get(key) and not value.keys().isdisjoint(_POST_FIELDS))]
    names = [value.get(key) for key in ("author_id", "author_did", "author_handle")]
    for author in (value.get(key) for key in _AUTHORS):
        names += _names_of(author) if isinstance(author, Mapping) else [author] if isinstance(author, str) else []
    names += _names_of(value) if _is_profile(value) else []
    return any(gone.is_tweet(str(one)) for one in ids if one) or any(gone.is_user(str(name)) for name in names if name)


def _event_goes(event: Mapping[str, object], gone: Withdrawn) -> bool:
    """Whether an event of Bluesky's stream is a tweet that goes, is of an account that goes, or is about either."""
    commit = event.get("commit")
    if gone.is_user(str(event["did"])) or not isinstance(commit, Mapping):
        return gone.is_user(str(event["did"]))
    record = commit.get("record")
    subject = record.get("subject") if isinstance(record, Mapping) else None
    about = subject.get("uri") if isinstance(subject, Mapping) else subject
    own_id = f"at://{event['did']}/{commit.get('collection')}/{commit.get('rkey')}"
    return gone.is_tweet(own_id) or (isinstance(about, str) and (gone.is_tweet(about) or gone.is_user(about)))


def _names_of(profile: Mapping[str, object]) -> list[object]:
    """By what an account is known: ids, handles, and of Mastodon the handle with its server."""
    names = [profile.get(key) for key in _USER_NAMES]
    acct = profile.get("acct")
    if isinstance(acct, str):
        place = profile.get("url") or profile.get("uri")
        server = host_of(place) if isinstance(place, str) else ""
        names.append(acct if "@" in acct else f"{acct}@{server}")
    return names


def _is_profile(value: Mapping[str, object]) -> bool:
    """Whether an object is what is known of an account: a name, and no place in a text, as a mention has it."""
    return (
        not value.keys().isdisjoint(_NAMES)
        and not value.keys().isdisjoint(_HANDLES)
        and value.keys().isdisjoint(_PLACES)
    )
