"""A page of the X API v2 with its includes, and a tweet that twarc2 flattened."""

import json

from mtw_pipeline_tests.samples.sample import JsonSample

_FULL = "an invented sentence &amp; more with #OneTag"
_METRICS = {"retweet_count": 2, "reply_count": 1, "like_count": 3, "quote_count": 0}
_ORIGINAL = {
    "id": "1346400000000000001", "text": _FULL, "author_id": "9001", "created_at": "2021-01-05T10:00:00.000Z",
    "public_metrics": _METRICS, "entities": {
        "hashtags": [{"start": 0, "end": 1, "tag": "OneTag"}], "urls": [{"expanded_url": "https://example.org/a"}],
    },
}  # fmt: skip
_USERS = [{"id": f"900{number}", "username": f"Inv_{number}", "name": "Invented"} for number in (1, 2)]

SAMPLE = JsonSample(
    documents=(
        {
            "data": [
                _ORIGINAL,
                {
                    "id": "1346400000000000002", "text": f"RT @Inv_1: {_FULL}"[:30] + "…", "author_id": "9002",
                    "created_at": "2021-01-06T10:00:00.000Z", "public_metrics": {**_METRICS, "like_count": 0},
                    "referenced_tweets": [{"type": "retweeted", "id": "1346400000000000001"}],
                    "entities": {"mentions": [{"start": 3, "end": 9, "username": "Inv_1", "id": "9001"}]},
                },
            ],
            "includes": {"users": _USERS, "tweets": [_ORIGINAL]},
            "meta": {"result_count": 2},
        },
        {
            "id": "1346400000000000003", "text": "@Inv_1 an invented answer", "author_id": "9003",
            "created_at": "2021-01-07T10:00:00.000Z", "public_metrics": {"like_count": 1, "retweet_count": 0},
            "author": {"id": "9003", "username": "Inv_3", "name": "Invented"}, "in_reply_to_user_id": "9001",
            "in_reply_to_user": {"id": "9001", "username": "Inv_1", "name": "Invented"},
            "referenced_tweets": [{**_ORIGINAL, "type": "replied_to"}],
            "entities": {"mentions": [{"start": 0, "end": 6, "username": "Inv_1", "id": "9001"}]},
        },
    ),
    rows=3,
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": "an invented sentence & more with #OneTag", "tweet_type": "tweet", "like_count": 3,
            "retweet_count": 2, "hashtags": ["OneTag"], "mention_handles": [], "metrics_of": "own",
            "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": "an invented sentence & more with #OneTag",
            "tweet_type": "retweet", "like_count": 0, "retweet_count": None, "original_like_count": 3,
            "hashtags": ["OneTag"], "mention_handles": ["Inv_1"], "retweeted": "inv_1",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "like_count": 1, "retweet_count": 0, "hashtags": [], "mention_handles": ["Inv_1"],
            "replied_to": "inv_1",
        },
    },
    absent=("collected_at", "author_followers"),
    optional=(
        "entities", "public_metrics", "referenced_tweets", "in_reply_to_user_id", "in_reply_to_user", "includes",
        "name", "meta",
    ),
)  # fmt: skip

COMPLETED = JsonSample(
    documents=(
        _ORIGINAL,
        {
            "id": "1346400000000000002", "text": f"RT @Inv_1: {_FULL}"[:30] + "…", "author_id": "9002",
            "created_at": "2021-01-06T10:00:00.000Z", "public_metrics": _METRICS,
            "referenced_tweets": [{"type": "retweeted", "id": "1346400000000000001"}],
        },
    ),
    rows=2,
    tweets={name: SAMPLE.tweets[name] for name in ("1346400000000000001", "1346400000000000002")},
    companions={"users_1.json": json.dumps({"users": _USERS, "tweets": [_ORIGINAL]})},
)  # fmt: skip
"""academictwitteR's data_*.json, with the users_*.json that names its authors and has what was passed on in full."""
