"""Statuses of Mastodon as a table: what rtoot gives once its lists are flattened, and flattened answers of the API.

The columns are those of rtoot's code and of the API; no real file was seen, nor how people flatten its lists. Where the
account's columns were dropped the status' address tells it. The text is the HTML of ``content``, or its words where
somebody took the marks out. Mapping: sql/exports/formats/mastodon_table.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

_FURTHER_FACTS = tuple(
    f"account{separator}{name}"
    for separator in "._"
    for name in (
        "id", "locked", "bot", "discoverable", "indexable", "group", "uri", "avatar", "avatar_static", "header",
        "header_static", "last_status_at", "hide_collections", "noindex", "fields", "emojis", "roles",
    )
)  # fmt: skip
"""What an account has that no table needs."""

MASTODON_TABLE = DelimitedFormat(
    name="mastodon_table",
    title="Mastodon statuses as a table: rtoot, flattened API answers",
    signature=frozenset({"uri", "content", "spoiler_text", "reblogs_count", "favourites_count", "replies_count"}),
    further_signatures=(
        frozenset({"url", "content", "created_at", "reblogs_count", "favourites_count", "account_acct"}),
        frozenset({"url", "content", "created_at", "reblogs_count", "favourites_count", "account.acct"}),
    ),
    required=("uri|url", "content", "created_at"),
    optional=(
        "spoiler_text", "edited_at", "language", "favourites_count", "reblogs_count", "replies_count", "quotes_count",
        "in_reply_to_id", "in_reply_to_account_id", "application.name", "application_name", "account_acct",
        "account.acct", "account_username", "account.username", "account_url", "account.url", "account_display_name",
        "account.display_name", "account_note", "account.note", "account_followers_count", "account.followers_count",
        "account_following_count", "account.following_count", "account_statuses_count", "account.statuses_count",
        "account_created_at", "account.created_at", "reblog_uri", "reblog.uri", "reblog_content", "reblog.content",
        "reblog_account_acct", "reblog.account.acct", "reblog_favourites_count", "reblog.favourites_count",
        "reblog_reblogs_count", "reblog.reblogs_count",
    ),
    words=frozenset(
        {
            "content", "spoiler_text", "account_display_name", "account.display_name", "account_note", "account.note",
            "reblog_content", "reblog.content",
        }
    ),
    html=frozenset({"content", "account_note", "account.note", "reblog_content", "reblog.content"}),
    left_out=(
        "id", "visibility", "sensitive", "text", "application", "poll", "card", "account", "reblog",
        "media_attachments", "mentions", "tags", "emojis", "favourited", "reblogged", "muted", "bookmarked", "pinned",
        "quote", "filtered", *_FURTHER_FACTS,
    ),
    platforms=("mastodon",),
    list_separator="",
    tells=Tells(
        "own", "yes", "no", "where the table has it", "no", "yes",
        caution="Hashtags, mentions and links are those of the text; whom a reply answers only its text tells.",
    ),
)  # fmt: skip
