"""The one place that knows every export format, and recognises a file by its content.

What belongs here: the list of formats and the choice among them. What does not: how any of them is read. A new
format is a module of its own and one more line in DELIMITED_FORMATS or JSON_FORMATS (docs/adding-a-format.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from mtw_pipeline.exports import column_map, x_api_v2
from mtw_pipeline.exports.column_map import MappedColumns
from mtw_pipeline.exports.files import Head, column_key
from mtw_pipeline.exports.formats import DelimitedFormat, JsonFormat, Tells
from mtw_pipeline.exports.netlytic import netlytic
from mtw_pipeline.exports.rtweet import RTWEET

JSON_FORMATS: tuple[JsonFormat, ...] = (
    JsonFormat(
        name="x_api_v2",
        title="X (Twitter) API v2 JSON, pages or flattened",
        recognises=x_api_v2.recognises,
        refusal=x_api_v2.refusal,
        rows_of=x_api_v2.rows_of,
        tells=Tells("own", "yes", "yes", "yes", "yes", "yes"),
    ),
)


def delimited_formats(netlytic_time_zone: str) -> tuple[DelimitedFormat, ...]:
    """Every format with a header."""
    return (RTWEET, netlytic(netlytic_time_zone))


@dataclass(frozen=True)
class Recognition:
    """What a file was recognised as.

    Args:
        name: the name of the format; empty where it is not known.
        delimited: the format of a file with a header.
        json: the format of a file of JSON documents.
        mapped: the column map of study.toml that describes the file, where one does.
        refusal: why the file cannot be taken, and what to do.
        unknown_columns: columns that the format does not know, as written.
    """

    name: str = ""
    delimited: DelimitedFormat | None = None
    json: JsonFormat | None = None
    mapped: MappedColumns | None = None
    refusal: str = ""
    unknown_columns: tuple[str, ...] = field(default=())


def recognise(head: Head, column_maps: Sequence[MappedColumns] = (), netlytic_time_zone: str = "UTC") -> Recognition:
    """What a file is, by its head. A column map of the study comes before the formats known here."""
    if head.kind == "empty":
        return Recognition(refusal="The file is empty. Export it again, or take it out of the folder")
    if head.kind == "json":
        return _recognise_json(head, column_maps)
    return _recognise_delimited(head, column_maps, delimited_formats(netlytic_time_zone))


def _recognise_json(head: Head, column_maps: Sequence[MappedColumns]) -> Recognition:
    document = head.document
    first = document[0] if isinstance(document, list) and document else document
    for mapped in column_maps:
        if column_map.describes(mapped, first):
            return Recognition(name=_name_of(mapped), json=_json_format_of(mapped), mapped=mapped)
    for known in JSON_FORMATS:
        refusal = known.refusal(first)
        if refusal:
            return Recognition(name=known.name, refusal=f"No tweets were found: {refusal}")
        if known.recognises(first):
            return Recognition(name=known.name, json=known)
    return Recognition(
        refusal="The JSON is of no known format. If each line holds one tweet, describe its fields in study.toml"
        " under [[column_map]]"
        if first is not None
        else "The file begins like JSON but is not. Export it again"
    )


def _recognise_delimited(
    head: Head, column_maps: Sequence[MappedColumns], formats: Sequence[DelimitedFormat]
) -> Recognition:
    keys = head.column_keys
    for mapped in column_maps:
        wanted = {column_key(name) for name in mapped.columns.values()}
        if wanted <= set(keys):
            unknown = tuple(name for name in head.columns if column_key(name) not in wanted)
            return Recognition(name=_name_of(mapped), mapped=mapped, unknown_columns=unknown)
    best = max(formats, key=lambda known: _resemblance(known, keys))
    if 2 * _resemblance(best, keys) <= 1:
        return Recognition(refusal=_no_format(head, formats))
    missing = best.missing(keys)
    if missing:
        names = ", ".join(entry.replace("|", " or ") for entry in missing)
        return Recognition(
            name=best.name,
            refusal=f"This looks like {best.title}, but the column {names} is missing. Export it again with that"
            " column, or describe the file in study.toml under [[column_map]]",
        )
    return Recognition(name=best.name, delimited=best, unknown_columns=best.unknown(head.columns))


def _resemblance(known: DelimitedFormat, keys: Sequence[str]) -> float:
    return len(known.signature & set(keys)) / len(known.signature)


def _no_format(head: Head, formats: Sequence[DelimitedFormat]) -> str:
    shown = ", ".join(head.columns[:8]) + (", ..." if len(head.columns) > 8 else "")  # noqa: PLR2004
    titles = ", ".join([known.title for known in formats] + [known.title for known in JSON_FORMATS])
    return (
        f"The format is not known; its columns are {shown}. Known formats: {titles}. Any other table can be read"
        " once its columns are described in study.toml under [[column_map]]"
    )


def _json_format_of(mapped: MappedColumns) -> JsonFormat:
    return JsonFormat(
        name=_name_of(mapped),
        title=_name_of(mapped),
        recognises=lambda _document: True,
        refusal=lambda _document: None,
        rows_of=partial(column_map.rows_of, mapped),
        tells=Tells("unknown", "unknown", "unknown", "unknown", "unknown", "unknown"),
    )


def _name_of(mapped: MappedColumns) -> str:
    return f"column map {mapped.name}"
