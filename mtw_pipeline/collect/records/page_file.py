"""The file into which pages are written as they come: gzip, a member a page, a line a member.

What belongs here: writing a page so that it is on the disk, and opening a file that a kill left behind. What does not:
what a page holds. A line is the page as the platform gave it, with one more key at its end, ``__mtw``: when the page
was collected and by what request, how many pages, posts and requests there were so far, and the place where to go on.
So a page and the place behind it are written by one write, and no kill comes between them.
"""

import gzip
import json
import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from mtw_pipeline.collect.collector import Page, Span
from mtw_pipeline.errors import UserError

MARK = "__mtw"
_BLOCK = 1 << 16
_GZIP = 31
"""zlib's number for a stream with a gzip header."""


@dataclass
class Progress:
    """How far a file is.

    Args:
        pages: whole pages.
        posts: posts that they delivered.
        requests: requests that were made until the last of them.
        place: where to go on; None before the first page and after the last.
        is_whole: whether the last page was the last of all.
        left: the times of posting that are still to come, where the last page told.
    """

    pages: int = 0
    posts: int = 0
    requests: int = 0
    place: Mapping[str, Any] | None = field(default=None)
    is_whole: bool = False
    left: Span | None = None

    @classmethod
    def of_mark(cls, mark: Mapping[str, Any]) -> Self:
        """What the last page says.

        Raises:
            KeyError, TypeError, ValueError: it was not written here.
        """
        times = mark["left"]
        left = Span(datetime.fromisoformat(times[0]), datetime.fromisoformat(times[1])) if times else None
        following = mark["next"]
        return cls(int(mark["page"]), int(mark["posts"]), int(mark["requests"]), following, following is None, left)


class PageFile:
    """A file of pages, open for more.

    Args:
        path: made if it is not there. What a kill left half written at its end is cut off.
        scrub: takes keys out of what is written (``Keys.scrubbed_page``).

    Raises:
        UserError: it holds what no collection wrote.
    """

    def __init__(self, path: Path, scrub: Callable[[bytes], bytes] = bytes) -> None:
        self.path = path
        self._scrub = scrub
        self._program = version("mtw-pipeline")
        self._stream = path.open("ab+")
        try:
            self.progress = self._go_on()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def keep(self, page: Page, *, retrieved: datetime, requests: int) -> bool:
        """Write a page; it is on the disk when this returns.

        Args:
            page: the next page.
            retrieved: when it was collected, UTC.
            requests: made so far for this file.

        Returns:
            Whether it is as it came; False where a key was taken out.

        Raises:
            ValueError: its content is no JSON object or array.
            OSError: the disk is full; what was written of the page is cut off again.
        """
        pages, posts = self.progress.pages + 1, self.progress.posts + page.posts
        after = Progress(pages, posts, requests, page.place, page.place is None, page.left)
        mark = {
            "url": page.request,
            "version": self._program,
            "retrieved_at": retrieved.isoformat(timespec="seconds").replace("+00:00", "Z"),
            "page": after.pages,
            "posts": after.posts,
            "requests": after.requests,
            "next": after.place,
            "left": [after.left.start.isoformat(), after.left.end.isoformat()] if after.left else None,
            **({"hashtags": page.hashtags} if page.hashtags else {}),
        }
        line = _line(page, mark)
        written = self._scrub(line)
        if written != line:
            after = Progress.of_mark(json.loads(written)[MARK])
        self._append(gzip.compress(written, mtime=0))
        self.progress = after
        return written == line

    def _append(self, member: bytes) -> None:
        end = self._stream.seek(0, os.SEEK_END)
        try:
            self._stream.write(member)
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            os.ftruncate(self._stream.fileno(), end)
            error.filename = str(self.path)  # the system names it only where it is opened
            raise

    def _go_on(self) -> Progress:
        whole, last = _last_whole_member(self.path)
        if whole < self.path.stat().st_size:
            self._stream.truncate(whole)
            os.fsync(self._stream.fileno())
        if not last:
            return Progress()
        try:
            return Progress.of_mark(json.loads(last)[MARK])
        except (ValueError, KeyError, TypeError):
            raise UserError(
                "The pages of an unfinished collection were changed by something else",
                where=str(self.path),
                remedy="Move the file away, and run mtw collect again: it asks from the beginning",
            ) from None


def posts_in(path: Path) -> int | None:
    """Posts on the whole pages of a file that somebody else may be writing, or put in its place; nothing is changed.

    Returns:
        None where it is gone, or something else changed it.
    """
    try:
        _whole, last = _last_whole_member(path)
        return Progress.of_mark(json.loads(last)[MARK]).posts if last else 0
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _line(page: Page, mark: Mapping[str, Any]) -> bytes:
    """A page as one line, its bytes as they came: a line break in JSON can only stand between values."""
    content = page.content.decode("utf-8").translate({10: " ", 13: " "}).strip()
    kind = type(json.loads(content))
    added = json.dumps(mark, ensure_ascii=False, separators=(",", ":"))
    if kind is list:
        content = f"{{{json.dumps(page.array_name or 'data')}:{content}}}"
    elif kind is not dict:
        raise ValueError("a page is a JSON object or array")
    body = content.removesuffix("}").rstrip()
    comma = "" if body == "{" else ","
    return f'{body}{comma}"{MARK}":{added}}}\n'.encode()


def _last_whole_member(path: Path) -> tuple[int, bytes]:
    """Where the last whole gzip member of a file ends, and what it holds."""
    whole, last = 0, b""
    with path.open("rb") as stream:
        member, content, read = zlib.decompressobj(_GZIP), bytearray(), 0
        while block := stream.read(_BLOCK):
            read += len(block)
            while block:
                try:
                    content += member.decompress(block)
                except zlib.error:
                    return whole, last
                block = member.unused_data
                if member.eof:
                    whole, last = read - len(block), bytes(content)
                    member, content = zlib.decompressobj(_GZIP), bytearray()
    return whole, last
