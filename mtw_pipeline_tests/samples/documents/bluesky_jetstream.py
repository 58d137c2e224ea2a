"""Events of the stream: a post, a repost of it, an answer, a quote, a like, a deletion, and news of an account."""

from mtw_pipeline_tests.samples.documents.bluesky_api import TEXT
from mtw_pipeline_tests.samples.sample import JsonSample


def did(number: int) -> str:
    return f"did:web:900{number}"


def address(number: int) -> str:
    return f"at://{did(number)}/app.bsky.feed.post/134640000000000000{number}"


_HASHTAG = len(TEXT[: TEXT.index("#")].encode())
_SUBJECT = {"cid": "bafy1", "uri": address(1)}


def _event(
    number: int, collection: str, record: dict[str, object] | None, operation: str = "create"
) -> dict[str, object]:
    commit = {
        "rev": "3l", "operation": operation, "collection": f"app.bsky.{collection}",
        "rkey": f"134640000000000000{number}",
    }  # fmt: skip
    if record is not None:
        posted = {"$type": f"app.bsky.{collection}", "createdAt": f"2021-01-0{number + 4}T10:00:00.000Z"}
        commit = {**commit, "record": {**posted, **record}, "cid": "bafy"}  # type: ignore[dict-item]
    moment = 1_609_840_800_000_000 + (number - 1) * 86_400_000_000
    return {"did": did(number), "time_us": moment, "kind": "commit", "commit": commit}


SAMPLE = JsonSample(
    documents=(
        _event(2, "feed.repost", {"subject": _SUBJECT}),
        _event(
            1, "feed.post", {
                "text": TEXT, "langs": ["en"], "embed": {
                    "$type": "app.bsky.embed.recordWithMedia",
                    "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": {}}]},
                    "record": {"record": {"uri": f"at://{did(9)}/app.bsky.graph.list/3l", "cid": "bafy"}},
                },
                "facets": [
                    {
                        "index": {"byteStart": _HASHTAG, "byteEnd": _HASHTAG + 7},
                        "features": [
                            {"$type": "app.bsky.richtext.facet#tag", "tag": "OneTag"},
                            {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/a"},
                        ],
                    },
                ],
            },
        ),
        _event(
            3, "feed.post", {
                "text": "you, an invented answer", "reply": {"parent": _SUBJECT, "root": _SUBJECT}, "facets": [
                    {
                        "index": {"byteStart": 0, "byteEnd": 3},
                        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did(1)}],
                    },
                ],
            },
        ),
        _event(
            4, "feed.post", {
                "text": "an invented quote", "embed": {"$type": "app.bsky.embed.record", "record": _SUBJECT},
            },
        ),
        _event(5, "feed.repost", {"subject": {"cid": "bafy9", "uri": f"at://{did(9)}/app.bsky.feed.post/3lgone"}}),
        _event(5, "feed.like", {"subject": _SUBJECT}),
        _event(5, "graph.follow", {"subject": did(1)}),
        _event(5, "feed.post", None, "delete"),
        {"did": did(5), "time_us": 1_609_840_800_000_000, "kind": "identity", "identity": {"did": did(5), "seq": 1}},
    ),
    rows=9,
    tweets={
        address(1): {
            "platform": "bluesky", "author": f"id:{did(1)}", "created_at": "2021-01-05 10:00:00", "text": TEXT,
            "tweet_type": "tweet", "like_count": None, "retweet_count": None, "hashtags": ["OneTag"],
            "mention_handles": [], "urls": ["https://example.org/a"], "content_format": "multimedia", "is_quote": False,
        },
        f"at://{did(2)}/app.bsky.feed.repost/1346400000000000002": {
            "author": f"id:{did(2)}", "created_at": "2021-01-06 10:00:00", "text": TEXT, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "hashtags": ["OneTag"], "mention_handles": [],
            "retweeted": f"id:{did(1)}", "retweeted_tweet_id": address(1), "language": "en", "metrics_of": "original",
        },
        address(3): {
            "author": f"id:{did(3)}", "created_at": "2021-01-07 10:00:00", "text": "you, an invented answer",
            "tweet_type": "reply", "like_count": None, "retweet_count": None, "hashtags": [], "mention_handles": [None],
            "mention_ids": [did(1)], "replied_to": f"id:{did(1)}",
        },
        address(4): {
            "author": f"id:{did(4)}", "created_at": "2021-01-08 10:00:00", "text": "an invented quote",
            "tweet_type": "quote tweet", "like_count": None, "retweet_count": None, "hashtags": [],
            "mention_handles": [], "quoted": f"id:{did(1)}",
        },
    },
    absent=(
        "author_handle", "author_name", "author_followers", "like_count", "retweet_count", "reply_count",
        "quote_count", "retweeted_like_count", "retweeted_retweet_count", "source",
    ),
    optional=("langs", "cid", "rev", "time_us"),
)  # fmt: skip
