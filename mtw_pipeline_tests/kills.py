"""A process that is killed at any moment, without a process: from its N-th change of a folder on, nothing is done.

What belongs here: the changes that Python says it makes (its audit events), and stopping before one of them. What does
not: what DuckDB and SQLite write themselves; their own journals see to that.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_CHANGES = frozenset({
    "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate",
    "sqlite3.connect",
})  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Killed(BaseException):
    """The process is gone: nothing catches this, and whoever cleans up in spite of it gets it again."""


class Kill:
    """A context in which the process dies at its N-th change of a folder; it ends where that happened.

    Args:
        folder: the folder.
        at: which change is not made any more, from 1.
    """

    def __init__(self, folder: Path, at: int) -> None:
        self._folder = os.fsencode(folder)
        self._left = at
        self.struck = False

    def __enter__(self) -> "Kill":
        _HOOK.strikes(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        _HOOK.strikes(None)
        return isinstance(error, Killed)

    def change(self, path: object) -> None:
        """Die, if it is time and the folder would be changed."""
        if not isinstance(path, str | bytes) or not os.fsencode(path).startswith(self._folder):
            return
        self._left -= 1
        if self._left <= 0:
            self.struck = True
            raise Killed


def kills(folder: Path, step: int = 1) -> Iterator[Kill]:
    """A kill before the first change of a folder, before a later one, and so on, as long as more are asked for."""
    at = 1
    while True:
        yield Kill(folder, at)
        at += step


class _Hook:
    """An audit hook. Nobody can take one away again, so there is one for all tests."""

    def __init__(self) -> None:
        self._kill: Kill | None = None
        self._is_added = False

    def strikes(self, kill: Kill | None) -> None:
        """Let a kill strike, or none."""
        self._kill = kill
        if not self._is_added:
            self._is_added = True
            sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        kill = self._kill
        if kill is None:
            return
        if event in _CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
            kill.change(arguments[0])


_HOOK = _Hook()
