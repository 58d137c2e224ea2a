"""Posts of Bluesky as flat JSON objects, one fact a key, as scrapers and R's jsonlite write tables of them.

Every program has names of its own for the same facts; each is taken by whatever name it has. What belongs here: these
names. What does not: the API's own objects (bluesky_api.py), tables (delimited/bluesky_table.py).
"""

from collections.abc import Iterator

from mtw_pipeline.exports.formats.documents.bluesky_rows import address_parts, believed_time
from mtw_pipeline.exports.formats.documents.json_values import Json, first_cell, text_of, truth
from mtw_pipeline.exports.formats.model import ExportRow, JsonFormat, Tells
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS

_ADDRESS = ("uri", "post_uri", "post_id", "id")
_TEXT = ("text", "body", "record_text", "content")
_DID = ("author_did", "did", "author_id", "user_did")
_HANDLE = ("author_handle", "author", "handle", "user_handle")
_CREATED = ("created_at", "createdAt", "record_created_at", "record_createdAt", "date")
_SEEN = ("indexed_at", "indexedAt")
_ANSWERED = ("in_reply_to", "reply_to", "reply_parent", "replied_to_post")
_QUOTED = ("quotes", "quoted_post", "quoted_uri")
_NAME = ("author_display_name", "author_name", "display_name", "displayName")
_NAMES: dict[str, tuple[str, ...]] = {
    "like_count": ("like_count", "likeCount", "likes"),
    "retweet_count": ("repost_count", "repostCount", "reposts"),
    "reply_count": ("reply_count", "replyCount", "replies"),
    "quote_count": ("quote_count", "quoteCount"),
    "collected_at": ("scraped_at", "collected_at", "retrieved_at", "fetched_at"),
}


def recognises(document: object) -> bool:
    """Whether a document is a flat post: an address of Bluesky, a text, and an author who is no object."""
    return (
        isinstance(document, dict)
        and address_parts(_first(document, _ADDRESS))[1] != ""
        and _first(document, _TEXT) is not None
        and (_first(document, _DID) is not None or _first(document, _HANDLE) is not None)
        and not isinstance(document.get("record"), dict)
    )


def refusal(_document: object) -> str | None:
    """Nothing is told from other flat objects by what it lacks."""
    return None


def rows_of(document: object) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The one post of a document."""
    if not isinstance(document, dict) or not recognises(document):
        yield None, "not a post: it has no address, no text or no author", document
        return
    row: ExportRow = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS))
    address, answered, quoted = (_cell(document, names) for names in (_ADDRESS, _ANSWERED, _QUOTED))
    row.update({field: _cell(document, names) for field, names in _NAMES.items()})
    row["author_name"] = _first(document, _NAME)
    did = _first(document, _DID)
    row.update(
        platform="bluesky",
        tweet_id=address,
        created_at=believed_time(_first(document, _CREATED), _first(document, _SEEN)),
        text=_first(document, _TEXT),
        author_id=did if did and did.startswith("did:") else _did_in(address),
        author_handle=_cell(document, _HANDLE),
        language=_language(document),
        is_reply=_says(document, _ANSWERED, answered),
        in_reply_to_tweet_id=answered if _is_address(answered) else None,
        in_reply_to_user_id=_did_in(answered),
        is_quote=_says(document, _QUOTED, quoted),
        quoted_tweet_id=quoted if _is_address(quoted) else None,
        quoted_user_id=_did_in(quoted),
        metrics_of="own" if row["like_count"] is not None else "unknown",
        hashtags=_texts(document, ("hashtags", "tags")) or None,
        urls=_texts(document, ("links", "urls")),
    )
    row.update(_mentions(document))
    yield row, None, document


def _first(document: Json, names: tuple[str, ...]) -> str | None:
    return next((text for text in (text_of(document.get(name)) for name in names) if text is not None), None)


def _cell(document: Json, names: tuple[str, ...]) -> str | None:
    """The same of a count, a time, an address or a handle, what stands in place of one where nothing else does."""
    found = _first(document, names)
    return found if found is not None else first_cell(*map(document.get, names))


def _is_address(answered: str | None) -> bool:
    """Whether it is the address of a record, or what stands there in its place, to be named."""
    return address_parts(answered)[1] != "" or (answered or "").startswith(("[", "{"))


def _did_in(address: str | None) -> str | None:
    owner = address_parts(address)[0]
    return owner if owner.startswith("did:") else None


def _says(document: Json, names: tuple[str, ...], found: str | None) -> str | None:
    """A key with nothing says no, an absent one says nothing."""
    return truth(found is not None) if any(name in document for name in names) else None


def _language(document: Json) -> str | None:
    named = _texts(document, ("langs", "languages")) or [text_of(document.get("language")) or ""]
    return named[0].partition("-")[0].lower() or None


def _texts(document: Json, names: tuple[str, ...]) -> list[str] | None:
    for name in names:
        listed = document.get(name)
        if isinstance(listed, str):
            listed = [listed]
        if isinstance(listed, list):
            return [text.lstrip("#") for text in map(text_of, listed) if text]
    return None


def _mentions(document: Json) -> ExportRow:
    named = _texts(document, ("mentions",))
    if named is None:
        return {}
    row: ExportRow = {"mention_ids": [one if one.startswith("did:") else "" for one in named]}
    handles = [None if one.startswith("did:") else one.lstrip("@") for one in named]
    return {**row, "mention_handles": handles}  # type: ignore[dict-item]


BLUESKY_RECORDS = JsonFormat(
    name="bluesky_records",
    title="Bluesky posts as flat JSON objects, as scrapers and R write them",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    platforms=("bluesky",),
    has_flat_lists=True,
    tells=Tells(
        "own, where they are there", "where the file says it", "where the file says it", "no", "no", "yes",
        caution="Reposts are not told; hashtags, mentions and links are those of the text where the file has no lists.",
    ),
)  # fmt: skip
