"""twarc 1's CSV: an exclusive tweet_type, and the original's text and counts in a retweet's row."""

from mtw_pipeline.exports.formats.delimited.twarc1_csv import TWARC1_CSV
from mtw_pipeline_tests.samples.sample import TableSample

_FULL = "an invented sentence &amp; more with #OneTag"
_SHOWN = "an invented sentence & more with #OneTag"


def _row(number: int, day: str, kind: str, text: str, **cells: str) -> dict[str, str]:
    return {
        "id": f"134640000000000000{number}", "created_at": f"{day} 10:00:00 +0000 2021", "tweet_type": kind,
        "text": text, "user_id": f"900{number}", "user_screen_name": f"Inv_{number}", "favorite_count": "3",
        "retweet_count": "2", "user_created_at": "Thu Jan 01 00:00:00 +0000 2015", **cells,
    }  # fmt: skip


_SOURCE = {
    "retweet_or_quote_id": "1346400000000000001", "retweet_or_quote_screen_name": "Inv_1",
    "retweet_or_quote_user_id": "9001",
}  # fmt: skip

SAMPLE = TableSample(
    columns=(*TWARC1_CSV.taken, "parsed_created_at", "user_time_zone"),
    rows=(
        _row(
            1, "Tue Jan 05", "original", _FULL, hashtags="OneTag, Two", urls="https://example.org/a https://example.org/b",
            media="https://pbs.twimg.com/media/a.jpg https://video.twimg.com/ext_tw_video/1/b.mp4",
        ),
        _row(2, "Wed Jan 06", "retweet", _FULL, hashtags="OneTag Two", **_SOURCE),
        _row(
            3, "Thu Jan 07", "reply", "@Inv_1 an invented answer", in_reply_to_status_id="1346400000000000001",
            in_reply_to_user_id="9001", in_reply_to_screen_name="Inv_1", **_SOURCE,
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00", "text": _SHOWN,
            "tweet_type": "tweet", "is_quote": False, "like_count": 3, "retweet_count": 2,
            "hashtags": ["OneTag", "Two"], "mention_handles": [], "url_count": 2, "content_format": "multimedia",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "original_like_count": 3, "original_retweet_count": 2,
            "hashtags": ["OneTag", "Two"], "mention_handles": ["Inv_1"], "retweeted": "inv_1",
            "metrics_of": "original",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "quoted": "inv_1", "like_count": 3, "retweet_count": 2,
            "hashtags": [], "mention_handles": ["Inv_1"], "replied_to": "inv_1", "metrics_of": "own",
        },
    },
    absent=("reply_count", "quote_count", "mention_handles", "collected_at"),
    told=("is_reply", "is_retweet", "is_quote"),
)  # fmt: skip
