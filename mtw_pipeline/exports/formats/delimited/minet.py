"""minet's and twitwi's CSV of tweets: lists joined by ``|``, a retweet's text in full behind its ``RT @user:``.

``local_time`` is the local time of whoever collected, so the time is ``timestamp_utc``. A retweet row carries its own
counts, which are 0. Mapping: sql/exports/formats/minet.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

MINET = DelimitedFormat(
    name="minet",
    title="minet CSV of tweets",
    signature=frozenset({"timestamp_utc", "user_screen_name", "to_tweetid", "retweeted_id", "mentioned_names"}),
    required=("id", "timestamp_utc", "text", "user_screen_name|user_id"),
    optional=(
        "retweet_count", "like_count", "reply_count", "lang", "to_username", "to_userid", "to_tweetid", "source_name",
        "user_location", "user_name", "user_verified", "user_description", "user_tweets", "user_followers",
        "user_friends", "user_created_at", "retweeted_id", "retweeted_user", "retweeted_user_id", "quoted_id",
        "quoted_user", "quoted_user_id", "links", "media_types", "mentioned_names", "mentioned_ids", "hashtags", "url",
    ),
    words=frozenset({"text", "user_name", "user_description", "user_location"}),
    left_out=(
        "local_time", "possibly_sensitive", "impression_count", "source_url", "lat", "lng", "user_verified_type",
        "user_is_blue_verified", "user_url", "user_image", "user_likes", "user_lists", "user_timestamp_utc",
        "collected_via", "match_query", "retweeted_timestamp_utc", "quoted_timestamp_utc", "collection_time",
        "place_country_code", "place_name", "place_type", "place_coordinates", "domains", "media_urls", "media_files",
        "media_alt_texts",
    ),
    list_separator="|",
    lists=frozenset({"hashtags", "mentioned_names", "mentioned_ids", "links", "media_types"}),
    flags=frozenset({"user_verified"}),
    tells=Tells(
        "own", "yes", "yes", "yes", "yes", "yes", caution="Its hashtags are in lower case, whatever their author wrote."
    ),
)  # fmt: skip
