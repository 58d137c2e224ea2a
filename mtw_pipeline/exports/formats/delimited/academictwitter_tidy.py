"""academictwitteR's data frames tidy and tidy2, written as CSV from R: one row a tweet, ``NA`` for nothing.

In tidy the text of a retweet is cut, the original's is in ``sourcetweet_text``; hashtags and links are not in it, so
they come from the text. tidy2 restores the text and lists hashtags and mentions, joined however its user joined
them. Mapping: sql/exports/formats/academictwitter_tidy.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

ACADEMICTWITTER_TIDY = DelimitedFormat(
    name="academictwitter_tidy",
    title='academictwitteR CSV (bind_tweets, output_format = "tidy" or "tidy2")',
    signature=frozenset({"tweet_id", "user_username", "sourcetweet_type", "sourcetweet_id", "sourcetweet_text"}),
    required=("tweet_id", "created_at", "text", "user_username|author_id", "sourcetweet_type"),
    optional=(
        "lang", "source", "in_reply_to_user_id", "user_name", "user_description", "user_location", "user_created_at",
        "user_verified", "retweet_count", "like_count", "quote_count", "user_tweet_count", "user_followers_count",
        "user_following_count", "sourcetweet_id", "sourcetweet_text", "sourcetweet_author_id", "is_retweet", "is_quote",
        "is_reply", "hashtags", "mentions_username", "retweet_source_author_name",
    ),
    words=frozenset({"text", "user_name", "user_description", "user_location", "sourcetweet_text"}),
    left_out=(
        "", "conversation_id", "possibly_sensitive", "impression_count", "user_list_count", "sourcetweet_lang",
        "user_protected", "user_profile_image_url", "user_url", "user_pinned_tweet_id", "mentions_user_id",
        "ext_urls", "ext_urls_expanded", "ext_urls_unwound", "ext_urls_title", "ext_urls_description", "annotations",
    ),
    lists=frozenset({"hashtags", "mentions_username"}),
    flags=frozenset({"is_reply", "is_retweet", "is_quote", "user_verified"}),
    tells=Tells("own", "yes", "yes", "yes", "no", "yes", caution="A tweet that quotes and replies counts as a reply."),
)  # fmt: skip
