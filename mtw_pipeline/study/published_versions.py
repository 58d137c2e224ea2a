"""The versions of the analysts' copy, and the two addresses at which analysts read the current one.

What belongs here: which version is current, and letting both addresses show it without any link that needs a right,
whatever was killed before. What does not: what a version holds (published/), who may write at the same time
(warehouse/locks.py).

published/versions/ holds a folder a version, finished and never changed. published/current is a small text file that
names one of them: whoever reads database and Parquet files together takes both from there. published/study.duckdb is a
second name of that version's database, published/parquet/ a folder of second names; where a file system knows no
second names, they are copies. Each is made beside its place and renamed.
"""

import filecmp
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.whole_files import part_of, write_whole

DATABASE, PARQUET, CURRENT = "study.duckdb", "parquet", "current"


@dataclass(frozen=True)
class PublishedVersions:
    """What lies in a study's folder of published copies.

    Args:
        folder: the folder, published/.
    """

    folder: Path

    @property
    def versions(self) -> Path:
        """The folder of the versions."""
        return self.folder / "versions"

    @property
    def current(self) -> Path | None:
        """The folder of the version that analysts are to read; None where there is none."""
        pointer = self.folder / CURRENT
        if not pointer.is_file():  # a link to a folder, as earlier versions of the program made it, is none
            return None
        name = pointer.read_text(encoding="utf-8", errors="replace").strip()
        return next((one for one in self._others(()) if one.name == name and one.is_dir()), None)

    def put_in_place(self, version: Path) -> tuple[Path, ...]:
        """Make a finished version the current one; returns the addresses that could not follow (``settle``)."""
        write_whole(self.folder / CURRENT, f"{version.name}\n")
        return self.settle()

    @property
    def is_settled(self) -> bool:
        """Whether both addresses show the current version; they do not where a process was killed, or one was held."""
        current = self.current
        return current is None or not any(self._behind(current))

    def settle(self) -> tuple[Path, ...]:
        """Let both addresses show the current version; the caller holds the study's lock.

        Returns:
            Addresses that still show the version before: Windows replaces nothing that a program has open.
        """
        current = self.current
        held = []
        for address, place in () if current is None else tuple(self._behind(current)):
            try:
                place()
            except PermissionError:
                held.append(address)
        return tuple(held)

    def drop_all_but(self, *kept: Path) -> None:
        """Delete every version but some, as far as no program has it open; the rest goes the next time."""
        for version in self._others(kept):
            shutil.rmtree(version, ignore_errors=True)

    def keep_nothing_but(self, kept: Path | None) -> None:
        """Leave no byte of any version but one, at the addresses too.

        Args:
            kept: the current version; None leaves nothing at all.

        Raises:
            UserError: a program has one open, so that it cannot be deleted.
        """
        addresses = [] if kept else [self.folder / name for name in (CURRENT, DATABASE, PARQUET)]
        held = [] if kept is None else [*self.settle()]
        for path in (*addresses, *self._others((kept,) if kept else ())):
            try:
                _delete(path)
            except PermissionError:
                held.append(path)
        if held:
            raise UserError(
                "A copy that may show people who took their tweets back cannot be deleted: a program has it open",
                where=", ".join(map(str, held)),
                remedy="Close the program that reads it, then: mtw forget",
            )

    def _others(self, kept: tuple[Path, ...]) -> Iterator[Path]:
        names = {one.name for one in kept}
        for path in sorted(self.versions.iterdir()) if self.versions.is_dir() else ():
            if path.name not in names:
                yield path

    def _behind(self, current: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
        """The addresses that do not show a version, each with what lets it."""
        database, parquet = self.folder / DATABASE, self.folder / PARQUET
        if not _is_same(database, current / DATABASE):
            yield database, lambda: _show_file(database, current / DATABASE)
        if not _is_same(parquet / "provenance.parquet", current / PARQUET / "provenance.parquet"):
            yield parquet, lambda: _show_folder(parquet, current / PARQUET)


def _is_same(address: Path, file: Path) -> bool:
    if address.is_symlink() or not address.is_file():
        return False
    return address.samefile(file) or filecmp.cmp(address, file)


def _show_file(address: Path, file: Path) -> None:
    fresh = part_of(address)
    _delete(fresh)
    second_name(fresh, file)
    try:
        fresh.replace(address)
    except PermissionError:
        _delete(fresh)
        raise


def _show_folder(address: Path, folder: Path) -> None:
    """Two renames: for the moment between them there is no folder, which is told from one of two versions."""
    fresh, before = part_of(address), part_of(address.with_name(f"{address.name} before"))
    for path in (fresh, before):
        _delete(path)
    shutil.copytree(folder, fresh, copy_function=lambda source, target: second_name(Path(target), Path(source)))
    try:
        if address.is_symlink() or address.exists():
            address.rename(before)
        fresh.rename(address)
    except PermissionError:
        _delete(fresh)
        raise
    shutil.rmtree(before, ignore_errors=True) if not before.is_symlink() else before.unlink()


def second_name(path: Path, file: Path) -> None:
    """Give a file a second name, or make a copy of it where the file system knows none."""
    try:
        path.hardlink_to(file)
    except OSError:
        shutil.copy2(file, path)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def for_its_owner(path: Path, *, alone: bool) -> None:
    """Let nobody write a finished file, and with ``alone`` nobody but its owner read it.

    Only where there are such rights: on Windows a file that must not be written could not be replaced either, and who
    may read it is what its folder says.
    """
    if os.name == "posix":
        is_folder = path.is_dir()
        path.chmod((0o700 if is_folder else 0o400) if alone else (0o755 if is_folder else 0o444))
