"""The tweets.csv of the archives that Twitter gave until 2018, by itself or as people pass it on.

It does not say whose tweets these are: data/js/user_details.js beside it does, else the links to the account's own
pictures. A retweet shows by the id of its original. Mapping: sql/exports/formats/x_archive_csv.sql.
"""

from collections.abc import Mapping, Sequence

from mtw_pipeline.exports.formats.documents.json_values import objects_in, text_of
from mtw_pipeline.exports.formats.model import DelimitedFormat, Tells

_FACTS = {"author_id": "id", "author_handle": "screen_name", "author_name": "full_name"}


def author_of(documents: Sequence[object]) -> Mapping[str, str]:
    """The author of all tweets of an archive, from its user_details.js; nothing where that is not there."""
    for document in objects_in(list(documents)):
        if "screen_name" in document and "full_name" in document:
            found = {field: text_of(document.get(name)) for field, name in _FACTS.items()}
            return {field: value for field, value in found.items() if value}
    return {}


X_ARCHIVE_CSV = DelimitedFormat(
    name="x_archive_csv",
    title="Twitter account archive until 2018: tweets.csv",
    signature=frozenset(
        {"tweet_id", "in_reply_to_status_id", "timestamp", "retweeted_status_id", "retweeted_status_user_id"}
    ),
    required=("tweet_id", "timestamp", "text"),
    optional=(
        "in_reply_to_status_id", "in_reply_to_user_id", "source", "retweeted_status_id", "retweeted_status_user_id",
        "expanded_urls",
    ),
    words=frozenset({"text"}),
    left_out=("retweeted_status_timestamp",),
    lists=frozenset({"expanded_urls"}),
    tells=Tells(
        "no", "yes", "no", "no", "no", "yes",
        caution="It holds one account's tweets, whatever they are about. Whose they are stands in"
        " data/js/user_details.js, else in links to own pictures; where in neither, rows are rejected for want of it.",
    ),
    author_of=author_of,
    filled=tuple(_FACTS),
)  # fmt: skip
