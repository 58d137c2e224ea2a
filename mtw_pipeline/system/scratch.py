"""Folders for the moment, outside of any study, and those that killed processes left behind.

What belongs here: making them under names that say whose they are, and sweeping. What does not: what lies in them.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "mtw-"
_NAME = re.compile(rf"{_PREFIX}([0-9]+)-([0-9]+)-.*")
"""The number of a process, and when it began, in whole seconds: its number alone may be another's by now."""

_SAME_SECONDS = 5
"""How much two readings of a process's start may differ: the clock of the machine may have been set meanwhile."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that goes with the block; those of processes that were killed go first."""
    sweep()
    number = os.getpid()
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{number}-{_began(number)}-") as folder:
        yield Path(folder)


def sweep() -> list[Path]:
    """Delete the folders whose process is gone; returns these. Folders of other users stay."""
    swept = []
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        named = _NAME.fullmatch(folder.name)
        if named is not None and not _lives(int(named[1]), int(named[2])) and os.access(folder, os.W_OK):
            shutil.rmtree(folder, ignore_errors=True)
            swept.append(folder)
    return swept


def _lives(number: int, began: int) -> bool:
    found = _began(number)
    return found is not None and abs(found - began) <= _SAME_SECONDS


def _began(number: int) -> int | None:
    """When the process of a number began; None where there is none."""
    import psutil

    try:
        return int(psutil.Process(number).create_time())
    except psutil.NoSuchProcess:
        return None
