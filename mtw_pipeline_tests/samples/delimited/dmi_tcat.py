"""DMI-TCAT's CSV with its blocks of hashtags, mentions and links."""

from mtw_pipeline.exports.formats.delimited.dmi_tcat import DMI_TCAT
from mtw_pipeline_tests.samples.sample import TableSample


def _row(number: int, seconds: int, text: str, **cells: str) -> dict[str, str]:
    return {
        "id": f"134640000000000000{number}", "time": str(seconds), "created_at": "2021-01-01 00:00:00", "text": text,
        "from_user_name": f"Inv_{number}", "from_user_id": f"900{number}", "favorite_count": "3",
        "retweet_count": "2", **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=(*DMI_TCAT.taken, "filter_level", "truncated", "HTTP status code"),
    rows=(
        _row(
            1, 1609840800, "an invented sentence &amp; more with #OneTag https://t.co/invented", hashtags="OneTag",
            urls_expanded="https://example.org/a; https://example.org/b",
        ),
        _row(
            2, 1609927200, "RT @Inv_1: an invented sentence &amp; more …", mentions="Inv_1; inv_8", favorite_count="0",
        ),
        _row(
            3, 1610013600, "@Inv_1 an invented answer", to_user_name="Inv_1",
            in_reply_to_status_id="1346400000000000001", quoted_status_id="1346400000000000001",
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": "an invented sentence & more with #OneTag https://t.co/invented", "tweet_type": "tweet",
            "like_count": 3, "retweet_count": 2, "hashtags": ["OneTag"], "mention_handles": [], "url_count": 2,
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": "an invented sentence & more …",
            "text_is_cut": True, "tweet_type": "retweet", "like_count": 0, "retweet_count": None,
            "original_retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1", "inv_8"], "retweeted": "inv_1",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "like_count": 3, "retweet_count": 2, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1",
        },
    },
    absent=("reply_count", "quote_count", "media_types", "retweeted_like_count", "collected_at"),
)  # fmt: skip
