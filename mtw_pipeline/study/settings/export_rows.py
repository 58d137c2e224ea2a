"""The fields that every export format is mapped to, before anything is validated.

A format's module only renames and splits: every field is text, or a list of texts, exactly as the file has it. Types,
ranges and the window are validated once for all formats in validated_rows.sql, which can therefore name a bad cell.

What belongs here: the names of these fields. What does not: what a format makes of its columns (exports/formats/).
"""

TEXT_FIELDS: tuple[str, ...] = (
    "platform",
    "tweet_id",
    "created_at",
    "text",
    "author_id",
    "author_handle",
    "author_name",
    "author_description",
    "author_location",
    "author_followers",
    "author_following",
    "author_tweets",
    "author_created_at",
    "author_verified",
    "language",
    "source",
    "is_reply",
    "is_retweet",
    "is_quote",
    "in_reply_to_tweet_id",
    "in_reply_to_user_id",
    "in_reply_to_handle",
    "retweeted_tweet_id",
    "retweeted_user_id",
    "retweeted_handle",
    "retweeted_text",
    "retweeted_like_count",
    "retweeted_retweet_count",
    "quoted_tweet_id",
    "quoted_user_id",
    "quoted_handle",
    "like_count",
    "retweet_count",
    "reply_count",
    "quote_count",
    "metrics_of",
    "collected_at",
    "edited_at",
    "first_version_id",
    "is_advertisement",
    "is_skipped",
)
"""One text each. Absent is NULL. Booleans are ``true`` or ``false``; times are ISO 8601, Twitter's v1 form
(``Sat May 23 18:01:55 +0000 2020``) or seconds since 1970. ``platform`` is ``x`` where it is absent."""

FLAGS: tuple[str, ...] = ("author_verified", "is_reply", "is_retweet", "is_quote")
"""Those of them that say yes or no."""

LIST_FIELDS: tuple[str, ...] = ("hashtags", "mention_handles", "mention_ids", "urls", "media_types")
"""Lists of texts. NULL where the format does not deliver them, the empty list where the tweet has none.
``mention_ids`` runs beside ``mention_handles``; of Bluesky a handle may be NULL where its id is known. ``media_types``
holds photo, video, animated_gif, audio, one per medium."""

SERVER_FIELDS: tuple[str, ...] = ("status_id", "in_reply_to_status_id", "asked_server")
"""By which a server of Mastodon itself knows a post, and the one that it answers; that server, where a row says so."""

WORDS = frozenset({"text", "author_name", "author_description", "author_location", "retweeted_text"})
"""The fields that people wrote, every character of which counts."""

COLUMN_MAP_FIELDS: tuple[str, ...] = tuple(name for name in (*TEXT_FIELDS, *LIST_FIELDS) if name != "metrics_of")
"""What a column map of study.toml may name."""

TIE_FIELDS: tuple[str, ...] = ("source", "target", "kind", "times", "created_at")
"""What a column map of an edge list may name: the columns of raw_ties."""

TIME_FIELDS: tuple[str, ...] = ("created_at", "author_created_at", "collected_at", "edited_at")
"""The fields that hold a time, which may stand in two columns of a file: date and time."""
