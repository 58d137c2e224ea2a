"""Texts masked ahead of the copy, while the run measures: asked for by a thread, masked by another process.

What belongs here: what is masked ahead, and what the copy may take of it. What does not: when that begins and ends
(lent.py), masking (masks.py, here or there), and the copy's own step (publishing.py).

What a text becomes depends on the text and on whom the study knows. So what was masked is kept by the text, for the
copy's step to take for its own rows; and it takes nothing unless it knows then, to the last name, the same people under
the same settings and key. Nothing of it lies in any file, and nothing is shown to anybody before that step.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.published.allowed import allowed_words
from mtw_pipeline.published.beside import work
from mtw_pipeline.published.beside.masks import Changed, Masks
from mtw_pipeline.published.beside.process import CopyProcess, ProcessEndedError
from mtw_pipeline.published.copying import MappedColumn, mapped_columns
from mtw_pipeline.published.maps import append, values_of
from mtw_pipeline.published.parts.touched import Windows
from mtw_pipeline.published.people import NAMES_KNOWN, USER_IDS_KNOWN, People, people, store_user_ids, told_by
from mtw_pipeline.published.provenance import PROVENANCE
from mtw_pipeline.published.pseudonyms import study_key
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse, literal
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Holds, Table

_AHEAD, _KNOWN_AHEAD = "ahead", "known_ahead"
"""Databases in memory: the rows whose values are masked with what these become, and who is known."""
_FEWEST_ROWS = 1_000

Answer = TypeVar("Answer")


class MaskedFor(NamedTuple):
    """What everything that is masked rests on: equal ones mask alike.

    Args:
        told: what tells whom the study knows from any others.
        coders: the labels of the coders.
        languages: the languages that the tweets are in.
        settings: the study's settings.
        key: its key.
    """

    told: list[tuple[object, ...]]
    coders: tuple[str, ...]
    languages: tuple[str, ...]
    settings: StudySettings
    key: bytes


class Begun:
    """What was begun for a window: the process, and the values that were masked.

    Args:
        pool: the thread that asks the process.
        warehouse: the open warehouse.
        study: the study.
        window: the window.
    """

    def __init__(self, pool: ThreadPoolExecutor, warehouse: Warehouse, study: Study, window: CollectionWindow) -> None:
        self._pool, self._study, self._window = pool, study, window
        self._held = ExitStack()
        self._warehouse = self._held.enter_context(warehouse.reader())  # made here: the connection is this thread's
        self._process = CopyProcess()
        self._key = study_key(study.pseudonym_key)  # likewise: two threads would make it twice
        self._known = pool.submit(self._learn)
        masked = {column.map: column for column in mapped_columns() if column.is_masked}
        self._masked = {
            name: pool.submit(self._mask, column)
            for name, column in masked.items()
            if warehouse.rows_in(table_named(column.table), window) >= _FEWEST_ROWS
        }
        self._searching = pool.submit(self._process.ask, work.ReadyToSearch())

    def rests_on(self) -> MaskedFor | None:
        """What it rests on; None where it ended."""
        return _result(self._known)

    def table(self, column: MappedColumn) -> str | None:
        """As ``maps.Ahead``; waits until the column is masked."""
        masked = self._masked.get(column.map)
        return _result(masked) if masked is not None else None

    def masks(self, here: Callable[[], Masks]) -> Masks:
        """What masks there; or here, where the process is gone."""
        return _MasksThere(self, here)

    def asked(self, question: Callable[[work.Work], Answer]) -> "Future[Answer]":
        """What the process answers, once it comes to it."""
        return self._pool.submit(self._process.ask, question)

    def end(self) -> None:
        """End whatever goes on, and let go of what was masked."""
        self._process.end()
        self._warehouse.connection.interrupt()
        self._known.cancel()
        for one in self._masked.values():
            one.cancel()
        self._searching.cancel()
        self._pool.submit(self._let_go).result()

    def _let_go(self) -> None:
        for place in (_AHEAD, _KNOWN_AHEAD):
            self._warehouse.connection.execute(f"detach database if exists {place}")
        self._held.close()

    def _learn(self) -> MaskedFor:
        """Read who is known, and tell the process."""
        settings, warehouse = self._study.settings, self._warehouse
        known = people(warehouse, settings, _KNOWN_AHEAD)
        store_user_ids(warehouse, _KNOWN_AHEAD)
        handles, names, short_ids = (work.Texts(*self._columns(table)) for table in NAMES_KNOWN)
        with_ids, user_ids = self._columns(USER_IDS_KNOWN)
        self._process.give(
            work.Given(
                known=People(handles, names, short_ids, known.coders, known.languages),
                handles=with_ids,
                user_ids=user_ids,
                allowed=allowed_words(settings, known.languages),
                key=self._key,
                publishers=tuple(settings.publish.publishers),
                hashtags=tuple(settings.hashtags),
            )
        )
        warehouse.connection.execute(f"attach ':memory:' as {_AHEAD}")
        return MaskedFor(told_by(warehouse, _KNOWN_AHEAD), known.coders, known.languages, settings, self._key)

    def _columns(self, table: str) -> list[pa.Array]:
        rows = self._warehouse.connection.execute(f"from {_KNOWN_AHEAD}.main.{table}").to_arrow_table()
        return [one.combine_chunks() for one in rows.columns]

    def _mask(self, column: MappedColumn) -> str:
        """Mask the values of a column; returns the table of all of them, with NULL in place of those that stay."""
        connection = self._warehouse.connection
        [(name,)] = connection.execute("select current_database()").fetchall()
        window = literal(self._window.key)
        connection.execute(
            f"create or replace view {_AHEAD}.main.{column.table} as"
            f' from "{name}".main.{column.table} where collection_window = {window}'
        )
        table = f"{_AHEAD}.main.{column.map.rpartition('.')[2]}"
        connection.execute(f"create table {table} (name varchar, pseudonym varchar)")
        for values in values_of(connection, column, f"{_AHEAD}.main"):
            changed = self._process.ask(work.Masked(column.holds, values))
            same = values
            for original, masked in changed:
                append(connection, table, original, masked)
                same = same.filter(pc.invert(pc.is_in(same, original)))
            append(connection, table, same, pa.nulls(len(same), pa.string()))
        return table


class SearchedBeside:
    """What of a copy is searched for people in the process, each part as soon as it is written.

    Args:
        begun: the process; None where there is none.
        folder: the folder of the Parquet files.
    """

    def __init__(self, begun: Begun | None, folder: Path) -> None:
        self._begun, self._folder = begun, folder
        self._found: list[Future[list[str]]] = []

    def of(self, written: Iterable[tuple[Table, Windows]]) -> Iterator[tuple[Table, Windows]]:
        """Tables that are written, with the windows whose parts are other than they were: these are searched."""
        for table, windows in written:
            self._begin(work.FoundInFiles(table, [self._folder / table.name / f"{one}.parquet" for one in windows]))
            yield table, windows

    def wait(self) -> None:
        """Wait until all that was begun is searched."""
        wait(self._found)

    def found_with(self, provenance: Sequence[Path], comments: Sequence[str]) -> list[str] | None:
        """Where somebody stands in all that, in files of where the copy comes from and in what it says of itself.

        Returns:
            It in words that name nobody; None where there is no process, or it is gone.
        """
        self._begin(work.FoundInFiles(PROVENANCE, provenance))
        self._begin(work.FoundInComments(comments))
        found = [_result(one) for one in self._found]
        if self._begun is None or None in found:
            return None
        return [one for some in found for one in some or ()]

    def _begin(self, question: Callable[[work.Work], list[str]]) -> None:
        if self._begun is not None:
            self._found.append(self._begun.asked(question))


class _MasksThere:
    """Masks values in the process, and where that is gone here."""

    def __init__(self, there: Begun, here: Callable[[], Masks]) -> None:
        self._there, self._here = there, here

    def changed(self, holds: Holds, values: Iterable[pa.Array]) -> Iterator[Sequence[Changed]]:
        """As ``Masks.changed``."""
        for some in values:
            found = _result(self._there.asked(work.Masked(holds, some)))
            yield from self._here().changed(holds, [some]) if found is None else [found]

    def text(self, text: str) -> str:
        """As ``Masks.text``."""
        found = _result(self._there.asked(work.MaskedText(text)))
        return self._here().text(text) if found is None else found


def _result(future: "Future[Answer]") -> Answer | None:
    """What was done in the thread; None where the process is gone, there was no memory, or the end came before."""
    try:
        return future.result()
    except (ProcessEndedError, CancelledError, duckdb.OutOfMemoryException, duckdb.InterruptException):
        return None
