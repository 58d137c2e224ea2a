"""Which files of a folder are exports, by their names and by where links lead.

What belongs here: what systems, editors, browsers and Spark put beside exports, and going through a folder. What does
not: what is in a file (exports/), and where a study's exports lie (folder.py).
"""

import os
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path, PurePath

from mtw_pipeline.errors import of_system

_MARKS_OF_SPARK = frozenset({"_SUCCESS", "_metadata", "_common_metadata"})
_UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart")
_FOLDERS_OF_SYSTEMS = frozenset({"__macosx", "@eadir", "$recycle.bin", "system volume information"})
_FILES_OF_SYSTEMS = frozenset({"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r"})
_ENDINGS_OF_SYSTEMS = ("~", ":zone.identifier")
"""What macOS, Windows, network disks and editors put beside files: no person did, and none of it is an export."""


def size_of(export: Path) -> int:
    """The bytes of an export; none of a link whose file is not there."""
    return export.stat().st_size if export.exists() else 0


def link_to(export: Path, folder: Path) -> Path | None:
    """The link through which an export of a window's folder is reached, itself or a folder above it; None of others."""
    ways = takewhile(lambda way: way != folder, (export, *export.parents))
    return next((way for way in reversed([*ways]) if way.is_symlink()), None)


def is_anything(path: Path) -> bool:
    """Whether there is a file, or a link wherever it leads."""
    return path.is_symlink() or path.is_file()


def files_below(folder: Path) -> Iterator[Path]:
    """Files and links to files in a folder, those in it and those that links lead to, each folder once.

    A link to a folder in which this one lies leads round in a circle, and stands for itself. ``rglob`` passes over what
    it may not look into.
    """

    def refuse(error: OSError) -> None:
        raise of_system(error) from error

    own = folder.resolve()
    seen: set[Path] = set()
    for here, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        real = Path(here).resolve()
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        links = {name: Path(here, name).resolve() for name in folders if Path(here, name).is_symlink()}
        around = {name for name, target in links.items() if target in own.parents}
        read_anyway = {name for name, target in links.items() if target.is_relative_to(own)}
        hidden = {name for name in links if not is_export_name(PurePath(name, "any"))}
        folders[:] = sorted(set(folders) - around - read_anyway - hidden)
        yield from (path for path in (Path(here, name) for name in (*names, *around)) if is_anything(path))


def is_export_name(path: PurePath) -> bool:
    """Whether a file of that name counts.

    None does that is hidden, a lock file, a download under way, a mark of Spark's, or what a system or an editor put
    there.
    """
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    name = path.name.lower()
    of_system = name in _FILES_OF_SYSTEMS or name.endswith(_ENDINGS_OF_SYSTEMS)
    of_system = of_system or any(part.lower() in _FOLDERS_OF_SYSTEMS for part in path.parts)
    is_numbered_mark = path.name.startswith(("_committed_", "_started_")) and not path.suffix
    is_mark = path.name in _MARKS_OF_SPARK or is_numbered_mark
    return not hidden and not of_system and not is_mark and path.suffix.lower() not in _UNFINISHED_SUFFIXES
