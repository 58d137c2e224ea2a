"""Files of other platforms than X, by the columns or fields that only they have.

What belongs here: what tells a platform, so that a file of it is named and not taken for tweets. What does not: formats
that are read (registry.py): a platform that one reads has its entry in ``_READ``, for files of no known format.
"""

from collections.abc import Collection, Iterator, Mapping

_Marks = tuple[frozenset[str], ...]


def _marks(*groups: str) -> _Marks:
    """Groups of names; all of one group together tell the platform. ``|`` parts names that hold blanks."""
    return tuple(frozenset(name.strip() for name in group.split("|" if "|" in group else None)) for group in groups)


_COLUMNS: tuple[tuple[str, _Marks], ...] = (
    ("TikTok", _marks(
        "tiktok_url", "videourl soundid", "music_id is_duet", "music_name plays", "video_description region_code",
        "video_id video_diggcount", "webvideourl", "diggcount playcount", "aweme_id",
    )),
    ("Instagram", _marks(
        "num_likes num_comments num_media", "user name|followers at posting|photo", "shortcode ownerusername",
        "shortcode owner_username", "shortcode caption", "medialink filter", "instagram_url",
    )),
    ("Facebook", _marks(
        "facebook id", "page name|total interactions", "group name|total interactions", "page name|likes at posting",
        "post_owner.name", "status_message status_type", "facebook_id", "page_id post_message",
    )),
    ("YouTube", _marks(
        "channelid videoid", "channel_id video_id", "channeltitle videotitle", "channel_title video_id",
        "videoid authorchannelid", "videoid authorchannelurl", "channel id|video id", "videotitle viewcount",
        "isreply authorchannelid", "authordisplayname likecount",
    )),
    ("Reddit", _marks("subreddit", "subreddit_id", "subreddit.display_name", "link_flair_text")),
    ("Telegram", _marks(
        "author_is_bot", "forwards views", "peer_id", "fwd_from", "message_id channel_id", "chat_id message_id",
        "channel_name message_id",
    )),
    ("LinkedIn", _marks(
        "author_is_company", "post title|post link", "sharelink sharecommentary", "linkedin_url", "activityurn",
        "author_headline",
    )),
    ("Threads", _marks("threads_url", "text_post_app_info", "thread_items")),
    ("VK", _marks("owner_id from_id", "vk_id", "owner_id post_type")),
    ("Weibo", _marks("mblogid", "attitudes_count", "weibo_id")),
    ("Tumblr", _marks("blog_name note_count", "blog_name reblog_key", "tumblr_url")),
)  # fmt: skip
"""By columns of a table, in the form of ``column_key``: what 4CAT, Zeeschuimer, CrowdTangle, YouTube Data Tools,
plugins and the platforms themselves write."""

_FIELDS: tuple[tuple[str, _Marks], ...] = (
    ("TikTok", _marks(
        "aweme_id", "desc music video", "desc music stats", "video_description region_code", "webVideoUrl",
    )),
    ("Instagram", _marks(
        "shortCode ownerUsername", "shortcode edge_media_to_caption", "taken_at media_type", "taken_at caption",
        "string_list_data", "media_type permalink caption", "shortcode owner",
    )),
    ("Facebook", _marks(
        "message permalink_url", "platform platformId", "message created_time", "story created_time",
        "post_id pageName", "facebookUrl", "post_owner",
    )),
    ("YouTube", _marks("kind etag snippet", "kind etag items", "webpage_url channel_id", "videoId channelId")),
    ("Reddit", _marks("subreddit", "subreddit_id", "link_flair_text")),
    ("Telegram", _marks(
        "peer_id message", "_ peer_id", "name type messages", "peer_id date", "date_unixtime text_entities",
        "fwd_from message",
    )),
    ("LinkedIn", _marks("activityUrn", "commentary lifecycleState", "shareCommentary", "entityUrn commentary")),
    ("Threads", _marks("thread_items", "text_post_app_info")),
    ("VK", _marks("owner_id from_id", "from_id peer_id", "owner_id post_type")),
    ("Weibo", _marks("mblogid", "reposts_count attitudes_count", "mid reposts_count")),
    ("Tumblr", _marks("blog_name note_count", "reblog_key")),
    ("Gab", _marks("account content quote_of_id",)),
)  # fmt: skip
"""By fields of a JSON document, as they are written."""

_READ: tuple[tuple[str, _Marks], ...] = (
    ("Bluesky", _marks(
        "uri cid", "post_uri cid", "author_did", "did handle", "cid indexed_at", "cid indexedat", "did time_us",
        "post reply_ref", "$type createdat",
    )),
    ("Mastodon", _marks(
        "reblogs_count favourites_count", "reblogs favourites", "spoiler_text", "reblog visibility", "account.acct",
        "account_acct", "instance toot", "toot_id", "acct display_name",
    )),
)  # fmt: skip
"""Platforms that are read: what tells them in files of no format that is known, by columns or fields in lower case."""

_ENVELOPES = (
    "data", "post", "posts", "feed", "item", "node", "record", "children", "items", "value", "thread", "messages",
    "statuses", "descendants",
)  # fmt: skip
"""Fields in which a page holds what it is a page of."""

_VALUES: tuple[tuple[str, str, str], ...] = (
    ("Threads", "media_product_type", "THREADS"),
    ("Reddit", "kind", "Listing"), ("Reddit", "kind", "t3"), ("Reddit", "kind", "t1"), ("YouTube", "kind", "youtube#"),
)  # fmt: skip
"""By what a field begins with."""

_NAMED = {
    "tiktok": "TikTok", "instagram": "Instagram", "facebook": "Facebook", "youtube": "YouTube", "reddit": "Reddit",
    "telegram": "Telegram", "linkedin": "LinkedIn", "threads": "Threads",
    "vk": "VK", "weibo": "Weibo", "tumblr": "Tumblr",
}  # fmt: skip
_NAMING_FIELDS = ("platform", "source_platform", "network")


def platform_of_columns(keys: Collection[str]) -> str | None:
    """The platform that a header tells, in the form of ``column_key``; None where none does."""
    return _told(_COLUMNS, frozenset(keys))


def platform_of_document(document: object) -> str | None:
    """The platform that a JSON document tells, by itself or by what it is a page of; None where none does."""
    return next(filter(None, map(_platform_of_object, _with_held(document))), None)


def read_platform_of(names: Collection[str]) -> str | None:
    """The platform, one of those that are read, that columns or fields tell; None where none does."""
    return _told(_READ, frozenset(name.lower() for name in names))


def _platform_of_object(held: Mapping[str, object]) -> str | None:
    for name in _NAMING_FIELDS:
        said = held.get(name)
        if isinstance(said, str) and said.lower().split(".")[0] in _NAMED:
            return _NAMED[said.lower().split(".")[0]]
    for platform, name, beginning in _VALUES:
        said = held.get(name)
        if isinstance(said, str) and said.startswith(beginning):
            return platform
    return _told(_FIELDS, frozenset(held))


def _told(platforms: tuple[tuple[str, _Marks], ...], names: frozenset[str]) -> str | None:
    return next((platform for platform, groups in platforms if any(group <= names for group in groups)), None)


def _with_held(document: object, depth: int = 3) -> Iterator[Mapping[str, object]]:
    """A document, and what lies in its envelopes: of a list the first."""
    first = document[0] if isinstance(document, list) and document else document
    if not isinstance(first, Mapping):
        return
    yield first
    if depth:
        for name in _ENVELOPES:
            if name in first:
                yield from _with_held(first[name], depth - 1)
