"""Mastodon's API as JSON, also as Pleroma, Akkoma and others speak it: which documents hold statuses, and where.

What belongs here: timelines, contexts, single statuses and stream events, and telling them from accounts, drafts and
others of the same API. What does not: the fields of a status (mastodon_rows.py).
"""

import json
from collections.abc import Iterator

from mtw_pipeline.exports.formats.documents.json_values import Json, object_of, objects_in, text_of
from mtw_pipeline.exports.formats.documents.mastodon_rows import address_of, row_of
from mtw_pipeline.exports.formats.model import ExportRow, JsonFormat, Tells
from mtw_pipeline.platforms import host_of

Element = tuple[ExportRow | None, str | None, object]

_LISTS = ("ancestors", "statuses", "descendants")
_UPDATES = frozenset({"update", "status.update"})
_OTHERS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"scheduled_at", "params"}), "drafts that are to be posted later"),
    (frozenset({"acct", "display_name"}), "user profiles"),
    (frozenset({"detected_source_language", "content"}), "translations"),
    (frozenset({"uri", "title", "stats"}), "what a server says of itself"),
    (frozenset({"type", "created_at", "account"}), "notifications"),
    (frozenset({"name", "url", "history"}), "hashtags and how often they were used"),
    (frozenset({"id", "accounts", "last_status"}), "conversations"),
    (frozenset({"state", "quoted_status"}), "a quoted post without the one that quotes it"),
    (frozenset({"state", "quoted_status_id"}), "the id of a quoted post"),
    (frozenset({"id", "text", "spoiler_text"}), "the source of a post, not itself"),
)
"""What else the API delivers, by keys that a document of it has at least."""


def recognises(document: object) -> bool:
    """Whether a document holds statuses, or is an event of a stream."""
    if not isinstance(document, dict):
        return False
    if _is_status(document) or _is_event(document):
        return True
    held = [document[key] for key in _LISTS if isinstance(document.get(key), list)]
    return bool(held) and all(not listed or any(map(_is_status, objects_in(listed))) for listed in held)


def refusal(document: object) -> str | None:
    """Why a document of this API holds no posts, in words for people; None where it does, or is not of this API."""
    if not isinstance(document, dict) or recognises(document):
        return None
    return next((f"this file holds {what}, not posts" for marks, what in _OTHERS if marks <= document.keys()), None)


def rows_of(document: object) -> Iterator[Element]:
    """The statuses of a document, in order.

    Yields:
        (row, None, status), or (None, reason, element) for an element that is no status.
    """
    if not isinstance(document, dict):
        yield None, "not a post: a JSON object was expected", document
        return
    if _is_event(document):
        yield _of_event(document)
        return
    if _is_status(document):
        yield _row_of(document, document), None, document
        return
    elements = [one for key in _LISTS for one in _listed(document.get(key))]
    for element in elements:
        if isinstance(element, dict) and _is_status(element):
            yield _row_of(element, document), None, element
        else:
            yield None, "not a post: it has no address or no content", element


def _row_of(status: Json, document: Json) -> ExportRow:
    mark = object_of(document, "__mtw")
    return row_of(status, text_of(mark.get("retrieved_at")), host_of(text_of(mark.get("url")) or "") or None)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _of_event(event: Json) -> Element:
    kind, payload = text_of(event.get("event")), event.get("payload")
    if kind in _UPDATES and isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except (RecursionError, ValueError):
            return None, "not a post: what the stream sent is broken JSON", event
    if kind in _UPDATES and isinstance(payload, dict) and _is_status(payload):
        return _row_of(payload, event), None, event
    if kind == "delete":
        return None, f"not a post: its author deleted the post {text_of(payload)} of that server", event
    return None, f"not a post: the stream tells of {kind}", event


def _is_event(document: Json) -> bool:
    """Whether it is an event. A table of posts and events has null in each for what only the others have."""
    if document.get("event") is None:
        return False
    return {"event", "stream"} <= document.keys() or document.keys() == {"event", "payload"}


def _is_status(document: Json) -> bool:
    """Whether an object is a status: its address, its content, and an account or counts by Mastodon's names."""
    has_content = "content" in document or "reblog" in document
    marks = {"account", "reblogs_count", "favourites_count", "visibility"} & document.keys()
    return has_content and address_of(document) is not None and len(marks) > 1


MASTODON_API = JsonFormat(
    name="mastodon_api",
    title="Mastodon API JSON: timelines, contexts, statuses, also of Pleroma and Akkoma, and as rtoot keeps them",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    platforms=("mastodon",),
    tells=Tells(
        "own", "yes", "where the server has quotes", "yes", "yes", "yes",
        caution="A server gives what reached it, and counts as it knows them: no collection of the whole network. The"
        " timeline of a hashtag holds no boosts. A text begins with its content warning; the choices of a poll are not"
        " in it.",
    ),
)  # fmt: skip
