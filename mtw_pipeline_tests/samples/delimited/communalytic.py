"""Communalytic's four columns."""

from mtw_pipeline_tests.samples.sample import TableSample


def _row(number: int, text: str) -> dict[str, str]:
    return {
        "id": f"134640000000000000{number}", "date": f"2021-01-0{number + 4} 10:00:00", "username": f"Inv_{number}",
        "text": text,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=("id", "date", "username", "text"),
    rows=(
        _row(1, "an invented sentence &amp; more with #OneTag"),
        _row(2, "RT @Inv_1: an invented sentence &amp; more with #OneTag"),
        _row(3, "@Inv_1 an invented answer"),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "created_at": "2021-01-05 10:00:00", "text": "an invented sentence & more with #OneTag",
            "tweet_type": "tweet", "like_count": None, "retweet_count": None, "hashtags": ["OneTag"],
            "mention_handles": [],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": "an invented sentence & more with #OneTag",
            "tweet_type": "retweet", "like_count": None, "retweet_count": None, "hashtags": ["OneTag"],
            "mention_handles": ["Inv_1"], "retweeted": "inv_1",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "like_count": None, "retweet_count": None, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1",
        },
    },
    absent=("like_count", "retweet_count", "is_quote", "author_id", "author_followers", "media_types", "collected_at"),
)  # fmt: skip
