"""Exports on their way into a study, and out of it: looked at before they are copied, taken out with a word.

What belongs here: which window a file belongs to, what speaks against taking it, copying it, finding it by its name.
What does not: reading it (reading/), how it is told (cli/commands/study.py).
"""

import filecmp
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from mtw_pipeline.errors import UserError, need_file
from mtw_pipeline.exports.inspection import Inspection, inspect_files
from mtw_pipeline.study.export_names import is_export_name, size_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import put_in_place
from mtw_pipeline.study.windows import CollectionWindow


@dataclass(frozen=True)
class Arrival:
    """A file that a study is asked to take.

    Args:
        path: where it lies now.
        parts: what was seen of it; of an archive, of each file in it.
    """

    path: Path
    parts: tuple[Inspection, ...]

    @property
    def refusals(self) -> list[str]:
        """Why nothing of it, or of a part of it, can be read."""
        return [part.outcome.refusal for part in self.parts if part.outcome.refusal]

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it can be read."""
        return len(self.refusals) == len(self.parts)

    @property
    def tweets(self) -> int:
        """Its different tweets, each part counted by itself."""
        return sum(part.tweets for part in self.parts)

    @property
    def ties(self) -> int:
        """Its different ties, each part counted by itself."""
        return sum(part.ties for part in self.parts)

    @property
    def known(self) -> int | None:
        """How many of its tweets the study has already; None where that could not be asked."""
        counted = [part.known for part in self.parts if part.known is not None]
        return sum(counted) if counted else None

    @property
    def days(self) -> dict[date, int]:
        """Its tweets by the day of posting, UTC."""
        days: dict[date, int] = {}
        for day, tweets in (one for part in self.parts for one in part.days):
            days[day] = days.get(day, 0) + tweets
        return days

    def tweets_in(self, window: CollectionWindow) -> int:
        """How many of its tweets were posted within a window."""
        return sum(part.tweets_in(window) for part in self.parts)


def looked_at(study: Study, paths: Sequence[Path]) -> list[Arrival]:
    """What files are, read as a run of the study would read them.

    Raises:
        UserError: a file is not there, has a name that runs leave out, or the name of another of them.
    """
    for path in paths:
        need_file(path)
        if not is_export_name(Path(path.name)):
            raise UserError(
                f"{path.name} looks like a hidden or unfinished file, which runs leave out",
                remedy="Give it another name",
            )
    names = Counter(path.name for path in paths)
    twice = next((name for name, times in names.items() if times > 1), None)
    if twice:
        raise UserError(f"Two of the files are named {twice}", remedy="Add them one after the other, under other names")
    parts: dict[str, list[Inspection]] = {}
    for one in _inspected(study, paths):  # of an archive, a part is named archive.zip/folder/file.csv
        parts.setdefault(one.outcome.export_file.partition("/")[0], []).append(one)
    return [Arrival(path, tuple(parts.get(path.name, ()))) for path in paths]


def fitting_windows(study: Study, arrivals: Sequence[Arrival]) -> list[CollectionWindow]:
    """The windows that files could belong to when nobody names one: the only one, else all that hold one of their days.

    Files that do not say their days could belong to any.
    """
    windows = list(study.windows())
    if len(windows) < 2 or not any(one.days for one in arrivals):  # noqa: PLR2004 - one window is no choice
        return windows
    return [window for window in windows if any(one.tweets_in(window) for one in arrivals)]


def days_of(arrivals: Sequence[Arrival]) -> CollectionWindow | None:
    """The window from the first to the last day on which a tweet of some files was posted."""
    days = [day for one in arrivals for day in one.days]
    return CollectionWindow(min(days), max(days)) if days else None


def same_export(study: Study, window: CollectionWindow, path: Path) -> Path | None:
    """An export of the window that holds the same bytes, whatever its name."""
    size = path.stat().st_size
    return next(
        (one for one in study.exports_of(window) if size_of(one) == size > 0 and filecmp.cmp(one, path, shallow=False)),
        None,
    )


def copied(path: Path, study: Study, window: CollectionWindow) -> Path:
    """Copy a file into a window, whole or not at all.

    Raises:
        UserError: the window has another file of that name.
    """
    folder = study.incoming_of(window)
    target = folder / path.name
    if target.exists():
        raise UserError(
            f"The window {window.key} already has another file named {path.name}",
            where=str(target),
            remedy="Take that one out with mtw remove, or give the new one another name",
        )
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".mtw-add-{os.getpid()}.partial")  # short: the name may be as long as any
    try:
        shutil.copyfile(path, unfinished)
        put_in_place(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)  # what a full disk took of it would keep the disk full
    return target


def named_export(study: Study, window: CollectionWindow, name: str) -> Path:
    """The export of a window that a name means: its name within the window's folder, or its path.

    Raises:
        UserError: the window has no such export.
    """
    folder = study.incoming_of(window)
    exports = study.exports_of(window)
    found = [one for one in exports if name in {one.relative_to(folder).as_posix(), one.name}]
    found = found or [one for one in exports if one == Path(name).resolve()]
    if len(found) == 1:
        return found[0]
    there = ", ".join(one.relative_to(folder).as_posix() for one in exports) or "none"
    raise UserError(
        f"The window {window.key} has no export {name}" if not found else f"{name} could be several exports",
        where=f"its exports are: {there}",
        remedy="Name one of these",
    )


def _inspected(study: Study, paths: Sequence[Path]) -> list[Inspection]:
    if not study.warehouse.is_file():
        return inspect_files(paths, study.settings)
    try:
        return inspect_files(paths, study.settings, known_tweets=study.warehouse)
    except (duckdb.IOException, duckdb.CatalogException):  # a run holds it, or its first run never ended
        return inspect_files(paths, study.settings)
