"""Posts that seem to be gone, proposed to be forgotten: a list of each window, which people look at.

What belongs here: the lists. What does not: forgetting, which nothing but mtw forget does. A list is a file that mtw
forget takes as it is: an id a line, then what was noticed, by whom, and when.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import is_part, write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.locks import exclusive_lock

_HEADER = ("tweet_id", "platform", "what", "noticed_at_utc")


@dataclass(frozen=True)
class Gone:
    """A post that a platform gives no more.

    Args:
        address: as the tables name it.
        platform: which.
        what: what was noticed, without a comma.
    """

    address: str
    platform: str
    what: str


def proposals_of(study: Study, window: CollectionWindow | None) -> Path:
    """The list of a window, or of posts that wait for a window; it need not be there."""
    return study.to_forget / f"{window.key if window else 'without-window'}.csv"


def propose(study: Study, window: CollectionWindow | None, gone: Iterable[Gone], now: datetime) -> int:
    """Put posts on the list of a window, each once; on the disk when this returns.

    Returns:
        How many were not on it.
    """
    by_address = {one.address: one for one in gone}
    if not by_address:
        return 0
    path = proposals_of(study, window)
    path.parent.mkdir(exist_ok=True)
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    with _held(path):
        rows = [*_rows(path)]
        listed = {row[0] for row in rows}
        fresh = [
            [one.address, one.platform, one.what, stamp] for one in by_address.values() if one.address not in listed
        ]
        if fresh:
            _write(path, [*rows, *fresh])
    return len(fresh)


def proposed(study: Study, window: CollectionWindow | None) -> list[str]:
    """The addresses on the list of a window."""
    return [row[0] for row in _rows(proposals_of(study, window))]


def move_to_windows(study: Study, windows_of: Callable[[str], Sequence[CollectionWindow]], now: datetime) -> None:
    """Put what was heard of posts that waited for a window on the lists of the windows that hold them by now."""
    waiting = proposals_of(study, None)
    moved = [(row, windows) for row in _rows(waiting) if (windows := windows_of(row[0]))]
    for row, windows in moved:
        _, platform, what = [*row, "", ""][:3]
        for window in windows:
            propose(study, window, [Gone(row[0], platform, what)], now)
    _drop(waiting, {row[0] for row, _ in moved}.__contains__)


def withdraw(study: Study, window: CollectionWindow, addresses: frozenset[str]) -> None:
    """Take posts that are there after all off the list of a window."""
    _drop(proposals_of(study, window), addresses.__contains__)


def drop_proposals(study: Study, is_forgotten: Callable[[str], bool]) -> None:
    """Take posts that were forgotten off all lists; of one that was not finished nothing stays."""
    for path in sorted(study.to_forget.glob("*.csv")):
        _drop(path, is_forgotten)
    if study.to_forget.is_dir():
        with _held(study.to_forget / "any"):
            for path in filter(is_part, study.to_forget.iterdir()):
                path.unlink()


def _drop(path: Path, goes: Callable[[str], bool]) -> None:
    """Take rows off a list; a list of none goes."""
    if not path.is_file():
        return
    with _held(path):
        rows = [*_rows(path)]
        kept = [row for row in rows if not goes(row[0])]
        if not kept:
            path.unlink(missing_ok=True)
        elif len(kept) < len(rows):
            _write(path, kept)


def _held(path: Path) -> AbstractContextManager[None]:
    """Nobody else changes a list meanwhile: a listener and a collection may notice things at the same time."""
    return exclusive_lock(path.parent / ".lock", "a list of posts that are gone")


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_HEADER, *rows])
    write_whole(path, text.getvalue())


def _rows(path: Path) -> Iterator[list[str]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:  # people open lists in spreadsheets
        yield from (row for row in csv.reader(stream) if row and tuple(row) != _HEADER)
