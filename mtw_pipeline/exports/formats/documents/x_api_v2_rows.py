"""One tweet of the X (Twitter) API v2 as a row in the fields of export_rows.py.

What belongs here: where each fact stands in a tweet, and in the users, tweets and media that its page includes or that
were folded into it. What does not: which documents hold tweets (x_api_v2.py), and what values
may be (validated_rows.sql).

R's jsonlite writes ``{}`` where a list is missing, and ``flatten`` of twarc2 leaves ``{}`` for a missing object: both
read as absent here.
"""

import re
from dataclasses import dataclass, field, replace

from mtw_pipeline.exports.formats.documents.json_values import (
    Json,
    cell_of,
    cell_within,
    first_cell,
    first_of,
    object_of,
    objects_in,
    text_of,
    truth,
    user_id_of,
)
from mtw_pipeline.exports.formats.model import ExportRow
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS

_FIELDS = (*TEXT_FIELDS, *LIST_FIELDS)

_RETWEET_PREFIX = re.compile(r"RT @([A-Za-z0-9_]+):")
_STATUS_LINK = re.compile(r"https?://(?:\w+\.)?(?:twitter|x)\.com/([A-Za-z0-9_]+)/status(?:es)?/([0-9]+)")
_MEDIUM_LINK = re.compile(r"https?://(?:\w+\.)?(?:twitter|x)\.com/.+/(photo|video)/[0-9]+/?")
_MEDIUM_DISPLAY = re.compile(r"(?:https?://)?pic\.(?:twitter|x)\.com/")

_TYPE_OF_KEY = {"3": "photo", "7": "video", "13": "video", "16": "animated_gif"}
"""The number before the underscore of a media key names the kind of medium; 7 and 13 are both videos."""
MARKS_OF_COLLECTORS = ("__twarc", "__mtw")
"""What twarc2 and mtw collect add to a page: when it was collected."""

_REFERENCES = frozenset({"referenced_tweets", "in_reply_to_user_id"})


@dataclass
class Lookup:
    """What a page includes beside its tweets, by id: made once per page.

    Args:
        users: from a user id to the user.
        ids: from a handle in lower case to its user id.
        tweets: from a tweet id to the tweet.
        media: from a media key to its type.
        retrieved_at: when the page was collected.
        has_references: whether a tweet of the page says what it refers to: then silence of another says that it does
            not; else nobody asked.
        has_entities: the same of entities.
    """

    users: dict[str, Json] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    tweets: dict[str, Json] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    retrieved_at: str | None = None
    has_references: bool = False
    has_entities: bool = False

    @classmethod
    def of_page(cls, page: Json) -> "Lookup":
        """What a page includes."""
        lookup = cls(retrieved_at=_retrieved_at(page))
        lookup.include(object_of(page, "includes"))
        lookup.has_references = any(not _REFERENCES.isdisjoint(tweet) for tweet in objects_in(page.get("data")))
        lookup.has_entities = any("entities" in tweet for tweet in objects_in(page.get("data")))
        return lookup

    def include(self, includes: Json) -> None:
        """Know the users, tweets and media that are listed under these names."""
        for user in objects_in(includes.get("users")):
            self.add_user(user)
        for tweet in objects_in(includes.get("tweets")):
            self.add_tweet(tweet)
        for medium in objects_in(includes.get("media")):
            self.add_medium(medium)

    def with_folded(self, tweet: Json) -> "Lookup":
        """This, with the objects that twarc2 (``author``) or 4CAT (``author_user``) folded into the tweet."""
        if "author" not in tweet and "author_user" not in tweet:
            return self
        whole = replace(
            self, users=dict(self.users), ids=dict(self.ids), tweets=dict(self.tweets), media=dict(self.media)
        )
        attachments = object_of(tweet, "attachments")
        whole.add_user(object_of(tweet, "in_reply_to_user"))
        for referenced in objects_in(tweet.get("referenced_tweets")):
            if "text" in referenced:
                whole.add_tweet(referenced)
            whole.add_user(_folded_author(referenced))
        for key in ("media", "media_keys"):
            for medium in objects_in(attachments.get(key)):
                whole.add_medium(medium)
        whole.add_user(_folded_author(tweet))
        return whole

    def add_user(self, user: Json) -> None:
        """Know this user, where it has an id."""
        user_id, handle = text_of(user.get("id")), text_of(user.get("username"))
        if user_id:
            self.users[user_id] = user
            if handle:
                self.ids[handle.lower()] = user_id

    def add_tweet(self, tweet: Json) -> None:
        """Know this tweet, where it has an id."""
        tweet_id = text_of(tweet.get("id"))
        if tweet_id:
            self.tweets[tweet_id] = tweet

    def add_medium(self, medium: Json) -> None:
        """Know this medium's type, where it has a key."""
        key, kind = text_of(medium.get("media_key")), text_of(medium.get("type"))
        if key and kind:
            self.media[key] = kind

    def handle(self, user_id: str | None) -> str | None:
        """The handle of a user who is known."""
        return text_of(self.users.get(user_id or "", {}).get("username"))

    def tweet(self, tweet_id: str | None) -> Json:
        """A tweet that is known, else nothing."""
        return self.tweets.get(tweet_id or "", {})


def row_of(tweet: Json, page: Lookup) -> ExportRow:
    """The row of one tweet.

    Args:
        tweet: a tweet of the page.
        page: what the page includes.
    """
    known = page.with_folded(tweet)
    referenced = _referenced(tweet)
    original = known.tweet(referenced.get("retweeted"))
    row: ExportRow = dict.fromkeys(_FIELDS)
    row.update(_own_fields(tweet))
    row["collected_at"] = _retrieved_at(tweet) or page.retrieved_at
    row.update(_author_fields(tweet, known))
    row.update(_reply_fields(tweet, referenced, known))
    row.update(_quote_fields(tweet, referenced, known))
    row["is_retweet"] = truth("retweeted" in referenced)
    if not (page.has_references or not _REFERENCES.isdisjoint(tweet) or "conversation_id" in tweet):
        row.update(is_retweet=None, is_quote=None, is_reply=None)
    handles, ids = _mentions(original or tweet, known)
    if "retweeted" in referenced:
        retweet = _retweet_fields(tweet, original, known)
        row.update(retweet, retweeted_tweet_id=referenced["retweeted"])
        handles, ids = _author_first(retweet["retweeted_handle"], retweet["retweeted_user_id"], handles, ids, original)
    row["mention_handles"] = handles
    row["mention_ids"] = [user_id or "" for user_id in ids]
    row["hashtags"] = _hashtags(original or tweet)
    row["urls"] = _urls(original or tweet)
    row["media_types"] = _media_types(original or tweet, known)
    if not (page.has_entities or "entities" in tweet or "conversation_id" in tweet):
        row.update(_from_the_text(row, original or tweet))
    return row


def _from_the_text(row: ExportRow, tweet: Json) -> ExportRow:
    """What is NULL where nobody asked for entities: the text tells."""
    found: ExportRow = {"hashtags": None, "urls": None}
    if not row["mention_handles"]:
        found.update(mention_handles=None, mention_ids=None)
    if not row["media_types"] and "http" in (_full_text(tweet) or ""):
        found["media_types"] = None
    return found


def _own_fields(tweet: Json) -> dict[str, str | None]:
    return {
        "tweet_id": cell_of(tweet.get("id")),
        "created_at": cell_of(tweet.get("created_at")),
        "text": _full_text(tweet),
        "language": text_of(tweet.get("lang")),
        "source": text_of(tweet.get("source")),
        "like_count": cell_within(tweet, "public_metrics", "like_count"),
        "retweet_count": cell_within(tweet, "public_metrics", "retweet_count"),
        "reply_count": cell_within(tweet, "public_metrics", "reply_count"),
        "quote_count": cell_within(tweet, "public_metrics", "quote_count"),
        "metrics_of": "own",
        "first_version_id": first_of(tweet.get("edit_history_tweet_ids")),
    }


def _author_fields(tweet: Json, known: Lookup) -> dict[str, str | None]:
    author_id = _author_id(tweet)
    author = known.users.get(author_id or "") or _folded_author(tweet)
    return {
        "author_id": author_id,
        "author_handle": cell_of(author.get("username")) or cell_within(tweet, "author", "username"),
        "author_name": text_of(author.get("name")),
        "author_description": text_of(author.get("description")),
        "author_location": text_of(author.get("location")),
        "author_followers": cell_within(author, "public_metrics", "followers_count"),
        "author_following": cell_within(author, "public_metrics", "following_count"),
        "author_tweets": cell_within(author, "public_metrics", "tweet_count"),
        "author_created_at": cell_of(author.get("created_at")),
        "author_verified": cell_of(author.get("verified")),
    }


def _reply_fields(tweet: Json, referenced: dict[str, str | None], known: Lookup) -> dict[str, str | None]:
    tweet_id = referenced.get("replied_to")
    user_id = user_id_of(tweet.get("in_reply_to_user_id")) or _author_id(known.tweet(tweet_id))
    handle = known.handle(user_id)
    if user_id and not handle:
        mentions = objects_in(_entities(tweet).get("mentions"))
        handle = next((text_of(each.get("username")) for each in mentions if text_of(each.get("id")) == user_id), None)
    return {
        "is_reply": truth("replied_to" in referenced or user_id is not None),
        "in_reply_to_tweet_id": tweet_id,
        "in_reply_to_user_id": user_id,
        "in_reply_to_handle": handle,
    }


def _quote_fields(tweet: Json, referenced: dict[str, str | None], known: Lookup) -> dict[str, str | None]:
    tweet_id = referenced.get("quoted")
    user_id = _author_id(known.tweet(tweet_id))
    handle = known.handle(user_id)
    if tweet_id and not handle:
        handle = _handle_in_link_to(tweet_id, tweet)
    return {
        "is_quote": truth("quoted" in referenced),
        "quoted_tweet_id": tweet_id,
        "quoted_user_id": user_id,
        "quoted_handle": handle,
    }


def _handle_in_link_to(tweet_id: str, tweet: Json) -> str | None:
    """The author's handle from the link to a tweet that is not included: ``https://twitter.com/<handle>/status/<id>``."""
    for link in objects_in(_entities(tweet).get("urls")):
        found = _STATUS_LINK.match(text_of(link.get("expanded_url")) or "")
        if found and found[2] == tweet_id and found[1] != "i":
            return found[1]
    return None


def _retweet_fields(tweet: Json, original: Json, known: Lookup) -> dict[str, str | None]:
    prefix = _RETWEET_PREFIX.match(text_of(tweet.get("text")) or "")
    user_id = _author_id(original)
    handle = known.handle(user_id) or (prefix[1] if prefix else None)
    if handle and not user_id:
        names, ids = _mentions(tweet, known)
        by_handle = dict(zip(map(str.lower, names), ids, strict=True))
        user_id = by_handle.get(handle.lower()) or known.ids.get(handle.lower())
    return {
        "retweeted_user_id": user_id,
        "retweeted_handle": handle,
        "retweeted_text": _full_text(original),
        "retweeted_like_count": cell_within(original, "public_metrics", "like_count"),
        "retweeted_retweet_count": cell_within(original, "public_metrics", "retweet_count"),
    }


def _author_first(
    handle: str | None, user_id: str | None, handles: list[str], ids: list[str | None], original: Json
) -> tuple[list[str], list[str | None]]:
    """The mentions of a retweet, the original's author first.

    The mentions of a retweet itself begin with that author, those of the original do not.
    """
    if handle is None:
        return handles, ids
    rest = list(zip(handles, ids, strict=True))
    if not original:
        at = next((place for place, (name, _) in enumerate(rest) if name.lower() == handle.lower()), None)
        if at is not None:
            del rest[at]
    return [handle, *(name for name, _ in rest)], [user_id, *(named_id for _, named_id in rest)]


def _mentions(tweet: Json, known: Lookup) -> tuple[list[str], list[str | None]]:
    handles: list[str] = []
    ids: list[str | None] = []
    for mention in objects_in(_entities(tweet).get("mentions")):
        handle = text_of(mention.get("username"))
        if handle:
            handles.append(handle)
            # pages of early 2021 give mentions no id, but include the users
            ids.append(text_of(mention.get("id")) or known.ids.get(handle.lower()))
    return handles, ids


def _hashtags(tweet: Json) -> list[str]:
    tags = (text_of(hashtag.get("tag")) for hashtag in objects_in(_entities(tweet).get("hashtags")))
    return [tag for tag in tags if tag]


def _urls(tweet: Json) -> list[str]:
    """The links of a tweet, apart from the addresses of its media; one to its own page shows that its text was cut."""
    urls: list[str] = []
    seen: set[tuple[str | None, ...]] = set()
    for link in objects_in(_entities(tweet).get("urls")):
        expanded = text_of(link.get("expanded_url"))
        url = text_of(link.get("unwound_url")) or expanded or text_of(link.get("url"))
        place = (text_of(link.get("start")), text_of(link.get("end")), url)
        is_again = link.get("start") is not None and place in seen
        seen.add(place)
        if url and not is_again and not _is_medium(link):
            urls.append(url)
    return urls


def _is_medium(link: Json) -> bool:
    return _is_own_medium(link) or _MEDIUM_LINK.fullmatch(text_of(link.get("expanded_url")) or "") is not None


def _is_own_medium(link: Json) -> bool:
    return "media_key" in link or _MEDIUM_DISPLAY.match(text_of(link.get("display_url")) or "") is not None


def _media_types(tweet: Json, known: Lookup) -> list[str]:
    """The types of a tweet's media, one per medium, as far as anything tells them."""
    attachments = object_of(tweet, "attachments")
    keys = _media_keys(attachments.get("media_keys")) or _media_keys(attachments.get("media"))
    links = [link for link in objects_in(object_of(tweet, "entities").get("urls")) if _is_own_medium(link)]
    if keys:
        by_key = {text_of(link.get("media_key")): link for link in links}
        types = (_media_type(key, by_key.get(key, {}), known) for key in keys)
    else:
        # a page collected without the field attachments still lists the address of each medium
        by_place = {text_of(link.get("media_key")) or str(place): link for place, link in enumerate(links)}
        types = (_media_type(text_of(link.get("media_key")) or "", link, known) for link in by_place.values())
    return [kind for kind in types if kind]


def _media_keys(listed: object) -> list[str]:
    if not isinstance(listed, list):
        return []
    keys = (text_of(each.get("media_key") if isinstance(each, dict) else each) for each in listed)
    return [key for key in keys if key]


def _media_type(key: str, link: Json, known: Lookup) -> str | None:
    by_key = known.media.get(key) or _TYPE_OF_KEY.get(key.partition("_")[0])
    if by_key:
        return by_key
    found = _MEDIUM_LINK.fullmatch(text_of(link.get("expanded_url")) or "")
    return found[1] if found else None


def _full_text(tweet: Json) -> str | None:
    return text_of(object_of(tweet, "note_tweet").get("text")) or text_of(tweet.get("text"))


def _entities(tweet: Json) -> Json:
    """The entities of the full text: those of a long post's beginning miss what comes after it."""
    return object_of(object_of(tweet, "note_tweet"), "entities") or object_of(tweet, "entities")


def _referenced(tweet: Json) -> dict[str, str | None]:
    referenced: dict[str, str | None] = {}
    for reference in objects_in(tweet.get("referenced_tweets")):
        kind = text_of(reference.get("type"))
        if kind:
            referenced.setdefault(kind, cell_of(reference.get("id")))
    return referenced


def _author_id(tweet: Json) -> str | None:
    return first_cell(tweet.get("author_id"), _folded_author(tweet).get("id"))


def _folded_author(tweet: Json) -> Json:
    return object_of(tweet, "author") or object_of(tweet, "author_user")


def _retrieved_at(document: Json) -> str | None:
    marks = (object_of(document, mark) for mark in MARKS_OF_COLLECTORS)
    return next((found for mark in marks if (found := text_of(mark.get("retrieved_at")))), None)
