"""The CSV of posts of X that a browser plugin for verification writes (AFP's), with their counts.

It writes ``missing`` for what it did not find. Whom a post answers, quotes or passes on was found in no real file, so
these columns are read by their names. Its CSV of TikTok is named as such. Mapping:
sql/exports/formats/verification_plugin.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

VERIFICATION_PLUGIN = DelimitedFormat(
    name="verification_plugin",
    title="CSV of a browser plugin for verification (X)",
    signature=frozenset({"tweetlink", "collectionid", "account_created", "total_posts", "replying_to", "isquote"}),
    required=("id|tweetlink", "username", "date", "text"),
    optional=(
        "display_name", "account_created", "followers", "total_posts", "replying_to", "isquote", "retweeted", "links",
        "mentions", "hashtags", "likes", "quotes", "retweets", "replies", "imagelink", "video",
    ),
    words=frozenset({"text", "display_name"}),
    left_out=("views", "collectionid"),
    lists=frozenset({"hashtags", "mentions", "links", "imagelink", "video"}),
    flags=frozenset({"isquote", "retweeted"}),
    tells=Tells(
        "own", "where the page showed it", "where the page showed it", "no", "yes", "no",
        caution="It holds what a browser was shown, which is no complete collection of any query.",
    ),
)  # fmt: skip
