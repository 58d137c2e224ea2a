"""DMI-TCAT's CSV or TSV of all tweets, with or without its optional blocks (hashtags, mentions, links).

``time`` is in unix seconds and therefore preferred to ``created_at``. Retweets show by ``RT @user:`` alone, and their
text is cut. Mapping: sql/exports/formats/dmi_tcat.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

DMI_TCAT = DelimitedFormat(
    name="dmi_tcat",
    title="DMI-TCAT CSV or TSV",
    signature=frozenset({"from_user_name", "from_user_id", "to_user_name", "filter_level", "from_user_tweetcount"}),
    required=("id", "time|created_at", "text", "from_user_name|from_user_id"),
    optional=(
        "retweet_count", "favorite_count", "lang", "to_user_name", "in_reply_to_status_id", "quoted_status_id",
        "source", "from_user_realname", "from_user_verified", "from_user_description", "from_user_followercount",
        "from_user_friendcount", "from_user_tweetcount", "from_user_created_at", "location", "urls_expanded",
        "urls_followed", "mentions", "hashtags",
    ),
    words=frozenset({"text", "from_user_realname", "from_user_description", "location"}),
    left_out=(
        "filter_level", "possibly_sensitive", "withheld_copyright", "withheld_scope", "truncated", "lat", "lng",
        "from_user_url", "from_user_profile_image_url", "from_user_utcoffset", "from_user_timezone", "from_user_lang",
        "from_user_favourites_count", "from_user_listed", "from_user_withheld_scope", "urls", "domains",
        "http status code",
    ),
    list_separator="; ",
    lists=frozenset({"hashtags", "mentions", "urls_expanded", "urls_followed"}),
    flags=frozenset({"from_user_verified"}),
    tells=Tells(
        "own", "yes", "yes", "no", "no", "yes",
        caution="Retweets are known by their text alone, which is cut. Counts are as of the moment of collection, when"
        " a tweet of a stream had none yet.",
    ),
)  # fmt: skip
