"""NodeXL's sheet Edges: header on the second row, a tweet that names two accounts on two rows."""

from mtw_pipeline.exports.formats.delimited.nodexl import NODEXL
from mtw_pipeline_tests.samples.sample import TableSample

_FULL = "an invented sentence &amp; more with #OneTag for @Inv_2 and @Inv_3"
_SHOWN = "an invented sentence & more with #OneTag for @Inv_2 and @Inv_3"


def _edge(number: int, target: str, kind: str, text: str, **cells: str) -> dict[str, str]:
    return {
        "Vertex 1": f"inv_{number}", "Vertex 2": target, "Relationship": kind, "Tweet": text,
        "Imported ID": f"134640000000000000{number}", "Tweet Date (UTC)": f"2021-01-0{number + 4} 10:00:00",
        "Favorite Count": "3", "Retweet Count": "2", "Language": "en", "Visibility": "Show", **cells,
    }  # fmt: skip


def _title(name: str) -> str:
    return name.title().replace("(Utc)", "(UTC)").replace("Id", "ID") if name != "id" else "ID"


SAMPLE = TableSample(
    columns=("Vertex 1", "Vertex 2", "Color", "Width", *(_title(name) for name in NODEXL.taken[2:])),
    rows=(
        _edge(1, "inv_2", "Mentions", _FULL, **{"Hashtags In Tweet": "onetag", "Urls In Tweet": "https://example.org/a"}),
        _edge(1, "inv_3", "Mentions", _FULL, **{"Hashtags In Tweet": "onetag", "Urls In Tweet": "https://example.org/a"}),
        _edge(2, "inv_1", "Retweet", f"RT @inv_1: {_FULL}", **{"Retweet ID": "1346400000000000001"}),
        _edge(2, "inv_3", "MentionsInRetweet", f"RT @inv_1: {_FULL}", **{"Retweet ID": "1346400000000000001"}),
        _edge(3, "inv_1", "Replies to", "@inv_1 an invented answer", **{"In-Reply-To Tweet ID": "1346400000000000001"}),
        _edge(4, "inv_4", "Tweet", "an invented remark to nobody"),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "created_at": "2021-01-05 10:00:00", "text": _SHOWN, "tweet_type": "tweet",
            "like_count": 3, "retweet_count": 2, "hashtags": ["onetag"], "mention_handles": ["inv_2", "inv_3"],
            "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "original_retweet_count": 2, "hashtags": [],
            "mention_handles": ["inv_1", "inv_3"], "retweeted": "inv_1", "metrics_of": "original",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@inv_1 an invented answer",
            "tweet_type": "reply", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["inv_1"],
            "replied_to": "inv_1",
        },
        "1346400000000000004": {
            "author": "inv_4", "created_at": "2021-01-08 10:00:00", "text": "an invented remark to nobody",
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": [],
        },
    },
    absent=("author_id", "author_followers", "reply_count", "quote_count", "media_types", "collected_at"),
    above=(("Edge", "", "Visual Properties"),),
    sheet="Edges",
    told=("is_reply", "is_retweet", "mention_handles"),
)  # fmt: skip
