"""X (Twitter) API v1.1 JSON, as twarc 1, Hydrator and the API itself wrote it: lines, search envelopes, streams.

What belongs here: telling tweets from the other documents of that API, and the fields of a tweet. What does not: files
and lines (reading/json_files/). A retweet carries the original in full, and its own likes are 0 or the original's, so
none are taken for its own.
"""

from collections.abc import Iterator

from mtw_pipeline.exports.formats.documents.json_values import (
    Json,
    cell_of,
    first_cell,
    object_of,
    objects_in,
    text_of,
    truth,
    user_id_of,
)
from mtw_pipeline.exports.formats.model import ExportRow, JsonFormat, Tells
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS

_NOTICES = ("delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning", "friends")
"""What a stream says between its tweets."""

_OTHER_KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"screen_name", "followers_count"}), "user profiles"),
    (frozenset({"users", "next_cursor"}), "user profiles"),
    (frozenset({"ids", "next_cursor"}), "ids of followers or friends"),
    (frozenset({"trends", "locations"}), "trends"),
    (frozenset({"slug", "member_count"}), "lists of accounts"),
)
_APART = frozenset({"id_str", "full_text", "created_at", "user_id_str"})
_RETWEET_KEYS = frozenset({"retweeted_status", "retweeted"})
_QUOTE_KEYS = frozenset({"is_quote_status", "quoted_status", "quoted_status_id", "quoted_status_id_str"})
"""A tweet with one of these says whether it is one; one without was cut down, or is older than quotes."""
_MEDIA_TYPES = frozenset({"photo", "video", "animated_gif"})


def recognises(document: object) -> bool:
    """Whether a document is of this format: a tweet, a search envelope or a notice of a stream."""
    if not isinstance(document, dict):
        return False
    return _is_tweet(document) or _is_envelope(document) or _notice(document) is not None


def refusal(document: object) -> str | None:
    """Why a document of this API holds no tweets, in words for people; None where it does, or is not of this API."""
    if not isinstance(document, dict):
        return None
    for marks, kind in _OTHER_KINDS:
        if marks <= document.keys():
            return f"this file holds {kind}, not tweets"
    if "user" not in document and document.keys() >= _APART:
        return (
            "its tweets name their authors by ids alone, whose profiles stand apart from them, as X's website gets its"
            " searches. Write into each tweet the profile of its author, as user, and add that"
        )
    return None


def rows_of(document: object) -> Iterator[tuple[ExportRow | None, str | None, object]]:
    """The tweets of a document, in order; a stream's notices are rows that cannot be taken."""
    if not isinstance(document, dict):
        yield None, "not a tweet: a JSON object was expected", document
        return
    if _is_envelope(document):
        for element in document["statuses"]:
            if isinstance(element, dict) and _is_tweet(element):
                yield row_of(element), None, element
            else:
                yield None, "not a tweet: it has no id or no text", element
        return
    notice = _notice(document)
    if _is_tweet(document):
        yield row_of(document), None, document
    elif notice is not None:
        yield None, f"not a tweet: a notice of the stream ({notice})", document
    else:
        yield None, "not a tweet: it has no id or no text", document


def _is_tweet(document: Json) -> bool:
    user = document.get("user")
    if not isinstance(user, dict) or ("username" in user and "screen_name" not in user):  # of another platform
        return False
    has_text = "text" in document or "full_text" in document
    return has_text and not document.keys().isdisjoint({"id_str", "id"})


def _is_envelope(document: Json) -> bool:
    """Whether a document is a search's answer. Mastodon's statuses, which may be listed so too, have a content."""
    listed = document.get("statuses")
    return (
        isinstance(listed, list) and "__mtw" not in document and not any("content" in one for one in objects_in(listed))
    )


def _notice(document: Json) -> str | None:
    return next((name for name in _NOTICES if document.keys() == {name}), None)


def row_of(tweet: Json) -> ExportRow:
    """The row of one tweet."""
    original = object_of(tweet, "retweeted_status")
    shown = original or tweet
    quoted = object_of(tweet, "quoted_status")
    row: ExportRow = dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS))
    row.update(
        tweet_id=_id(tweet, "id"),
        created_at=cell_of(tweet.get("created_at")),
        text=_full_text(tweet),
        language=text_of(tweet.get("lang")),
        source=text_of(tweet.get("source")),
        metrics_of="original" if original else "own",
        **_author(object_of(tweet, "user")),
        **_reply(tweet),
        **_retweet(original),
        is_retweet=truth(bool(original)) if original or not _RETWEET_KEYS.isdisjoint(tweet) else None,
        is_quote=truth(_quotes(tweet) and not original) if original or not _QUOTE_KEYS.isdisjoint(tweet) else None,
        is_advertisement="true" if tweet.get("promoted") or tweet.get("promoted_content") else None,
    )
    if row["is_retweet"] is None and (_full_text(tweet) or "").startswith("RT @"):  # whose counts it has nobody knows
        row["metrics_of"] = "unknown"
    elif not original:
        row.update({name: cell_of(tweet.get(field)) for name, field in _COUNTS.items()})
        row.update(
            quoted_tweet_id=_id(tweet, "quoted_status_id") or _id(quoted, "id"),
            quoted_user_id=_id(object_of(quoted, "user"), "id"),
            quoted_handle=cell_of(object_of(quoted, "user").get("screen_name")),
        )
    row.update(_resources(shown, original))
    return row


def _resources(shown: Json, original: Json) -> ExportRow:
    """Mentions, hashtags, addresses and media of what a tweet shows, its own or its original's."""
    handles, ids = _mentions(shown)
    if original:
        handles = [text_of(object_of(original, "user").get("screen_name")) or "", *handles]
        ids = [_id(object_of(original, "user"), "id"), *ids]
        handles, ids = _once(handles, ids)
    media_types = _media_types(shown)
    mentions: ExportRow = {"mention_handles": handles, "mention_ids": [user_id or "" for user_id in ids]}
    if not _has_entities(shown):  # not collected: the text tells
        return {"hashtags": None, "urls": None, "media_types": media_types or None} | (
            mentions if original else dict.fromkeys(mentions)
        )
    hashtags = [tag for one in _entities(shown, "hashtags") if (tag := text_of(one.get("text")))]
    urls = [url for one in _entities(shown, "urls") if (url := _address(one))]
    return {"hashtags": hashtags, "urls": urls, "media_types": media_types} | mentions


def _has_entities(tweet: Json) -> bool:
    return any(isinstance(holder.get("entities"), dict) for holder in (tweet, object_of(tweet, "extended_tweet")))


_COUNTS = {
    "like_count": "favorite_count",
    "retweet_count": "retweet_count",
    "reply_count": "reply_count",
    "quote_count": "quote_count",
}


def _author(user: Json) -> dict[str, str | None]:
    return {
        "author_id": _id(user, "id"),
        "author_handle": cell_of(user.get("screen_name")),
        "author_name": text_of(user.get("name")),
        "author_description": text_of(user.get("description")),
        "author_location": text_of(user.get("location")),
        "author_followers": cell_of(user.get("followers_count")),
        "author_following": cell_of(user.get("friends_count")),
        "author_tweets": cell_of(user.get("statuses_count")),
        "author_created_at": cell_of(user.get("created_at")),
        "author_verified": cell_of(user.get("verified")),
    }


def _reply(tweet: Json) -> dict[str, str | None]:
    tweet_id, user_id = _id(tweet, "in_reply_to_status_id"), user_id_of(_id(tweet, "in_reply_to_user_id"))
    handle = cell_of(tweet.get("in_reply_to_screen_name"))
    is_told = any(key.startswith("in_reply_to_") for key in tweet)
    return {
        "is_reply": truth(any((tweet_id, user_id, handle))) if is_told else None,
        "in_reply_to_tweet_id": tweet_id,
        "in_reply_to_user_id": user_id,
        "in_reply_to_handle": handle,
    }


def _retweet(original: Json) -> dict[str, str | None]:
    user = object_of(original, "user")
    return {
        "retweeted_tweet_id": _id(original, "id"),
        "retweeted_user_id": _id(user, "id"),
        "retweeted_handle": cell_of(user.get("screen_name")),
        "retweeted_text": _full_text(original) if not _is_cut(original) else None,
        "retweeted_like_count": cell_of(original.get("favorite_count")),
        "retweeted_retweet_count": cell_of(original.get("retweet_count")),
    }


def _quotes(tweet: Json) -> bool:
    is_said = tweet.get("is_quote_status") is True or _id(tweet, "quoted_status_id") is not None
    return is_said or bool(object_of(tweet, "quoted_status"))


def _id(holder: Json, name: str) -> str | None:
    """An id as text, from its ``_str`` twin where there is one: programs that know only doubles rounded the number."""
    return first_cell(holder.get(f"{name}_str"), holder.get(name))


def _full_text(tweet: Json) -> str | None:
    extended = text_of(object_of(tweet, "extended_tweet").get("full_text"))
    return extended or text_of(tweet.get("full_text")) or text_of(tweet.get("text"))


def _is_cut(tweet: Json) -> bool:
    return tweet.get("truncated") is True and not object_of(tweet, "extended_tweet") and "full_text" not in tweet


def _entities(tweet: Json, kind: str) -> Iterator[Json]:
    """The entities of the full text: those beside a cut text miss what was cut."""
    extended = object_of(object_of(tweet, "extended_tweet"), "entities")
    return objects_in((extended or object_of(tweet, "entities")).get(kind))


def _mentions(tweet: Json) -> tuple[list[str], list[str | None]]:
    mentions = [(text_of(one.get("screen_name")), _id(one, "id")) for one in _entities(tweet, "user_mentions")]
    return [handle for handle, _ in mentions if handle], [user_id for handle, user_id in mentions if handle]


def _once(handles: list[str], ids: list[str | None]) -> tuple[list[str], list[str | None]]:
    """The first, and the others but for those that name the same account."""
    first = handles[0].lower()
    rest = [(handle, user_id) for handle, user_id in zip(handles[1:], ids[1:], strict=True) if handle.lower() != first]
    return [handles[0], *(handle for handle, _ in rest)], [ids[0], *(user_id for _, user_id in rest)]


def _address(link: Json) -> str | None:
    unwound = text_of(object_of(link, "unwound").get("url"))
    return unwound or text_of(link.get("expanded_url")) or text_of(link.get("url"))


def _media_types(tweet: Json) -> list[str]:
    holders = (object_of(tweet, "extended_tweet"), tweet)
    for holder in holders:
        for kind in ("extended_entities", "entities"):
            media = list(objects_in(object_of(holder, kind).get("media")))
            if media:
                types = (text_of(medium.get("type")) for medium in media)
                return [each for each in types if each in _MEDIA_TYPES]
    return []


X_API_V1 = JsonFormat(
    name="x_api_v1",
    title="X (Twitter) API v1.1 JSON: twarc 1, Hydrator, searches, streams",
    recognises=recognises,
    refusal=refusal,
    rows_of=rows_of,
    tells=Tells(
        "own, of retweets the original's",
        "yes",
        "yes",
        "yes",
        "yes",
        "yes",
        caution="Likes and retweets are as of the moment of collection; a stream collects tweets before they have any.",
    ),
)
