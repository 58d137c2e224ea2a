"""What a person sees: progress while work goes on, errors as one paragraph.

On a terminal the current step stands in a moving line; elsewhere every message is one plain line.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape

_UNBOUNDED = 400


def console() -> Console:
    """The console for results: plain lines of any length where it is not a terminal."""
    return Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else _UNBOUNDED)


def readable_console() -> Console:
    """The console for prose and lists that are read and not piped: folded at the terminal's width, else at 80."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 80)


def error_console() -> Console:
    """The console for progress and errors."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def progress(what: str, *, shows_steps: bool = True) -> Iterator[None]:
    """Show what the pipeline reports of its steps while the block runs.

    Args:
        what: what is being done.
        shows_steps: whether each step is a line; without, the latest stands in the moving line alone.
    """
    screen = error_console()
    logger = logging.getLogger("mtw_pipeline")
    level = logger.level
    logger.setLevel(logging.INFO)
    printing = screen if shows_steps else None
    if screen.is_terminal:
        with screen.status(escape(what)) as status:
            handler = _Handler(printing, lambda line: status.update(f"{escape(what)}: {line}"))
            with _attached(logger, handler):
                yield
    else:
        screen.print(escape(what), style=None)
        with _attached(logger, _Handler(printing, lambda _line: None)):
            yield
    logger.setLevel(level)


@contextmanager
def _attached(logger: logging.Logger, handler: logging.Handler) -> Iterator[None]:
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Handler(logging.Handler):
    """Prints each message as a line, and names the latest beside the moving sign."""

    def __init__(self, screen: Console | None, latest: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._screen = screen
        self._latest = latest

    def emit(self, record: logging.LogRecord) -> None:
        line = escape(record.getMessage())
        style = "yellow" if record.levelno >= logging.WARNING else "dim"
        if self._screen is not None:
            self._screen.print(f"  {line}", style=style)
        self._latest(line)
