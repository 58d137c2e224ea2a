"""Netlytic's CSV or XLSX of a Twitter data set: 18 columns in 2020, more in later files, matched by name.

``id`` is the row's number in Netlytic, not the tweet's id, which is the end of ``guid`` or ``link``. In the 18 columns
likes are absent, a quote cannot be seen, a retweet only by its ``RT @user:`` and a reply only by its leading @; what a
later file says of them is taken. Times name no zone (Netlytic's own server runs on Eastern time). Mapping:
sql/exports/formats/netlytic.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

NETLYTIC = DelimitedFormat(
    name="netlytic",
    title="Netlytic CSV or XLSX (Twitter)",
    signature=frozenset({"guid", "pubdate", "author", "description", "title", "link"}),
    required=("guid|link", "pubdate", "author", "description|title"),
    optional=(
        "source", "user_id", "user_statuses_count", "user_friends_count", "user_followers_count", "user_created_at",
        "user_bio", "user_location", "lang", "tweet_type", "tweet type", "favorite_count", "favourite_count",
        "like_count", "retweet_count", "reply_count", "quote_count", "in_reply_to_status_id", "in_reply_to_user_id",
        "in_reply_to_screen_name", "retweeted_status_id", "quoted_status_id", "hashtags", "user_name", "user_verified",
    ),
    words=frozenset({"description", "title", "user_name", "user_bio", "user_location"}),
    left_out=("id", "profile_image_url", "coords", "tweet_id", "tweet id"),
    lists=frozenset({"hashtags"}),
    flags=frozenset({"user_verified"}),
    tells=Tells("in later files", "from text; marked in later files", "in later files", "no", "no", "yes"),
    names_time_zone=False,
    not_tweets=(
        (frozenset({"medialink"}), "posts of Instagram"),
        (frozenset({"filter", "like_count"}), "posts of Instagram"),
    ),
)  # fmt: skip
