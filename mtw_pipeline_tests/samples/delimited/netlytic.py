"""Netlytic's 18 columns."""

from mtw_pipeline_tests.samples.sample import TableSample


def _row(number: int, tweet_id: str, handle: str, day: str, text: str) -> dict[str, str]:
    address = f"https://twitter.com/{handle}/statuses/{tweet_id}"
    return {
        "id": str(number), "guid": address, "link": address, "pubdate": f"2021-01-{day} 10:00:00", "author": handle,
        "title": text, "description": text, "source": "Invented App", "user_id": f"900{number}",
        "user_statuses_count": "12", "user_friends_count": "34", "user_followers_count": "56",
        "user_created_at": "2015-01-01 00:00:00", "user_bio": "an invented bio", "user_location": "Nowhere",
        "lang": "en",
    }  # fmt: skip


SAMPLE = TableSample(
    columns=(
        "id", "guid", "link", "pubdate", "author", "title", "description", "source", "user_id", "profile_image_url",
        "user_statuses_count", "user_friends_count", "user_followers_count", "user_created_at", "user_bio",
        "user_location", "lang", "coords",
    ),
    rows=(
        _row(1, "1346400000000000001", "Inv_1", "05", "an invented sentence &amp; more with #OneTag"),
        _row(2, "1346400000000000002", "Inv_2", "06", "RT @Inv_1: an invented sentence &amp; more with #OneTag"),
        _row(3, "1346400000000000003", "Inv_3", "07", "@Inv_1 an invented answer"),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": "an invented sentence & more with #OneTag", "tweet_type": "tweet", "like_count": None,
            "retweet_count": None, "hashtags": ["OneTag"], "mention_handles": [],
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
    absent=(
        "like_count", "retweet_count", "reply_count", "quote_count", "is_quote", "quoted_tweet_id", "media_types",
        "retweeted_like_count", "in_reply_to_tweet_id", "collected_at",
    ),
)  # fmt: skip
