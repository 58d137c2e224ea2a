"""The files that a listener writes: one a window and day of arrival, each with its record.

What belongs here: which window an event belongs to, opening, rolling and finishing files. What does not: the stream
(listening.py), the file of pages itself (records/page_file.py).

What belongs to no window waits beside them, in a folder of ``incoming/`` that no reader looks into, and is moved once a
window holds its day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from mtw_pipeline.collect.collected import CollectedPost, collected_posts
from mtw_pipeline.collect.collector import STREAM, Gap, Page, Question
from mtw_pipeline.collect.records.page_file import PageFile
from mtw_pipeline.collect.records.record import Record, Records, Sitting
from mtw_pipeline.collect.times import time_of
from mtw_pipeline.platforms import BLUESKY_BEGAN
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import put_in_place
from mtw_pipeline.study.windows import CollectionWindow


@dataclass
class _Open:
    """A file under way."""

    records: Records
    record: Record
    file: PageFile


@dataclass
class StreamFiles:
    """The files of one listener.

    Args:
        study: whose.
        question: what is listened for.
        library: the library that listens, and its version.
    """

    study: Study
    question: Question
    library: str
    day: date | None = None
    _open: dict[CollectionWindow | None, _Open] = field(default_factory=dict)

    def known(self) -> Iterator[tuple[CollectionWindow | None, CollectedPost]]:
        """The posts of Bluesky that the study's collections hold, by window; of none, those that wait for one."""
        for window in (*self.study.windows(), None):
            for post in collected_posts(Records(self.study, window)):
                if post.platform == "bluesky":
                    yield window, post

    def take_up(self, now: datetime) -> int | None:
        """Finish files of other days and other streams that a kill left, and move what waited for a window.

        Returns:
            The latest cursor in files that a kill left; None where it left none.
        """
        self.roll(now)
        cursors = []
        for window in (*self.study.windows(), None):
            records = Records(self.study, window)
            records.settle(of_stream=True)
            for record in records.all():
                if record.source != STREAM or record.is_whole:
                    continue
                with PageFile(records.pages_of(record)) as file:
                    if file.progress.place is not None:
                        cursors.append(int(file.progress.place["cursor"]))
                    if record.start.date() < now.date() or record.question != self.question:
                        _finish(_Open(records, record, file), window, now)
        self._move_what_waited()
        return max(cursors, default=None)

    def roll(self, now: datetime) -> None:
        """Finish the files of another day than today's."""
        if self.day == now.date():
            return
        self.finish(now)
        self.day = now.date()

    def keep(self, event: bytes, cursor: int, days: Sequence[date], now: datetime) -> tuple[CollectionWindow, ...]:
        """Write an event where it belongs; on the disk when this returns.

        Args:
            event: as the stream gave it.
            cursor: its time in microseconds.
            days: the day on which it was posted, then the day on which it came: the first that lies in a window
                decides.
            now: when it came.

        Returns:
            The windows that it belongs to.
        """
        self.roll(now)
        windows = self._windows_of(days)
        for window in windows or (None,):
            one = self._opened(window, now)
            page = Page(event, 1, {"cursor": cursor}, self.question.server)
            one.file.keep(page, retrieved=now, requests=0)
        return windows

    def heard(self, now: datetime) -> None:
        """Note in the records of today that somebody listened until now, also where nothing was said."""
        self.roll(now)
        for window in self._windows_of([now.date()]) or (None,):
            one = self._opened(window, now)
            one.record.end = now
            _save(one)

    def lacks(self, gap: Gap, now: datetime) -> None:
        """Note what may be lacking, in the records of today."""
        self.heard(now)
        for one in self._open.values():
            one.record.lacks(gap)
            _save(one)

    def finish(self, now: datetime) -> None:
        """Let the files under way become exports of their windows."""
        for window, one in self._open.items():
            one.record.end = max(one.record.end, now)
            one.record.sittings[-1].ended = now
            with one.file:
                _finish(one, window, now)
        self._open = {}

    def _windows_of(self, days: Sequence[date]) -> tuple[CollectionWindow, ...]:
        for day in days:
            found = tuple(one for one in self.study.windows() if one.start <= day <= one.end)
            if found:
                return found
        return ()

    def _opened(self, window: CollectionWindow | None, now: datetime) -> _Open:
        if window not in self._open:
            records = Records(self.study, window)
            begun = [one for one in records.all() if one.source == STREAM and not one.is_whole]
            record = next((one for one in begun if one.question == self.question), None) or self._begun(records, now)
            for other in begun:
                if other.question != self.question:  # of another server, and nothing came
                    _take_over(record, other)
                    records.drop(other)
            record.sittings.append(Sitting(began=now))
            records.save(record)
            self._open[window] = _Open(records, record, PageFile(records.pages_of(record)))
        return self._open[window]

    def _begun(self, records: Records, now: datetime) -> Record:
        return Record(
            name=records.free_name(STREAM, now), source=STREAM,
            server=self.question.server, endpoint=self.question.endpoint, query=self.question.query,
            hashtags=self.question.hashtags,
            start=now, end=now, library=self.library, program=version("mtw-pipeline"),
        )  # fmt: skip

    def _move_what_waited(self) -> None:
        waiting = Records(self.study, None)
        for record in waiting.all():
            windows = self._windows_of([record.start.astimezone(UTC).date()])
            path = waiting.file_of(record)
            if not (record.is_whole and windows and path.is_file()):
                continue
            for window in windows:
                records = Records(self.study, window)
                moved = record.model_copy(update={"name": records.free_name(STREAM, record.start)})
                records.save(moved)
                _copy(path.read_bytes(), records, moved)
            path.unlink()
            waiting.drop(record)


def event_days(event: Mapping[str, Any], arrived: datetime) -> list[date]:
    """The day on which an event's record says it was made, where its reader believes that; then that of its arrival."""
    commit = event.get("commit")
    record = commit.get("record") if isinstance(commit, Mapping) else None
    written = record.get("createdAt") if isinstance(record, Mapping) else None
    made = time_of(written)
    believed = arrived if made is None or not BLUESKY_BEGAN <= made <= arrived else made
    return [believed.date(), arrived.date()]


def _take_over(record: Record, other: Record) -> None:
    """Let a record tell what another lacks, of which nothing came."""
    record.start = min(record.start, other.start)
    record.gaps = [*other.gaps, *record.gaps]


def _copy(content: bytes, records: Records, record: Record) -> None:
    pages = records.pages_of(record)
    pages.write_bytes(content)
    put_in_place(pages, records.file_of(record))


def _save(one: _Open) -> None:
    one.record.pages = one.record.posts = one.file.progress.pages
    one.records.save(one.record)


def _finish(one: _Open, window: CollectionWindow | None, now: datetime) -> None:
    """A record of which nothing came goes on with the window, so that what it lacks is told with the next file."""
    _save(one)
    if one.file.progress.pages:
        one.records.finish(one.record)
    elif window is not None and window.end < now.date():
        one.records.pages_of(one.record).unlink()
        one.record.is_whole = True
        _save(one)
