"""Files of a study that are written whole or not at all, whenever the process is killed.

What belongs here: a file beside the one that is meant, which takes its place once it is on the disk. What does not: who
may write at the same time (warehouse/locks.py).
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MARK = ".mtw-"


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """The file to write in place of ``path``, which it becomes when the block ends without an error.

    A file that a killed process left behind is written over: it has one name for every ``path``.
    """
    unfinished = part_of(path)
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a text, as UTF-8, or bytes: whole or not at all."""
    with written_whole(path) as unfinished:
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)


def put_in_place(unfinished: Path, path: Path) -> None:
    """Let a finished file or folder take the place of ``path``, once the disk has it."""
    if unfinished.is_file():
        with unfinished.open("rb+") as stream:
            os.fsync(stream.fileno())
    unfinished.replace(path)
    _sync_folder(path.parent)


def part_of(path: Path) -> Path:
    """Where a file is written before it is ``path``: of a short name, since that of ``path`` may be as long as any."""
    return path.with_name(f"{_MARK}{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.part")


def is_part(path: Path) -> bool:
    """Whether a path is that of a file that was not finished."""
    return path.name.startswith(_MARK) and path.name.endswith(".part")


def readable(path: Path) -> str:
    """A path as text for people and tables, also where its bytes are no UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened, and a rename waits for the disk by itself
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
