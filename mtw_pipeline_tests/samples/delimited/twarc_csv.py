"""twarc2's CSV: JSON lists in cells, a merged and an unmerged retweet, line breaks as backslash and n."""

from mtw_pipeline.exports.formats.delimited.twarc_csv import TWARC_CSV
from mtw_pipeline_tests.samples.sample import TableSample

_FULL = "an invented sentence &amp; more\\nwith #OneTag"
_SHOWN = "an invented sentence & more\nwith #OneTag"


def _row(number: int, text: str, likes: int, **cells: str) -> dict[str, str]:
    return {
        "id": f"134640000000000000{number}", "author_id": f"900{number}", "author.username": f"Inv_{number}",
        "created_at": f"2021-01-0{number + 4}T10:00:00.000Z", "text": text, "public_metrics.like_count": str(likes),
        "public_metrics.retweet_count": "2", "public_metrics.reply_count": "1", "public_metrics.quote_count": "0",
        "entities.hashtags": "", "__twarc.retrieved_at": "2021-02-01T00:00:00+00:00",
        "edit_history_tweet_ids": f'["134640000000000000{number}"]', **cells,
    }  # fmt: skip


_RETWEET = {
    "referenced_tweets.retweeted.id": "1346400000000000001", "retweeted_user_id": "9001", "retweeted_username": "Inv_1",
}  # fmt: skip

SAMPLE = TableSample(
    columns=(*TWARC_CSV.taken, "conversation_id", "geo.country"),
    rows=(
        _row(
            1, _FULL, 3, **{
                "entities.hashtags": '["#OneTag"]', "entities.urls": '[{"expanded_url": "https://example.org/a"}, '
                '{"expanded_url": "https://twitter.com/Inv_1/status/1/photo/1", "media_key": "3_1"}]',
                "attachments.media": '[{"type": "photo"}, {"type": "photo"}]',
            },
        ),
        _row(
            2, _FULL, 3, **_RETWEET,
            **{"entities.mentions": '["@Inv_1"]', "entities.hashtags": '[{"tag": "OneTag"}]'},
        ),
        _row(3, "RT @Inv_1: an invented sentence…", 0, **_RETWEET, **{"entities.mentions": "{broken"}),
        _row(
            4, "@Inv_1 an invented answer", 1, **{
                "referenced_tweets.replied_to.id": "1346400000000000001", "in_reply_to_user_id": "9001",
                "referenced_tweets.quoted.id": "1346400000000000001", "quoted_username": "Inv_1",
                "entities.mentions": '[{"username": "Inv_1"}]',
            },
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00", "text": _SHOWN,
            "tweet_type": "tweet", "like_count": 3, "retweet_count": 2, "hashtags": ["OneTag"], "mention_handles": [],
            "urls": ["https://example.org/a"], "content_format": "multimedia", "metrics_of": "own",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _SHOWN, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "original_like_count": 3, "original_retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": ["Inv_1"], "retweeted": "inv_1", "metrics_of": "original",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "an invented sentence…",
            "text_is_cut": True, "tweet_type": "retweet", "like_count": 0, "retweet_count": None,
            "original_like_count": None, "original_retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1"],
            "retweeted": "inv_1", "metrics_of": "own",
        },
        "1346400000000000004": {
            "author": "inv_4", "created_at": "2021-01-08 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "is_quote": True, "like_count": 1, "retweet_count": 2, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1", "quoted": "inv_1",
        },
    },
)  # fmt: skip
