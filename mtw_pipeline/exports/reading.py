"""One window's export files into raw_tweets and rejected_rows, with a line of account per file.

What belongs here: the way of a file through recognising, staging, judging and storing. What does not: what a format
means (its module), when a row is good (sql/exports/judged_rows.sql), and where a study keeps its files (study.py).
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import duckdb
import pyarrow as pa

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.delimited import stage
from mtw_pipeline.exports.export_rows import LIST_FIELDS, TEXT_FIELDS
from mtw_pipeline.exports.files import ExportFile
from mtw_pipeline.exports.heads import Head, column_key, look, with_dialect
from mtw_pipeline.exports.json_rows import elements, stage_documents
from mtw_pipeline.exports.records import records
from mtw_pipeline.exports.registry import Recognition, recognise
from mtw_pipeline.exports.staging import (
    begin_file,
    begin_window,
    create_empty,
    end_window,
    in_batches,
    insert,
)
from mtw_pipeline.study import Study
from mtw_pipeline.tables import COLLECTION_EXPORTS, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse import Warehouse, sql_text
from mtw_pipeline.windows import CollectionWindow

log = logging.getLogger(__name__)

_ID = "[0-9]{1,19}"
_COUNT = r"[0-9]{1,18}(\.0+)?"
_NOWHERE = "\0"
_PLACES_SCHEMA = pa.schema([("row_number", pa.int64()), ("line_number", pa.int64()), ("raw", pa.string())])


@dataclass(frozen=True)
class FileAccount:
    """What became of one export file."""

    export_file: str
    status: str
    refusal: str | None
    format: str | None
    sha256: str
    bytes: int
    rows_read: int
    compression: str | None
    encoding: str | None
    delimiter: str | None
    unknown_columns: list[str]
    notes: list[str]


def read_window(warehouse: Warehouse, study: Study, window: CollectionWindow) -> list[FileAccount]:
    """Read every export of a window; what was read before is replaced in one transaction when all are read.

    Raises:
        UserError: the window has no export files.
    """
    paths = study.exports_of(window)
    if not paths:
        raise UserError(
            f"The collection window {window.key} has no exports",
            where=str(study.incoming_of(window)),
            remedy=f"Add some: mtw add FILE --window {window.start} {window.end}",
        )
    folder = study.incoming_of(window)
    exports = [ExportFile(path, path.relative_to(folder).as_posix()) for path in paths]
    begin_window(warehouse.connection)
    accounts = [_read_file(warehouse.connection, study, window, export) for export in exports]
    with warehouse.transaction():
        for table in (COLLECTION_EXPORTS, RAW_TWEETS, REJECTED_ROWS):
            warehouse.delete_window(table, window)
        warehouse.insert_query(RAW_TWEETS, RAW_TWEETS.name)
        warehouse.insert_query(REJECTED_ROWS, REJECTED_ROWS.name)
        warehouse.insert_arrow(COLLECTION_EXPORTS, _accounts_table(accounts, window))
    end_window(warehouse.connection)
    return accounts


def _read_file(
    connection: duckdb.DuckDBPyConnection, study: Study, window: CollectionWindow, export: ExportFile
) -> FileAccount:
    started = time.monotonic()
    try:
        head = look(export)
    except UserError as error:
        return _account(export, Head("empty"), Recognition(refusal=str(error)), 0, ())
    recognition = recognise(head, study.settings.column_map)
    if recognition.refusal:
        log.warning("%s: refused. %s", export.name, recognition.refusal)
        return _account(export, head, recognition, 0, ())
    if recognition.header is not None:
        head = head.with_header(recognition.header)
        head = with_dialect(export, head) if head.kind == "delimited" else head
    begin_file(connection)
    notes = _stage(connection, export, head, recognition)
    rows_read = _rows_read(connection)
    times = _times(recognition, study.settings.export_time_zones)
    _judge(connection, export, head, recognition, {"collection_window": window.key, **_days(window), **times})
    seconds = max(time.monotonic() - started, 1e-3)
    log.info(
        "%s: %s, %s rows, %s rows/s", export.name, recognition.name, f"{rows_read:,}", f"{rows_read / seconds:,.0f}"
    )
    return _account(export, head, recognition, rows_read, notes)


def _stage(
    connection: duckdb.DuckDBPyConnection, export: ExportFile, head: Head, recognition: Recognition
) -> tuple[str, ...]:
    known = recognition.json
    if known is not None:
        stage_documents(connection, export, head, known)
        return ()
    if recognition.delimited is not None:
        names = {name: name for name in recognition.delimited.taken}
        notes = stage(connection, export, head, names)
        _map_cells(connection, recognition.delimited.name, {})
        return notes
    mapped = recognition.mapped
    if mapped is None:
        raise ValueError(f"{recognition.name} names no reader")
    names = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS), _NOWHERE)
    names.update({field: column_key(name) for field, name in mapped.columns.items()})
    notes = stage(connection, export, head, names)
    lists = [name for name in LIST_FIELDS if name in mapped.columns]
    parameters = {"lists": lists, "list_separator": mapped.list_separator, "metrics_of": mapped.metrics_of}
    _map_cells(connection, "column_map", parameters)
    return notes if "created_at" in mapped.columns else (*notes, "times of posting were computed from the tweet ids")


def _map_cells(connection: duckdb.DuckDBPyConnection, mapping: str, parameters: Mapping[str, object]) -> None:
    connection.execute(
        f"insert into export_rows by name {sql_text(f'exports/{mapping}')}",
        dict(parameters),
    )
    connection.execute("drop table file_rows")


def _places_of(
    export: ExportFile, head: Head, recognition: Recognition, wanted: frozenset[int]
) -> Iterator[Mapping[str, object]]:
    """Where the wanted rows stand in the file, and their text: a second reading, as far as the last of them."""
    known = recognition.json
    everything = elements(export, head, known) if known is not None else records(export, head)
    last = max(wanted)
    for one in everything:
        if one.row_number in wanted:
            yield {"row_number": one.row_number, "line_number": one.line_number, "raw": one.raw()}
        if one.row_number >= last:
            return


def _judge(
    connection: duckdb.DuckDBPyConnection,
    export: ExportFile,
    head: Head,
    recognition: Recognition,
    parameters: Mapping[str, object],
) -> None:
    """Add the staged rows of a file to ``judged_rows``, and those that cannot be taken to ``window_rejected_rows``."""
    place = {"collection_window": parameters["collection_window"], "export_file": export.name}
    connection.execute(
        f"insert into judged_rows by name {sql_text('exports/judged_rows')}",
        {**parameters, **place, "id": _ID, "count": _COUNT},
    )
    rejected = connection.execute(
        "select row_number from judged_rows where reason is not null and export_file = $name", {"name": export.name}
    ).fetchall()
    wanted = frozenset(int(row[0]) for row in rejected)
    create_empty(connection, "rejected_places", _PLACES_SCHEMA)
    if wanted:
        for batch in in_batches(_places_of(export, head, recognition, wanted), f"{export.name}, rejected rows"):
            insert(connection, "rejected_places", batch, _PLACES_SCHEMA)
    connection.execute(f"insert into window_rejected_rows by name {sql_text('exports/window_rejected_rows')}", place)


def _days(window: CollectionWindow) -> dict[str, object]:
    return {"first_day": window.start, "last_day": window.end}


def _times(recognition: Recognition, time_zones: Mapping[str, str]) -> dict[str, object]:
    """How times without a zone are to be read."""
    mapped = recognition.mapped
    if mapped is not None:
        from_ids = "created_at" not in mapped.columns
        return {"times_from_ids": from_ids, "time_format": mapped.time_format, "time_zone": mapped.time_zone}
    return {"times_from_ids": False, "time_format": None, "time_zone": time_zones.get(recognition.name, "UTC")}


def _rows_read(connection: duckdb.DuckDBPyConnection) -> int:
    found = connection.execute(
        "select (select count(*) from export_rows) + (select count(*) from unreadable_rows)"
    ).fetchone()
    return int(found[0]) if found else 0


def _account(
    export: ExportFile, head: Head, recognition: Recognition, rows_read: int, notes: Sequence[str]
) -> FileAccount:
    return FileAccount(
        export_file=export.name,
        status="refused" if recognition.refusal else "read",
        refusal=recognition.refusal or None,
        format=recognition.name or None,
        sha256=export.sha256(),
        bytes=export.path.stat().st_size,
        rows_read=rows_read,
        compression=head.compression,
        encoding=head.encoding or None,
        delimiter=head.header.delimiter or None,
        unknown_columns=list(recognition.unknown_columns),
        notes=list(notes),
    )


def _accounts_table(accounts: Sequence[FileAccount], window: CollectionWindow) -> pa.Table:
    rows = [{"collection_window": window.key, **asdict(account)} for account in accounts]
    return pa.Table.from_pylist(rows)
