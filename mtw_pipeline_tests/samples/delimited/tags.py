"""A TAGS archive: a rounded id beside a whole address, entities as JSON, the sheet's local time, R's NA."""

import json

from mtw_pipeline_tests.samples.sample import TableSample


def _row(number: int, time: str, text: str, entities: dict[str, object], **cells: str) -> dict[str, str]:
    return {
        "id_str": f"134640000000000000{number}", "from_user": f"Inv_{number}", "text": text, "created_at": time,
        "time": "01/02/2021 23:00:00", "geo_coordinates": "NA", "from_user_id_str": f"900{number}",
        "source": '<a href="https://example.org">Invented App</a>', "user_followers_count": "NA",
        "status_url": f"http://twitter.com/Inv_{number}/statuses/134640000000000000{number}",
        "entities_str": json.dumps(entities), **cells,
    }  # fmt: skip


_MENTION = {"hashtags": [], "user_mentions": [{"screen_name": "Inv_1", "id_str": "9001"}], "urls": []}

SAMPLE = TableSample(
    columns=(
        "id_str", "from_user", "text", "created_at", "time", "geo_coordinates", "user_lang", "in_reply_to_user_id_str",
        "in_reply_to_screen_name", "from_user_id_str", "in_reply_to_status_id_str", "source", "profile_image_url",
        "user_followers_count", "user_friends_count", "user_location", "status_url", "entities_str",
    ),
    rows=(
        _row(
            1, "Tue Jan 05 10:00:00 +0000 2021", "an invented sentence &amp; more with #OneTag",
            {
                "hashtags": [{"text": "OneTag"}], "user_mentions": [],
                "urls": [{"expanded_url": "https://example.org/a"}], "media": [{"type": "photo"}],
            },
            id_str="1.3464E+18",
        ),
        _row(2, "Wed Jan 06 11:00:00 +0100 2021", "RT @Inv_1: an invented sentence &amp; more with #One…", _MENTION),
        _row(
            3, "Thu Jan 07 10:00:00 +0000 2021", "@Inv_1 an invented answer", {}, entities_str="{broken",
            in_reply_to_status_id_str="1346400000000000001", in_reply_to_user_id_str="9001",
            in_reply_to_screen_name="Inv_1",
        ),
    ),
    tweets={
        "1346400000000000001": {
            "author": "inv_1", "author_id": "9001", "created_at": "2021-01-05 10:00:00",
            "text": "an invented sentence & more with #OneTag", "tweet_type": "tweet", "like_count": None,
            "retweet_count": None, "hashtags": ["OneTag"], "mention_handles": [], "urls": ["https://example.org/a"],
            "content_format": "multimedia",
        },
        "1346400000000000002": {
            "author": "inv_2", "created_at": "2021-01-06 10:00:00",
            "text": "an invented sentence & more with #One…", "text_is_cut": True, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "hashtags": [], "mention_handles": ["Inv_1"],
            "retweeted": "inv_1",
        },
        "1346400000000000003": {
            "author": "inv_3", "created_at": "2021-01-07 10:00:00", "text": "@Inv_1 an invented answer",
            "tweet_type": "reply", "like_count": None, "retweet_count": None, "hashtags": [],
            "mention_handles": ["Inv_1"], "replied_to": "inv_1",
        },
    },
    absent=("like_count", "retweet_count", "is_quote", "quoted_tweet_id", "author_followers", "collected_at"),
    told=("is_reply",),
)  # fmt: skip
