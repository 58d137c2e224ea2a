"""One window's export files into raw_tweets and rejected_rows, with a line per file on what became of it.

What belongs here: the way of a file through recognising, staging, validating and storing. What does not: what a format
means (its module), when a row is good (validation.py), and where a study keeps its files (study/folder.py).
"""

import logging
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from gzip import BadGzipFile

import duckdb
import pyarrow as pa

from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.exports.formats.cells import NOTHING
from mtw_pipeline.exports.formats.delimited.advertisements import advertisement_column
from mtw_pipeline.exports.formats.model import ColumnSource, JsonFormat
from mtw_pipeline.exports.reading.archives import Part, is_empty_list, parts_of
from mtw_pipeline.exports.reading.companions import CompanionFiles, companions_of
from mtw_pipeline.exports.reading.delimited import WantedColumns, stage
from mtw_pipeline.exports.reading.files import ExportFile, Fingerprint
from mtw_pipeline.exports.reading.json_rows import stage_documents
from mtw_pipeline.exports.reading.recognition import Recognition, recognise
from mtw_pipeline.exports.reading.sniffing import SniffedFile, sniff, with_dialect
from mtw_pipeline.exports.reading.staging import begin_file, begin_window, end_window, forget_file, show_mapped
from mtw_pipeline.exports.reading.time_zones import has_times, time_offsets
from mtw_pipeline.exports.reading.validation import (
    reject_rounded_twins,
    time_parameters,
    validate_rows,
    window_parameters,
)
from mtw_pipeline.exports.reading.written_times import times_note, unread_times
from mtw_pipeline.scratch import scratch_folder
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS

log = logging.getLogger(__name__)
_UNREADABLE_NAME = "The bytes of its name are no UTF-8. Give it another name"
_NO_ACCOUNT = (
    "whose tweets these are does not stand in the file: it is taken from links to own pictures, where there are such."
    " Put data/js/user_details.js of the same archive beside it, or the archive's zip in place of both, or describe the"
    " file under [[column_map]] with constants.author_handle"
)


Withdrawing = Callable[[Warehouse, Study, CollectionWindow], object]
"""Takes rows of a window out of what was read."""


def _withdraw_nothing(_warehouse: Warehouse, _study: Study, _window: CollectionWindow) -> None:
    pass


@dataclass(frozen=True)
class FileOutcome:
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


@dataclass(frozen=True)
class _Reader:
    """What every file of a window is read with."""

    connection: duckdb.DuckDBPyConnection
    settings: StudySettings
    window: CollectionWindow
    companions: CompanionFiles
    hasher: Executor


def read_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, *, withdraw: Withdrawing = _withdraw_nothing
) -> list[FileOutcome]:
    """Read every export of a window; what was read before is replaced in one transaction when all are read.

    Args:
        warehouse: the study's warehouse.
        study: the study.
        window: the window.
        withdraw: takes out of the tables what must not stand there, in the same transaction.

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
    exports = [ExportFile.within(folder, path, study.settings.bounds) for path in paths]
    begin_window(warehouse.connection)
    outcomes = read_exports(warehouse.connection, study.settings, window, exports)
    reject_rounded_twins(warehouse.connection, window)
    with warehouse.transaction():
        for table in (COLLECTION_EXPORTS, RAW_TWEETS, RAW_TIES, REJECTED_ROWS):
            warehouse.delete_window(table, window)
        for table in (RAW_TWEETS, RAW_TIES, REJECTED_ROWS):
            warehouse.insert_query(table, table.statement)
        withdraw(warehouse, study, window)
        warehouse.insert_arrow(COLLECTION_EXPORTS, _outcomes_table(outcomes, window))
    end_window(warehouse.connection)
    without_rows = warehouse.query("exports/reading/files_without_rows", {"collection_window": window.key}).fetchall()
    for name, rows_read, reason in without_rows:
        log.warning(
            "%s: none of its %s rows was taken. Most of them: %s", name, f"{rows_read:,}", reason or "not known"
        )
    return outcomes


def read_exports(
    connection: duckdb.DuckDBPyConnection,
    settings: StudySettings,
    window: CollectionWindow,
    exports: Sequence[ExportFile],
) -> list[FileOutcome]:
    """Read files into the temporary tables of a window (``begin_window``), archives unpacked.

    A file of the same content as an earlier one is refused: it could only count everything twice.

    Returns:
        What became of each, in order.
    """
    outcomes: list[FileOutcome] = []
    names: dict[str, str] = {}
    sizes: set[int] = set()
    with scratch_folder() as scratch, ThreadPoolExecutor(max_workers=1) as hasher:
        reader = _Reader(connection, settings, window, companions_of(exports, scratch), hasher)
        for part in (part for export in exports for part in parts_of(export, scratch)):
            outcome = _read_part(reader, part, names if part.export.stamp()[0] in sizes else {})
            names.setdefault(outcome.sha256, outcome.export_file)
            sizes.add(outcome.bytes)
            outcomes.append(outcome)
            if outcome.refusal:
                log.warning("%s: refused. %s", outcome.export_file, outcome.refusal)
    return outcomes


def _read_part(reader: _Reader, part: Part, names: Mapping[str, str]) -> FileOutcome:
    export = part.export
    try:
        export.path.stat()
        return _read_given(reader, part, names, export.fingerprint(reader.hasher))
    except OSError as error:
        forget_file(reader.connection, export.name)
        told = of_system(error)
        refusal = f"{told.what}: {error.strerror or error}. {told.remedy}. Then run again"
        return _refused(export, Fingerprint.of_nothing(), refusal)


def _read_given(reader: _Reader, part: Part, names: Mapping[str, str], fingerprint: Fingerprint) -> FileOutcome:
    export = part.export
    told = _told_by_itself(reader, part, names, fingerprint)
    if told is not None:
        return told
    try:
        outcome = _read_file(reader, export, fingerprint)
    except UserError as error:
        forget_file(reader.connection, export.name)
        outcome = _refused(export, fingerprint, str(error))
    except (EOFError, BadGzipFile, zlib.error) as error:
        forget_file(reader.connection, export.name)
        outcome = _refused(
            export, fingerprint, f"The compressed file is damaged: {error}. Copy it again from where it came from"
        )
    if export.stamp() != fingerprint.stamp:
        forget_file(reader.connection, export.name)
        return _refused(export, fingerprint, "It was changed while it was read. Run again when it is complete")
    return outcome


def _told_by_itself(
    reader: _Reader, part: Part, names: Mapping[str, str], fingerprint: Fingerprint
) -> FileOutcome | None:
    """What becomes of a file whose rows need not be looked at; None of all others."""
    export = part.export
    refusal = part.refusal or ("" if export.has_readable_path else _UNREADABLE_NAME)
    if refusal:
        return _refused(export, fingerprint, refusal)
    if export.name in reader.companions.files:
        return _companion(part, fingerprint, reader.companions.files[export.name])
    if is_empty_list(export):
        return _outcome(export, fingerprint, Recognition(name="x_archive"), notes=["it holds an empty list"])
    if names and fingerprint.bytes and fingerprint.sha256 in names:
        return _refused(export, fingerprint, f"It has the same content as {names[fingerprint.sha256]}, which counts")
    return None


def _read_file(reader: _Reader, export: ExportFile, fingerprint: Fingerprint) -> FileOutcome:
    started = time.monotonic()
    connection, settings = reader.connection, reader.settings
    sniffed = sniff(export)
    recognition = reader.companions.complete(export, recognise(sniffed, export.name, settings.column_map))
    if recognition.refusal:
        return _outcome(export, fingerprint, recognition, sniffed=sniffed)
    if recognition.header is not None:
        sniffed = sniffed.with_header(recognition.header)
        _check_width(export, len(recognition.header.columns))
        sniffed = with_dialect(export, sniffed) if sniffed.kind == "delimited" else sniffed
    begin_file(connection)
    notes = _stage(connection, export, sniffed, recognition)
    if reader.companions.lack(export, recognition):
        notes = (*notes, *_without_companions(connection, recognition))
    rows_read = _rows_read(connection, recognition)
    written = unread_times(connection) if recognition.delimited is not None and not recognition.holds_ties else None
    times = time_parameters(recognition, settings.export_time_zones, sniffed, written)
    damage = validate_rows(connection, export, sniffed, recognition, {**window_parameters(reader.window), **times})
    seconds = max(time.monotonic() - started, 1e-3)
    log.info(
        "%s: %s, %s rows, %s rows/s", export.name, recognition.name, f"{rows_read:,}", f"{rows_read / seconds:,.0f}"
    )
    zone = _zone_notes(connection, export, recognition, settings)
    return _outcome(
        export,
        fingerprint,
        recognition,
        sniffed=sniffed,
        rows_read=rows_read,
        notes=(*notes, *times_note(written), *zone, *damage),
    )


def _check_width(export: ExportFile, columns: int) -> None:
    if columns > export.bounds.columns:
        raise UserError(
            f"Its header has {columns:,} columns",
            where=export.name,
            remedy="Take out what is none of the export, or raise in study.toml, under [bounds], columns",
        )


def _companion(part: Part, fingerprint: Fingerprint, known: JsonFormat) -> FileOutcome:
    hold = known.companions.hold if known.companions else ""
    notes = [f"it holds no tweets of its own, but {hold}, which complete the tweets beside it"]
    if part.note:
        notes.append(part.note)
    return _outcome(part.export, fingerprint, Recognition(name=known.name), sniffed=sniff(part.export), notes=notes)


def _zone_notes(
    connection: duckdb.DuckDBPyConnection, export: ExportFile, recognition: Recognition, settings: StudySettings
) -> tuple[str, ...]:
    """What is to be known of the zone of a file's times: nothing, where the ids prove it or there are no times."""
    known = recognition.delimited or recognition.json
    mapped = recognition.mapped
    if recognition.holds_ties:
        is_silent = mapped is not None or not has_times(connection, export.name)
        return () if is_silent else (_unproved(recognition, settings),)
    read_as = (
        mapped.column_map.time_zone if mapped is not None else settings.export_time_zones.get(recognition.name, "UTC")
    )
    setting = "time_zone of the column map" if mapped is not None else f"[export_time_zones] {recognition.name}"
    offsets = time_offsets(connection, export.name)
    wrong = offsets.note(read_as, setting)
    if wrong:
        return (wrong,)
    if mapped is not None or known is None or known.names_time_zone or offsets.are_proved:
        return ()
    return (_unproved(recognition, settings),)


def _unproved(recognition: Recognition, settings: StudySettings) -> str:
    if recognition.name in settings.export_time_zones:
        return f"its times name no zone; they were read as {settings.export_time_zones[recognition.name]}"
    remedy = f"If that is wrong, set in study.toml, under [export_time_zones]: {recognition.name} = ..."
    return f"its times name no zone; they were read as UTC. {remedy}"


def _stage(
    connection: duckdb.DuckDBPyConnection, export: ExportFile, sniffed: SniffedFile, recognition: Recognition
) -> tuple[str, ...]:
    known = recognition.json
    if known is not None:
        stage_documents(connection, export, sniffed, known)
        return ()
    if recognition.delimited is not None:
        names: dict[str, ColumnSource] = {name: (name,) for name in recognition.delimited.taken}
        marked = advertisement_column(sniffed.header.keys)
        if marked is not None:
            names["is_advertisement"] = (marked,)
        notes = stage(connection, export, sniffed, WantedColumns(names, recognition.delimited.words))
        _fill(connection, recognition.constants)
        if not recognition.delimited.holds_ties:
            mapping = sql_text(f"exports/formats/{recognition.delimited.name}")
            show_mapped(connection, mapping, marks_advertisements=marked is not None)
        if recognition.delimited.author_of is not None and not recognition.constants:
            notes = (*notes, _NO_ACCOUNT)
        return notes
    mapped = recognition.mapped
    if mapped is None:
        raise ValueError(f"{recognition.name} names no reader")
    notes = stage(connection, export, sniffed, WantedColumns(mapped.sources, mapped.words, NOTHING))
    _fill(connection, mapped.constants)
    if not mapped.holds_ties:
        connection.execute(
            f"insert into staged_rows by name {sql_text('exports/formats/column_map')}", mapped.parameters
        )
    return (*notes, "times of posting were computed from the tweet ids") if mapped.times_from_ids else notes


def _without_companions(connection: duckdb.DuckDBPyConnection, recognition: Recognition) -> tuple[str, ...]:
    """What a file tells only with its companion files: nothing where one of its rows names its author."""
    companions = recognition.json.companions if recognition.json is not None else None
    [(nameless,)] = connection.execute(
        "select case when count(author_handle) = 0 then count(author_id) end from export_rows"
    ).fetchall()
    if companions is None or not nameless:
        return ()
    names = " or ".join(companions.file_names)
    note = f"its {nameless:,} rows name their authors by ids alone. Put {names} of the same collection into its folder"
    return (f"{note}, where there is such a file: it holds {companions.hold}",)


def _fill(connection: duckdb.DuckDBPyConnection, constants: Mapping[str, str]) -> None:
    """Give each of these columns of ``file_rows``, names of this program's, one value."""
    for field, value in constants.items():
        connection.execute(f'update file_rows set "{field}" = $value', {"value": value})


def _rows_read(connection: duckdb.DuckDBPyConnection, recognition: Recognition) -> int:
    staged = "file_rows" if recognition.holds_ties else "export_rows"
    found = connection.execute(
        f"select (select count(*) from {staged}) + (select count(*) from unreadable_rows)"
    ).fetchone()
    return int(found[0]) if found else 0


def _refused(export: ExportFile, fingerprint: Fingerprint, refusal: str) -> FileOutcome:
    return _outcome(export, fingerprint, Recognition(refusal=refusal))


def _outcome(
    export: ExportFile,
    fingerprint: Fingerprint,
    recognition: Recognition,
    *,
    sniffed: SniffedFile | None = None,
    rows_read: int = 0,
    notes: Sequence[str] = (),
) -> FileOutcome:
    sniffed = sniffed or SniffedFile("empty")
    return FileOutcome(
        export_file=export.name,
        status="refused" if recognition.refusal else "read",
        refusal=recognition.refusal or None,
        format=recognition.name or None,
        sha256=fingerprint.sha256,
        bytes=fingerprint.bytes,
        rows_read=rows_read,
        compression=sniffed.compression,
        encoding=sniffed.encoding or None,
        delimiter=sniffed.header.delimiter or None,
        unknown_columns=list(recognition.unknown_columns),
        notes=list(notes),
    )


def _outcomes_table(outcomes: Sequence[FileOutcome], window: CollectionWindow) -> pa.Table:
    rows = [{"collection_window": window.key, **asdict(outcome)} for outcome in outcomes]
    return pa.Table.from_pylist(rows)
