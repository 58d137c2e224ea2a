"""4CAT's CSV of a Zeeschuimer capture: a reply in one's own thread, counts of a retweet that are the original's."""

from mtw_pipeline.exports.formats.delimited.fourcat_import import FOURCAT_IMPORT
from mtw_pipeline_tests.samples.sample import TableSample

_FULL = "an invented sentence &amp; more with #OneTag"
_SHOWN = "an invented sentence & more with #OneTag"


def _row(number: int, body: str, **cells: str) -> dict[str, str]:
    return {
        "id": f"134640000000000000{number}", "thread_id": "1346400000000000001", "unix_timestamp": "1",
        "timestamp": f"2021-01-0{number + 4} 10:00:00", "body": body, "author": f"Inv_{number}",
        "author_id": f"900{number}", "author_followers": "56", "collected_from_url": "https://example.org",
        "retweet_count": "2", "like_count": "3",
        "quote_count": "0", "reply_count": "1", "is_retweet": "no", "is_quote_tweet": "no", "is_reply": "no", **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=("collected_from_url", *FOURCAT_IMPORT.taken, "thread_id", "unix_timestamp", "is_withheld"),
    rows=(
        _row(
            1, _FULL, hashtags="OneTag,Two", urls="https://example.org/a,b,https://example.org/c",
            images="https://example.org/1.jpg,https://example.org/2.jpg", is_reply="yes",
        ),
        _row(
            2, f"RT @Inv_1: {_FULL}", is_retweet="yes", retweeted_user="Inv_1", mentions="Inv_1",
            hashtags="Two,OneTag",
        ),
        _row(
            3, "@Inv_1 an invented answer", is_reply="yes", replied_author="Inv_1", is_quote_tweet="yes",
            quote_author="Inv_1", quote_tweet_id="1346400000000000001", mentions="Inv_1", videos="https://example.org/v.mp4",
        ),
    ),
    tweets={
        "1346400000000000001": {
            "is_reply": False, "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": _SHOWN, "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": ["OneTag", "Two"],
            "mention_handles": [], "urls": ["https://example.org/a,b", "https://example.org/c"],
            "content_format": "multimedia",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN,
            "tweet_type": "retweet",
            "like_count": None, "metrics_of": "original", "retweet_count": None,
            "original_retweet_count": 2, "hashtags": ["OneTag", "Two"],
            "mention_handles": ["Inv_1"], "retweeted": "inv_1", "text_is_cut": False,
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "like_count": 3, "retweet_count": 2, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1", "quoted": "inv_1", "content_format": "multimedia",
        },
    },
    absent=("retweeted_like_count", "in_reply_to_tweet_id", "retweeted_tweet_id", "collected_at"),
    told=("is_retweet",),
)  # fmt: skip
