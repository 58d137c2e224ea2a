"""What a person sees: progress while work goes on, errors as one paragraph.

On a terminal the current step stands in a moving line; elsewhere every message is one plain line.

What belongs here: how anything is printed. What does not: what is said (the commands).
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from mtw_pipeline.activity import ACTIVITY, ENDED, KEPT_ONLY

_UNBOUNDED = 400


def console() -> Console:
    """The console for results: plain lines of any length where it is not a terminal."""
    return Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else _UNBOUNDED)


def console_beside(target: Path) -> Console:
    """The console for what is said of a file that was written: it is not printed into one that is standard output.

    Args:
        target: the file, as it was named: /dev/stdout, or where a shell sends that.
    """
    stdout = Path("/dev/stdout")
    return error_console() if stdout.exists() and target.samefile(stdout) else console()


def whole_table(*names: str, title: str | None = None) -> Table:
    """A table whose cells are folded where the terminal is narrow, so that no path and no name ends in dots."""
    return Table(*(Column(name, overflow="fold") for name in names), title=title, title_justify="left")


def readable_console() -> Console:
    """The console for prose and lists that are read and not piped: folded at the terminal's width, else at 80."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 80)


def error_console() -> Console:
    """The console for progress and errors."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def progress(what: str, *, shows_steps: bool = True) -> Iterator[None]:
    """Show what the pipeline reports of its steps while the block runs, and that it lives where it reports nothing.

    Args:
        what: what is being done.
        shows_steps: whether each step is a line; without, the latest stands in the moving line alone.
    """
    screen = error_console()
    logger = logging.getLogger("mtw_pipeline")
    levels = {one: one.level for one in (logger, ACTIVITY)}
    logger.setLevel(logging.INFO)
    ACTIVITY.setLevel(logging.DEBUG)
    printing = screen if shows_steps else None
    try:
        if screen.is_terminal:
            with screen.status(escape(what)) as status:
                # The moving line costs nothing: it is written anew every second.
                life = Life(lambda line: status.update(f"{escape(what)}: {escape(line)}"), first_after=1, longest=1)
                with _shown(
                    life, logger, _Handler(printing, lambda line: status.update(f"{escape(what)}: {line}"), life)
                ):
                    yield
        else:
            screen.print(escape(what), style=None)
            life = Life(lambda line: screen.print(f"  {escape(line)}", style="dim"))
            with _shown(life, logger, _Handler(printing, lambda _line: None, life)):
                yield
    finally:
        for one, level in levels.items():
            one.setLevel(level)


@contextmanager
def _shown(life: "Life", logger: logging.Logger, handler: "_Handler") -> Iterator[None]:
    with _attached(logger, handler), _attached(ACTIVITY, life), _looking(life):
        yield


@dataclass
class _Work:
    """Something that a thread is at.

    Args:
        what: what it is.
        began: when, in seconds of the clock.
        how_far: how far it is, where that was said.
    """

    what: str
    began: float
    how_far: str = ""


class Life(logging.Handler):
    """Says what goes on, and how far and how long, where nothing else was said for a while; ever more seldom.

    Each thread is at what it began last and did not end.

    Args:
        say: shows a line.
        first_after: seconds of silence before the first line.
        longest: seconds between lines at most.
        clock: gives seconds.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        first_after: float = 10,
        longest: float = 80,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(logging.DEBUG)
        self._say, self._clock = say, clock
        self._first_after, self._longest = first_after, longest
        self._at_work: dict[int | None, list[_Work]] = {}
        self._before: _Work | None = None
        self._spoke = clock()
        self._silence = first_after

    def emit(self, record: logging.LogRecord) -> None:
        """Note what a thread begins or ends, or how far it is; records come one after the other (``handle``)."""
        works = self._at_work.setdefault(record.thread, [])
        if getattr(record, ENDED, False):
            if works:
                works.pop()
                self._before = _Work(record.getMessage(), self._clock())
        elif record.levelno >= logging.INFO:
            works.append(_Work(record.getMessage(), self._clock()))
        elif works:
            works[-1].how_far = record.getMessage()
        if not works:
            self._at_work.pop(record.thread)

    def said(self) -> None:
        """Something else was shown."""
        self._spoke, self._silence = self._clock(), self._first_after

    def look(self) -> None:
        """Say what goes on if it is time."""
        now = self._clock()
        if now - self._spoke < self._silence:
            return
        line = self._line(now)
        if line:
            self._say(f"still at work: {line}")
            self._spoke, self._silence = now, min(2 * self._silence, self._longest)

    def _line(self, now: float) -> str:
        self.acquire()
        try:
            latest = sorted((works[-1] for works in self._at_work.values()), key=lambda one: one.began)
            return "; beside it ".join(self._told(one, now) for one in latest) or self._told_before(now)
        finally:
            self.release()

    @staticmethod
    def _told(work: _Work, now: float) -> str:
        far = f", {work.how_far}" if work.how_far else ""
        return f"{work.what}{far}, for {now - work.began:,.0f} s"

    def _told_before(self, now: float) -> str:
        before = self._before
        return f"what comes after {before.what}, for {now - before.began:,.0f} s" if before is not None else ""


@contextmanager
def _looking(life: Life) -> Iterator[None]:
    """Look every second, in a thread of its own, whether it is time to say something."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(1.0):
            life.look()

    thread = threading.Thread(target=look, name="life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def _attached(logger: logging.Logger, handler: logging.Handler) -> Iterator[None]:
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Handler(logging.Handler):
    """Prints each message as a line, and names the latest beside the moving sign."""

    def __init__(self, screen: Console | None, latest: Callable[[str], None], life: Life) -> None:
        super().__init__(logging.INFO)
        self._screen = screen
        self._latest, self._life = latest, life

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, KEPT_ONLY, False):
            return
        line = escape(record.getMessage())
        style = "yellow" if record.levelno >= logging.WARNING else "dim"
        if self._screen is not None:
            self._screen.print(f"  {line}", style=style)
            self._life.said()
        self._latest(line)
