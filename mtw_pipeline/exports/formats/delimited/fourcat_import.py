"""4CAT's CSV of what Zeeschuimer captured in a browser: yes and no, lists joined by commas.

``is_reply`` there means that a tweet stands in someone's thread, the author's own included. A retweet's counts are the
original's, as the web page shows them. Mapping: sql/exports/formats/fourcat_import.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

FOURCAT_IMPORT = DelimitedFormat(
    name="fourcat_import",
    title="4CAT CSV (Zeeschuimer import)",
    signature=frozenset({"collected_from_url", "thread_id", "body", "quote_tweet_id", "quote_author", "is_withheld"}),
    required=("id", "timestamp", "body", "author|author_id", "is_retweet"),
    optional=(
        "author_fullname", "author_id", "author_followers", "author_following", "author_bio", "author_location",
        "verified", "source", "language_guess", "retweet_count", "reply_count", "like_count", "quote_count",
        "retweeted_user", "is_quote_tweet", "quote_tweet_id", "quote_author", "is_reply", "replied_author", "hashtags",
        "urls", "images", "videos", "mentions", "link",
    ),
    words=frozenset({"body", "author_fullname", "author_bio", "author_location"}),
    left_out=(
        "collected_from_url", "thread_id", "unix_timestamp", "author_avatar_url", "author_banner_url",
        "possibly_sensitive", "impression_count", "quote_body", "quote_images", "quote_videos", "is_quote_withheld",
        "is_withheld", "long_lat", "place_name",
    ),
    lists=frozenset({"hashtags", "mentions", "urls", "images", "videos"}),
    flags=frozenset({"is_retweet", "is_quote_tweet", "is_reply", "verified"}),
    tells=Tells(
        "own", "yes", "yes", "yes", "yes", "yes",
        caution="It holds what a browser was shown, which is no complete collection of any query.",
    ),
)  # fmt: skip
