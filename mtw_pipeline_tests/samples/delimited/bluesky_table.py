"""4CAT's columns of a search of Bluesky."""

from mtw_pipeline_tests.samples.documents.bluesky_api import address, did
from mtw_pipeline_tests.samples.sample import TableSample

_COLUMNS = (
    "collected_at", "query", "rank", "id", "thread_id", "created_at", "author", "author_id", "body", "link", "tags",
    "like_count", "quote_count", "reply_count", "repost_count", "quoted_post", "quoted_user", "replied_to_post",
    "replied_to_user", "replies_allowed", "mentions", "links", "images", "labels", "has_poll", "languages",
    "author_display_name", "author_profile", "author_avatar", "author_created_at", "timestamp",
)  # fmt: skip
_TEXT = "an invented sentence & more with #OneTag"


def _page(number: int) -> str:
    return f"https://bsky.app/profile/{did(number)}/post/134640000000000000{number}"


def _row(number: int, text: str, **cells: str) -> dict[str, str]:
    return {
        "collected_at": "2021-02-01T00:00:00", "query": "#OneTag", "rank": str(number), "id": address(number),
        "thread_id": address(1), "created_at": f"2021-01-0{number + 4}T10:00:00+00:00",
        "author": f"Inv-{number}.inv.example", "author_id": did(number), "body": text, "link": _page(number),
        "replies_allowed": "True", "has_poll": "False", "languages": "N/A", "author_display_name": "Invented",
        "author_created_at": "2020-01-01T00:00:00+00:00", **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=_COLUMNS,
    rows=(
        _row(
            1, _TEXT, tags="OneTag", like_count="3", quote_count="0", reply_count="1", repost_count="2",
            links="https://example.org/a", images="https://cdn.inv.example/1", languages="en-US,de",
        ),
        _row(
            2, "an invented answer", like_count="3", repost_count="2", replied_to_post=_page(1),
            replied_to_user="Inv-1.inv.example", mentions=f"Inv-1.inv.example,{did(3)}",
        ),
        _row(
            3, "an invented quote", like_count="3", repost_count="2", quoted_post=_page(1),
            quoted_user="Inv-1.inv.example",
        ),
        _row(4, "an invented quote of what is gone", quoted_post="DELETED"),
    ),
    tweets={
        address(1): {
            "platform": "bluesky", "author": "inv-1.inv.example", "author_id": did(1), "text": _TEXT,
            "created_at": "2021-01-05 10:00:00", "tweet_type": "tweet", "like_count": 3, "retweet_count": 2,
            "reply_count": 1, "hashtags": ["OneTag"], "mention_handles": [], "urls": ["https://example.org/a"],
            "content_format": "multimedia", "language": "en",
        },
        address(2): {
            "author": "inv-2.inv.example", "created_at": "2021-01-06 10:00:00", "text": "an invented answer",
            "tweet_type": "reply", "replied_to": "inv-1.inv.example", "in_reply_to_tweet_id": address(1),
            "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv-1.inv.example", None],
        },
        address(3): {
            "author": "inv-3.inv.example", "created_at": "2021-01-07 10:00:00", "text": "an invented quote",
            "tweet_type": "quote tweet", "quoted": "inv-1.inv.example", "quoted_tweet_id": address(1), "like_count": 3,
            "retweet_count": 2, "hashtags": [], "mention_handles": [],
        },
        address(4): {
            "author": "inv-4.inv.example", "created_at": "2021-01-08 10:00:00", "quoted": None,
            "text": "an invented quote of what is gone", "tweet_type": "quote tweet", "like_count": None,
            "retweet_count": None, "hashtags": [], "mention_handles": [],
        },
    },
    absent=("author_followers", "source", "retweeted_text", "first_version_id"),
)  # fmt: skip
