"""An account's archive: its tweets without their author, who stands in account.js."""

import json

from mtw_pipeline_tests.samples.sample import JsonSample

_FULL = "an invented sentence &amp; more with #OneTag"
_ACCOUNT = {
    "username": "Inv_1",
    "accountId": "9001",
    "accountDisplayName": "Inv",
    "createdAt": "2015-01-01T00:00:00.000Z",
}


def _tweet(number: int, text: str, **facts: object) -> dict[str, object]:
    return {
        "tweet": {
            "id_str": f"134640000000000000{number}", "id": f"134640000000000000{number}", "full_text": text,
            "created_at": f"Tue Jan 0{number + 4} 10:00:00 +0000 2021", "favorite_count": "3", "retweet_count": "2",
            "retweeted": False, "lang": "en", "source": '<a href="https://example.org">Invented App</a>',
            "entities": {"hashtags": [], "user_mentions": [], "urls": []}, **facts,
        }
    }  # fmt: skip


SAMPLE = JsonSample(
    documents=(
        _tweet(
            1, _FULL,
            entities={"hashtags": [{"text": "OneTag"}], "urls": [{"expanded_url": "https://example.org/a"}]},
        ),
        _tweet(
            2, "RT @Inv_2: an invented sentence …", favorite_count="0",
            entities={"user_mentions": [{"screen_name": "Inv_2", "id_str": "9002"}]},
        ),
        _tweet(
            3, "@Inv_2 an invented answer", in_reply_to_status_id_str="1346400000000000001",
            in_reply_to_user_id_str="9002", in_reply_to_screen_name="Inv_2",
            entities={"user_mentions": [{"screen_name": "Inv_2", "id_str": "9002"}]},
        ),
    ),
    rows=3,
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": _FULL.replace("&amp;", "&"), "tweet_type": "tweet", "like_count": 3, "retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": [], "metrics_of": "own",
            "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_1", "created_at": "2021-01-06 10:00:00", "text": "an invented sentence …",
            "tweet_type": "retweet", "like_count": None, "retweet_count": None, "hashtags": [],
            "mention_handles": ["Inv_2"], "retweeted": "inv_2", "text_is_cut": True, "metrics_of": "unknown",
        },
        "1346400000000000003": {
            "author": "inv_1", "created_at": "2021-01-07 10:00:00", "text": "@Inv_2 an invented answer",
            "tweet_type": "reply", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_2"],
            "replied_to": "inv_2",
        },
    },
    absent=("is_quote", "quoted_tweet_id", "collected_at", "reply_count", "quote_count", "author_followers"),
    companions={"account.js": f"window.YTD.account.part0 = {json.dumps([{'account': _ACCOUNT}])}"},
    optional=("lang", "source", "favorite_count", "retweet_count", "retweeted"),
)  # fmt: skip
