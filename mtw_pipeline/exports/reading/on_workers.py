"""Large exports that the workers of an engine read, a file each: the same reading, by a DuckDB of their own.

What belongs here: which files go there, what a worker does, and taking over what it found. What does not: how a file is
read (batches.py), and how a function comes to a worker (spark/own_program.py). What needs all files of the window is
done here afterwards, as for those that were read here.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from mtw_pipeline.exports.reading.batches import SMALL_BYTES, BatchReader, RecognisedFile
from mtw_pipeline.exports.reading.companions import CompanionFiles
from mtw_pipeline.exports.reading.files import ExportFile, Fingerprint
from mtw_pipeline.exports.reading.outcomes import FAILURES, FileOutcome, failed
from mtw_pipeline.exports.reading.preparing import recognised
from mtw_pipeline.exports.reading.staging import begin_window
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.changing import show_files
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import bound_as_one_of_many
from mtw_pipeline.warehouse.opening import scratch_warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.tables.model import Column, Table, Type
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

_READ = (RAW_TWEETS, RAW_TIES, REJECTED_ROWS)
_KINDS = frozenset({"delimited", "json", "columnar"})
_FILE_NUMBER = Column("file_number", Type.INTEGER, "Number of the file within the window")
_STATUSES = ("status_id", "in_reply_to_status_id", "asked_server")
_OF_TABLE = {
    "validated_rows": (_FILE_NUMBER.name, "reason", *RAW_TWEETS.column_names),
    "window_rejected_rows": (_FILE_NUMBER.name, *REJECTED_ROWS.column_names),
    "server_statuses": (_FILE_NUMBER.name, "row_number", *_STATUSES),
}
"""The temporary tables that a worker fills (staging.py), and their columns."""

READ_ROWS = Table(
    name="read_rows",
    row="a row of one of the temporary tables of a window, as a worker filled it; or what became of a file",
    stage="collection",
    key=(),
    columns=(
        Column("of_table", Type.TEXT, "Which table; NULL of what became of a file"),
        Column("outcome", Type.TEXT, "What became of a file, as JSON; NULL where the worker does not see it"),
        _FILE_NUMBER,
        *{
            column.name: column
            for column in (
                *RAW_TWEETS.columns,
                *REJECTED_ROWS.columns,
                *(Column(one, Type.TEXT, "") for one in _STATUSES),
            )
        }.values(),
    ),
)
"""All that workers give, in one relation: a file is read once."""

NEEDED = f"pyarrow, pydantic, filelock, psutil and duckdb {duckdb.__version__}"
"""What a worker must have, in words."""

_MANY_BYTES = 2_000_000_000
"""One core has a quarter of an hour's work with as many."""
_ROWS_AT_ONCE = 20_000
_CLOCK_SECONDS = 2
"""File systems round times of change."""


@dataclass(frozen=True)
class ReadingTask:
    """One file for a worker.

    Args:
        number: its number within the window.
        path: where it lies, here and there.
        name: its name in the tables.
        stamp: its size and the time of its last change, as seen here.
        settings: of the study.
        window: the window.
        duckdb: the version of DuckDB here.
    """

    number: int
    path: Path
    name: str
    stamp: tuple[int, int]
    settings: StudySettings
    window: CollectionWindow
    duckdb: str


def could_go(file: RecognisedFile, companions: CompanionFiles) -> bool:
    """Whether a worker can read a file: a large one that needs nothing which lies beside it."""
    known = file.recognition
    needs_others = known.delimited is not None and known.delimited.author_of is not None
    if known.json is not None and known.json.companions is not None:
        needs_others = not companions.lack(file.export, known)
    is_large = file.fingerprint.bytes > SMALL_BYTES
    return is_large and file.sniffed.kind in _KINDS and not known.holds_ties and not needs_others


class Workers:
    """The workers of a warehouse's engine, which read files of a window.

    Args:
        warehouse: the warehouse.
        settings: of the study.
        window: the window.
        files: what workers read lies in the lake as long as this is open.
    """

    def __init__(
        self, warehouse: Warehouse, settings: StudySettings, window: CollectionWindow, files: ExitStack
    ) -> None:
        if warehouse.engine is None:
            raise ValueError("no engine that has workers")
        self._engine = warehouse.engine
        self._warehouse = warehouse
        self._settings = settings
        self._window = window
        self._files = files
        self._relation = ""

    def read(self, files: Sequence[RecognisedFile]) -> list[RecognisedFile]:
        """Read files, and decide what became of each.

        Returns:
            Those that no worker saw: nothing of them is read.
        """
        for one in files:
            if one.fingerprint.bytes > _MANY_BYTES and one.sniffed.kind != "columnar":
                gigabytes = f"{one.fingerprint.bytes / 1e9:.1f}"
                log.warning("%s: one core reads its %s GB; mtw split cuts it for many", one.export.name, gigabytes)
        tasks = [
            ReadingTask(
                one.number,
                one.export.path,
                one.export.name,
                one.fingerprint.stamp,
                self._settings,
                self._window,
                duckdb.__version__,
            )
            for one in files
        ]
        self._relation = self._files.enter_context(
            self._engine.made_on_workers(READ_ROWS, self._window, read_by_worker, tasks, needed=NEEDED)
        )
        outcomes = _outcomes(self._warehouse.connection, self._relation)
        unseen = []
        for file in files:
            file.outcome = outcomes.get(file.number)
            if file.outcome is None:
                unseen.append(file)
            else:
                file.rows_read = file.outcome.rows_read
                if not file.fingerprint.digest.done():
                    file.fingerprint.digest.set_result(file.outcome.sha256)
        log.info("%s read on the workers", number_of(len(files) - len(unseen), "file was", "files were"))
        return unseen

    def show(self) -> None:
        """Let the temporary tables of the window have what was read, besides what was read here: without a copy."""
        for name, columns in _OF_TABLE.items() if self._relation else ():
            rows = f"select {', '.join(columns)} from {self._relation} where of_table = '{name}'"
            show_files(self._warehouse.connection, name, rows)


def _outcomes(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[int, FileOutcome]:
    found = connection.execute(f"select file_number, outcome from {relation} where outcome is not null").fetchall()
    return {int(number): FileOutcome(**json.loads(told)) for number, told in found}


def read_by_worker(task: ReadingTask) -> Iterator[pa.Table]:
    """Read one file on a worker: what ``BatchReader`` makes of it by itself, and what became of it.

    Raises:
        ImportError: another DuckDB is there, which may validate rows otherwise.
    """
    if duckdb.__version__ != task.duckdb:
        raise ImportError(f"duckdb {duckdb.__version__} in place of {task.duckdb}")
    export = ExportFile(task.path, task.name, task.settings.bounds)
    if not _is_seen(export, task.stamp):
        return
    with scratch_warehouse(_READ) as warehouse, ThreadPoolExecutor(max_workers=1) as hasher:
        connection = warehouse.connection
        bound_as_one_of_many(connection)
        begin_window(connection)
        became = _read(connection, task, export, export.fingerprint(hasher))
        yield from _gathered(connection)
        yield arrow_rows(READ_ROWS, [{_FILE_NUMBER.name: task.number, "outcome": json.dumps(asdict(became))}])


def _read(
    connection: duckdb.DuckDBPyConnection, task: ReadingTask, export: ExportFile, fingerprint: Fingerprint
) -> FileOutcome:
    reader = BatchReader(connection, task.settings, task.window, CompanionFiles())
    try:
        file = recognised(task.number, export, fingerprint, task.settings, reader.companions)
    except FAILURES as error:
        return failed(export, fingerprint, error)
    if isinstance(file, FileOutcome):
        return file
    reader.read([file])
    if file.outcome is None:
        raise ValueError(f"{export.name} was left without an outcome")
    return file.outcome


def _is_seen(export: ExportFile, stamp: tuple[int, int]) -> bool:
    size, changed = export.stamp()
    return size == stamp[0] and abs(changed - stamp[1]) <= _CLOCK_SECONDS * 1e9


def _gathered(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
    """What the temporary tables hold, in the columns of ``READ_ROWS``."""
    schema = arrow_rows(READ_ROWS, []).schema
    for name, columns in _OF_TABLE.items():
        found = connection.execute(f"select '{name}' as of_table, {', '.join(columns)} from {name}")
        for batch in found.to_arrow_reader(_ROWS_AT_ONCE):
            given = {field.name: pa.nulls(batch.num_rows, field.type) for field in schema}
            given |= dict(zip(batch.schema.names, batch.columns, strict=True))
            yield pa.table(given).cast(schema)
