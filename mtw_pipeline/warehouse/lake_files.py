"""The files of a lake: making and taking away the folders of versions.

What belongs here: the interface, and a folder that this machine has mounted. What does not: a lake that only Spark can
see (spark/remote_files.py), and which version counts (lake.py).
"""

import logging
import shutil
from pathlib import Path, PurePath
from typing import Protocol

log = logging.getLogger(__name__)


def address_of(prefix: str, folder: PurePath) -> str:
    """A folder as Spark names it, whatever stands between folders on this machine.

    Args:
        prefix: what stands before a path in the lake's file system: ``file:``, ``hdfs://host:8020``.
        folder: the path.
    """
    return f"{prefix}{folder.as_posix()}"


class LakeFiles(Protocol):
    """Folders of a lake, as paths within its file system."""

    def make(self, folder: Path) -> None:
        """Make a folder, where the lake has such."""

    def remove(self, folder: Path) -> bool:
        """Take a folder away, with what is in it; returns whether nothing of it is left."""


class MountedFiles:
    """A folder that this machine has mounted under the path that Spark knows too."""

    def make(self, folder: Path) -> None:
        """Make a folder and those above it."""
        folder.mkdir(parents=True, exist_ok=True)

    def remove(self, folder: Path) -> bool:
        """Take a folder away; what the system does not let go is said."""
        shutil.rmtree(folder, onerror=_said)
        return not folder.exists()


def _said(_act: object, path: str, error: tuple[type[BaseException], BaseException, object]) -> None:
    if not isinstance(error[1], FileNotFoundError):
        log.warning("cannot be taken out of the lake: %s (%s)", path, error[1])
