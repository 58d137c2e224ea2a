"""One window's export files into raw_tweets and rejected_rows, with a line per file on what became of it.

What belongs here: the way of a file through sniffing and recognising, and storing what was read. What does not: reading
the rows (batches.py), what a format means (its module), and where a study keeps its files (study/folder.py).
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import duckdb

from mtw_pipeline.activity import at_work
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.formats.model import JsonFormat
from mtw_pipeline.exports.formats.registry import refuse_unknown_names
from mtw_pipeline.exports.formats.unread import lake_tables, of_lake_table
from mtw_pipeline.exports.reading.archives import Part, is_empty_list, parts_of
from mtw_pipeline.exports.reading.batches import Batches, BatchReader, RecognisedFile
from mtw_pipeline.exports.reading.companions import companions_of
from mtw_pipeline.exports.reading.completing.answered import complete_answers_of_window
from mtw_pipeline.exports.reading.completing.originals import complete_passed_on, name_reposts
from mtw_pipeline.exports.reading.completing.waiting_rows import waiting_rows
from mtw_pipeline.exports.reading.files import NO_CONTENT, ExportFile, Fingerprint
from mtw_pipeline.exports.reading.on_workers import Workers, could_go
from mtw_pipeline.exports.reading.outcomes import (
    FAILURES,
    FileOutcome,
    failed,
    outcome,
    outcomes_table,
    refused,
)
from mtw_pipeline.exports.reading.preparing import recognised
from mtw_pipeline.exports.reading.recognition import Recognition
from mtw_pipeline.exports.reading.sniffing.sniff import sniff
from mtw_pipeline.exports.reading.staging import begin_window, end_batches, end_window
from mtw_pipeline.exports.reading.validation import reject_rounded_twins
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.system.scratch import scratch_folder
from mtw_pipeline.warehouse.changing import replaced_rows
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)
_UNREADABLE_NAME = "The bytes of its name are no UTF-8. Give it another name"
_LINK_AROUND = (
    "It is a link to a folder in which this window lies itself, so that it is not followed. Link what in it is meant"
)
_MOST_NAMED = 50


class ReadingWorkers(Protocol):
    """Reads large files on other machines."""

    def read(self, files: Sequence[RecognisedFile]) -> Collection[RecognisedFile]:
        """Read files; gives back those that these machines do not see."""

    def show(self) -> None:
        """Let the temporary tables of the window show what was read."""


Withdrawing = Callable[[Warehouse, Study, CollectionWindow], object]
"""Takes rows of a window out of what was read."""


def _withdraw_nothing(_warehouse: Warehouse, _study: Study, _window: CollectionWindow) -> None:
    pass


def read_window(
    warehouse: Warehouse,
    study: Study,
    window: CollectionWindow,
    *,
    withdraw: Withdrawing = _withdraw_nothing,
    staged: Callable[[], list[FileOutcome]] | None = None,
) -> list[FileOutcome]:
    """Read every export of a window; what was read before is replaced in one transaction when all are read.

    Args:
        warehouse: the study's warehouse.
        study: the study.
        window: the window.
        withdraw: takes out of the tables what must not stand there, in the same transaction.
        staged: gives the outcomes of ``stage_window``, where that was begun for this window and connection already.

    Raises:
        UserError: as ``stage_window``.
    """
    with ExitStack() as files:
        outcomes = staged() if staged is not None else stage_window(warehouse, study, window, files)
        queries = {table: sql_text(table.statement) for table in (RAW_TWEETS, RAW_TIES, REJECTED_ROWS)}
        with replaced_rows(warehouse, window, queries, {COLLECTION_EXPORTS: outcomes_table(outcomes, window)}):
            withdraw(warehouse, study, window)
        end_window(warehouse.connection)
    _warn_of_files_without_rows(warehouse, window, outcomes)
    return outcomes


def stage_window(
    warehouse: Warehouse, study: Study, window: CollectionWindow, files: ExitStack | None = None
) -> list[FileOutcome]:
    """Read every export of a window into temporary tables of the warehouse's connection, from which none is stored yet.

    Args:
        warehouse: the study's warehouse.
        study: the study.
        window: the window.
        files: holds what was read on other machines until it is stored; without, all is read here.

    Raises:
        UserError: the window has no export files.
    """
    refuse_unknown_names(study.settings)
    paths = study.exports_of(window)
    if not paths:
        raise UserError(
            f"The collection window {window.key} has no exports",
            where=str(study.incoming_of(window)),
            remedy=f"Add some: mtw add FILE --window {window.start} {window.end}",
        )
    folder = study.incoming_of(window)
    exports = [ExportFile.within(folder, path, study.settings.bounds) for path in paths]
    read_here = sum(export.stamp()[0] for export in exports) if warehouse.engine is None else 0
    begin_window(warehouse.connection, read_here)
    workers = None
    if files is not None and warehouse.engine is not None and study.settings.engine.reading == "workers":
        workers = Workers(warehouse, study.settings, window, files)
    outcomes = read_exports(warehouse.connection, study.settings, window, exports, workers)
    reject_rounded_twins(warehouse.connection, window)
    return outcomes


def _warn_of_files_without_rows(
    warehouse: Warehouse, window: CollectionWindow, outcomes: Sequence[FileOutcome]
) -> None:
    taken = " union all ".join(
        f"select distinct export_file from {table.name} where collection_window = $window"
        for table in (RAW_TWEETS, RAW_TIES)
    )
    files_taken = {name for (name,) in warehouse.connection.execute(taken, {"window": window.key}).fetchall()}
    if all(one.export_file in files_taken or not one.rows_read for one in outcomes):
        return
    without_rows = warehouse.query("exports/reading/files_without_rows", {"collection_window": window.key}).fetchall()
    nothing_taken = _Warnings("files of which no row was taken")
    for name, rows_read, reason in without_rows:
        message = "%s: its %s not taken. Most of them: %s" if rows_read > 1 else "%s: its %s not taken: %s"
        nothing_taken.tell(message, name, number_of(rows_read, "row was", "rows were"), reason or "not known")
    nothing_taken.end()


def read_exports(
    connection: duckdb.DuckDBPyConnection,
    settings: StudySettings,
    window: CollectionWindow,
    exports: Sequence[ExportFile],
    workers: ReadingWorkers | None = None,
) -> list[FileOutcome]:
    """Read files into the temporary tables of a window (``begin_window``), archives unpacked.

    A file of the same content as an earlier one is refused: it could only count everything twice.

    Args:
        connection: the warehouse's connection.
        settings: of the study.
        window: the window.
        exports: the files.
        workers: reads large files on other machines.

    Returns:
        What became of each, in order.
    """
    with scratch_folder() as scratch, ThreadPoolExecutor(max_workers=1) as hasher:
        reader = BatchReader(connection, settings, window, companions_of(exports, scratch))
        tables = lake_tables(export.name for export in exports)
        reading = _Reading(reader, hasher if workers is None else None, scratch, workers, tables)
        for export in exports:
            for part in parts_of(export, scratch, are_kept=True):
                with at_work(f"reading {part.export.name}"):
                    reading.take(part)
        with at_work("reading the last files"):
            outcomes = reading.outcomes()
    end_batches(connection)
    with at_work("what the exports say of each other's posts"):
        _complete_each_other(connection, window)
    return outcomes


def _complete_each_other(connection: duckdb.DuckDBPyConnection, window: CollectionWindow) -> None:
    waiting = waiting_rows(connection)
    if waiting.answers:
        complete_answers_of_window(connection)
    if waiting.passed_on:
        complete_passed_on(connection, window)
    if waiting.reposts:
        name_reposts(connection)


class _Reading:
    """The files of a window on their way: looked at one by one, read with their kin."""

    def __init__(
        self,
        reader: BatchReader,
        hasher: Executor | None,
        scratch: Path,
        workers: ReadingWorkers | None,
        lake: Mapping[str, str],
    ) -> None:
        self._lake = lake
        self._reader = reader
        self._hasher = hasher
        self._scratch = scratch
        self._workers = workers
        self._to_go: list[RecognisedFile] = []
        self._batches = Batches()
        self._contents = _Contents()
        self._files = 0
        self._outcomes: dict[int, FileOutcome] = {}
        self._refusals = _Warnings("files were refused")
        self._unseen = _Warnings("files were read on this machine, as Spark's workers do not see them")

    def take(self, part: Part) -> None:
        """Look at a file, and read it or what waited for it."""
        number = self._files
        self._files += 1
        looked_at = self._looked_at(number, part)
        if isinstance(looked_at, FileOutcome):
            self._end(number, part.export, looked_at)
        elif self._goes(looked_at):
            self._to_go.append(looked_at)
        else:
            self._read(self._batches.with_file(looked_at))

    def outcomes(self) -> list[FileOutcome]:
        """What became of each file, in order, when all are read."""
        for files in self._batches.rest():
            self._read(files)
        if self._workers is not None and self._to_go:
            unseen = self._workers.read(self._to_go)
            for file in self._to_go:
                if file in unseen:
                    self._unseen.tell("%s: Spark's workers do not see it at %s", file.export.name, file.export.path)
                    self._read([file])
                else:
                    self._conclude(file)
            self._unseen.end()
            self._workers.show()
        self._refusals.end()
        return [self._outcomes[number] for number in range(self._files)]

    def _goes(self, file: RecognisedFile) -> bool:
        is_unpacked = self._scratch in file.export.path.parents
        return self._workers is not None and not is_unpacked and could_go(file, self._reader.companions)

    def _read(self, files: Sequence[RecognisedFile]) -> None:
        if not files:
            return
        self._reader.read(files)
        for file in files:
            self._conclude(file)

    def _conclude(self, file: RecognisedFile) -> None:
        if file.outcome is None:
            raise ValueError(f"{file.export.name} was left without an outcome")
        self._end(file.number, file.export, file.outcome)

    def _end(self, number: int, export: ExportFile, became: FileOutcome) -> None:
        self._outcomes[number] = became
        if self._scratch in export.path.parents:
            export.path.unlink(missing_ok=True)
        if became.refusal:
            self._refusals.tell("%s: refused. %s", became.export_file, became.refusal)

    def _looked_at(self, number: int, part: Part) -> FileOutcome | RecognisedFile:
        fingerprint = Fingerprint.of_nothing()
        try:
            part.export.path.stat()
            fingerprint = part.export.fingerprint(self._hasher)
            told = self._told_by_itself(part, fingerprint) or recognised(
                number, part.export, fingerprint, self._reader.settings, self._reader.companions
            )
        except FAILURES as error:
            return failed(part.export, fingerprint, error)
        if not (isinstance(told, FileOutcome) and told.refusal):  # what is refused is no twin that counts
            self._contents.add(fingerprint, part.export.name)
        return told

    def _told_by_itself(self, part: Part, fingerprint: Fingerprint) -> FileOutcome | None:
        """What becomes of a file whose rows need not be looked at; None of all others."""
        export, companions = part.export, self._reader.companions
        refusal = part.refusal or ("" if export.has_readable_path else _UNREADABLE_NAME)
        refusal = refusal or of_lake_table(export.name, self._lake) or (_LINK_AROUND if export.path.is_dir() else "")
        if refusal:
            return refused(export, fingerprint, refusal)
        if export.name in companions.files:
            return _companion(part, fingerprint, companions.files[export.name])
        if is_empty_list(export):
            return outcome(export, fingerprint, Recognition(name="x_archive"), notes=["it holds an empty list"])
        same = self._contents.earlier(fingerprint)
        return refused(export, fingerprint, f"It has the same content as {same}, which counts") if same else None


class _Contents:
    """The files that were met, by their content. A file is hashed at once only where another is as large."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._of_size: dict[int, list[tuple[Fingerprint, str]]] = {}

    def earlier(self, fingerprint: Fingerprint) -> str:
        """The name of an earlier file of the same content; empty where there is none."""
        if not fingerprint.bytes or fingerprint.bytes not in self._of_size:
            return ""
        for other, name in self._of_size[fingerprint.bytes]:
            self._names.setdefault(other.sha256, name)
        self._of_size[fingerprint.bytes].clear()
        return "" if fingerprint.sha256 == NO_CONTENT else self._names.get(fingerprint.sha256, "")

    def add(self, fingerprint: Fingerprint, name: str) -> None:
        """Remember a file."""
        self._of_size.setdefault(fingerprint.bytes, []).append((fingerprint, name))


class _Warnings:
    """Warnings of one kind: the first of them, and how many more there are. Each is an event that Dagster keeps."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._count = 0

    def tell(self, message: str, *values: object) -> None:
        self._count += 1
        if self._count <= _MOST_NAMED:
            log.warning(message, *values)

    def end(self) -> None:
        if self._count > _MOST_NAMED:
            log.warning("%s more %s; the report names all", f"{self._count - _MOST_NAMED:,}", self._what)


def _companion(part: Part, fingerprint: Fingerprint, known: JsonFormat) -> FileOutcome:
    hold = known.companions.hold if known.companions else ""
    notes = [f"it holds no tweets of its own, but {hold}, which complete the tweets beside it"]
    if part.note:
        notes.append(part.note)
    return outcome(part.export, fingerprint, Recognition(name=known.name), sniffed=sniff(part.export), notes=notes)
