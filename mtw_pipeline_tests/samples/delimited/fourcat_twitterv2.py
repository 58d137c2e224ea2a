"""4CAT's CSV: yes and no, links joined by commas that may hold commas themselves."""

from mtw_pipeline.exports.formats.delimited.fourcat_twitterv2 import FOURCAT_TWITTERV2
from mtw_pipeline_tests.samples.sample import TableSample

_FULL = "an invented sentence &amp; more with #OneTag"
_SHOWN = "an invented sentence & more with #OneTag"


def _row(number: int, body: str, **cells: str) -> dict[str, str]:
    return {
        "id": f"134640000000000000{number}", "thread_id": "1346400000000000001", "unix_timestamp": "1",
        "timestamp": f"2021-01-0{number + 4} 10:00:00", "body": body, "author": f"Inv_{number}",
        "author_id": f"900{number}", "author_followers": "56", "retweet_count": "2", "like_count": "3",
        "quote_count": "0", "reply_count": "1", "is_retweet": "no", "is_quote_tweet": "no", "is_reply": "no", **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=(*FOURCAT_TWITTERV2.taken, "thread_id", "unix_timestamp", "impression_count"),
    rows=(
        _row(
            1, _FULL, hashtags="OneTag,Two", urls="https://example.org/a,b,https://example.org/c",
            images="https://example.org/1.jpg,https://example.org/2.jpg",
        ),
        _row(
            2, f"RT @Inv_1: {_FULL}", is_retweet="yes", retweeted_user="Inv_1", like_count="0", mentions="Inv_1",
            hashtags="Two,OneTag",
        ),
        _row(
            3, "@Inv_1 an invented answer", is_reply="yes", replied_user="Inv_1", is_quote_tweet="yes",
            quoted_user="Inv_1", mentions="Inv_1", videos="https://example.org/v.mp4",
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00", "text": _SHOWN,
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": ["OneTag", "Two"],
            "mention_handles": [], "urls": ["https://example.org/a,b", "https://example.org/c"],
            "content_format": "multimedia",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN, "tweet_type": "retweet",
            "like_count": 0, "retweet_count": None, "original_retweet_count": 2, "hashtags": ["OneTag", "Two"],
            "mention_handles": ["Inv_1"], "retweeted": "inv_1", "text_is_cut": False,
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "like_count": 3, "retweet_count": 2, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1", "quoted": "inv_1", "content_format": "multimedia",
        },
    },
    absent=("retweeted_like_count", "in_reply_to_tweet_id", "quoted_tweet_id", "collected_at"),
    told=("is_retweet",),
)  # fmt: skip
