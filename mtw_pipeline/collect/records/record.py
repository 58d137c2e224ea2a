"""The record of a collection: what was asked, of whom, when, how much came, and what may be lacking.

What belongs here: the record's fields, where records lie, and reading those of a window. What does not: what is still
to be asked for (planning.py). Records name no person and hold no key. One is written before the first request, at the
end of each sitting, and whenever something is found to be lacking; pages and posts of a collection that is under way
stand in its file of pages.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from mtw_pipeline.collect.collector import STREAM, Gap, Question, Span
from mtw_pipeline.collect.records.page_file import posts_in
from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import COLLECTIONS_FOLDER, Study
from mtw_pipeline.study.whole_files import put_in_place, write_whole
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.locks import holder_of, note_of

_WITHOUT_WINDOW = ".without-window"
_LOCK = "lock"
_PAGES = ".jsonl.gz"


class GapRecord(BaseModel):
    """What a collection may lack: a reason, and from when until when, where that is known.

    Attributes:
        is_left: whether the collection was ended there, so that one that goes on with it fills the gap.
    """

    model_config = ConfigDict(frozen=True)

    reason: str
    start: datetime | None = None
    end: datetime | None = None
    is_left: bool = False


class Sitting(BaseModel):
    """A process's work on a collection.

    Attributes:
        began: when, UTC.
        ended: when, UTC; None while it goes on, and where it was killed.
        why: why it ended before the collection was whole; empty where it was not.
    """

    began: datetime
    ended: datetime | None = None
    why: str = ""


class Record(BaseModel):
    """A collection.

    Attributes:
        name: of the file, without its ending.
        source: the platform, as in study.toml.
        server: the address that was asked.
        endpoint: the path or the method.
        query: as the platform took it.
        hashtags: those that it asks for.
        start: the first moment of posting that was asked for, UTC.
        end: the first moment after it.
        counted: how many posts the platform said that there are, before it gave them.
        sittings: when processes worked on it.
        pages: pages that came.
        posts: posts that were delivered; one that was delivered twice counts twice.
        requests: requests that were made, those that failed included.
        waited_seconds: waited for rate limits and between tries.
        gaps: what may be lacking.
        is_whole: whether its file is whole and in the window; else it goes on.
        place: where a later collection goes on that takes what a budget left; None where nothing is left.
        continues: the name of the collection that this one goes on with.
        library: the library that asked, and its version.
        program: the version of this program.
    """

    name: str
    source: str
    server: str
    endpoint: str
    query: str
    hashtags: tuple[str, ...]
    start: datetime
    end: datetime
    counted: int | None = None
    sittings: list[Sitting] = []
    pages: int = 0
    posts: int = 0
    requests: int = 0
    waited_seconds: float = 0
    gaps: list[GapRecord] = []
    is_whole: bool = False
    place: dict[str, Any] | None = None
    continues: str | None = None
    library: str
    program: str

    @property
    def question(self) -> Question:
        """What was asked of whom."""
        return Question(self.server, self.endpoint, self.query, self.hashtags)

    @property
    def span(self) -> Span:
        """The time of posting that was asked for."""
        return Span(self.start, self.end)

    def lacks(self, gap: Gap, *, is_left: bool = False) -> None:
        """Note what may be lacking, once; and whether a collection that goes on with this one fills it."""
        found = GapRecord(reason=gap.reason, start=gap.start, end=gap.end, is_left=is_left)
        if found not in self.gaps:
            self.gaps.append(found)


class Records:
    """The records of a window.

    Args:
        study: whose.
        window: which; None for what belongs to none yet, in a folder that no reader looks into.
    """

    def __init__(self, study: Study, window: CollectionWindow | None) -> None:
        self._window = study.incoming_of(window) if window else study.incoming / _WITHOUT_WINDOW
        self.folder = study.collections_of(window) if window else self._window / COLLECTIONS_FOLDER

    @property
    def lock(self) -> Path:
        """What a process holds while it collects the window."""
        return self.folder / _LOCK

    @property
    def is_held(self) -> bool:
        """Whether a process collects the window right now."""
        return holder_of(self.lock) is not None

    def all(self) -> list[Record]:
        """Those of the window, of each source in the order in which they began; of files that were taken out of it too.

        Raises:
            UserError: one cannot be read.
        """
        paths = sorted(self.folder.glob("*-*Z*.json"), key=lambda path: path.stem)
        return [one for one in map(_read, paths) if one is not None]

    def unfinished(self) -> list[Record]:
        """Collections that go on when the window is collected again."""
        return [one for one in self.all() if not one.is_whole]

    def to_tell(self) -> list[Record]:
        """What a report tells of: collections in the window, and unfinished ones; of a stream, files that are whole."""
        return [one for one in self.all() if (self.file_of(one).is_file() if one.is_whole else one.source != STREAM)]

    def in_window(self) -> list[Record]:
        """Collections whose file is whole and lies in the window."""
        return [one for one in self.all() if one.is_whole and self.file_of(one).is_file()]

    def pages_of(self, record: Record) -> Path:
        """The file of pages while the collection goes on."""
        return self.folder / f"{record.name}{_PAGES}.part"

    def file_of(self, record: Record) -> Path:
        """The file of pages once it is whole: an export of the window."""
        return self._window / f"{record.name}{_PAGES}"

    def free_name(self, source: str, now: datetime) -> str:
        """A name that no collection of the window has."""
        stem = f"{source}-{now:%Y%m%dT%H%M%SZ}"
        taken = {one.name for one in self.all()} | {one.name.removesuffix(_PAGES) for one in self._window.glob("*.gz")}
        return next(
            name
            for number in range(1, len(taken) + 2)
            if (name := stem if number == 1 else f"{stem}-{number}") not in taken
        )

    def save(self, record: Record) -> None:
        """Write a record, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / f"{record.name}.json", record.model_dump_json(indent=1))

    def drop(self, record: Record) -> None:
        """Take a collection away that holds nothing."""
        self.pages_of(record).unlink(missing_ok=True)
        (self.folder / f"{record.name}.json").unlink(missing_ok=True)

    def finish(self, record: Record) -> None:
        """Let the pages of a collection become an export of the window."""
        self.save(record)
        put_in_place(self.pages_of(record), self.file_of(record))
        record.is_whole = True
        self.save(record)

    def clear(self) -> None:
        """Take the folders away again where nothing was collected."""
        tried = self.all()
        if any(one.source == STREAM or not self.is_without_pages(one) for one in tried):
            return
        for one in tried:
            self.drop(one)
        for path in (self.lock, note_of(self.lock)):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # something else lies there by now
            self.folder.rmdir()
            self._window.rmdir()

    def settle(self, *, of_stream: bool = False) -> None:
        """Note what a kill left unnoted: a file that is in the window.

        Args:
            of_stream: whether of files of a listener, or of all others: the caller holds the lock of these.
        """
        for record in self.unfinished():
            is_in_window = self.file_of(record).is_file() and not self.pages_of(record).is_file()
            if is_in_window and (record.source == STREAM) is of_stream:
                record.is_whole = True
                self.save(record)

    def is_without_pages(self, record: Record) -> bool:
        """Whether a collection failed, or was killed, before its first page: all that it tells is that it was tried."""
        pages = self.pages_of(record)
        return not (record.is_whole or record.pages or (pages.is_file() and pages.stat().st_size))

    def posts_of(self, record: Record) -> int:
        """Posts that a collection holds; of one that goes on, those up to its last whole page."""
        there = None if record.is_whole else posts_in(self.pages_of(record))
        return record.posts if there is None else there


def _read(path: Path) -> Record | None:
    """A record; None of one that whoever collects took away just now."""
    try:
        return Record.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        raise UserError(
            "The record of a collection cannot be read: it was changed, or written by another version",
            where=str(path),
            remedy="Restore it from a backup, or move it away together with the file of its name",
        ) from None
