"""Posts of Bluesky as a table: CSV of 4CAT and minet, what atrrr and bskyr give once flattened, scrapers' tables.

Every program has names of its own for the same facts, and each fact is taken by whatever name it has. atrrr's times are
those at which Bluesky saw a post. Columns of atrrr, bskyr and minet (twitwi) are those of their code; no real file of
them was seen, nor how people flatten lists. What minet calls a post's did is the last part of its address.
Mapping: sql/exports/formats/bluesky_table.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

BLUESKY_TABLE = DelimitedFormat(
    name="bluesky_table",
    title="Bluesky posts as a table: 4CAT, minet, atrrr, bskyr, flattened API answers",
    signature=frozenset(
        {"thread_id", "author_id", "body", "repost_count", "quoted_post", "replied_to_post", "replied_to_user", "link"}
    ),
    further_signatures=(
        frozenset({"uri", "cid", "author_handle", "text", "repost_count", "in_reply_to", "in_reply_root", "quotes"}),
        frozenset({"uri", "cid", "author_did", "author_handle", "record_text", "repost_count", "indexed_at"}),
        frozenset({"uri", "cid", "author.did", "author.handle", "record.text", "record.createdat", "repostcount"}),
        frozenset({"post_id", "author", "author_did", "text", "created_at", "repost_count", "reply_count"}),
        frozenset({"uri", "cid", "author_handle", "author_did", "text", "created_at", "repost_count"}),
        frozenset({"uri", "cid", "user_did", "user_handle", "to_post_did", "timestamp_utc", "repost_count"}),
    ),
    required=(
        "uri|post_uri|post_id|id",
        "author_handle|author.handle|author|handle|author_did|author.did|author_id|user_handle|user_did",
        "text|body|record_text|record.text",
        "created_at|record_createdat|record_created_at|record.createdat|createdat|indexed_at|indexedat|timestamp_utc",
    ),
    optional=(
        "author_display_name", "author_displayname", "author.displayname", "author_name", "author_created_at",
        "author_createdat", "author.createdat", "languages", "langs", "language", "record_langs", "record.langs",
        "in_reply_to", "replied_to_post", "reply_to", "record.reply.parent.uri", "record_reply_parent_uri",
        "replied_to_user", "quotes", "quoted_post", "quoted_user", "like_count", "likecount", "repost_count",
        "repostcount", "reply_count", "replycount", "quote_count", "quotecount", "tags", "hashtags", "mentions",
        "links", "embed_external_uri", "embed.external.uri", "images", "collected_at", "scraped_at", "user_name",
        "user_timestamp_utc", "user_langs", "to_user_did", "to_post_did", "quoted_user_did", "quoted_did",
        "quoted_user_handle", "mentioned_user_handles", "mentioned_user_dids", "media_types",
    ),
    words=frozenset(
        {
            "text", "body", "record_text", "record.text", "author_display_name", "author_displayname",
            "author.displayname", "author_name", "user_name",
        }
    ),
    left_out=(
        "platform", "query", "rank", "thread_id", "link", "replies_allowed", "labels", "has_poll", "author_profile",
        "author_avatar", "timestamp", "cid", "in_reply_root", "bookmark_count", "cursor", "viewer", "author.avatar",
        "author_data", "post_data", "embed_data", "record.$type", "hits_total", "did", "url", "local_time",
        "user_image", "user_created_at", "to_post_cid", "to_root_user_did", "to_root_post_cid", "to_root_post_did",
        "reposted_did", "reposted_user_did", "reposted_user_handle", "reposted_timestamp_utc", "quoted_timestamp_utc",
        "domains", "media_urls", "media_files", "media_alt_texts", "collection_time", "collected_via", "match_query",
    ),
    platforms=("bluesky",),
    list_separator="",
    lists=frozenset(
        {"tags", "hashtags", "mentions", "links", "images", "languages", "langs"}
        | {"embed_external_uri", "embed.external.uri"}
        | {"user_langs", "mentioned_user_handles", "mentioned_user_dids", "media_types"}
    ),
    tells=Tells(
        "own", "yes", "yes", "no", "images only", "yes",
        caution="Reposts are no rows of their own; times are those of the authors' programs where the table has them.",
    ),
)  # fmt: skip
