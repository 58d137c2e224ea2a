"""Captured tweets: as 4CAT keeps them, accounts in the old place, and in Zeeschuimer's envelope, in the new one."""

from mtw_pipeline_tests.samples.sample import JsonSample

_BEGINNING = "an invented sentence &amp; more with #OneTag"
_FULL = f"{_BEGINNING} and so much more of it that it is a long post with #Two at its very end"


def _old_author(number: int) -> dict[str, object]:
    legacy = {
        "screen_name": f"Inv_{number}", "name": "Invented", "followers_count": 56, "friends_count": 34,
        "created_at": "Thu Jan 01 00:00:00 +0000 2015", "description": "an invented bio",
    }  # fmt: skip
    return {"user_results": {"result": {"rest_id": f"900{number}", "legacy": legacy}}}


def _new_author(number: int) -> dict[str, object]:
    user = {
        "rest_id": f"900{number}", "location": {"location": "Nowhere"}, "verification": {"verified": False},
        "core": {"screen_name": f"Inv_{number}", "name": "Inv", "created_at": "Thu Jan 01 00:00:00 +0000 2015"},
        "relationship_counts": {"followers": 56, "following": 34},
    }  # fmt: skip
    return {"user_results": {"result": user}}


def _tweet(number: int, text: str, **legacy: object) -> dict[str, object]:
    return {
        "__typename": "Tweet", "rest_id": f"134640000000000000{number}", "core": _old_author(number),
        "source": '<a href="https://example.org" rel="nofollow">Invented App</a>', "views": {"count": "99"},
        "legacy": {
            "full_text": text, "created_at": f"Tue Jan 0{number + 4} 10:00:00 +0000 2021", "favorite_count": 3,
            "retweet_count": 2, "reply_count": 1, "quote_count": 0, "lang": "en", "is_quote_status": False,
            "conversation_id_str": "1346400000000000001", "user_id_str": f"900{number}",
            "entities": {"hashtags": [], "user_mentions": [], "urls": []}, **legacy,
        },
    }  # fmt: skip


_MENTION = {"screen_name": "Inv_1", "id_str": "9001"}
_ORIGINAL = {
    **_tweet(
        1, _BEGINNING, entities={
            "hashtags": [{"text": "OneTag"}], "media": [{"type": "photo"}],
            "urls": [{"expanded_url": "https://example.org/a"}],
        },
        extended_entities={"media": [{"type": "video"}]},
    ),
    "note_tweet": {
        "note_tweet_results": {
            "result": {"text": _FULL, "entity_set": {"hashtags": [{"text": "OneTag"}, {"text": "Two"}]}}
        }
    },
}  # fmt: skip

SAMPLE = JsonSample(
    documents=(
        {**_ORIGINAL, "__import_meta": {"timestamp_collected": 1610000000000}},
        _tweet(
            2, f"RT @Inv_1: {_BEGINNING}…", retweeted_status_result={"result": {"tweet": _ORIGINAL}},
            entities={"hashtags": [], "user_mentions": [_MENTION], "urls": []},
        ),
        {
            "nav_index": 1, "source_platform": "twitter.com", "item_id": "3", "timestamp_collected": 1610000000000,
            "data": {
                **_tweet(
                    3, "@Inv_1 an invented answer", in_reply_to_status_id_str="1346400000000000001",
                    in_reply_to_user_id_str="9001", in_reply_to_screen_name="Inv_1",
                    entities={"user_mentions": [_MENTION]},
                ),
                "core": _new_author(3),
                "quoted_status_result": {"result": _ORIGINAL},
            },
        },
        {"__typename": "TweetTombstone", "tombstone": {"text": "gone"}},
    ),
    rows=4,
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": _FULL.replace("&amp;", "&"), "tweet_type": "tweet", "like_count": 3, "retweet_count": 2,
            "reply_count": 1, "hashtags": ["OneTag", "Two"], "mention_handles": [], "content_format": "multimedia",
            "urls": ["https://example.org/a"],
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00", "text": _FULL.replace("&amp;", "&"),
            "tweet_type": "retweet", "like_count": None, "retweet_count": None, "original_like_count": 3,
            "original_retweet_count": 2, "hashtags": ["OneTag", "Two"], "mention_handles": ["Inv_1"],
            "retweeted": "inv_1", "metrics_of": "original",
        },
        "1346400000000000003": {
            "author": "inv_3", "author_id": "9003", "created_at": "2021-01-07 10:00:00",
            "text": "@Inv_1 an invented answer", "tweet_type": "reply", "is_quote": True, "quoted": "inv_1",
            "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1"], "replied_to": "inv_1",
        },
    },
    optional=(
        "views", "source", "lang", "favorite_count", "retweet_count", "reply_count", "quote_count", "followers_count",
        "location", "__import_meta",
    ),
)  # fmt: skip
