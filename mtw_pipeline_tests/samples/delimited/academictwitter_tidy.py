"""academictwitteR's tidy data frame as R writes it: NA for nothing."""

from mtw_pipeline.exports.formats.delimited.academictwitter_tidy import ACADEMICTWITTER_TIDY
from mtw_pipeline_tests.samples.sample import TableSample

_NOTHING = dict.fromkeys(ACADEMICTWITTER_TIDY.taken, "NA")
_FULL = "an invented sentence &amp; more with #OneTag, long enough to be cut when it is passed on"
_SHOWN = "an invented sentence & more with #OneTag, long enough to be cut when it is passed on"


def _row(number: int, text: str, **cells: str) -> dict[str, str]:
    return {
        **_NOTHING, "tweet_id": f"134640000000000000{number}", "user_username": f"Inv_{number}",
        "author_id": f"900{number}", "created_at": f"2021-01-0{number + 4}T10:00:00.000Z", "text": text,
        "like_count": "3", "retweet_count": "2", "quote_count": "0", **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=("tweet_id", "conversation_id", *ACADEMICTWITTER_TIDY.taken[1:], "user_list_count"),
    rows=(
        _row(1, _FULL),
        _row(
            2, "RT @Inv_1: an invented sentence &amp; more…", sourcetweet_type="retweeted", like_count="0",
            sourcetweet_id="1346400000000000001", sourcetweet_text=_FULL, sourcetweet_author_id="9001",
        ),
        _row(3, "@Inv_1 an invented answer", in_reply_to_user_id="9001"),
        _row(
            4, "an invented remark", sourcetweet_type="quoted", sourcetweet_id="1346400000000000001",
            sourcetweet_author_id="9001",
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00", "text": _SHOWN,
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": ["OneTag"], "mention_handles": [],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN, "tweet_type": "retweet",
            "like_count": 0, "retweet_count": None, "original_retweet_count": 2, "hashtags": ["OneTag"],
            "mention_handles": ["Inv_1"], "retweeted": "inv_1",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1"],
            "replied_to": "inv_1",
        },
        "1346400000000000004": {
            "author": "inv_4", "created_at": "2021-01-08 10:00:00", "text": "an invented remark",
            "tweet_type": "quote tweet", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": [],
            "quoted": "inv_1",
        },
    },
    absent=("reply_count", "media_types", "urls", "author_followers", "collected_at"),
    told=("is_retweet",),
)  # fmt: skip
