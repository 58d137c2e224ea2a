"""4CAT's CSV of its Twitter API v2 source: yes and no, lists joined by commas, a retweet's text in full.

``timestamp`` is UTC; ``unix_timestamp`` depends on the server's zone. A metric that was missing was written as 0, which
nothing in the file shows. Mapping: sql/exports/formats/fourcat_twitterv2.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

FOURCAT_TWITTERV2 = DelimitedFormat(
    name="fourcat_twitterv2",
    title="4CAT CSV (Twitter API v2)",
    signature=frozenset({"thread_id", "body", "author_fullname", "is_quote_tweet", "replied_user", "quoted_user"}),
    required=("id", "timestamp", "body", "author|author_id", "is_retweet"),
    optional=(
        "author_fullname", "author_id", "author_followers", "source", "language_guess", "retweet_count", "like_count",
        "quote_count", "reply_count", "retweeted_user", "is_quote_tweet", "quoted_user", "is_reply", "replied_user",
        "hashtags", "urls", "images", "videos", "mentions", "link",
    ),
    words=frozenset({"body", "author_fullname"}),
    left_out=(
        "thread_id", "unix_timestamp", "subject", "possibly_sensitive", "impression_count", "bookmark_count",
        "long_lat", "place_name",
    ),
    lists=frozenset({"hashtags", "mentions", "urls", "images", "videos"}),
    flags=frozenset({"is_retweet", "is_quote_tweet", "is_reply"}),
    tells=Tells(
        "own", "yes", "yes", "yes", "yes", "yes",
        caution="A count that 4CAT did not get is written as 0 in its CSV and cannot be told from a true 0.",
    ),
)  # fmt: skip
