"""One post or repost of Bluesky as a row in the fields of export_rows.py.

What belongs here: where each fact stands in a post view of the API, in its record, in its facets and embeds. What does
not: which documents hold posts (bluesky_api.py, bluesky_jetstream.py), and what values may be (validated_rows.sql).

The API writes ``likeCount`` and ``$type``; what the Python SDK writes of it, and with it 4CAT, ``like_count`` and
``py_type``: both are read. Facets say by bytes of UTF-8 what is a mention, a link or a hashtag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mtw_pipeline.exports.formats.documents.json_values import (
    Json,
    cell_of,
    first_cell,
    first_of,
    object_of,
    objects_in,
    text_of,
    truth,
)
from mtw_pipeline.exports.formats.model import ExportRow
from mtw_pipeline.platforms import BLUESKY_BEGAN
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"

_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")
_ADDRESS = re.compile(r"at://([^/\s]+)/([A-Za-z0-9.]+)/([^/\s]+)")
_HANDLE = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_IN_HANDLES = re.compile(rb"[A-Za-z0-9-]")
_MOVING = re.compile(r"(?i)https?://(?:[a-z0-9-]+\.)*(?:tenor|giphy)\.com/\S+|https?://\S+\.gif(?:\?\S*)?")
_NO_POST = "0"
_VERIFIED = ("verifiedStatus", "trustedVerifierStatus")


@dataclass
class Known:
    """What a document says beside its posts.

    Args:
        handles: from the did of an account to its handle.
        collected_at: when the document was collected.
    """

    handles: dict[str, str] = field(default_factory=dict)
    collected_at: str | None = None

    def add_author(self, author: Json) -> None:
        """Know this account's handle."""
        did, handle = text_of(author.get("did")), text_of(author.get("handle"))
        if did and handle:
            self.handles[did] = handle


@dataclass
class Marked:
    """What facets and embeds mark in a post.

    Args:
        hashtags: those that the author's program marked.
        mention_handles: as they stand in the text; None where words stand for an account.
        mention_ids: the dids beside them.
        urls: links of the text, then that of the card.
        media: kinds of media.
    """

    hashtags: list[str] = field(default_factory=list)
    mention_handles: list[str | None] = field(default_factory=list)
    mention_ids: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)


def said(holder: Json, name: str) -> object:
    """What stands under a key of the API, or under the name that the Python SDK gives it."""
    if name in holder:
        return holder[name]
    return holder.get(_CAPITAL.sub(lambda found: f"_{found[0].lower()}", name))


def object_said(holder: Json, name: str) -> Json:
    """The object under such a key; an empty one where none stands there."""
    value = said(holder, name)
    return value if isinstance(value, dict) else {}


def kind_of(holder: Json) -> str:
    """The type that an object says of itself, without what follows ``#``; empty where it says none."""
    return (text_of(holder.get("$type")) or text_of(holder.get("py_type")) or "").partition("#")[0]


def address_parts(address: object) -> tuple[str, str]:
    """Whose record an address names, and of which collection; empty where it is none."""
    found = _ADDRESS.fullmatch(address) if isinstance(address, str) else None
    return (found[1], found[2]) if found else ("", "")


def row_of_view(view: Json, known: Known) -> ExportRow:
    """The row of a post view, or of a record with its address (its text under ``record`` or ``value``).

    Args:
        view: the view.
        known: what its document says beside it.
    """
    record = object_said(view, "record") or object_said(view, "value")
    embed = object_said(view, "embed")
    author = object_said(view, "author")
    own = object_of(view, "4CAT_metadata")
    row = row_of_record(text_of(view.get("uri")), record, known, quoted=_quoted_view(embed), named=_named_by_4cat(own))
    row.update(_author_fields(author, row["author_id"]))
    row.update(
        created_at=believed_time(said(record, "createdAt"), said(view, "indexedAt")),
        collected_at=_moment(own.get("collected_at")) or known.collected_at,
        like_count=cell_of(said(view, "likeCount")),
        retweet_count=cell_of(said(view, "repostCount")),
        reply_count=cell_of(said(view, "replyCount")),
        quote_count=cell_of(said(view, "quoteCount")),
    )
    if text_of(own.get("reply_to")) and row["in_reply_to_handle"] is None:
        row["in_reply_to_handle"] = _handle(own.get("reply_to"))
    return row


def row_of_record(
    address: str | None, record: Json, known: Known, *, quoted: Json | None = None, named: dict[str, str] | None = None
) -> ExportRow:
    """The row of a record of a post: what its author wrote, without what the network says of it.

    Args:
        address: of the post; its author's did is part of it.
        record: the record.
        known: what its document says beside it.
        quoted: the view of the quoted post, where there is one.
        named: handles by did that the file says of this post.
    """
    handles = {**known.handles, **(named or {})}
    marked = _marked(record, handles)
    answered = cell_of(object_of(object_of(record, "reply"), "parent").get("uri"))
    quotes = _quoted_address(object_of(record, "embed"))
    author = object_of(quoted or {}, "author")
    did = address_parts(address)[0] or None
    row: ExportRow = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS))
    row.update(
        platform="bluesky",
        tweet_id=address,
        created_at=cell_of(said(record, "createdAt")),
        text=text_of(record.get("text")),
        author_id=did,
        author_handle=handles.get(did or ""),
        language=_language(record),
        is_reply=truth(answered is not None),
        is_retweet="false",
        is_quote=truth(quotes is not None),
        in_reply_to_tweet_id=answered,
        in_reply_to_user_id=address_parts(answered)[0] or None,
        in_reply_to_handle=handles.get(address_parts(answered)[0]),
        quoted_tweet_id=quotes,
        quoted_user_id=address_parts(quotes)[0] or None,
        quoted_handle=_handle(author.get("handle")) or handles.get(address_parts(quotes)[0]),
        metrics_of="own",
        collected_at=known.collected_at,
        hashtags=marked.hashtags or None,
        mention_ids=list(marked.mention_ids),
        urls=marked.urls,
        media_types=marked.media,
    )
    row["mention_handles"] = marked.mention_handles  # type: ignore[assignment]
    return row


def row_of_repost(view: Json, reason: Json, known: Known) -> ExportRow:
    """The row of a repost that a feed shows: who passed a post on, and what it says.

    Its own address is not told in all feeds: then one is made of who reposted what, for nobody reposts a post twice.

    Args:
        view: the post.
        reason: who reposted it, and when.
        known: what the document says beside it.
    """
    original = row_of_view(view, known)
    by = object_of(reason, "by")
    did = text_of(by.get("did"))
    owner, _ = address_parts(original["tweet_id"])
    key = str(original["tweet_id"]).rpartition("/")[2]
    row = {
        **original,
        **repost_fields(original),
        "tweet_id": cell_of(reason.get("uri")) or f"at://{did}/{REPOST}/{owner}:{key}",
        "created_at": cell_of(said(reason, "indexedAt")),
    }
    return {**row, **_author_fields(by, did)}


def repost_fields(original: ExportRow) -> ExportRow:
    """What a repost has of its original, by the names of its own fields."""
    return {
        "text": original["text"],
        "is_retweet": "true",
        "is_reply": "false",
        "is_quote": "false",
        "in_reply_to_tweet_id": None,
        "in_reply_to_user_id": None,
        "in_reply_to_handle": None,
        "quoted_tweet_id": None,
        "quoted_user_id": None,
        "quoted_handle": None,
        "retweeted_tweet_id": original["tweet_id"],
        "retweeted_user_id": original["author_id"],
        "retweeted_handle": original["author_handle"],
        "retweeted_text": original["text"],
        "retweeted_like_count": original["like_count"],
        "retweeted_retweet_count": original["retweet_count"],
        "like_count": None,
        "retweet_count": None,
        "reply_count": None,
        "quote_count": None,
        "edited_at": None,
        "metrics_of": "original",
    }


def believed_time(created: object, indexed: object) -> str | None:
    """When a post was posted: as its author's program said, unless that is later than the network saw it, or too early.

    The network sorts a post whose program wrote no time that can be read by when it saw it, as it does without one.

    Args:
        created: what the author's program wrote.
        indexed: when the network saw it.
    """
    written, seen = text_of(created), text_of(indexed)
    first, second = _time(written), _time(seen)
    if second is None:
        return written or seen
    return written if first is not None and BLUESKY_BEGAN <= first <= second else seen


def _time(text: str | None) -> datetime | None:
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _moment(value: object) -> str | None:
    """Seconds since 1970, as 4CAT writes when it collected something."""
    return None if isinstance(value, int | float) and value <= 0 else cell_of(value)


def _author_fields(author: Json, did: object) -> ExportRow:
    status = object_of(author, "verification")
    return {
        "author_id": first_cell(author.get("did"), did),
        "author_handle": cell_of(author.get("handle")),
        "author_name": text_of(said(author, "displayName")),
        "author_description": text_of(author.get("description")),
        "author_location": None,
        "author_followers": cell_of(said(author, "followersCount")),
        "author_following": cell_of(said(author, "followsCount")),
        "author_tweets": cell_of(said(author, "postsCount")),
        "author_created_at": cell_of(said(author, "createdAt")),
        "author_verified": truth(any(said(status, name) == "valid" for name in _VERIFIED)) if status else None,
    }


def _language(record: Json) -> str | None:
    """The first language that the author named, without its region, as the other platforms name one."""
    named = first_of(record.get("langs"))
    return named.partition("-")[0].lower() if named else None


def _named_by_4cat(own: Json) -> dict[str, str]:
    """Handles that 4CAT looked up, by did; where it found none a sentence of an error stands in their place."""
    pairs = ((text_of(one.get("did")), _handle(one.get("handle"))) for one in objects_in(own.get("mentions")))
    return {did: handle for did, handle in pairs if did and handle}


def _handle(value: object) -> str | None:
    text = (text_of(value) or "").lstrip("@＠")
    return text if _HANDLE.fullmatch(text) else None


def _marked(record: Json, handles: dict[str, str]) -> Marked:
    marked = Marked()
    text = (text_of(record.get("text")) or "").encode("utf-8", "surrogatepass")
    for facet in objects_in(record.get("facets")):
        shown = _slice(text, object_of(facet, "index"))
        for feature in objects_in(facet.get("features")):
            _add_feature(marked, feature, shown, handles)
    tags = record.get("tags")
    marked.hashtags += [tag for tag in map(text_of, tags if isinstance(tags, list) else []) if tag]
    for embed in _embeds(object_of(record, "embed")):
        _add_embed(marked, embed)
    return marked


def _add_feature(marked: Marked, feature: Json, shown: str, handles: dict[str, str]) -> None:
    did, uri, tag = (text_of(feature.get(name)) for name in ("did", "uri", "tag"))
    if did:
        marked.mention_handles.append(_handle(shown) or handles.get(did))
        marked.mention_ids.append(did)
    elif uri:
        marked.urls.append(uri)
    elif tag:
        marked.hashtags.append(tag)


def _slice(text: bytes, index: Json) -> str:
    """What a facet marks, by bytes; nothing where its bounds are none, or part a word."""
    start, end = said(index, "byteStart"), said(index, "byteEnd")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(text):
        return ""
    if _IN_HANDLES.match(text[end : end + 1]):
        return ""
    return text[start:end].decode("utf-8", "ignore")


def _embeds(embed: Json) -> Iterator[Json]:
    """An embed, and the media that stand beside a quoted post."""
    yield embed
    media = object_of(embed, "media")
    if media:
        yield media


def _add_embed(marked: Marked, embed: Json) -> None:
    marked.media += ["photo"] * len(list(objects_in(embed.get("images"))))
    if kind_of(embed) == "app.bsky.embed.video":
        marked.media.append("animated_gif" if embed.get("presentation") == "gif" else "video")
    card = text_of(object_of(embed, "external").get("uri"))
    if card and _MOVING.fullmatch(card):
        marked.media.append("animated_gif")
    elif card and card not in marked.urls:
        marked.urls.append(card)


def _quoted_address(embed: Json) -> str | None:
    """The address of the post that a record quotes: lists, feeds and starter packs are embedded the same way.

    Of one that its author took back there is no address but that of none (exports/rewriting.py); it is a quote as ever.
    """
    quoted = object_of(embed, "record")
    address = cell_of((object_of(quoted, "record") or quoted).get("uri"))
    is_odd = address is not None and address.startswith(("[", "{"))
    return address if is_odd or address == _NO_POST or address_parts(address)[1] == POST else None


def _quoted_view(embed: Json) -> Json:
    quoted = object_of(embed, "record")
    return object_of(quoted, "record") or quoted
