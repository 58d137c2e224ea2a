"""Jetstream: the events of Bluesky's network as JSON lines, of which posts and reposts are taken.

What belongs here: telling events apart. What does not: the fields of a post (bluesky_rows.py). A repost says what it
passes on by its address alone; its text comes from a row of the original (reading/completing/originals.py).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from mtw_pipeline.exports.formats.documents.bluesky_rows import (
    POST,
    REPOST,
    Known,
    address_parts,
    believed_time,
    repost_fields,
    row_of_record,
    said,
)
from mtw_pipeline.exports.formats.documents.json_values import Json, cell_of, object_of, text_of
from mtw_pipeline.exports.formats.model import ExportRow, JsonFormat, Tells

_LATEST = 1 << 52
"""Microseconds since 1970 until the year 2112: what is beyond is none."""
_KINDS = frozenset({"commit", "identity", "account"})
_OTHERS = {
    "app.bsky.feed.like": "a like",
    "app.bsky.graph.follow": "that somebody follows somebody",
    "app.bsky.graph.block": "that somebody blocks somebody",
    "app.bsky.actor.profile": "a profile",
    "app.bsky.feed.threadgate": "who may answer a post",
    "app.bsky.feed.postgate": "who may quote a post",
}


def recognises(document: object) -> bool:
    """Whether a document is an event of the stream, of whatever kind."""
    return isinstance(document, dict) and "did" in document and text_of(document.get("kind")) in _KINDS


def refusal(_document: object) -> str | None:
    """No document of the stream is refused as a whole: each event is looked at."""
    return None


def rows_of(document: object) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The post or repost of an event."""
    event: Json = document if isinstance(document, dict) else {}
    commit = object_of(event, "commit")
    collection, operation = text_of(commit.get("collection")), text_of(commit.get("operation"))
    record = object_of(commit, "record")
    address = f"at://{text_of(event.get('did'))}/{collection}/{text_of(commit.get('rkey'))}"
    if collection in {POST, REPOST} and operation == "delete":
        what = "post" if collection == POST else "repost"
        yield None, f"not a post: its author deleted the {what} {address}", document
    elif collection == POST and record:
        yield _post(address, record, event), None, document
    elif collection == REPOST and record:
        yield _repost(address, record, event), None, document
    else:
        yield None, f"not a post: the event tells {_told(event, collection)}", document


def _told(event: Json, collection: str | None) -> str:
    if event.get("kind") != "commit":
        return "of an account"
    return _OTHERS.get(collection or "", f"of {collection or 'nothing known'}")


def _post(address: str, record: Json, event: Json) -> ExportRow:
    seen = _seen_at(event)
    row = row_of_record(address, record, Known(collected_at=seen))
    row["created_at"] = believed_time(said(record, "createdAt"), seen)
    if object_of(event, "commit").get("operation") == "update":
        row["edited_at"] = seen
    return row


def _repost(address: str, record: Json, event: Json) -> ExportRow:
    original = cell_of(object_of(record, "subject").get("uri"))
    row = _post(address, record, event)
    passed_on = {**row, "tweet_id": original, "author_id": address_parts(original)[0] or None, "author_handle": None}
    row.update(repost_fields(passed_on))
    for name in ("hashtags", "mention_handles", "mention_ids", "urls", "media_types"):
        row[name] = None
    return row


def _seen_at(event: Json) -> str | None:
    """When the stream saw it: microseconds since 1970 in the event."""
    moment = event.get("time_us")
    if not isinstance(moment, int) or not 0 < moment < _LATEST:
        return None
    return datetime.fromtimestamp(moment / 1e6, UTC).isoformat()


BLUESKY_JETSTREAM = JsonFormat(
    name="bluesky_jetstream",
    title="Bluesky's stream (Jetstream) as JSON lines",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    platforms=("bluesky",),
    tells=Tells(
        "no", "yes", "yes", "where the original is there", "yes", "yes",
        caution="Events hold no counts and no handles, only dids; a repost counts where its original is among the files"
        " of the window.",
    ),
)  # fmt: skip
