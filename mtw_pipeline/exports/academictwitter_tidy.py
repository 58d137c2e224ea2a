"""academictwitteR's tidy data frame, written as CSV from R: one row a tweet, ``NA`` for nothing.

The text of a retweet is cut, the original's is in ``sourcetweet_text``. Hashtags and links are not in it, so they come
from the text. Mapping: sql/exports/academictwitter_tidy.sql.
"""

from mtw_pipeline.exports.formats import DelimitedFormat, Tells

ACADEMICTWITTER_TIDY = DelimitedFormat(
    name="academictwitter_tidy",
    title='academictwitteR CSV (bind_tweets, output_format = "tidy")',
    signature=frozenset({"tweet_id", "user_username", "sourcetweet_type", "sourcetweet_id", "sourcetweet_text"}),
    required=("tweet_id", "created_at", "text", "user_username|author_id", "sourcetweet_type"),
    optional=(
        "lang", "source", "in_reply_to_user_id", "user_name", "user_description", "user_location", "user_created_at",
        "user_verified", "retweet_count", "like_count", "quote_count", "user_tweet_count", "user_followers_count",
        "user_following_count", "sourcetweet_id", "sourcetweet_text", "sourcetweet_author_id",
    ),
    left_out=(
        "", "conversation_id", "possibly_sensitive", "impression_count", "user_list_count", "sourcetweet_lang",
        "user_protected", "user_profile_image_url", "user_url", "user_pinned_tweet_id",
    ),
    tells=Tells("own", "yes", "yes", "yes", "no", "yes", caution="A tweet that quotes and replies counts as a reply."),
)  # fmt: skip
