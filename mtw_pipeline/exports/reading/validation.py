"""The staged rows of one file, validated: taken, or rejected with the reason and the place in the file.

What belongs here: how times and ids of the file are to be read, and looking up the rows that are rejected. What does
not: when a row is good (sql/exports/reading/validated_rows.sql).
"""

from collections.abc import Iterator, Mapping

import duckdb

from mtw_pipeline.exports.formats.cells import ERROR_VALUE, INVISIBLE, JOINERS, NO_ID, UNSEEN
from mtw_pipeline.exports.formats.delimited.edge_list import take_ties
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.findings import findings
from mtw_pipeline.exports.reading.json_rows import elements
from mtw_pipeline.exports.reading.recognition import Recognition
from mtw_pipeline.exports.reading.records import records
from mtw_pipeline.exports.reading.sniffing import SniffedFile
from mtw_pipeline.exports.reading.staging import LOCATIONS_SCHEMA, in_batches, insert
from mtw_pipeline.exports.reading.written_times import WrittenTimes
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.statements import sql_text

_ID = "[0-9]{1,19}"
_GUARDED = r"""^(?:ID_|id:)?[="'\s]*([0-9]+)["'\s]*$|^([0-9]{1,15})\.0+$"""
_COUNT = r"[0-9]{1,18}(\.0+)?"
_FEWEST_TWEETS = 3
_MOST_COLUMNS = 0.9
_HANDLE = "[A-Za-z0-9_]+"
_OF_TIMES = ("time_zone", "names_formats", "zoned_formats", "plain_formats", "reads_default_times")
_NO_FORMAT = "\x01"
"""Stands where there is no format: no time is written so."""


def validate_rows(
    connection: duckdb.DuckDBPyConnection,
    export: ExportFile,
    sniffed: SniffedFile,
    recognition: Recognition,
    parameters: Mapping[str, object],
) -> tuple[str, ...]:
    """Add the staged rows of a file to ``validated_rows``, and those that cannot be taken to ``window_rejected_rows``.

    Args:
        connection: the warehouse's connection.
        export: the file.
        sniffed: what was seen of it.
        recognition: what it was recognised as.
        parameters: the window and how its times are read (``window_parameters`` and ``time_parameters``).

    Returns:
        Notes on damage that only the whole file proves.
    """
    place = {"collection_window": parameters["collection_window"], "export_file": export.name}
    if recognition.holds_ties:
        shown = {name: parameters[name] for name in ("first_day", "last_day", *_OF_TIMES)}
        wanted = take_ties(connection, {**place, **shown, "unseen": UNSEEN})
        notes: tuple[str, ...] = ()
    else:
        found = findings(
            connection,
            silence_says_no=recognition.mapped is None,
            empty_lists_say_no=recognition.json is not None,
            few=_FEWEST_TWEETS if _has_its_columns(sniffed, recognition) else 0,
        )
        notes = found.notes
        wanted = _validated(connection, {**parameters, **place, **found.told, "rounded": found.rounded_ids})
    if wanted:
        for batch in in_batches(_locations_of(export, sniffed, recognition, wanted), f"{export.name}, rejected rows"):
            insert(connection, "rejected_locations", batch, LOCATIONS_SCHEMA)
    connection.execute(
        f"insert into window_rejected_rows by name {sql_text('exports/reading/window_rejected_rows')}", place
    )
    return notes


def _has_its_columns(sniffed: SniffedFile, recognition: Recognition) -> bool:
    """Whether a file has the columns of its format, but for a few that not every version of its program wrote."""
    known = recognition.delimited
    taken = set(known.taken) - set(known.filled) if known is not None else set()
    return len(taken & set(sniffed.header.keys)) >= _MOST_COLUMNS * len(taken)


def _validated(connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]) -> frozenset[int]:
    """ValidationProcess the staged rows; the numbers of those that cannot be taken."""
    connection.execute(
        f"insert into validated_rows by name {sql_text('exports/reading/validated_rows')}",
        {
            **parameters,
            "id": _ID,
            "count": _COUNT,
            "guarded": _GUARDED,
            "no_id": NO_ID,
            "handle": _HANDLE,
            "error_value": ERROR_VALUE,
            "invisible": INVISIBLE,
            "joiners": JOINERS,
            "unseen": UNSEEN,
        },
    )
    rejected = connection.execute(
        "select row_number from validated_rows where reason is not null and export_file = $name",
        {"name": parameters["export_file"]},
    ).fetchall()
    return frozenset(int(row[0]) for row in rejected)


def reject_rounded_twins(connection: duckdb.DuckDBPyConnection, window: CollectionWindow) -> None:
    """Reject the rows of ``validated_rows`` whose id was rounded, where another file of the window has the true one."""
    connection.execute(f"create or replace temp table rounded_twins as {sql_text('exports/reading/rounded_twins')}")
    connection.execute(
        "update validated_rows set reason = rounded_twins.reason from rounded_twins"
        " where validated_rows.export_file = rounded_twins.export_file"
        " and validated_rows.row_number = rounded_twins.row_number"
    )
    connection.execute(
        "insert into window_rejected_rows by name select $collection_window as collection_window, * from rounded_twins",
        {"collection_window": window.key},
    )
    connection.execute("drop table rounded_twins")


def window_parameters(window: CollectionWindow) -> dict[str, object]:
    """The window as sql/exports/reading/validated_rows.sql asks for it."""
    return {"collection_window": window.key, "first_day": window.start, "last_day": window.end}


def time_parameters(
    recognition: Recognition, time_zones: Mapping[str, str], sniffed: SniffedFile, written: WrittenTimes | None
) -> dict[str, object]:
    """How times are to be read, those without a zone above all.

    Args:
        recognition: what the file was recognised as.
        time_zones: the zones of formats whose times name none, from study.toml.
        sniffed: what was seen of it. A workbook's own dates are read whatever format a map names.
        written: how times of a known format are written that need a format; None where there are none.
    """
    mapped = recognition.mapped
    formats = mapped.time_formats if mapped is not None else ()
    if written is not None and written.order != "unsure":
        formats = written.formats
    zoned = [one for one in formats if "%z" in one.lower()]
    return {
        "times_from_ids": mapped is not None and mapped.times_from_ids,
        "names_formats": bool(formats),
        "zoned_formats": zoned or [f"{_NO_FORMAT}%z"],
        "plain_formats": [one for one in formats if one not in zoned] or [_NO_FORMAT],
        "reads_default_times": mapped is None or mapped.reads_default_times or sniffed.kind == "workbook",
        "time_zone": mapped.column_map.time_zone if mapped is not None else time_zones.get(recognition.name, "UTC"),
    }


def _locations_of(
    export: ExportFile, sniffed: SniffedFile, recognition: Recognition, wanted: frozenset[int]
) -> Iterator[Mapping[str, object]]:
    """Where the wanted rows stand in the file, and their text: a second reading, as far as the last of them."""
    known = recognition.json
    everything = elements(export, sniffed, known) if known is not None else records(export, sniffed)
    last = max(wanted)
    for one in everything:
        if one.row_number in wanted:
            yield {"row_number": one.row_number, "line_number": one.line_number, "raw": one.raw()}
        if one.row_number >= last:
            return
