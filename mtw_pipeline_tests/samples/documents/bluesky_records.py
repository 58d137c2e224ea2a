"""Flat posts as a scraper writes them, and as R writes a table of atrrr, with lists."""

from mtw_pipeline_tests.samples.documents.bluesky_api import address, did
from mtw_pipeline_tests.samples.sample import JsonSample

_TEXT = "an invented sentence & more with #OneTag and https://example.org/a"


def _post(number: int, text: str, **facts: object) -> dict[str, object]:
    return {
        "platform": "bluesky", "post_id": address(number), "author": f"Inv-{number}.inv.example",
        "author_did": did(number), "text": text, "created_at": f"2021-01-0{number + 4}T10:00:00+00:00",
        "scraped_at": "2021-02-01T00:00:00", "reply_count": 1, "repost_count": 2, "like_count": 3,
        "language": "en-US", **facts,
    }  # fmt: skip


SAMPLE = JsonSample(
    documents=(
        _post(1, _TEXT, hashtags=[], urls=["https://example.org/a"]),
        _post(2, "an invented answer", in_reply_to=address(1), mentions=[did(1), "@Inv-3.inv.example"], tags=["Two"]),
        {
            "uri": address(3), "cid": "bafy3", "author_handle": "Inv-3.inv.example", "author_name": "Invented",
            "text": "an invented quote", "like_count": 3, "repost_count": 2, "reply_count": 1, "quote_count": 0,
            "indexed_at": "2021-01-07T10:00:00Z", "in_reply_to": None, "quotes": address(1), "langs": ["en", "de"],
            "tags": [], "mentions": [], "links": [],
        },
    ),
    rows=3,
    tweets={
        address(1): {
            "platform": "bluesky", "author": "inv-1.inv.example", "author_id": did(1), "text": _TEXT,
            "created_at": "2021-01-05 10:00:00", "tweet_type": "tweet", "like_count": 3, "retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": [], "urls": ["https://example.org/a"], "language": "en",
        },
        address(2): {
            "author": "inv-2.inv.example", "created_at": "2021-01-06 10:00:00", "text": "an invented answer",
            "tweet_type": "reply", "replied_to": "inv-1.inv.example", "like_count": 3, "retweet_count": 2,
            "hashtags": ["Two"], "mention_handles": ["Inv-3.inv.example", None],
        },
        address(3): {
            "author": "inv-3.inv.example", "author_id": did(3), "created_at": "2021-01-07 10:00:00",
            "text": "an invented quote", "tweet_type": "quote tweet", "quoted": "inv-1.inv.example", "like_count": 3,
            "retweet_count": 2, "hashtags": [], "mention_handles": [], "language": "en",
        },
    },
    absent=("media_types", "author_followers", "source", "retweeted_text"),
    optional=("like_count", "reply_count", "repost_count", "language", "langs", "scraped_at", "platform", "cid"),
)  # fmt: skip
