"""A system that has as little as Windows: what POSIX alone gives is blocked.

What belongs here: what is blocked, and how. What does not: which names there are not on Windows (absent_names.py), what
is run there (assets/conftest.py).
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from mtw_pipeline_tests.absent_names import ABSENT_MODULES, ABSENT_NAMES


def refused(*_arguments: object, **_named: object) -> None:
    raise OSError(1314, "A required privilege is not held by the client")


def only_for_others(real: Callable[..., object], name: str) -> Callable[..., object]:
    """A function of the system that libraries may call, which have another one on Windows, and the package may not."""

    def function(*arguments: object, **named: object) -> object:
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller == "mtw_pipeline" or caller.startswith("mtw_pipeline."):
            raise AttributeError(f"{caller} calls os.{name}, which is not there")
        return real(*arguments, **named)

    return function


@contextmanager
def other_system() -> Iterator[None]:
    """As little as Windows has: no such modules, no links, no such functions, a chmod that does not hold."""
    for name in ("asyncio", "filelock", "psutil"):  # libraries choose by the system when they are loaded
        import_module(name)
    with pytest.MonkeyPatch.context() as patch:
        for name in ABSENT_MODULES - {"posix"}:
            patch.setitem(sys.modules, name, None)
        for name in ("symlink", "link"):
            patch.setattr(os, name, refused)
        patch.setattr(Path, "symlink_to", refused)
        patch.setattr(Path, "hardlink_to", refused)
        patch.setattr(Path, "chmod", lambda *_arguments, **_named: None)
        for name in ("fork", "forkpty", "execv", "execve", "execvp", "killpg", "setsid"):
            patch.delattr(os, name)
        for name in ABSENT_NAMES["os"]:
            real = getattr(os, name, None)
            if callable(real) and name != "symlink":
                patch.setattr(os, name, only_for_others(real, name))
        for name in ABSENT_NAMES["signal"]:
            patch.delattr(signal, name, raising=False)
        yield
