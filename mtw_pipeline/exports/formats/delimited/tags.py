"""TAGS, the Google sheet: its Archive tab as CSV or workbook.

Any field of the API may be added as a column: likes, retweets and the language are taken. ``time`` is the local time of
the sheet, so the time is ``created_at``. Sheets round ``id_str``; ``status_url`` keeps the id. Entities are JSON in a
cell. Retweets show by ``RT @user:`` alone. Mapping: sql/exports/formats/tags.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

TAGS = DelimitedFormat(
    name="tags",
    title="TAGS archive (Google Sheets)",
    signature=frozenset({"id_str", "from_user", "entities_str", "status_url", "from_user_id_str"}),
    required=(
        "id_str|status_url",
        "created_at",
        "text",
        "from_user|from_user_id_str",
        "in_reply_to_status_id_str|in_reply_to_user_id_str|in_reply_to_screen_name",
    ),
    optional=(
        "source", "user_followers_count", "user_friends_count", "user_location", "user_lang", "entities_str",
        "lang", "favorite_count", "retweet_count",
    ),
    words=frozenset({"text", "user_location"}),
    left_out=("time", "geo_coordinates", "profile_image_url", "user_verified"),
    tells=Tells(
        "own, where the sheet has columns of them", "yes", "no", "no", "yes", "yes",
        caution="Retweets are known by their text alone, and where the sheet cut it, what was cut is not there.",
    ),
)  # fmt: skip
