"""Files that are staged and validated together: a statement costs the same for one small file as for hundreds.

What belongs here: which files go together, how many at once, and the order of the steps. What does not: what a
step does (tables/, json_files/, validation.py), and what a file tells before its rows are looked at (window.py).
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from mtw_pipeline.exports.formats.cells import NOTHING
from mtw_pipeline.exports.formats.delimited.advertisements import advertisement_column
from mtw_pipeline.exports.formats.delimited.edge_list import files_of_numbers
from mtw_pipeline.exports.formats.list_elements import BETWEEN_ELEMENTS, NAMES_OF_FIELDS
from mtw_pipeline.exports.reading.companions import CompanionFiles
from mtw_pipeline.exports.reading.completing.answered import complete_answers
from mtw_pipeline.exports.reading.completing.html_cells import show_html
from mtw_pipeline.exports.reading.files import Fingerprint
from mtw_pipeline.exports.reading.json_files.rows import stage_documents
from mtw_pipeline.exports.reading.odd_cells.bare_cells import OddCells, bare_cells
from mtw_pipeline.exports.reading.odd_cells.written_lists import take_other_flags, take_other_lists
from mtw_pipeline.exports.reading.outcomes import CHANGED, FAILURES, FileOutcome, failed, outcome
from mtw_pipeline.exports.reading.recognition import Recognition
from mtw_pipeline.exports.reading.staging import StagedRows, begin_batch, forget_file, show_mapped
from mtw_pipeline.exports.reading.tables.delimited import columns_of, stage
from mtw_pipeline.exports.reading.tables.wanted_columns import WantedColumns
from mtw_pipeline.exports.reading.time_zones import TimeOffsets, files_with_times, time_offsets
from mtw_pipeline.exports.reading.validation import StagedFile, locate, store_rejected, validate_batch
from mtw_pipeline.exports.reading.written_times import times_note, unread_note
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.export_rows import FLAGS, LIST_FIELDS, WORDS
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.waiting_rows import file_waits_on_disk
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

SMALL_BYTES = 1 << 18
"""Files up to that size wait for their kin; a larger one is read by itself."""
_MOST_BYTES = 1 << 23
_MOST_FILES = 500
_TAKEN_FOR_HEADER = (
    "its first row was taken for the names of its columns, which the column map does not name: where it is a row of its"
    " own, say header = false in the map"
)
_OF_NUMBERS = (
    "its accounts are numbers and no names, as Gephi and others number their nodes: the network has accounts of these"
    " numbers, but for 0, which stands for nobody, and none of them is an account of the tweets. Where a list of nodes"
    " says whose numbers they are (Id, Label), write the names in their place and add that"
)
_NO_ACCOUNT = (
    "whose tweets these are does not stand in the file: it is taken from links to own pictures, where there are such."
    " Put data/js/user_details.js of the same archive beside it, or the archive's zip in place of both, or describe the"
    " file under [[column_map]] with constants.author_handle"
)


@dataclass(kw_only=True)
class RecognisedFile(StagedFile):
    """A file whose format is known and whose rows are still to be read.

    Args:
        fingerprint: what it was when it was looked at.
        notes: what is to be known of it.
        rows_read: how many rows it has, good and bad.
        outcome: what became of it, once that is decided.
    """

    fingerprint: Fingerprint
    notes: list[str] = field(default_factory=list)
    rows_read: int = 0
    outcome: FileOutcome | None = None

    @property
    def kin(self) -> Hashable:
        """Equal for files that can be read together: of one format, with the same columns to look for."""
        mapped = self.recognition.mapped
        marked = self.recognition.delimited is not None and advertisement_column(self.sniffed.header.keys)
        is_json = self.recognition.json is not None  # a column map may describe documents and tables
        return self.recognition.name, id(mapped.column_map) if mapped is not None else 0, marked, is_json


class Batches:
    """Files that wait to be read with their kin.

    Args:
        most_files: so many are read together at most.
    """

    def __init__(self, most_files: int = _MOST_FILES) -> None:
        self._most_files = most_files
        self._waiting: dict[Hashable, list[RecognisedFile]] = {}
        self._bytes: Counter[Hashable] = Counter()

    def with_file(self, file: RecognisedFile) -> list[RecognisedFile]:
        """The files that are to be read now that one more is there: none, it alone, or all its kin."""
        if file.fingerprint.bytes > SMALL_BYTES:
            return [file]
        kin = file.kin
        self._waiting.setdefault(kin, []).append(file)
        self._bytes[kin] += file.fingerprint.bytes
        if len(self._waiting[kin]) < self._most_files and self._bytes[kin] < _MOST_BYTES:
            return []
        del self._bytes[kin]
        return self._waiting.pop(kin)

    def rest(self) -> Iterator[list[RecognisedFile]]:
        """Those that still wait."""
        while self._waiting:
            yield self._waiting.pop(next(iter(self._waiting)))


@dataclass(frozen=True)
class BatchReader:
    """What every batch of a window is read with."""

    connection: duckdb.DuckDBPyConnection
    settings: StudySettings
    window: CollectionWindow
    companions: CompanionFiles

    def read(self, files: Sequence[RecognisedFile]) -> None:
        """Add the rows of files that are kin to the tables of the window, and decide what became of each."""
        started = time.monotonic()
        staged = StagedRows(self.connection)
        good = self._stage(staged, files)
        if good:
            wanted = validate_batch(self.connection, good, self.window, self.settings.export_time_zones)
            self._count(good, staged.unreadable)
            good = self._each(staged, good, lambda file: _locate(staged, file, wanted))
            staged.put()
            if wanted or staged.unreadable:
                store_rejected(self.connection, self.window)
            self._conclude(staged, good, wanted)
        seconds = max(time.monotonic() - started, 1e-3)
        rows = sum(file.rows_read for file in files)
        named = files[0].export.name if len(files) == 1 else f"{len(files)} files from {files[0].export.name} on"
        speed = f"{rows / seconds:,.0f} rows/s"
        log.info("%s: %s, %s, %s", named, files[0].recognition.name, number_of(rows, "row"), speed)

    def _each(
        self, staged: StagedRows, files: Sequence[RecognisedFile], step: Callable[[RecognisedFile], None]
    ) -> list[RecognisedFile]:
        """Take a step with each file; those that it fails with are refused, the others returned."""
        good = []
        for file in files:
            try:
                step(file)
            except FAILURES as error:
                self._refuse(staged, file, error)
            else:
                good.append(file)
        return good

    def _refuse(self, staged: StagedRows, file: RecognisedFile, error: Exception) -> None:
        staged.forget(file.number)
        forget_file(self.connection, file.number)
        file.outcome = failed(file.export, file.fingerprint, error)

    def _stage(self, staged: StagedRows, files: Sequence[RecognisedFile]) -> list[RecognisedFile]:
        wanted = None if files[0].recognition.json is not None else _wanted(files[0])
        is_large = wanted is not None and self._wait_on_disk(files)
        begin_batch(self.connection, wanted.sources if wanted is not None else (), is_large=is_large)
        good = self._each(staged, files, lambda file: stage_rows(staged, file, wanted))
        staged.put()
        if good and wanted is not None:
            columns = dict.fromkeys(name for file in good for name in columns_of(file.sniffed, wanted))
            odd = bare_cells(self.connection, tuple(columns), wanted.words, wanted.odd)
            _take_other_forms(self.connection, good, odd)
            _fill(self.connection, good)
            mapped = good[0].recognition.mapped is not None
            show_html(self.connection, _html_of(good[0]) & columns.keys(), of_mastodon_alone=mapped)
            self._show(good)
        elif good:
            complete_answers(self.connection)
        return good

    def _wait_on_disk(self, files: Sequence[RecognisedFile]) -> bool:
        """Whether the rows of a file, which is large and so alone, wait on disk as they are in it."""
        file = files[0]
        if file.fingerprint.bytes <= SMALL_BYTES:
            return False
        is_plain = file.sniffed.kind == "delimited" and file.sniffed.compression == "none"
        return file_waits_on_disk(self.connection, file.fingerprint.bytes if is_plain else None)

    def _show(self, files: Sequence[RecognisedFile]) -> None:
        """Let ``export_rows`` show the rows of ``file_rows`` in the fields of every format."""
        known, mapped = files[0].recognition.delimited, files[0].recognition.mapped
        if files[0].recognition.holds_ties:
            return
        if known is not None:
            marks = advertisement_column(files[0].sniffed.header.keys) is not None
            show_mapped(
                self.connection,
                sql_text(f"exports/formats/{known.name}"),
                marks_advertisements=marks,
                is_stored=all(file.fingerprint.bytes <= SMALL_BYTES for file in files),
            )
            for file in files:
                if known.author_of is not None and not file.recognition.constants:
                    file.notes.append(_NO_ACCOUNT)
        elif mapped is not None:
            self.connection.execute(
                f"insert into staged_rows by name {sql_text('exports/formats/column_map')}", mapped.parameters
            )
            for file in files:
                if mapped.times_from_ids:
                    file.notes.append("times of posting were computed from the tweet ids")

    def _count(self, files: Sequence[RecognisedFile], unreadable: Mapping[int, int]) -> None:
        rows = {file.number: file.found.rows for file in files}
        if files[0].recognition.holds_ties:
            counted = "select file_number, count(*) from file_rows group by file_number"
            rows = dict(self.connection.execute(counted).fetchall())
        lacking = [file for file in files if self.companions.lack(file.export, file.recognition)]
        nameless = _nameless(self.connection) if lacking else {}
        for file in files:
            file.rows_read = rows.get(file.number, 0) + unreadable.get(file.number, 0)
        for file in lacking:
            file.notes += _without_companions(file.recognition, nameless.get(file.number, 0))

    def _unread_times(self, file: RecognisedFile) -> tuple[str, ...]:
        is_told = file.recognition.holds_ties or (file.written is not None and file.written.order == "unsure")
        note = "" if is_told else unread_note(self.connection, file.number, file.rows_read)
        return (note,) if note else ()

    def _conclude(self, staged: StagedRows, files: Sequence[RecognisedFile], refused: Collection[int]) -> None:
        if files and files[0].recognition.holds_ties:
            timed, offsets = files_with_times(self.connection), {}
            numbered = files_of_numbers(self.connection)
        else:
            timed, offsets = set(), time_offsets(self.connection)
            numbered = set()
        for file in files:
            if file.export.stamp() != file.fingerprint.stamp:
                self._refuse(staged, file, CHANGED)
                continue
            unread = self._unread_times(file) if file.number in refused else ()
            zone = unread or _zone_notes(
                file, offsets.get(file.number, TimeOffsets({})), file.number in timed, self.settings
            )
            file.outcome = outcome(
                file.export,
                file.fingerprint,
                file.recognition,
                sniffed=file.sniffed,
                rows_read=file.rows_read,
                notes=(
                    *file.notes,
                    *((_OF_NUMBERS,) if file.number in numbered else ()),
                    *_of_header(file),
                    *times_note(file.written),
                    *zone,
                    *file.found.notes,
                ),
            )


def _locate(staged: StagedRows, file: RecognisedFile, wanted: Mapping[int, frozenset[int]]) -> None:
    if file.number in wanted:
        locate(staged, file, wanted[file.number])


def stage_rows(staged: StagedRows, file: RecognisedFile, wanted: WantedColumns | None) -> None:
    """Read the rows of a file of documents, or of a table for the columns that are wanted of it."""
    known = file.recognition.json
    if known is not None:
        stage_documents(staged, file.number, file.export, file.sniffed, known)
    elif wanted is not None:
        file.notes += stage(staged, file.number, file.export, file.sniffed, wanted)


def _wanted(file: RecognisedFile) -> WantedColumns:
    """The columns that a table of this kind is read for."""
    known, mapped = file.recognition.delimited, file.recognition.mapped
    if known is not None:
        names: dict[str, tuple[str | int, ...]] = {name: (name,) for name in known.taken}
        marked = advertisement_column(file.sniffed.header.keys)
        if marked is not None:
            names["is_advertisement"] = (marked,)
        nothing = NOTHING if known.holds_ties else ()  # no number or id beside an account shows whether NA is one
        of_others = frozenset(known.optional) - known.words
        return WantedColumns(names, known.words, nothing, OddCells(known.lists, known.flags, of_others))
    if mapped is None:
        raise ValueError(f"{file.recognition.name} names no reader")
    odd = OddCells() if mapped.holds_ties else OddCells(LIST_FIELDS, FLAGS)
    return WantedColumns(mapped.sources, mapped.words, NOTHING, odd)


def _take_other_forms(connection: duckdb.DuckDBPyConnection, files: Sequence[RecognisedFile], odd: OddCells) -> None:
    """Put lists and flags that other programs wrote anew into the forms of the files' format."""
    take_other_flags(connection, sorted(odd.other_flags))
    if not odd.other_lists:
        return
    known = files[0].recognition.delimited
    separator, names = (BETWEEN_ELEMENTS, NAMES_OF_FIELDS) if known is None else (known.list_separator, None)
    broken = take_other_lists(connection, sorted(odd.other_lists), separator, names)
    for file in files:
        if file.number in broken:
            cells = number_of(broken[file.number], "cell begins", "cells begin")
            file.notes.append(f"{cells} like a list and cannot be read as one: what was whole in it was taken")


def _html_of(file: RecognisedFile) -> frozenset[str]:
    """The columns that may hold HTML: of a column map the texts, of rows of Mastodon."""
    known, mapped = file.recognition.delimited, file.recognition.mapped
    if mapped is not None:
        return frozenset() if mapped.holds_ties else WORDS
    return known.html if known is not None else frozenset()


def _constants(recognition: Recognition) -> Mapping[str, str]:
    return recognition.mapped.constants if recognition.mapped is not None else recognition.constants


def _fill(connection: duckdb.DuckDBPyConnection, files: Sequence[RecognisedFile]) -> None:
    """Give columns of ``file_rows``, names of this program's, the one value that they have in all rows of a file."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for file in files:
        for constant in _constants(file.recognition).items():
            numbers.setdefault(constant, []).append(file.number)
    for (name, value), those in numbers.items():
        connection.execute(
            f'update file_rows set "{name}" = $value where list_contains($files, file_number)',
            {"value": value, "files": those},
        )


def _nameless(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """The rows of files that name their authors by ids alone, none of them by a handle."""
    found = connection.execute(
        "select file_number, count(author_id) from export_rows group by file_number having count(author_handle) = 0"
    ).fetchall()
    return {int(number): int(rows) for number, rows in found}


def _without_companions(recognition: Recognition, nameless: int) -> tuple[str, ...]:
    """What a file tells only with its companion files: nothing where one of its rows names its author."""
    companions = recognition.json.companions if recognition.json is not None else None
    if companions is None or not nameless:
        return ()
    names = " or ".join(companions.file_names)
    rows = number_of(nameless, "row names its author by an id", "rows name their authors by ids")
    note = f"its {rows} alone. Put {names} of the same collection into its folder"
    return (f"{note}, where there is such a file: it holds {companions.hold}",)


def _of_header(file: RecognisedFile) -> tuple[str, ...]:
    """That no row is beneath the header, and that nothing shows whether the row that was taken for one is one."""
    mapped = file.recognition.mapped
    is_taken = mapped is not None and mapped.takes_any_header and file.sniffed.kind in {"delimited", "workbook"}
    empty = "it holds no row" + (" beneath its header" if file.sniffed.headers else "")
    return (*(() if file.rows_read else (empty,)), *((_TAKEN_FOR_HEADER,) if is_taken else ()))


def _zone_notes(
    file: RecognisedFile, offsets: TimeOffsets, says_when: bool, settings: StudySettings
) -> tuple[str, ...]:
    """What is to be known of the zone of a file's times: nothing, where the ids prove it or there are no times."""
    recognition = file.recognition
    known = recognition.delimited or recognition.json
    mapped = recognition.mapped
    if not file.rows_read:
        return ()
    if recognition.holds_ties:
        is_silent = mapped is not None or not says_when
        return () if is_silent else (_unproved(recognition, settings),)
    read_as = (
        mapped.column_map.time_zone if mapped is not None else settings.export_time_zones.get(recognition.name, "UTC")
    )
    setting = "time_zone of the column map" if mapped is not None else f"[export_time_zones] {recognition.name}"
    wrong = offsets.day_note(read_as) or offsets.note(read_as, setting)
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
