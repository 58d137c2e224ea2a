"""Communalytic's CSV: id, date, username and text, of X, Bluesky or Mastodon, and nothing that says what a tweet is.

Of its files of Bluesky these four columns are documented, of Mastodon none was seen.

Further columns differ from export to export and are listed as unknown; a study that needs one of them describes the
file under ``[[column_map]]``. So few columns fit many tables: one that counts likes or views, marks replies, or names
videos or sounds is of another program, and would lose what it tells. Mapping: sql/exports/formats/communalytic.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

_OF_OTHER_PROGRAMS = frozenset(
    {
        "likes", "like_count", "favorites", "favorite_count", "retweets", "retweet_count", "quotes", "quote_count",
        "replies", "reply_count", "reposts", "shares", "share_count", "views", "view_count", "impressions", "comments",
        "replying_to", "in_reply_to", "isquote", "is_quote", "retweeted", "is_retweet", "mentions", "links",
        "followers", "followers_count", "author_id", "user_id", "tweetlink", "videourl", "video_url", "soundid",
        "sound_id", "caption", "subreddit", "score", "video_id", "channel_id",
    }
)  # fmt: skip

COMMUNALYTIC = DelimitedFormat(
    name="communalytic",
    title="Communalytic CSV (id, date, username, text)",
    signature=frozenset({"id", "date", "username", "text"}),
    required=("id", "date", "username", "text"),
    optional=(),
    words=frozenset({"text"}),
    html=frozenset({"text"}),
    platforms=("x", "bluesky", "mastodon"),
    left_out=("",),
    tells=Tells(
        "no", "from text", "no", "no", "no", "no",
        caution="Retweets and replies are told by their text alone; the platform of a row by its id and name.",
    ),
    names_time_zone=False,
    never_has=_OF_OTHER_PROGRAMS,
)  # fmt: skip
