"""Locks: one process at a time, and whoever waits is told for whom.

What belongs here: taking a lock, letting go of it, and the note of who holds it. What does not: what a lock guards
(opening.py). filelock asks the operating system for the lock, which lets go of it when the process ends, however it
ends. The note lies beside the lock, because on Windows nobody can read a file that is locked.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import AcquireReturnProxy, FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from mtw_pipeline.errors import UserError, of_system
from mtw_pipeline.system.processes import start_of

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 0.25
SAY_AGAIN_SECONDS = 15.0


class Holder(BaseModel):
    """Who holds a lock.

    Args:
        purpose: what for: "run 1a2b3c4d of 2020-12-05_2021-01-22".
        process: the number of the process.
        since: when it got the lock, UTC.
        start: when the process was started, by a clock that nobody sets (``start_of``); empty where there is none.
    """

    model_config = ConfigDict(frozen=True)

    purpose: str
    process: int
    since: datetime
    start: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether that process still runs; one that began later has taken over its number."""
        import psutil

        try:
            process = psutil.Process(self.process)
            began_before = process.create_time() <= self.since.timestamp()
            is_same = start_of(self.process) == self.start if self.start else began_before
            return is_same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def __str__(self) -> str:
        """For those who wait."""
        return f"{self.purpose} (process {self.process}, since {self.since.isoformat(timespec='seconds')})"


@contextmanager
def exclusive_lock(path: Path, purpose: str, *, waits: bool = True) -> Iterator[None]:
    """Hold a lock; while another process or thread holds it, wait and say for whom, again every 15 seconds.

    Args:
        path: the lock file; made if it is not there, and left there.
        purpose: what it is held for, for those who wait.
        waits: False gives up at once where it is held.

    Raises:
        UserError: it is held, and nobody waits; or the system does not let it be made: no right, a full disk.
    """
    note = note_of(path)
    # A soft lock, filelock's way out on file systems without locks, would outlive a killed process.
    lock = FileLock(path, thread_local=False, poll_interval=LOOK_AGAIN_SECONDS, fallback_to_soft=False)
    with _acquired(lock, path, waits=waits):
        number = os.getpid()
        holder = Holder(purpose=purpose, process=number, since=datetime.now(UTC), start=start_of(number))
        try:
            _write_note(note, holder.model_dump_json())
            yield
        finally:
            _write_note(note, "")  # not deleted: Windows refuses it while one who waits is reading


def _write_note(note: Path, content: str) -> None:
    try:
        note.write_text(content, encoding="utf-8")
    except OSError as error:
        raise of_system(error) from error


def note_of(path: Path) -> Path:
    """The file that says who holds a lock."""
    return path.with_suffix(".holder.json")


def holder_of(path: Path) -> Holder | None:
    """Who holds a lock that is held; None where its note is not written yet, or is that of a process that is gone.

    Args:
        path: the lock file.
    """
    try:
        holder = Holder.model_validate_json(note_of(path).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return holder if holder.is_alive else None


def _acquired(lock: FileLock, path: Path, *, waits: bool) -> AcquireReturnProxy[FileLock]:
    seconds = 0.0
    while True:
        try:
            return lock.acquire(timeout=seconds)
        except Timeout:
            holder = holder_of(path) or "another run that is just beginning or ending"
            if not waits:
                raise UserError(f"There is already {holder}", remedy="Use that one, or end it first") from None
            log.warning("waiting for %s", holder)
            seconds = SAY_AGAIN_SECONDS
        except OSError as error:
            raise of_system(error) from error
