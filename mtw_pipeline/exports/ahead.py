"""A window's exports, read in a thread before there is a run that asks for them.

What belongs here: that thread, the warehouse that it opens, the end of both, and what is logged meanwhile. What does
not: reading (reading/window.py), and what is done with the rows. Half of reading is DuckDB's work, loading Dagster is
Python's: two processors are busy. All that is read lies in temporary tables until the run itself stores it.
"""

import ctypes
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from typing import Any

from mtw_pipeline.activity import KEPT_ONLY
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import stage_window
from mtw_pipeline.lazy_imports.without_pandas import do_without_pandas
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import inputs_of
from mtw_pipeline.study.unfinished import refuse_while_unfinished
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_locked, warehouse_lock

_LOOK_AGAIN_SECONDS = 0.05


class ReadAhead:
    """The warehouse that a thread opens, and a window's exports, which it then reads. Make one with ``read_ahead``.

    Attributes:
        window: the window.
        inputs: what a run of it rests on, as it was before anything was read.
        seconds: how long reading took, once it is done.
    """

    def __init__(self, study: Study, window: CollectionWindow, pool: ThreadPoolExecutor, held: ExitStack) -> None:
        self.window, self.inputs, self.seconds = window, inputs_of(study, window), 0.0
        self._study, self._held = study, held
        self._messages, self._stopping = _Messages(), _Stopping()
        self._opened: Future[Warehouse] = pool.submit(self._open)
        self._staged: Future[list[FileOutcome]] = pool.submit(self._stage)

    def opened(self) -> Warehouse:
        """The warehouse, once it is open: its connection is the thread's until ``warehouse`` gives it.

        Raises:
            UserError: as ``open_locked``.
        """
        _wait_for(self._opened)
        return self._opened.result()

    def warehouse(self) -> Warehouse:
        """The warehouse, once its exports are read, well or not: until then the thread has its connection."""
        self._wait()
        return self._opened.result()

    def staged(self) -> list[FileOutcome]:
        """What became of the exports, as ``stage_window`` says it or raises; the run's log gets what was logged."""
        self._wait()
        self._messages.end()
        return self._staged.result()

    def end(self) -> None:
        """Stop reading, wherever it is, if it still goes on: nobody asks for it any more."""
        self._stop()
        self._messages.end(are_kept=False)

    def _wait(self) -> None:
        try:
            _wait_for(self._staged)
        finally:
            self._stop()  # only Ctrl-C ends waiting before reading is done

    def _stop(self) -> None:
        while not self._staged.done():
            self._stopping.stop()
            if self._opened.done() and self._opened.exception() is None:
                self._opened.result().connection.interrupt()
            wait([self._staged], timeout=_LOOK_AGAIN_SECONDS)

    def _open(self) -> Warehouse:
        with self._stopping.stoppable():
            self._messages.begin()
            warehouse = self._held.enter_context(open_locked(self._study.warehouse))
            warehouse.leave_lake()
            return warehouse

    def _stage(self) -> list[FileOutcome]:
        warehouse = self._opened.result()
        with self._stopping.stoppable():
            started = time.monotonic()
            outcomes = stage_window(warehouse, self._study, self.window)
            self.seconds = time.monotonic() - started
            return outcomes


def _wait_for(future: Future[Any]) -> None:
    """Wait so that Ctrl-C is heard meanwhile, on Windows too."""
    while not future.done():
        wait([future], timeout=_LOOK_AGAIN_SECONDS)


class _Stopping:
    """Ends what a thread does as Ctrl-C would, were it the main thread; a statement of DuckDB has to be told itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: int | None = None
        self._is_stopped = False

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """The block, in its thread, can be stopped; it is not begun where that was asked before."""
        with self._lock:
            if self._is_stopped:
                raise KeyboardInterrupt
            self._thread = threading.get_ident()
        try:
            yield
        finally:
            with self._lock:
                self._thread = None

    def stop(self) -> None:
        """Raise KeyboardInterrupt in the block, once."""
        with self._lock:
            if self._thread is not None and not self._is_stopped:
                interruption = ctypes.py_object(KeyboardInterrupt)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), interruption)
            self._is_stopped = True


@contextmanager
def read_ahead(study: Study, window: CollectionWindow, *, is_locked: bool = False) -> Iterator[ReadAhead | None]:
    """Begin to read a window's exports; None where a run has to do so itself, because it would wait or be refused.

    What the run did not take when the block ends is let go of, and nothing of it stays.

    Args:
        study: the study.
        window: the window.
        is_locked: whether the caller holds the study's lock; else it is held until the block ends.
    """
    with ExitStack() as held:
        is_here = study.settings.engine.kind == "duckdb"
        if not is_here or not (is_locked or _holds(held, study, f"run of {window.key}")):
            held.close()  # the run takes the lock itself
            yield None
            return
        # They would load it in the thread, and it loads packages that Dagster loads: never two threads at once.
        do_without_pandas()
        with ThreadPoolExecutor(1, thread_name_prefix="reading") as pool:
            ahead = ReadAhead(study, window, pool, held)
            try:
                yield ahead
            finally:
                ahead.end()


def _holds(held: ExitStack, study: Study, purpose: str) -> bool:
    try:
        held.enter_context(warehouse_lock(study.warehouse, purpose, waits=False))
        refuse_while_unfinished(study.root)
    except UserError:  # the run itself waits, or says so
        return False
    return True


class _Messages(logging.Handler):
    """What a thread logs, which the screen shows at once, kept until the log of a run is there to take it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._logger = logging.getLogger("mtw_pipeline")
        self._thread = 0
        self._records: list[logging.LogRecord] = []

    def begin(self) -> None:
        """Keep what this thread logs."""
        self._thread = threading.get_ident()
        self._logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        if record.thread == self._thread:
            self._records.append(record)

    def end(self, *, are_kept: bool = True) -> None:
        """Give what was kept to the run's log, once; what came while that was there already, it leaves out itself."""
        self._logger.removeHandler(self)
        records, self._records = self._records, []
        for record in records if are_kept else ():
            setattr(record, KEPT_ONLY, True)
            logging.getLogger(record.name).handle(record)
