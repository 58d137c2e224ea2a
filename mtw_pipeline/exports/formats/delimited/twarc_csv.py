"""twarc2's CSV (the twarc-csv plugin), of every column set that it wrote.

Lists are JSON in a cell, line breaks are a backslash and an n. pandas.json_normalize gives answers of the API the same
columns, but for one of ``referenced_tweets``, and for those of users who were joined to their tweets, which bear no
``author.`` then. By default it merges a retweet with its original: text
and counts are then the original's; the row shows it by a text without ``RT @``. Mapping: twarc_csv.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

_LEFT_OUT = """
    conversation_id public_metrics.impression_count public_metrics.bookmark_count reply_settings
    edit_controls.edits_remaining edit_controls.editable_until edit_controls.is_edit_eligible possibly_sensitive
    withheld.scope withheld.copyright withheld.country_codes entities.annotations entities.cashtags context_annotations
    attachments.media_keys attachments.poll.duration_minutes attachments.poll.end_datetime attachments.poll.id
    attachments.poll.options attachments.poll.voting_status attachments.poll_ids author.id
    author.entities.description.cashtags author.entities.description.hashtags author.entities.description.mentions
    author.entities.description.urls author.entities.url.urls author.url author.pinned_tweet_id
    author.profile_image_url author.protected author.public_metrics.listed_count author.verified_type
    author.withheld.scope author.withheld.copyright author.withheld.country_codes geo.coordinates.coordinates
    geo.coordinates.type geo.country geo.country_code geo.full_name geo.geo.bbox geo.geo.type geo.id geo.name
    geo.place_id geo.place_type matching_rules __twarc.url __twarc.version type
"""

TWARC_CSV = DelimitedFormat(
    name="twarc_csv",
    title="twarc2 CSV (twarc-csv)",
    signature=frozenset({"author_id", "public_metrics.like_count", "author.username", "entities.mentions"}),
    required=("id", "created_at", "text", "author_id|author.username|username"),
    optional=(
        "referenced_tweets", "referenced_tweets.replied_to.id", "referenced_tweets.retweeted.id",
        "referenced_tweets.quoted.id",
        "in_reply_to_user_id", "in_reply_to_username", "retweeted_user_id", "retweeted_username", "quoted_user_id",
        "quoted_username", "lang", "source", "public_metrics.reply_count", "public_metrics.retweet_count",
        "public_metrics.quote_count", "public_metrics.like_count", "entities.hashtags", "entities.mentions",
        "entities.urls", "attachments.media", "author.created_at", "author.name", "author.description",
        "author.location", "author.public_metrics.followers_count", "author.public_metrics.following_count",
        "author.public_metrics.tweet_count", "author.verified", "__twarc.retrieved_at", "edit_history_tweet_ids",
        "username", "name", "description", "location", "verified", "public_metrics.followers_count",
        "public_metrics.following_count", "public_metrics.tweet_count",
    ),
    words=frozenset(
        {"text", "author.name", "author.description", "author.location", "name", "description", "location"}
    ),
    left_out=tuple(_LEFT_OUT.split()),
    list_separator="",
    lists=frozenset(
        {"entities.hashtags", "entities.mentions", "entities.urls", "attachments.media", "edit_history_tweet_ids"}
        | {"referenced_tweets"}
    ),
    flags=frozenset({"author.verified", "verified"}),
    tells=Tells(
        "own, of retweets the original's", "yes", "yes", "yes", "yes", "yes",
        caution="Files of its early versions also hold referenced tweets, which did not match the query, and the plugin"
        " could leave out whole batches: compare the number of rows with the JSON's.",
    ),
)  # fmt: skip
