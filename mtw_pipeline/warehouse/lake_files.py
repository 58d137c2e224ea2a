"""The files of a lake: where they lie, which versions are among them, and taking versions away.

What belongs here: the interface, and a folder that this machine has mounted. What does not: a lake that only Spark can
see (spark/), and which version counts (lake.py).
"""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

GIVEN = "given"
"""The folder of the copies of tables that DuckDB holds."""


class LakeFiles(Protocol):
    """Files of a lake: a version is a folder ``TABLE/WINDOW/VERSION``, a copy ``given/TABLE/WINDOW/VERSION``."""

    def make(self, folder: Path) -> None:
        """Make a folder, where the lake has such."""

    def remove(self, folder: Path) -> None:
        """Take a folder away, with what is in it; one that stays is found by ``versions``."""

    def versions(self, root: Path) -> list[Path]:
        """The folders of all versions below a folder."""


class MountedFiles:
    """A folder that this machine has mounted under the path that Spark knows too."""

    def make(self, folder: Path) -> None:
        """Make a folder and those above it."""
        folder.mkdir(parents=True, exist_ok=True)

    def remove(self, folder: Path) -> None:
        """Take a folder away; what the system does not let go is said."""
        shutil.rmtree(folder, onerror=_said)

    def versions(self, root: Path) -> list[Path]:
        """The folders of all versions below a folder."""
        return sorted(_versions(root))


def _versions(root: Path) -> Iterator[Path]:
    for of_table in root.glob("*"):
        tables = of_table.glob("*") if of_table.name == GIVEN else (of_table,)
        yield from (version for table in tables for version in table.glob("*/*") if version.is_dir())


def _said(_act: object, path: str, error: tuple[type[BaseException], BaseException, object]) -> None:
    if not isinstance(error[1], FileNotFoundError):
        log.warning("cannot be taken out of the lake: %s (%s)", path, error[1])
