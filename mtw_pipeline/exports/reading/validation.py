"""The staged rows of a batch of files, validated: taken, or rejected with the reason and the place in the file.

What belongs here: how times and ids of a file are to be read, and looking up the rows that are rejected. What does
not: when a row is good (sql/exports/reading/validated_rows.sql).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.formats.cells import COUNT, ERROR_VALUE, INVISIBLE, JOINERS, LETTERS, NO_ID, NOTHING, UNSEEN
from mtw_pipeline.exports.formats.delimited.edge_list import ENDS, take_ties
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.findings import NOTHING_FOUND, Findings, findings
from mtw_pipeline.exports.reading.json_files.rows import elements
from mtw_pipeline.exports.reading.plain_cells import KINDS, create_macros
from mtw_pipeline.exports.reading.recognition import Recognition
from mtw_pipeline.exports.reading.sniffing.sniffed import SniffedFile
from mtw_pipeline.exports.reading.staging import LOCATIONS_SCHEMA, StagedRows, in_batches
from mtw_pipeline.exports.reading.tables.records import records
from mtw_pipeline.exports.reading.written_times import WrittenTimes, unread_times
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.changing import add_rows, change_rows
from mtw_pipeline.warehouse.statements import sql_text

_GUARDED = r"""^(?:ID_|id:)?[="'\s]*([0-9]+)["'\s]*$|^([0-9]{1,15})\.0+$"""
_FEWEST_TWEETS = 3
_MOST_COLUMNS = 0.9
WITHOUT_ORIGINAL = "it passes on a post of which no file of the window holds the text"
"""Why a row is rejected until its original is found (completing/originals.py)."""
_NO_FORMAT = "\x01"
"""Stands where there is no format: no time is written so."""


@dataclass
class StagedFile:
    """A file whose rows stand in the temporary tables of a batch.

    Args:
        number: its number within the window.
        export: the file.
        sniffed: what was seen of it.
        recognition: what it was recognised as.
        written: how its times are written, of a known format that says so otherwise than its program does.
        found: what its rows show as a whole.
    """

    number: int
    export: ExportFile
    sniffed: SniffedFile
    recognition: Recognition
    written: WrittenTimes | None = None
    found: Findings = NOTHING_FOUND


def validate_batch(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[StagedFile],
    window: CollectionWindow,
    time_zones: Mapping[str, str],
) -> dict[int, frozenset[int]]:
    """Add the staged rows of files of one format to ``validated_rows`` or ``window_ties``.

    What each file shows as a whole is put into it. Files whose times and ids are read alike are validated together.

    Args:
        connection: the warehouse's connection.
        files: of one format, or described by one column map.
        window: the collection window.
        time_zones: the zones of formats whose times name none, from study.toml.

    Returns:
        The numbers of the rows that cannot be taken, by those of the files that have such rows.
    """
    first = files[0].recognition
    if not first.holds_ties:
        _find(connection, files)
    create_macros(connection, () if first.holds_ties else KINDS.intersection(*(file.found.plain for file in files)))
    ways: list[dict[str, object]] = []
    rows = []
    for file in files:
        way = {**time_parameters(file, time_zones), "rounded": file.found.rounded_ids}
        if first.holds_ties:
            way["header"] = _header_of_ties(file)
        if way not in ways:
            ways.append(way)
        rows.append(
            {
                "file_number": file.number,
                "export_file": file.export.name,
                "validated_as": ways.index(way),
                **file.found.told,
            }
        )
    _store_staged_files(connection, rows)
    for number, way in enumerate(ways):
        parameters = {**way, **window_parameters(window), "validated_as": number}
        if first.holds_ties:
            del parameters["rounded"], parameters["times_from_ids"]
            take_ties(connection, {**parameters, "unseen": UNSEEN})
        else:
            of_format = {"of_x_alone": _is_of_x_alone(first), "may_join_links": _may_join_links(first)}
            _validate(connection, {**parameters, **of_format})
    return _refused_rows(connection, "window_ties" if first.holds_ties else "validated_rows")


def store_rejected(connection: duckdb.DuckDBPyConnection, window: CollectionWindow) -> None:
    """Add the rows of a batch that could not be taken to ``window_rejected_rows``, with their places."""
    connection.execute(
        f"insert into window_rejected_rows by name {sql_text('exports/reading/window_rejected_rows')}",
        {"collection_window": window.key},
    )


def locate(staged: StagedRows, file: StagedFile, wanted: frozenset[int]) -> None:
    """Find where rows that cannot be taken stand in their file, and their text: a second reading of it."""
    for batch in in_batches(_locations_of(file, wanted), f"{file.export.name}, rejected rows"):
        staged.add("rejected_locations", file.number, batch, LOCATIONS_SCHEMA)


def _find(connection: duckdb.DuckDBPyConnection, files: Sequence[StagedFile]) -> None:
    recognition = files[0].recognition
    found = findings(
        connection,
        {file.number: _FEWEST_TWEETS if _has_its_columns(file.sniffed, file.recognition) else 0 for file in files},
        of_x_alone=_is_of_x_alone(recognition),
        texts_tell=recognition.mapped is not None,
        empty_lists_say_no=recognition.json is not None,
        days_may_be_turned=_days_may_be_turned(files),
    )
    for file in files:
        file.found = found.get(file.number, NOTHING_FOUND)
    if recognition.delimited is not None and any(file.found.parted_times for file in files):
        written = unread_times(connection, len(files))
        for file in files:
            file.written = written.get(file.number)


def _days_may_be_turned(files: Sequence[StagedFile]) -> bool:
    """Whether times that begin with the year are read, and nobody said that the day comes before the month."""
    mapped = files[0].recognition.mapped
    if mapped is None:
        return True
    of_years = [one for one in mapped.time_formats if one.startswith("%Y")]
    are_read = bool(of_years) or mapped.reads_default_times or any(file.sniffed.has_times for file in files)
    return are_read and not any("%d" in one.partition("%m")[0] for one in of_years)


def _store_staged_files(connection: duckdb.DuckDBPyConnection, rows: Sequence[Mapping[str, object]]) -> None:
    connection.register("incoming_batch", pa.Table.from_pylist(list(rows)))
    connection.execute("create or replace temp table staged_files as from incoming_batch")
    connection.unregister("incoming_batch")


def _has_its_columns(sniffed: SniffedFile, recognition: Recognition) -> bool:
    """Whether a file has the columns of its format, but for a few that not every version of its program wrote."""
    known = recognition.delimited
    taken = set(known.taken) - set(known.filled) if known is not None else set()
    return len(taken & set(sniffed.header.keys)) >= _MOST_COLUMNS * len(taken)


def _validate(connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]) -> None:
    connection.execute(
        f"insert into validated_rows by name {sql_text('exports/reading/validated_rows')}",
        {
            **parameters,
            "count": COUNT,
            "guarded": _GUARDED,
            "no_id": NO_ID,
            "nothing": list(NOTHING),
            "letters": LETTERS,
            "error_value": ERROR_VALUE,
            "invisible": INVISIBLE,
            "joiners": JOINERS,
            "unseen": UNSEEN,
            "without_original": WITHOUT_ORIGINAL,
        },
    )


def _is_of_x_alone(recognition: Recognition) -> bool:
    """Whether no row of a file can be of another platform: JSON may hold any, and what a column map describes too."""
    return recognition.delimited is not None and recognition.delimited.platforms == ("x",)


def _may_join_links(recognition: Recognition) -> bool:
    """Whether what a file lists as one link may be several: a link that an API lists by itself may hold another."""
    known = recognition.json
    return known is None or recognition.mapped is not None or known.has_flat_lists


def _refused_rows(connection: duckdb.DuckDBPyConnection, table: str) -> dict[int, frozenset[int]]:
    found = connection.execute(
        f"select file_number, list(row_number) from {table} where reason is not null"
        " and file_number in (select file_number from staged_files) group by file_number"
    ).fetchall()
    return {int(number): frozenset(rows) for number, rows in found}


def reject_rounded_twins(connection: duckdb.DuckDBPyConnection, window: CollectionWindow) -> None:
    """Reject the rows of ``validated_rows`` whose id was rounded, where another file of the window has the true one."""
    [(are_near,)] = connection.execute(sql_text("exports/reading/near_ids")).fetchall()
    if not are_near:
        return
    statement = sql_text("exports/reading/rounded_twins")
    [(twins,)] = connection.execute(f"create or replace temp table rounded_twins as {statement}").fetchall()
    if twins:
        _reject_twins(connection, window)
    connection.execute("drop table rounded_twins")


def _reject_twins(connection: duckdb.DuckDBPyConnection, window: CollectionWindow) -> None:
    change_rows(
        connection,
        "validated_rows",
        "select export_file, row_number, reason from rounded_twins",
        {},
        key=("export_file", "row_number"),
        columns={"reason": "changes.reason"},
    )
    add_rows(
        connection,
        "window_rejected_rows",
        "select $collection_window as collection_window, * from rounded_twins",
        {"collection_window": window.key},
    )


def window_parameters(window: CollectionWindow) -> dict[str, object]:
    """The window as sql/exports/reading/validated_rows.sql asks for it."""
    return {"collection_window": window.key, "first_day": window.start, "last_day": window.end}


def time_parameters(file: StagedFile, time_zones: Mapping[str, str]) -> dict[str, object]:
    """How the times of a file are to be read, those without a zone above all.

    Args:
        file: the file. A workbook's own dates, and a columnar file's, are read whatever format a map names.
        time_zones: the zones of formats whose times name none, from study.toml.
    """
    mapped = file.recognition.mapped
    formats = mapped.time_formats if mapped is not None else ()
    if file.written is not None and file.written.order != "unsure":
        formats = file.written.formats
    zoned = [one for one in formats if "%z" in one.lower()]
    zone = time_zones.get(file.recognition.name, "UTC")
    return {
        "times_from_ids": mapped is not None and mapped.times_from_ids,
        "names_formats": bool(formats),
        "zoned_formats": zoned or [f"{_NO_FORMAT}%z"],
        "plain_formats": [one for one in formats if one not in zoned] or [_NO_FORMAT],
        "reads_default_times": mapped is None or mapped.reads_default_times or file.sniffed.has_times,
        "time_zone": mapped.column_map.time_zone if mapped is not None else zone,
    }


def _header_of_ties(file: StagedFile) -> list[str]:
    """What the header of an edge list says where rows say who and whom; empty where there is none or no such column."""
    mapped, keys = file.recognition.mapped, file.sniffed.header.keys
    if mapped is None:
        return [next((name for name in names if name in keys), "") for names in ENDS.values()]
    if not mapped.column_map.header:
        return ["", ""]
    places = {end: mapped.sources[end][0] for end in ENDS}
    named = {end: place if isinstance(place, str) else keys[place - 1] for end, place in places.items()}
    return [mapped.constants.get(end, name).lower() for end, name in named.items()]


def _locations_of(file: StagedFile, wanted: frozenset[int]) -> Iterator[Mapping[str, object]]:
    """Where the wanted rows stand in the file, and their text, as far as the last of them."""
    known = file.recognition.json
    export, sniffed = file.export, file.sniffed
    everything = elements(export, sniffed, known) if known is not None else records(export, sniffed)
    last = max(wanted)
    for one in everything:
        if one.row_number in wanted:
            yield {"row_number": one.row_number, "line_number": one.line_number, "raw": one.raw()}
        if one.row_number >= last:
            return
