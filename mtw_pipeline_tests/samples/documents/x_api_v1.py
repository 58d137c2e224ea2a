"""A search envelope of the v1.1 API, a tweet of twarc 1 in extended mode, one of a stream, and a stream's notice."""

from mtw_pipeline_tests.samples.sample import JsonSample

_BEGINNING = "an invented sentence &amp; more with #OneTag"
_FULL = f"{_BEGINNING} and so much more of it that the first hundred and forty characters are by no means enough"


def _user(number: int) -> dict[str, object]:
    return {
        "id": 9000 + number, "id_str": str(9000 + number), "screen_name": f"Inv_{number}", "name": "Invented",
        "followers_count": 56, "created_at": "Thu Jan 01 00:00:00 +0000 2015",
    }  # fmt: skip


_LINK = {"url": "https://t.co/invented", "expanded_url": "https://example.org/a"}
_ORIGINAL = {
    "id": 1346400000000000000, "id_str": "1346400000000000001", "created_at": "Tue Jan 05 10:00:00 +0000 2021",
    "full_text": _FULL, "user": _user(1), "favorite_count": 3, "retweet_count": 2, "lang": "en",
    "source": '<a href="https://example.org" rel="nofollow">Invented App</a>', "is_quote_status": False,
    "entities": {"hashtags": [{"text": "OneTag"}], "user_mentions": [], "urls": [_LINK], "media": [{"type": "photo"}]},
    "extended_entities": {"media": [{"type": "animated_gif"}]},
}  # fmt: skip

SAMPLE = JsonSample(
    documents=(
        {"statuses": [_ORIGINAL], "search_metadata": {"count": 1}},
        {
            "id_str": "1346400000000000002", "created_at": "Wed Jan 06 10:00:00 +0000 2021", "user": _user(2),
            "full_text": f"RT @Inv_1: {_BEGINNING}…", "retweeted_status": _ORIGINAL, "favorite_count": 0,
            "retweet_count": 2, "entities": {"user_mentions": [{"screen_name": "Inv_1", "id_str": "9001"}]},
        },
        {
            "id_str": "1346400000000000003", "created_at": "Thu Jan 07 10:00:00 +0000 2021", "user": _user(3),
            "text": "@Inv_1 an invented …", "truncated": True, "in_reply_to_status_id_str": "1346400000000000001",
            "in_reply_to_user_id_str": "9001", "in_reply_to_screen_name": "Inv_1", "is_quote_status": True,
            "quoted_status_id_str": "1346400000000000001", "quoted_status": _ORIGINAL, "favorite_count": 0,
            "retweet_count": 0,
            "extended_tweet": {
                "full_text": "@Inv_1 an invented answer #Two",
                "entities": {
                    "hashtags": [{"text": "Two"}],
                    "user_mentions": [{"screen_name": "Inv_1", "id_str": "9001"}],
                    "urls": [{"expanded_url": "https://twitter.com/Inv_1/status/1346400000000000001"}],
                },
            },
        },
        {"limit": {"track": 5}},
    ),
    rows=4,
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": _FULL.replace("&amp;", "&"), "tweet_type": "tweet", "like_count": 3, "retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": [], "content_format": "multimedia", "metrics_of": "own",
            "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _FULL.replace("&amp;", "&"),
            "tweet_type": "retweet", "like_count": None, "retweet_count": None, "original_like_count": 3,
            "original_retweet_count": 2, "hashtags": ["OneTag"], "mention_handles": ["Inv_1"], "retweeted": "inv_1",
            "text_is_cut": False, "metrics_of": "original",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer #Two",
            "tweet_type": "reply", "is_quote": True, "quoted": "inv_1", "like_count": 0, "retweet_count": 0,
            "hashtags": ["Two"], "mention_handles": ["Inv_1"], "replied_to": "inv_1", "url_count": 0,
        },
    },
    absent=("collected_at", "reply_count", "quote_count"),
    optional=(
        "entities", "retweeted_status", "quoted_status", "quoted_status_id_str", "is_quote_status",
        "in_reply_to_status_id_str", "in_reply_to_user_id_str", "in_reply_to_screen_name", "favorite_count",
        "retweet_count", "lang", "source", "followers_count", "name",
    ),
)  # fmt: skip
