"""rtweet's ``write_as_csv``: ids with an x, NA for nothing, lists joined by blanks."""

from mtw_pipeline.exports.formats.delimited.rtweet import RTWEET
from mtw_pipeline_tests.samples.sample import TableSample

_NOTHING = dict.fromkeys(RTWEET.taken, "NA")
_FULL = "an invented sentence &amp; more with #OneTag, long enough to be cut when it is passed on"
_FULL_SHOWN = "an invented sentence & more with #OneTag, long enough to be cut when it is passed on"

SAMPLE = TableSample(
    columns=(*RTWEET.taken, "display_text_width", "place_name"),
    rows=(
        {
            **_NOTHING, "status_id": "x1346400000000000001", "created_at": "2021-01-05T10:00:00Z", "text": _FULL,
            "user_id": "x9001", "screen_name": "Inv_1", "is_retweet": "FALSE", "is_quote": "FALSE",
            "favorite_count": "3", "retweet_count": "2", "hashtags": "OneTag", "followers_count": "56",
            "urls_expanded_url": "https://example.org/a",
        },
        {
            **_NOTHING, "status_id": "x1346400000000000002", "created_at": "2021-01-06T10:00:00Z", "text": _FULL,
            "user_id": "x9002", "screen_name": "Inv_2", "is_retweet": "TRUE", "is_quote": "FALSE",
            "favorite_count": "0", "retweet_count": "2", "hashtags": "OneTag", "mentions_screen_name": "Inv_1",
            "mentions_user_id": "x9001", "retweet_status_id": "x1346400000000000001", "retweet_text": _FULL,
            "retweet_user_id": "x9001", "retweet_screen_name": "Inv_1", "retweet_favorite_count": "3",
            "retweet_retweet_count": "2",
        },
        {
            **_NOTHING, "status_id": "x1346400000000000003", "created_at": "2021-01-07 10:00:00",
            "text": "@Inv_1 an invented answer", "user_id": "x9003", "screen_name": "Inv_3", "is_retweet": "FALSE",
            "is_quote": "TRUE", "favorite_count": "1", "retweet_count": "0", "mentions_screen_name": "Inv_1",
            "mentions_user_id": "x9001", "reply_to_status_id": "x1346400000000000001", "reply_to_user_id": "x9001",
            "reply_to_screen_name": "Inv_1", "quoted_status_id": "x1346400000000000001",
            "quoted_user_id": "x9001", "quoted_screen_name": "Inv_1",
        },
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00", "text": _FULL_SHOWN,
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": ["OneTag"], "mention_handles": [],
            "metrics_of": "own", "content_format": None, "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _FULL_SHOWN, "tweet_type": "retweet",
            "like_count": 0, "retweet_count": None, "original_like_count": 3, "original_retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": ["Inv_1"], "retweeted": "inv_1",
            "retweeted_tweet_id": "1346400000000000001",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "like_count": 1, "retweet_count": 0, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1", "quoted": "inv_1",
        },
    },
    absent=("collected_at", "reply_count", "quote_count"),
    told=("is_retweet",),
)  # fmt: skip
