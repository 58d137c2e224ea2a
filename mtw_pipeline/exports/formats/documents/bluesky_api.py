"""Bluesky's API as JSON: which documents hold posts, and where.

What belongs here: pages of searches and feeds, threads, single views and records, and telling them from likes, profiles
and others of the same API. What does not: the fields of a post (bluesky_rows.py), the stream (bluesky_jetstream.py).
The posts that a feed shows above an answer, and those that are quoted, are no rows: they were only referred to.
"""

from collections.abc import Iterable, Iterator

from mtw_pipeline.exports.formats.documents.bluesky_rows import (
    POST,
    Known,
    address_parts,
    kind_of,
    object_said,
    row_of_repost,
    row_of_view,
    said,
)
from mtw_pipeline.exports.formats.documents.json_values import Json, cell_of, object_of, objects_in, text_of
from mtw_pipeline.exports.formats.model import ExportRow, JsonFormat, Tells
from mtw_pipeline.study.settings.hashtags import same_hashtag

Element = tuple[ExportRow | None, str | None, object]

_PAGES = ("posts", "feed", "records")
_REPOSTED_BY = "repostedBy"
_OTHER_PAGES = {
    "likes": "likes",
    _REPOSTED_BY: "who reposted a post, and not when: a repost without its time is no tweet",
    "follows": "who follows whom",
    "followers": "who follows whom",
    "actors": "user profiles",
    "profiles": "user profiles",
    "feeds": "feeds, not what stands in them",
    "lists": "lists of accounts",
    "list": "a list of accounts",
    "starterPacks": "starter packs",
    "notifications": "notifications",
    "blocks": "blocked accounts",
    "mutes": "muted accounts",
}
"""By the key of a page, what it holds."""
_OTHER_RECORDS = {
    "app.bsky.feed.like": "likes",
    "app.bsky.feed.repost": "reposts without what was reposted",
    "app.bsky.feed.generator": "feeds, not what stands in them",
    "app.bsky.graph.follow": "who follows whom",
    "app.bsky.graph.block": "blocked accounts",
    "app.bsky.actor.profile": "user profiles",
}
_WITH_AUTHORS = (
    "post", "author", "by", "reply", "root", "parent", "reason", "embed", "record", "value", "media",
)  # fmt: skip
_NOT_THERE = {"notFoundPost": "not found", "blockedPost": "blocked"}


def recognises(document: object) -> bool:
    """Whether a document is of this API and holds posts, or is a page that found none."""
    if not isinstance(document, dict):
        return False
    if _is_view(document) or _is_item(document) or _is_reposted_by(document):
        return True
    if "thread" in document:
        return any(True for _ in _thread_views(document["thread"]))
    return any(_is_page(document, key) for key in _PAGES)


def refusal(document: object) -> str | None:
    """Why a document of this API holds no posts, in words for people; None where it does, or is not of this API."""
    if not isinstance(document, dict):
        return None
    page = next((what for key, what in _OTHER_PAGES.items() if _holds_objects(document, key)), None)
    of_accounts = {"did", "handle"} <= document.keys() and "record" not in document
    records = [_kind_of_record(one) for one in objects_in(document.get("records"))]
    what = page or ("user profiles" if of_accounts else next(iter(records), None) or _kind_of_record(document))
    return f"this file holds {what}, not posts" if what else None


def rows_of(document: object) -> Iterator[Element]:
    """The posts of a document, in order.

    Args:
        document: a document that is recognised; of any other, nothing can be taken.

    Yields:
        (row, None, post), or (None, reason, element) for an element that is no post.
    """
    if not isinstance(document, dict):
        yield None, "not a post: a JSON object was expected", document
        return
    if _is_reposted_by(document):
        if "__mtw" in document:  # asked for beside a search: a page of accounts, in which no row of a post is lost
            return
        yield None, f"this page tells {_OTHER_PAGES[_REPOSTED_BY]}", document
        return
    elements = list(_elements(document))
    mark = object_of(document, "__mtw")
    known = Known(collected_at=cell_of(mark.get("retrieved_at")))
    for author in _authors(elements):
        known.add_author(author)
    hashtags = mark.get("hashtags")
    wanted = [text_of(one) or "" for one in hashtags] if isinstance(hashtags, list) else []
    for element in elements:
        yield _taken(element, known, wanted)


def _taken(element: object, known: Known, wanted: list[str]) -> Element:
    if not isinstance(element, dict):
        return None, "not a post: a JSON object was expected", element
    view = object_said(element, "post") or element
    if not _is_view(view):
        return None, _why_not(view), element
    reason = object_said(element, "reason")
    reposts = (text_of(reason.get("$type")) or text_of(reason.get("py_type")) or "").endswith("reasonRepost")
    row = row_of_repost(view, reason, known) if reposts and "by" in reason else row_of_view(view, known)
    if wanted and not _holds_one(row, wanted):
        return None, f"it holds none of the hashtags that were asked for, #{', #'.join(wanted)}, as a hashtag", element
    return row, None, element


def _holds_one(row: ExportRow, wanted: list[str]) -> bool:
    held = row["hashtags"] or []
    return not set(map(same_hashtag, held)).isdisjoint(map(same_hashtag, wanted))


def _why_not(view: Json) -> str:
    kind = next((words for name, words in _NOT_THERE.items() if _type_ends(view, name)), None)
    if kind or view.get("notFound") or view.get("blocked"):
        return f"not a post: it was {kind or 'gone'} when the page was collected"
    other = _kind_of_record(view)
    return f"not a post: one of {other}" if other else "not a post: it has no address, or is no record of a post"


def _type_ends(view: Json, name: str) -> bool:
    return (text_of(view.get("$type")) or text_of(view.get("py_type")) or "").endswith(f"#{name}")


def _elements(document: Json) -> Iterator[object]:
    if "thread" in document and not _is_view(document):
        yield from _thread_views(document["thread"])
        return
    for key in _PAGES:
        held = document.get(key)
        if isinstance(held, list) and not _is_view(document):
            yield from held
            return
    yield document


def _thread_views(thread: object) -> Iterator[Json]:
    """The posts of a thread: those above, it itself, and the answers, however deep."""
    left = list(reversed(list(objects_in(thread if isinstance(thread, list) else [thread]))))
    while left:
        node = left.pop()
        value = object_of(node, "value") or node
        if "post" in value or _NOT_THERE.keys() & {(text_of(value.get("$type")) or "").rpartition("#")[2]}:
            yield value
        left += reversed([*objects_in([node.get("parent")]), *objects_in(node.get("replies"))])


def _is_page(document: Json, key: str) -> bool:
    held = document.get(key)
    if not isinstance(held, list):
        return False
    if not held:
        return document.keys() <= {key, "cursor", "hitsTotal", "hits_total", "uri", "cid", "__mtw"}
    return any(isinstance(one, dict) and (_is_view(one) or _is_item(one)) for one in held)


def _is_item(document: Json) -> bool:
    return _is_view(object_said(document, "post")) and "thread" not in document


def _is_view(document: Json) -> bool:
    """Whether an object is a post: its record, under its address."""
    record = object_said(document, "record") or object_said(document, "value")
    kind = kind_of(record)
    return address_parts(document.get("uri"))[1] == POST and bool(record) and kind in {"", POST}


def _is_reposted_by(document: Json) -> bool:
    return isinstance(document.get(_REPOSTED_BY), list) and address_parts(document.get("uri"))[1] == POST


def _holds_objects(document: Json, key: str) -> bool:
    held = said(document, key)
    listed = list(objects_in(held if isinstance(held, list) else [held]))
    return any(not {"did", "uri", "actor", "cid"}.isdisjoint(one) for one in listed)


def _kind_of_record(document: Json) -> str | None:
    record = object_said(document, "record") or object_said(document, "value") or document
    kind = kind_of(record)
    if kind in _OTHER_RECORDS:
        return _OTHER_RECORDS[kind]
    return f"records of {kind}" if kind.startswith("app.bsky.") and kind != POST else None


def _authors(elements: Iterable[object]) -> Iterator[Json]:
    """Every account that the views of a document show with its handle."""
    left: list[object] = list(elements)
    while left:
        holder = left.pop()
        if isinstance(holder, list):
            left += holder
        elif isinstance(holder, dict):
            if "did" in holder and "handle" in holder:
                yield holder
            left += [holder[key] for key in _WITH_AUTHORS if key in holder]


BLUESKY_API = JsonFormat(
    name="bluesky_api",
    title="Bluesky API JSON: searches, feeds, threads, posts, also as 4CAT and bskyr keep them",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    platforms=("bluesky",),
    tells=Tells(
        "own", "yes", "yes", "yes", "yes", "yes",
        caution="Times are those of the authors' programs, unless they lie after Bluesky saw the post or before 2023; a"
        " search finds what its index holds, no reposts, and not all of a large result.",
    ),
)  # fmt: skip
