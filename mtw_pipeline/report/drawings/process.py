"""Figures drawn in a process of their own, while this one goes on: what they show is read, and nothing more is asked.

What belongs here: that process, its log, its end, pictures that are drawn ahead of the report, and what it computes
until there is something to draw. What does not: figures themselves, and which of them are worth it (report/writing.py,
network_pictures.py). What fails there is left out as if it had failed here (attempts.py).
"""

import gc
import logging
import os
import shutil
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from logging.handlers import QueueHandler
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any, Generic, NamedTuple, Self, TypeVar, cast

from mtw_pipeline.attempts import LeftOutError, Omission, RunEndsError, attempt
from mtw_pipeline.network.engine import load_igraph
from mtw_pipeline.report.drawings.drawing import load_figures
from mtw_pipeline.study.whole_files import part_of
from mtw_pipeline.system.processes import deaf_to_interrupts, without_callers_script

Draw = Callable[[], Path]
Wait = Callable[[], Path | Omission]
Value = TypeVar("Value")


class _Ends(NamedTuple):
    """The sentences of what ends a run, which as an error would not come from one process into another."""

    what: str
    where: str
    remedy: str


class _Outcome(NamedTuple, Generic[Value]):
    """What was asked for, None where something ends the run; that; and what was logged."""

    found: Value | None
    ends: _Ends | None
    records: list[logging.LogRecord]

    def told(self) -> Value:
        """What was asked for, once everything was logged here."""
        for record in self.records:
            logging.getLogger(record.name).handle(record)
        if self.ends is not None:
            raise RunEndsError(self.ends.what, where=self.ends.where, remedy=self.ends.remedy)
        return cast("Value", self.found)


_FEW = 4
"""Figures that wait in the process and would be drawn there before this one had loaded what draws."""

_FEWEST_TWEETS = 5_000
"""Tweets of which the figures take longer than the process takes to start."""


@dataclass(frozen=True)
class Picture:
    """A picture as what it shows; two that show the same are equal, so that the one can stand for the other.

    Args:
        draw: draws what is shown into a folder.
        shown: what is shown.
        names: how accounts are written, of those that it names.
        is_synthetic: whether it says that the data are synthetic.
    """

    draw: Callable[..., Path]
    shown: object
    names: Mapping[str, str]
    is_synthetic: bool

    def into(self, folder: Path) -> Draw:
        """What draws it into a folder."""
        return partial(self.draw, self.shown, folder, is_synthetic=self.is_synthetic, name_of=_NameIn(self.names))


@dataclass(frozen=True)
class _NameIn:
    names: Mapping[str, str]

    def __call__(self, account: str) -> str:
        return self.names[account]


@dataclass(frozen=True)
class _Ahead:
    """A picture that was begun before anybody asked for it, in a folder of its own."""

    picture: Picture
    folder: Path
    wait: Wait


class DrawingProcess:
    """Draws figures one after the other, in a process once that was started; else each when it is waited for.

    The process ends with the block of a ``with`` statement, or by itself when this one is killed.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._asked: list[Future[_Outcome[Path | Omission]]] = []
        self._ahead: dict[tuple[str, Path], _Ahead] = {}
        self._id: Future[int] | None = None
        self._computed: list[tuple[Future[Any], int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def is_started(self) -> bool:
        """Whether its process was started."""
        return self._pool is not None

    def start(self, tweets: int) -> None:
        """Start the process if there is none and it is worth it: it loads what draws, which takes a while.

        Args:
            tweets: of the window whose figures are drawn.
        """
        if self._pool is None and tweets >= _FEWEST_TWEETS:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_prepare)
            with without_callers_script(), deaf_to_interrupts():
                self._id = self._pool.submit(os.getpid)  # which starts it

    def end(self) -> None:
        """End the process: who ends before all was waited for wants no more.

        A figure that it is at is drawn first, for its file stands half written; what it computes is not waited for.
        """
        if self._pool is not None:
            number = self._id.result() if self._id is not None and self._is_computing() else None
            for process in active_children():
                if process.pid == number:
                    process.terminate()
            self._pool.shutdown(cancel_futures=True)
            self._pool, self._asked, self._computed = None, [], []
        for unasked in self._ahead.values():
            shutil.rmtree(unasked.folder, ignore_errors=True)
        self._ahead.clear()

    def rest(self) -> None:
        """End the process, once it has drawn what was begun, for the sake of its memory; it can be started again."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool, self._asked, self._computed = None, [], []

    def _is_computing(self) -> bool:
        """Whether it computes right now: it takes one after the other, in the order in which they were begun."""
        left = [before for one, before in self._computed if not one.done()]
        return bool(left) and all(one.done() for one in self._asked[: left[0]])

    def begin(self, what: str, draw: Draw) -> Wait:
        """Begin a figure.

        Args:
            what: what it is, for people.
            draw: draws it; it goes to the other process with all that it was given.

        Returns:
            Waits for its end: its file, or why there is none. What was not begun until then is drawn here if it is
            one of many, so that who waits for the last one first shares the work: of few, loading what draws would
            take longer than they do.
        """
        if self._pool is None:
            return draw
        try:
            begun = self._pool.submit(_with_records, partial(attempt, what, draw))
        except BrokenProcessPool:  # it ended before it had anything to draw
            return draw
        self._asked.append(begun)
        return lambda: draw() if self._are_many_left() and begun.cancel() else _told(begun)

    def _are_many_left(self) -> bool:
        return sum(not one.running() and not one.done() for one in self._asked) > _FEW

    def compute(self, function: Callable[..., Value], *given: object) -> Callable[[], Value]:
        """Begin to compute what figures will show, if the process runs.

        Returns:
            Waits for the value. Where there is no process, where it ended, or did not come to it yet, it is computed
            here, once it is waited for.
        """
        here = partial(function, *given)
        if self._pool is None:
            return here
        try:
            begun = self._pool.submit(_with_records, here)
        except BrokenProcessPool:
            return here
        self._computed.append((begun, len(self._asked)))
        return lambda: here() if begun.cancel() or _is_lost(begun) else begun.result().told()

    def ahead(self, what: str, picture: Picture, folder: Path) -> None:
        """Begin a picture that will be asked for, if the process runs; until then it lies beside its folder.

        Args:
            what: what it is, for people.
            picture: what it shows.
            folder: where it will be asked for.
        """
        if self._pool is None:
            return
        aside = part_of(folder.with_name(f"{folder.name} {what}"))
        shutil.rmtree(aside, ignore_errors=True)  # of a run that was killed
        self._ahead[what, folder] = _Ahead(picture, aside, self.begin(what, picture.into(aside)))

    def begun_ahead(self, what: str, folder: Path) -> Picture | None:
        """The picture that was begun ahead; in a run nothing changes any more what it was read from."""
        known = self._ahead.get((what, folder))
        return known.picture if known is not None else None

    def begin_picture(self, what: str, picture: Picture, folder: Path) -> Wait:
        """As ``begin``; where the same picture was begun ahead, it is that one, and put into the folder at its end."""
        known = self._ahead.get((what, folder))
        if known is None or known.picture != picture:
            return self.begin(what, picture.into(folder))
        del self._ahead[what, folder]
        return lambda: _taken(known, folder)


def _taken(known: _Ahead, folder: Path) -> Path | Omission:
    """A picture that was drawn ahead, put where it is asked for."""
    try:
        found = known.wait()
        if isinstance(found, Omission):
            return found
        folder.mkdir(parents=True, exist_ok=True)
        for path in known.folder.iterdir():
            path.replace(folder / path.name)
        return folder / found.name
    finally:
        shutil.rmtree(known.folder, ignore_errors=True)


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # what is loaded stays to the end
    load_igraph()  # which places accounts; behind matplotlib it would load pyplot
    load_figures()
    import matplotlib.backends.backend_agg  # loaded while the run still reads
    import matplotlib.backends.backend_pdf
    import matplotlib.backends.backend_svg  # noqa: F401

    import mtw_pipeline.network.values  # noqa: F401 - what it measures meanwhile

    gc.freeze()
    gc.enable()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _with_records(function: Callable[[], Value]) -> "_Outcome[Value]":
    kept, ours = _Kept(), logging.getLogger("mtw_pipeline")
    ours.setLevel(logging.INFO)
    ours.addHandler(kept)
    try:
        return _Outcome(function(), None, kept.records)
    except RunEndsError as error:
        return _Outcome(None, _Ends(error.what, error.where, error.remedy), kept.records)
    finally:
        ours.removeHandler(kept)


def _is_lost(begun: "Future[Any]") -> bool:
    """Whether the process ended before it had computed something, which is waited for."""
    return isinstance(begun.exception(), BrokenProcessPool)


def _told(begun: "Future[_Outcome[Path | Omission]]") -> Path | Omission:
    try:
        return begun.result().told()
    except BrokenProcessPool as error:
        raise LeftOutError(
            "the process that drew it ended, perhaps for want of memory",
            remedy="The rest was made. Close other programs and run again",
            is_failure=True,
        ) from error


class _Kept(QueueHandler):
    """Keeps what is logged, so that the run logs it."""

    def __init__(self) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self.records: list[logging.LogRecord] = []

    def enqueue(self, record: logging.LogRecord) -> None:
        self.records.append(record)
