"""twarc 1's CSV (json2csv) and Social Feed Manager's export of the same 37 columns.

A retweet's text is the original's in full, its counts are the original's. ``tweet_type`` is exclusive (reply before
retweet before quote): a reply that quotes shows by ``retweet_or_quote_id``. Mapping: twarc1_csv.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

TWARC1_CSV = DelimitedFormat(
    name="twarc1_csv",
    title="twarc 1 CSV, Social Feed Manager CSV",
    signature=frozenset({"parsed_created_at", "user_screen_name", "tweet_type", "retweet_or_quote_id", "tweet_url"}),
    required=("id", "created_at", "text", "user_screen_name|user_id", "tweet_type"),
    optional=(
        "hashtags", "media", "urls", "favorite_count", "in_reply_to_screen_name", "in_reply_to_status_id",
        "in_reply_to_user_id", "lang", "retweet_count", "retweet_or_quote_id", "retweet_or_quote_screen_name",
        "retweet_or_quote_user_id", "source", "user_created_at", "user_description", "user_followers_count",
        "user_friends_count", "user_location", "user_name", "user_statuses_count", "user_verified",
        "tweet_url",
    ),
    words=frozenset({"text", "user_name", "user_description", "user_location"}),
    left_out=(
        "parsed_created_at", "coordinates", "place", "possibly_sensitive", "user_default_profile_image",
        "user_favourites_count", "user_listed_count", "user_time_zone", "user_urls",
    ),
    list_separator=" ",
    lists=frozenset({"hashtags", "urls", "media"}),
    flags=frozenset({"user_verified"}),
    tells=Tells(
        "own, of retweets the original's", "yes", "yes", "yes", "yes", "yes",
        caution="Likes and retweets are as of the moment of collection; a stream collects tweets before they have any.",
    ),
)  # fmt: skip
