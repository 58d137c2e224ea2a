"""Recognising a file by its content: which format it is of, or what it holds instead.

What belongs here: the choice among formats, and the words in which a file is refused. What does not: the formats
(formats/) and what is seen of a file before its format is known (sniffing/).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from mtw_pipeline.exports.formats.delimited import column_map
from mtw_pipeline.exports.formats.delimited.column_map import FileMap
from mtw_pipeline.exports.formats.documents.envelopes import held_documents
from mtw_pipeline.exports.formats.model import UNKNOWN, DelimitedFormat, JsonFormat, column_key
from mtw_pipeline.exports.formats.platforms import platform_of_columns, platform_of_document, read_platform_of
from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS, JSON_FORMATS
from mtw_pipeline.exports.formats.unread import text_file
from mtw_pipeline.exports.reading.column_maps import MapMatch, matched_map
from mtw_pipeline.exports.reading.sniffing.sniffed import Header, SniffedFile
from mtw_pipeline.exports.reading.tables.quoting import quoting_refusal
from mtw_pipeline.exports.reading.unread_documents import (
    columns_refusal,
    document_refusal,
    error_of_server,
    text_refusal,
)
from mtw_pipeline.study.settings.exports import ColumnMap

_OTHER_TABLES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"screen_name", "followers"}), "user profiles"),
    (frozenset({"screen_name", "followers_count"}), "user profiles"),
    (frozenset({"username", "public_metrics.followers_count"}), "user profiles"),
    (frozenset({"user_username", "user_followers_count"}), "user profiles"),
    (frozenset({"start", "end", "tweet_count"}), "counts of tweets"),
    (frozenset({"start", "end", "day_count"}), "counts of tweets"),
    (frozenset({"id", "action", "reason"}), "compliance records (which tweets or accounts are gone)"),
    (frozenset({"vertex", "followed", "followers"}), "the accounts of a NodeXL workbook"),
    (frozenset({"id", "label", "timeset"}), "the nodes of a network, as Gephi lists them"),
    (frozenset({"id", "label", "interval"}), "the nodes of a network, as Gephi lists them"),
)
"""Tables that the same programs write beside their tweets, by columns that they have; none has a text of a tweet."""

_TEXT_COLUMNS = frozenset({"text", "full_text", "body", "tweet", "full text"})

PROPOSES = "mtw inspect proposes how"
"""What is said of a file that a column map could describe."""

_ID_OF_TWEET = re.compile("[0-9]{15,19}")
_LINES_OF_IDS = 20
_WITHOUT_TWEETS = (
    "The file holds ids of tweets and nothing of them, as data sets are passed on. Their texts are to be fetched from"
    " the platform by id, as twarc and Hydrator do it; add what they write"
)

_MATRIX = (
    "The file is a matrix, whose rows are called as its columns are ({}), and holds no tweets. If it is a network,"
    " write its ties as a table with the columns source, target and weight, and add that"
)


@dataclass(frozen=True)
class Recognition:
    """What a file was recognised as.

    Args:
        name: the name of the format; empty where it is not known.
        delimited: the format of a file with a header.
        json: the format of a file of JSON documents.
        mapped: the column map that describes the file, where one does.
        header: the row that is the header of a file with one.
        refusal: why the file cannot be taken, and what to do.
        unknown_columns: columns that the format does not know, as written.
        constants: fields that have one value in each row, of a format that does not say them.
        is_unknown: whether a column map could describe a file that was refused.
    """

    name: str = ""
    delimited: DelimitedFormat | None = None
    json: JsonFormat | None = None
    mapped: FileMap | None = None
    header: Header | None = None
    refusal: str = ""
    unknown_columns: tuple[str, ...] = field(default=())
    constants: Mapping[str, str] = field(default_factory=dict)
    is_unknown: bool = False

    @property
    def holds_ties(self) -> bool:
        """Whether its rows are ties and not tweets."""
        if self.mapped is not None:
            return self.mapped.holds_ties
        return self.delimited is not None and self.delimited.holds_ties


def recognise(sniffed: SniffedFile, file_name: str, column_maps: Sequence[ColumnMap] = ()) -> Recognition:
    """What a file is, by what was sniffed of it. A column map of the study comes before the formats known here.

    Args:
        sniffed: what was seen of it.
        file_name: its name, relative to the window's folder.
        column_maps: those of the study.
    """
    unreadable = _unreadable(sniffed)
    if unreadable:
        return Recognition(refusal=unreadable)
    match = matched_map(sniffed, file_name, column_maps)
    if match is not None and not match.problem:
        return _by_map(match)
    if match is not None and match.is_meant:
        return Recognition(name=match.file_map.name, refusal=match.problem)
    recognition = _recognise_json(sniffed) if sniffed.kind == "json" else _recognise_table(sniffed)
    if match is not None and recognition.is_unknown:
        return Recognition(name=match.file_map.name, refusal=match.problem)
    return recognition


def _unreadable(sniffed: SniffedFile) -> str:
    """Why a file is not read whatever it holds; empty where it may be."""
    if sniffed.kind == "empty":
        return "The file is empty. Export it again, or take it out of the folder"
    if sniffed.kind == "binary":
        unknown = "The file is no text, no workbook and no archive: nothing that an export could be"
        return sniffed.refusal or unknown
    return quoting_refusal(sniffed) if sniffed.kind == "delimited" else ""


def _by_map(match: MapMatch) -> Recognition:
    file_map, header = match.file_map, match.header
    if header is None:
        return Recognition(name=file_map.name, json=_json_format_of(file_map), mapped=file_map)
    taken = {source for sources in file_map.sources.values() for source in sources}
    unknown = tuple(
        name
        for place, name in enumerate(header.columns, start=1)
        if column_key(name) not in taken and place not in taken
    )
    return Recognition(name=file_map.name, mapped=file_map, header=header, unknown_columns=unknown)


def _recognise_json(sniffed: SniffedFile) -> Recognition:
    """By the first document, or, where that is of no format, by the first that is: an error may come before it.

    Behind an error, also by one of which nobody knows what it is: a column map may describe it. A document that is
    none of its format's is a rejected row.
    """
    recognition = _by_document(sniffed.document, sniffed.beginning)
    if not recognition.refusal:
        return recognition
    documents = sniffed.first_documents()
    others = [_by_document(one, sniffed.beginning) for one in documents[1:]]
    known = next((one for one in others if one.json is not None), recognition)
    if known is recognition and others and isinstance(documents[0], dict) and error_of_server(documents[0]):
        return next((one for one in others if one.is_unknown), recognition)
    return known


def _by_document(document: object, beginning: str) -> Recognition:
    first = document[0] if isinstance(document, list) and document else document
    platform = platform_of_document(document)
    by_columns = columns_refusal(document)
    if by_columns:
        return Recognition(refusal=by_columns)
    for known in JSON_FORMATS:
        if platform is None and known.recognises(first):
            return Recognition(name=known.name, json=known)
    if platform is not None:
        return Recognition(refusal=_of_platform(platform))
    for known in JSON_FORMATS:
        refusal = known.refusal(first)
        if refusal:
            return Recognition(name=known.name, refusal=f"No tweets were found: {refusal}")
    held = held_documents(document, lambda one: any(known.recognises(one) for known in JSON_FORMATS))
    wrapped = next((known for one in held for known in JSON_FORMATS if known.recognises(one)), None)
    if wrapped is not None and platform_of_document(held[0]) is None:
        return Recognition(name=wrapped.name, json=wrapped)
    return _no_json_format(first, beginning)


def _no_json_format(first: object, beginning: str) -> Recognition:
    """Why JSON that is of no known format is not read."""
    told = document_refusal(first, beginning)
    if told:
        return Recognition(refusal=told)
    read = read_platform_of(first) if isinstance(first, dict) else None
    if read is not None:
        return Recognition(refusal=_of_unknown_format(read))
    return Recognition(
        refusal="The JSON is of no known format. If each line holds one tweet, describe its fields in study.toml"
        f" under [[column_map]]; {PROPOSES}",
        is_unknown=True,
    )


def _recognise_table(sniffed: SniffedFile) -> Recognition:
    """By its columns, or, where its rows are objects, as documents."""
    if sniffed.document is None:
        return _recognise_delimited(sniffed)
    documents = _recognise_json(sniffed)
    if documents.json is not None:
        return documents
    table = _recognise_delimited(sniffed)
    return documents if documents.name and table.delimited is None else table


def _recognise_delimited(sniffed: SniffedFile) -> Recognition:
    incomplete: Recognition | None = None
    for header in sniffed.headers:
        found = _by_columns(header)
        if found is not None and not found.is_unknown:
            return found
        incomplete = incomplete or found
    if sniffed.kind != "columnar":  # the columns of which are asked for by their names
        respelled = next(filter(None, map(_by_respelled_columns, sniffed.headers)), None)
        if respelled is not None:
            return respelled
    platform = next(filter(None, (platform_of_columns(header.keys) for header in sniffed.headers)), None)
    if platform is not None:
        return Recognition(refusal=_of_platform(platform))
    read = next(filter(None, (read_platform_of(header.keys) for header in sniffed.headers)), None)
    if read is not None and incomplete is None:
        return Recognition(refusal=_of_unknown_format(read))
    other = _other_table(sniffed) or text_file(sniffed.beginning)
    return incomplete or (Recognition(refusal=other) if other else _no_format(sniffed))


def _by_columns(header: Header) -> Recognition | None:
    """What a table with this header is; None where it resembles no format."""
    possible = [known for known in DELIMITED_FORMATS if not known.is_contradicted(header.keys)]
    best = max(possible, key=lambda known: known.resemblance(header.keys))
    if 2 * best.resemblance(header.keys) <= 1 or (best.has_common_columns and platform_of_columns(header.keys)):
        return None
    content = best.other_content(header.keys)
    if content:
        return Recognition(name=best.name, header=header, refusal=f"The file holds {content}, not tweets")
    missing = best.missing(header.keys)
    if missing and best.has_common_columns:  # most tables have some of these
        return None
    if missing:
        return Recognition(name=best.name, header=header, refusal=_incomplete(best, missing), is_unknown=True)
    unknown = best.unknown(header.columns)
    joined = replace(header, list_separator=best.list_separator)
    return Recognition(name=best.name, delimited=best, header=joined, unknown_columns=unknown)


def _by_respelled_columns(header: Header) -> Recognition | None:
    """What a table is whose names of columns R or a database wrote anew: signs and blanks in one form; None if nothing.

    ``Vertex 1`` becomes ``Vertex.1`` by read.csv, ``vertex_1`` by clean_names; ``author.url`` becomes ``author_url``.
    """
    possible: list[tuple[int, Recognition]] = []
    folded = {key: _folded(key) for key in header.keys}
    for known, written in zip(DELIMITED_FORMATS, _folded_columns(), strict=True):
        own = frozenset(written.values())
        keys = tuple(key if key in own else written.get(folded[key], key) for key in header.keys)
        found = _by_columns(replace(header, columns=keys)) if keys != header.keys else None
        if found is not None and found.delimited is known:
            possible.append((len(own & set(keys)), found))
    return max(possible, key=lambda one: one[0])[1] if possible else None


@cache
def _folded_columns() -> list[dict[str, str]]:
    """The columns of every format in the order of formats, by how they are called once they were written anew."""
    return [{_folded(name): name for name in (*known.left_out, *known.taken)} for known in DELIMITED_FORMATS]


def _folded(key: str) -> str:
    return re.sub(r"[\W_]+", "_", key).rstrip("_")


def _of_platform(platform: str) -> str:
    return f"The file is of {platform}, which is not read: its posts are no tweets. Take it out of the folder"


def _of_unknown_format(platform: str) -> str:
    return (
        f"The file is of {platform}, and of no format that is known here. If each of its rows holds a post, describe it"
        f' in study.toml under [[column_map]], with constants.platform = "{platform.lower()}" (docs/column-maps.md)'
    )


def _other_table(sniffed: SniffedFile) -> str:
    for header in sniffed.headers:
        for marks, content in _OTHER_TABLES:
            has_text = not _TEXT_COLUMNS.isdisjoint(header.keys)
            if marks <= set(header.keys) and not has_text:
                return f"The file holds {content}, not tweets"
    return ""


def _incomplete(best: DelimitedFormat, missing: Sequence[str]) -> str:
    names = ", ".join(entry.replace("|", " or ") for entry in missing)
    return (
        f"This looks like {best.title}, but the column {names} is missing. Export it again with that column, or"
        f" describe the file in study.toml under [[column_map]]; {PROPOSES}"
    )


def _no_format(sniffed: SniffedFile) -> Recognition:
    first = sniffed.header
    if _holds_ids_alone(sniffed.beginning):
        return Recognition(refusal=_WITHOUT_TWEETS)
    above = text_refusal(sniffed.beginning)
    if above:
        return Recognition(refusal=above)
    header = next((row for row in sniffed.headers if len(row.columns) > 1), first)  # a title has one cell
    shown = ", ".join(header.columns[:8]) + (", ..." if len(header.columns) > 8 else "")  # noqa: PLR2004
    if _is_matrix(header, sniffed.headers):
        return Recognition(refusal=_MATRIX.format(shown))
    if shown.lstrip().startswith("<"):
        return Recognition(
            refusal="The file is a web page or XML, perhaps an error message that was saved in place of the export. If"
            " a browser shows the table in it, open it in a spreadsheet program and save it as .xlsx"
        )
    if header.holds_data:
        refusal = (
            f"The file has no header: its first row holds {shown[:200]}. Put a row with the names of the columns on"
            " top, as the program that wrote it names them, or describe them by number in study.toml under"
            f" [[column_map]]; {PROPOSES}"
        )
    else:
        refusal = (
            f"The format is not known; its columns are {shown}. The known formats are listed by: mtw formats. Any other"
            f" table can be read once its columns are described in study.toml under [[column_map]]; {PROPOSES}"
        )
    return Recognition(refusal=refusal, is_unknown=True)


def _is_matrix(header: Header, rows: Sequence[Header]) -> bool:
    """Whether the names of the columns are those of the rows below too."""
    names = frozenset(name for name in header.columns[1:] if name.strip())
    alike = (header.delimiter, header.sheet, len(header.columns))
    below = {
        row.columns[0]
        for row in rows
        if (row.delimiter, row.sheet, len(row.columns)) == alike and row.last_line > header.last_line
    }
    return len(below) > 1 and below <= names


def _holds_ids_alone(beginning: str) -> bool:
    """Whether each line is the id of a tweet, but the first perhaps, which is their name."""
    lines = [line.strip(' \t\ufeff"') for line in beginning.splitlines()[:_LINES_OF_IDS]]
    filled = list(filter(None, lines))
    ids = list(filter(_ID_OF_TWEET.fullmatch, filled))
    return bool(ids) and ids in (filled, filled[1:])


def _json_format_of(mapped: FileMap) -> JsonFormat:
    return JsonFormat(
        name=mapped.name,
        title=mapped.name,
        recognises=lambda _document: True,
        refusal=lambda _document: None,
        rows_of=partial(column_map.rows_of, mapped),
        tells=UNKNOWN,
    )
