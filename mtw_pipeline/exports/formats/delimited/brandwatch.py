"""Brandwatch's XLSX or CSV of mentions: lines about the query on top, then one row a post of any platform.

Only rows whose address is a tweet's have a tweet id; the others are rejected for want of one. Columns named after
Twitter are named after X in later files. Times are in the project's zone. Mapping: sql/exports/formats/brandwatch.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

BRANDWATCH = DelimitedFormat(
    name="brandwatch",
    title="Brandwatch XLSX or CSV",
    signature=frozenset({"query id", "query name", "page type", "snippet", "full text", "url", "thread entry type"}),
    required=("date", "url", "author", "full text|snippet"),
    optional=(
        "original url", "engagement type", "thread entry type", "thread author", "thread id", "hashtags",
        "mentioned authors", "expanded urls", "media urls", "language", "twitter author id", "twitter followers",
        "twitter following", "twitter tweets", "twitter verified", "twitter likes", "twitter retweets",
        "twitter reply count", "x author id", "x followers", "x following", "x posts", "x verified", "x likes",
        "x reposts", "x replies", "full name", "bio", "location name", "twitter reply to", "twitter retweet of",
        "x reply to", "x repost of",
    ),
    words=frozenset({"full text", "snippet", "full name", "bio", "location name"}),
    left_out=(
        "query id", "query name", "title", "domain", "sentiment", "page type", "country code", "continent code",
        "continent", "country", "city code", "account type", "added", "assignment", "avatar", "category details",
        "checked", "city", "display urls", "facebook author id", "facebook comments", "facebook likes",
        "facebook role", "facebook shares", "facebook subtype", "gender", "impact", "impressions", "instagram comments",
        "instagram followers", "instagram following", "instagram interactions count", "instagram likes",
        "instagram posts", "interest", "last assignment date", "latitude", "linkedin comments", "linkedin engagement",
        "linkedin impressions", "linkedin likes", "linkedin shares", "linkedin video views", "longitude",
        "monthly visitors", "mozrank", "note ids", "pages per visit", "percent female visitors",
        "percent male visitors", "priority", "professions", "reach (new)", "resource id", "resource type",
        "short urls", "starred", "status", "subtype", "thread created date", "thread url", "total monthly visitors",
        "tracked link clicks", "tracked links", "twitter role", "twitter channel role", "x channel role", "updated",
        "insights hashtag", "insights url", "insights mentioned", "reddit author id", "reach", "state", "state code",
        "county", "county code", "region", "region code", "continent code", "linkedin", "parent blog name",
        "root blog name", "root post id", "item review", "rating", "engagement score", "comments", "likes", "shares",
        "copyright", "content source", "content source name", "author gender",
    ),
    lists=frozenset({"hashtags", "mentioned authors", "expanded urls"}),
    flags=frozenset({"twitter verified", "x verified"}),
    tells=Tells(
        "own", "yes", "yes", "no", "no", "yes",
        caution="Texts of tweets are in the file only where the licence covers them; counts are as of the export.",
    ),
    names_time_zone=False,
)  # fmt: skip
