"""What a study's collections hold: the posts of its files of pages, by the names that platforms give them.

What belongs here: finding posts in pages as they came. What does not: what a post says (exports/), asking for it again
(refreshing.py, bluesky/listening.py).
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mtw_pipeline.collect.collector import REFRESH, STREAM, Span, platform_of
from mtw_pipeline.collect.marked_hashtags import holds_hashtag
from mtw_pipeline.collect.records.record import Record, Records
from mtw_pipeline.collect.times import time_of

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"


@dataclass(frozen=True)
class CollectedPost:
    """A post that a collection took.

    Args:
        platform: as in study.toml.
        server: that gave it.
        id: by which the server gives it again.
        address: by which every table knows it: X's number, at://..., a status' uri.
        revision: of a post that the stream gave.
        times: when it may have been posted, of which the readers of pages believe one; empty where none is told.
    """

    platform: str
    server: str
    id: str
    address: str
    revision: str = ""
    times: tuple[datetime, ...] = ()

    def may_lie_in(self, span: Span) -> bool:
        """Whether it may have been posted in a span; so, too, where it does not tell when."""
        return not self.times or any(span.start <= one < span.end for one in self.times)


def collected_posts(records: Records) -> Iterator[CollectedPost]:
    """The posts of a window's collections, those under way included; one comes as often as it was given."""
    for record in records.all():
        for path in (records.file_of(record), records.pages_of(record)):
            if path.is_file():
                yield from _posts_of(record, path)


def stream_address(event: Mapping[str, Any]) -> str | None:
    """The address of what a commit event of the stream is about; None of another event."""
    commit = event.get("commit")
    if event.get("kind") != "commit" or not isinstance(commit, Mapping):
        return None
    parts = (event.get("did"), commit.get("collection"), commit.get("rkey"))
    return f"at://{'/'.join(map(str, parts))}" if all(isinstance(one, str) and one for one in parts) else None


def documents(path: Path) -> Iterator[Mapping[str, Any]]:
    """The pages of a file, whole lines alone: the last one of a file under way may be half written."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                document = json.loads(line)
                if isinstance(document, Mapping):
                    yield document
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError, RecursionError):
        return


def _posts_of(record: Record, path: Path) -> Iterator[CollectedPost]:
    platform = platform_of(record.source)
    for document in documents(path):
        commit = document.get("commit")
        revision = str(commit.get("rev")) if isinstance(commit, Mapping) else ""
        for id_, address, times in _named(platform, record, document):
            if isinstance(id_, str) and isinstance(address, str):
                told = tuple(at for one in times if (at := time_of(one)) is not None)
                yield CollectedPost(platform, record.server, id_, address, revision, told)


def _named(
    platform: str, record: Record, document: Mapping[str, Any]
) -> Iterator[tuple[object, object, tuple[object, ...]]]:
    """The ids and addresses of the posts of a page, and their times as written."""
    if platform == "x":
        yield from ((one.get("id"), one.get("id"), (one.get("created_at"),)) for one in _mappings(document.get("data")))
    elif platform == "mastodon":
        statuses = _mappings(document.get("statuses")) or ([document] if "uri" in document else [])
        yield from ((one.get("id"), one.get("uri"), (one.get("created_at"),)) for one in statuses)
    elif record.source == STREAM:
        address = stream_address(document)
        yield address, address, ()
    else:
        hashtags = () if record.source.endswith(REFRESH) else record.hashtags
        posts = _mappings(document.get("posts"))
        held = (one for one in posts if not hashtags or holds_hashtag(one.get("record"), hashtags))
        yield from ((one.get("uri"), one.get("uri"), (_written(one), one.get("indexedAt"))) for one in held)


def _written(post: Mapping[str, Any]) -> object:
    record = post.get("record")
    return record.get("createdAt") if isinstance(record, Mapping) else None


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
