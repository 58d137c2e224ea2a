"""Netlytic's CSV of a Twitter data set: 18 columns in 2020, more in later files, matched by name.

``id`` is the row's number in Netlytic, not the tweet's id, which is the end of ``guid`` or ``link``. Likes are
absent, a quote cannot be seen, a retweet only by its ``RT @user:`` and a reply only by its leading @. Times name no
zone (Netlytic's own server runs on Eastern time). Mapping: sql/exports/netlytic.sql.
"""

from mtw_pipeline.exports.formats import DelimitedFormat, Tells

NETLYTIC = DelimitedFormat(
    name="netlytic",
    title="Netlytic CSV or XLSX (Twitter)",
    signature=frozenset({"guid", "pubdate", "author", "description", "title", "link"}),
    required=("guid|link", "pubdate", "author", "description|title"),
    optional=(
        "source",
        "user_id",
        "user_statuses_count",
        "user_friends_count",
        "user_followers_count",
        "user_created_at",
        "user_bio",
        "user_location",
        "lang",
    ),
    left_out=("id", "profile_image_url", "coords"),
    tells=Tells("no", "from text", "no", "no", "no", "yes"),
    names_time_zone=False,
)
