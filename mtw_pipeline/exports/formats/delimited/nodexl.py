"""NodeXL's workbook: the sheet Edges, its header on the second row, several edges to a tweet.

A tweet that names three accounts stands there three times, once for each; one that names none is an edge of its author
to itself. Every edge becomes a row that knows the whole tweet, and rows of one tweet collapse like any duplicates. Rows
that the workbook itself skips (Visibility) are rejected. Mapping: sql/exports/formats/nodexl.sql.
"""

from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

NODEXL = DelimitedFormat(
    name="nodexl",
    title="NodeXL workbook (sheet Edges) or its CSV",
    signature=frozenset({"vertex 1", "vertex 2", "relationship", "tweet", "imported id"}),
    required=(
        "vertex 1", "vertex 2", "relationship", "tweet", "imported id", "tweet date (utc)|relationship date (utc)",
    ),
    optional=(
        "urls in tweet", "hashtags in tweet", "media in tweet", "in-reply-to tweet id", "in-reply-to user id",
        "favorite count", "retweet count", "retweet id", "is quote status", "quoted status id", "language", "source",
        "visibility", "twitter page for tweet",
    ),
    words=frozenset({"tweet"}),
    left_out=(
        "color", "width", "style", "opacity", "label", "label text color", "label font size",
        "reciprocated?", "id", "dynamic filter", "add your own columns here", "domains in tweet", "tweet image file",
        "date", "time", "latitude", "longitude", "favorited", "possibly sensitive",
        "retweeted", "truncated", "unified twitter id", "imported tweet type", "added by extended analysis",
        "corrected by extended analysis", "place bounding box", "place country", "place country code",
        "place full name", "place id", "place name", "place type", "place url", "edge weight",
        "vertex 1 group", "vertex 2 group",
    ),
    list_separator=" ",
    lists=frozenset({"urls in tweet", "hashtags in tweet"}),
    flags=frozenset({"is quote status"}),
    tells=Tells(
        "own, of retweets the original's", "yes", "yes", "no", "no", "no",
        caution="A row is an edge: several rows make one tweet, and count as its duplicates.",
    ),
)  # fmt: skip
