"""minet's CSV: unix seconds, lists joined by a bar, hashtags in lower case."""

from mtw_pipeline.exports.formats.delimited.minet import MINET
from mtw_pipeline_tests.samples.sample import TableSample

_FULL = "an invented sentence &amp; more with #OneTag"
_SHOWN = "an invented sentence & more with #OneTag"

SAMPLE = TableSample(
    columns=("local_time", *(name for name in MINET.taken), "collected_via"),
    rows=(
        {
            "id": "1346400000000000001", "timestamp_utc": "1609840800.0", "local_time": "2021-01-05T05:00:00",
            "user_screen_name": "Inv_1", "user_id": "9001", "text": _FULL, "retweet_count": "2", "like_count": "3",
            "hashtags": "onetag|two", "links": "https://example.org/a|https://example.org/b", "media_types": "photo",
        },
        {
            "id": "1346400000000000002", "timestamp_utc": "1609927200", "user_screen_name": "Inv_2", "user_id": "9002",
            "text": f"RT @Inv_1: {_FULL}", "retweet_count": "0", "like_count": "0", "hashtags": "onetag|two",
            "retweeted_id": "1346400000000000001", "retweeted_user": "Inv_1", "retweeted_user_id": "9001",
            "mentioned_names": "inv_1", "mentioned_ids": "9001", "media_types": "photo",
        },
        {
            "id": "1346400000000000003", "timestamp_utc": "1610013600", "user_screen_name": "Inv_3", "user_id": "9003",
            "text": "@Inv_1 an invented answer", "retweet_count": "0", "like_count": "1", "to_username": "Inv_1",
            "to_userid": "9001", "to_tweetid": "1346400000000000001", "mentioned_names": "inv_1",
            "mentioned_ids": "9001", "quoted_id": "1346400000000000001", "quoted_user": "Inv_1",
            "quoted_user_id": "9001",
        },
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00", "text": _SHOWN,
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": ["onetag", "two"],
            "mention_handles": [], "url_count": 2, "content_format": "multimedia", "metrics_of": "own",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN, "tweet_type": "retweet",
            "like_count": 0, "retweet_count": None, "original_retweet_count": None, "hashtags": ["onetag", "two"],
            "mention_handles": ["inv_1"], "retweeted": "inv_1", "content_format": "image/graphic",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "like_count": 1, "retweet_count": 0, "hashtags": [],
            "mention_handles": ["inv_1"], "replied_to": "inv_1", "quoted": "inv_1", "content_format": "text only",
        },
    },
    absent=("collected_at", "quote_count", "retweeted_like_count"),
)  # fmt: skip
