"""Forgotten tweets in the exports themselves: the files of incoming/, written anew without them.

What belongs here: which files, archives among them, and the proof that the rest reads as before: a file that would read
otherwise stays as it is and is named. What does not: how a file is written (mtw_pipeline/exports/rewriting.py).
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from shutil import copyfile, copymode
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, is_zipfile

from mtw_pipeline.errors import UserError, interruption_in, raise_what_passes
from mtw_pipeline.exports.columnar_rewriting import write_columnar_without
from mtw_pipeline.exports.reading.archives import Part, names_within, parts_of
from mtw_pipeline.exports.reading.decoded_texts import unescaped
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.outcomes import FAILURES
from mtw_pipeline.exports.reading.preparing import with_layout
from mtw_pipeline.exports.reading.recognition import recognise
from mtw_pipeline.exports.reading.sniffing.sniff import sniff
from mtw_pipeline.exports.reading.staging import begin_window, end_window
from mtw_pipeline.exports.reading.window import read_exports
from mtw_pipeline.exports.rewriting import Withdrawn, write_without
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.forgetting.rows import blank_named
from mtw_pipeline.forgetting.tables import Affected, affected
from mtw_pipeline.study.export_names import link_to
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.whole_files import part_of, put_in_place, readable
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import scratch_warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.tables.model import Column, Table, Type

log = logging.getLogger(__name__)

_NOT_COMPARED = frozenset({
    "collection_window", "export_file", "row_number", "line_number", "reason", "in_reply_to_user_id",
    "in_reply_to_handle", "quoted_user_id", "quoted_handle",
})  # fmt: skip
"""Where a row stands, with what words that was told, and whose the tweets are that it answers or quotes."""

_TABLES = (RAW_TWEETS, RAW_TIES, REJECTED_ROWS)
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Rewritten:
    """What became of the exports of a window.

    Args:
        exports: the files that were written anew.
        untouched: files that still hold what is to be forgotten.
        damaged: files, and members of archives, that cannot be read, and so may hold it.
    """

    exports: tuple[Path, ...]
    untouched: tuple[Path, ...]
    damaged: tuple[Path, ...]


def rewrite_exports(study: Study, window: CollectionWindow, register: Register) -> Rewritten:
    """Write the exports of a window without what is to be forgotten; each is read for it as it lies there now.

    Args:
        study: the study.
        window: the window.
        register: what is to be forgotten.

    Raises:
        UserError: the disk is full, so that forgetting cannot be finished now.
    """
    outcomes: dict[Path, bool | None] = {}
    damaged = []
    with _ScratchWarehouses() as warehouses:
        exports = _Exports(study.settings, study.incoming_of(window), window, register, warehouses)
        folder = study.incoming_of(window)
        linked = {path: link_to(path, folder) is not None for path in study.exports_of(window)}
        for path in sorted(linked, key=lambda one: linked[one]):
            try:
                outcomes[path] = exports.holds_any(path) if linked[path] else exports.rewrite(path)
                damaged += exports.unread_members(path)
            except Exception as error:  # noqa: BLE001 - whatever a file does to its reader, it does not end forgetting
                interruption = interruption_in(error)
                if interruption is not None:
                    raise interruption from None
                raise_what_passes(error)
                log.warning("%s: it cannot be looked through: %s", readable(path), error)
                damaged.append(path)
    return Rewritten(
        tuple(path for path, is_rewritten in outcomes.items() if is_rewritten),
        tuple(path for path, is_rewritten in outcomes.items() if is_rewritten is False),
        tuple(damaged),
    )


@contextmanager
def exports_as_they_lie(study: Study) -> Iterator[Warehouse]:
    """A warehouse for the moment with the rows of every export of every window, whatever the study's own holds of them.

    A file that cannot be read is left out; ``rewrite_exports`` names it.

    Raises:
        UserError: as ``rewrite_exports``.
    """
    with scratch_warehouse(_TABLES) as warehouse:
        for window in study.windows():
            for path in study.exports_of(window):
                export = ExportFile.within(study.incoming_of(window), path)
                try:
                    _take_rows(warehouse, study.settings, window, export)
                except Exception as error:  # noqa: BLE001 - as there
                    raise_what_passes(error)
        yield warehouse


def _take_rows(warehouse: Warehouse, settings: StudySettings, window: CollectionWindow, export: ExportFile) -> None:
    begin_window(warehouse.connection)
    read_exports(warehouse.connection, settings, window, [export])
    for table in _TABLES:
        warehouse.insert_query(table, table.statement)


class _ScratchWarehouses(ExitStack):
    """Warehouses that are read into, one file after another: opening and closing one takes as long as reading a file.

    One in which something failed is not lent again, for what DuckDB cannot go on with is of no use to the next file.
    """

    def __init__(self) -> None:
        super().__init__()
        self._free: list[Warehouse] = []

    @contextmanager
    def lent(self) -> Iterator[Warehouse]:
        """An empty one for the block; several blocks at once get one each."""
        warehouse = self._free.pop() if self._free else self.enter_context(scratch_warehouse(_TABLES))
        yield warehouse
        end_window(warehouse.connection)
        for table in _TABLES:
            warehouse.connection.execute(f"drop table {table.name}")
            warehouse.make_table(table)
        self._free.append(warehouse)


class _Exports:
    """The exports of one window, and what is to go from them."""

    def __init__(
        self,
        settings: StudySettings,
        folder: Path,
        window: CollectionWindow,
        register: Register,
        warehouses: _ScratchWarehouses,
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._window = window
        self._register = register
        self._warehouses = warehouses
        self._done: dict[str, Path] = {}

    def holds_any(self, path: Path) -> bool | None:
        """False where a link leads to a file with something to forget, None where it does not: it is not written anew.

        What it leads to belongs to others, or is an export of its own.
        """
        export = self._export(path)
        if _is_one_file(export):
            _refuse_unread(export)
        with self._read(export) as before:
            return False if affected(before, [self._window], self._register)[0][self._window].rows else None

    def unread_members(self, path: Path) -> list[Path]:
        """What an archive holds that is of no kind that is read, or damaged: its places, as if it were a folder."""
        export = self._export(path)
        with TemporaryDirectory(prefix="mtw-") as scratch:
            parts = (part for part in parts_of(export, Path(scratch)) if part.export.name != export.name)
            return [self._folder / part.export.name for part in parts if not _is_read(part)]

    def _export(self, path: Path) -> ExportFile:
        export = ExportFile.within(self._folder, path)
        if not export.has_readable_path:
            raise UserError("The bytes of its name are no UTF-8", remedy="Give it another name")
        return export

    def rewrite(self, path: Path) -> bool | None:
        """Write a file anew: whether that was done; None where there is nothing in it to forget.

        A file of the same content as an earlier one becomes what that became, so that it goes on to count once.
        """
        export = self._export(path)
        digest = export.sha256()
        fresh = part_of(path)
        try:
            if digest in self._done:
                copyfile(self._done[digest], fresh)
                outcome: bool | None = True
            else:
                outcome = self._write_alike(export, fresh)
            if outcome:
                copymode(path, fresh)
                put_in_place(fresh, path)
                self._done[digest] = path
        finally:
            fresh.unlink(missing_ok=True)
        return outcome

    def _write_alike(self, export: ExportFile, fresh: Path) -> bool | None:
        with self._read(export) as before:
            by_window, register = affected(before, [self._window], self._register)
            found = by_window[self._window]
            blank_named(before, self._window, register)
            names = ForgottenNames(register)
            for also_named in (True, False):
                gone = Withdrawn(found.rows, names.is_tweet, names.is_user, also_named)
                if not self._write(export, fresh, gone):
                    return False if found.rows else None
                if self._reads_alike(before, ExportFile(fresh, export.name, export.bounds), found, register):
                    return True
        return False

    def _write(self, export: ExportFile, target: Path, gone: Withdrawn) -> bool:
        """Whether the file that was written differs."""
        if _is_one_file(export):
            _refuse_unread(export)
            return self._write_file(export, target, gone)
        return is_zipfile(export.path) and self._write_archive(export, target, gone)

    def _write_archive(self, export: ExportFile, target: Path, gone: Withdrawn) -> bool:
        with TemporaryDirectory(prefix="mtw-") as scratch, ZipFile(export.path) as source:
            rewritten = Path(scratch) / "rewritten"
            rewritten.mkdir()
            places: dict[str, Path] = {}
            for part in parts_of(export, Path(scratch)):
                place = rewritten / str(len(places))
                if _is_read(part) and self._write_file(part.export, place, gone):
                    places[part.export.name.removeprefix(f"{export.name}/")] = place
            with ZipFile(target, "w", ZIP_DEFLATED) as archive:
                for info, name in names_within(source.infolist()).items():
                    fresh = places.get(name)
                    content = fresh.read_bytes() if fresh else source.read(info)
                    info.filename = name
                    archive.writestr(info, content)
        return bool(places)

    def _write_file(self, export: ExportFile, target: Path, gone: Withdrawn) -> bool:
        sniffed = sniff(export)
        if sniffed.kind not in {"delimited", "workbook", "columnar", "json"}:
            return False
        recognition = recognise(sniffed, export.name, self._settings.column_map)
        if sniffed.kind == "json":
            return write_without(export, sniffed, target, gone, recognition.json)
        if sniffed.kind == "columnar" and (recognition.header or recognition.json):
            return write_columnar_without(export, target, gone, recognition.json)
        if recognition.header is None:
            return False
        return write_without(export, with_layout(export, sniffed, recognition.header), target, gone)

    def _reads_alike(self, before: Warehouse, export: ExportFile, found: Affected, register: Register) -> bool:
        """Whether a new file gives the rows of the old one, those apart that go, and none that would have to go."""
        with self._read(export) as after:
            if affected(after, [self._window], register)[0][self._window].rows:
                return False
            blank_named(after, self._window, register)
            gone = [(name, number) for name, numbers in found.rows.items() for number in numbers]
            return all(
                _say_the_same(one, other)
                for table in _TABLES
                for one, other in zip_longest(_rows(before, table, gone), _rows(after, table, []))
            )

    @contextmanager
    def _read(self, export: ExportFile) -> Iterator[Warehouse]:
        with self._warehouses.lent() as warehouse:
            _take_rows(warehouse, self._settings, self._window, export)
            yield warehouse


def _is_one_file(export: ExportFile) -> bool:
    """Whether it is read itself, and not what it holds, as of an archive."""
    with TemporaryDirectory(prefix="mtw-") as scratch:
        return [part.export.path for part in parts_of(export, Path(scratch))] == [export.path]


def _is_read(part: Part) -> bool:
    if part.refusal:
        return False
    try:
        return sniff(part.export).kind != "binary"
    except FAILURES as error:
        raise_what_passes(error)
        return False


def _refuse_unread(export: ExportFile) -> None:
    """Raise for a file of a kind that is not read, a cut archive too: it may hold what is to go."""
    sniffed = sniff(export)
    if sniffed.kind == "binary":
        raise UserError(sniffed.refusal or "The file is of no kind that is read")


def _say_the_same(one: tuple[object, ...] | None, other: tuple[object, ...] | None) -> bool:
    """Whether rows are equal, perhaps with their escapes decoded: rows that go may have decided whether those are."""
    return one == other or (one is not None and other is not None and [*map(_decoded, one)] == [*map(_decoded, other)])


def _decoded(cell: object) -> object:
    if isinstance(cell, str):
        return unescaped(cell)
    return [_decoded(one) for one in cell] if isinstance(cell, list) else cell


def _rows(warehouse: Warehouse, table: Table, gone: Sequence[tuple[str, int]]) -> Iterator[tuple[object, ...]]:
    """What the rows of a table say, in order, those apart that go."""
    compared = ", ".join(_as_compared(column) for column in table.columns if column.name not in _NOT_COMPARED)
    with warehouse.cursor() as reading:
        reading.execute(
            f"select {compared} from {table.name} anti join (select unnest($files) as export_file,"
            " unnest($numbers) as row_number) using (export_file, row_number) order by export_file, row_number",
            {"files": [name for name, _ in gone], "numbers": [number for _, number in gone]},
        )
        while rows := reading.fetchmany(_ROWS_AT_ONCE):
            yield from rows


def _as_compared(column: Column) -> str:
    """A column, in which no and not known are one: what only the tweets that go had, the file tells no more.

    So are handles of Bluesky beside their dids: a file tells them where an account has posts of its own.
    """
    if column.name == "mention_handles":
        return (
            "nullif(list_filter(mention_handles, lambda handle, place:"
            " not coalesce(starts_with(mention_ids[place], 'did:'), false)), []) as mention_handles"
        )
    nothing = {Type.TEXTS: "[]", Type.BOOLEAN: "false"}.get(column.type)
    return column.name if nothing is None else f"nullif({column.name}, {nothing})"
