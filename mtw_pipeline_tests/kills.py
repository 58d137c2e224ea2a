"""A process that is killed at any moment, without a process: from its N-th change of a folder on, nothing is done.

What belongs here: the changes that Python says it makes (its audit events), and stopping before one of them. What does
not: what DuckDB and SQLite write themselves; their own journals see to that.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol

_CHANGES = frozenset({
    "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate",
    "sqlite3.connect",
})  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Killed(BaseException):
    """The process is gone: nothing catches this, and whoever cleans up in spite of it gets it again."""


class _Watch(Protocol):
    def change(self, path: object) -> None:
        """Hear that something at a path is about to be changed."""


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


def left_when_killed(folder: Path, copies: Path, work: Callable[[], object], step: int = 1) -> list[Path]:
    """What is left of a folder by a process that is killed before its first change, before a later one, and so on.

    The work is done once, to its end, and what is there is copied at each such moment, open files and all: what a
    process does that is killed by an exception, closing its files among it, is not done.

    Args:
        folder: the folder.
        copies: where the copies are put, outside of it.
        work: what changes the folder.
        step: how many changes lie between two moments.
    """
    moments = _Moments(folder, copies, step)
    _HOOK.strikes(moments)
    try:
        work()
    finally:
        _HOOK.strikes(None)
    return moments.copied


class _Moments:
    def __init__(self, folder: Path, copies: Path, step: int) -> None:
        self._folder, self._copies, self._step = folder, copies, step
        self._changes = 0
        self.copied: list[Path] = []

    def change(self, path: object) -> None:
        if not isinstance(path, str | bytes) or not os.fsencode(path).startswith(os.fsencode(self._folder)):
            return
        if self._changes % self._step == 0:
            self.copied.append(shutil.copytree(self._folder, self._copies / str(self._changes), symlinks=True))
        self._changes += 1


class _Hook:
    """An audit hook. Nobody can take one away again, so there is one for all tests."""

    def __init__(self) -> None:
        self._kill: _Watch | None = None
        self._is_added = False

    def strikes(self, kill: _Watch | None) -> None:
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
