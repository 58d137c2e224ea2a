"""The tweets.csv of an old archive, with the user_details.js that says whose it is."""

import json

from mtw_pipeline_tests.samples.sample import TableSample

_DETAILS = {"screen_name": "Inv_1", "full_name": "Inv", "id": "9001", "created_at": "2009-01-01 00:00:00 +0000"}


def _row(number: int, text: str, **cells: str) -> dict[str, str]:
    return {
        "tweet_id": f"134640000000000000{number}", "timestamp": f"2021-01-0{number + 4} 10:00:00 +0000", "text": text,
        "source": '<a href="https://example.org">Invented App</a>', **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=(
        "tweet_id", "in_reply_to_status_id", "in_reply_to_user_id", "timestamp", "source", "text",
        "retweeted_status_id", "retweeted_status_user_id", "retweeted_status_timestamp", "expanded_urls",
    ),
    rows=(
        _row(
            1, "an invented sentence &amp; more with #OneTag http://t.co/a",
            expanded_urls="https://example.org/a,https://twitter.com/Inv_1/status/1346400000000000001/photo/1",
        ),
        _row(
            2, "RT @Inv_2: an invented sentence", retweeted_status_id="1346300000000000009",
            retweeted_status_user_id="9002", retweeted_status_timestamp="2021-01-01 10:00:00 +0000",
        ),
        _row(
            3, "@Inv_2 an invented answer", in_reply_to_status_id="1346400000000000001", in_reply_to_user_id="9002",
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": "an invented sentence & more with #OneTag http://t.co/a", "tweet_type": "tweet", "like_count": None,
            "retweet_count": None, "hashtags": ["OneTag"], "mention_handles": [], "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_1", "created_at": "2021-01-06 10:00:00", "text": "an invented sentence",
            "tweet_type": "retweet", "like_count": None, "retweet_count": None, "hashtags": [],
            "mention_handles": ["Inv_2"], "retweeted": "inv_2", "retweeted_tweet_id": "1346300000000000009",
        },
        "1346400000000000003": {
            "author": "inv_1", "created_at": "2021-01-07 10:00:00", "text": "@Inv_2 an invented answer",
            "tweet_type": "reply", "like_count": None, "retweet_count": None, "hashtags": [],
            "mention_handles": ["Inv_2"], "replied_to": "inv_2",
        },
    },
    absent=("like_count", "retweet_count", "is_quote", "quoted_tweet_id", "author_followers", "collected_at"),
    companions={"user_details.js": f"var user_details =  {json.dumps(_DETAILS)}"},
)  # fmt: skip
