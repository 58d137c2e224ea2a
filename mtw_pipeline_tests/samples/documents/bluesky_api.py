"""A page of a feed with a repost and an answer, a page of a search, and a post as 4CAT keeps it."""

from mtw_pipeline_tests.samples.sample import JsonSample

TEXT = "añ invented sentence & more with #OneTag"
_HASHTAG = len(TEXT[: TEXT.index("#")].encode())


def did(number: int) -> str:
    return f"did:plc:900{number}"


def address(number: int) -> str:
    return f"at://{did(number)}/app.bsky.feed.post/134640000000000000{number}"


def _author(number: int) -> dict[str, object]:
    return {
        "did": did(number), "handle": f"Inv-{number}.inv.example", "displayName": "Invented", "labels": [],
        "createdAt": "2024-01-01T00:00:00.000Z",
    }  # fmt: skip


def _view(number: int, text: str, **record: object) -> dict[str, object]:
    return {
        "uri": address(number), "cid": f"bafy{number}", "author": _author(number),
        "record": {
            "$type": "app.bsky.feed.post", "text": text, "createdAt": f"2021-01-0{number + 4}T10:00:00.000Z", **record,
        },
        "likeCount": 3, "repostCount": 2, "replyCount": 1, "quoteCount": 0,
        "indexedAt": f"2021-01-0{number + 4}T10:00:00.000Z",
    }  # fmt: skip


_ORIGINAL = _view(
    1, TEXT, langs=["en-US", "de"], facets=[
        {
            "index": {"byteStart": _HASHTAG, "byteEnd": _HASHTAG + 7},
            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "OneTag"}],
        },
    ],
    embed={"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org/a", "title": "invented"}},
)  # fmt: skip
_PARENT = {"cid": "bafy1", "uri": address(1)}
_QUOTED = {"$type": "app.bsky.embed.record", "record": {"cid": "bafy1", "uri": address(1)}}

SAMPLE = JsonSample(
    documents=(
        {
            "feed": [
                {"post": _ORIGINAL},
                {
                    "post": _ORIGINAL,
                    "reason": {
                        "$type": "app.bsky.feed.defs#reasonRepost", "by": _author(2),
                        "uri": f"at://{did(2)}/app.bsky.feed.repost/1346400000000000002",
                        "indexedAt": "2021-01-06T10:00:00.000Z",
                    },
                },
            ],
            "cursor": "2021-01-05T10:00:00.000Z",
        },
        {
            "posts": [
                _ORIGINAL,
                _view(
                    3, "@you, an invented answer", reply={"parent": _PARENT, "root": _PARENT}, facets=[
                        {
                            "index": {"byteStart": 0, "byteEnd": 4},
                            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": did(1)}],
                        },
                    ],
                ),
            ],
            "hitsTotal": 1,
        },
        {
            "uri": address(4), "cid": "bafy4", "py_type": "app.bsky.feed.defs#postView",
            "author": {"did": did(4), "handle": "Inv-4.inv.example", "display_name": "Invented"},
            "record": {
                "py_type": "app.bsky.feed.post", "text": "an invented quote", "created_at": "2021-01-08T10:00:00.000Z",
                "langs": None, "facets": None, "embed": {**_QUOTED, "py_type": "app.bsky.embed.record"},
            },
            "like_count": 3, "repost_count": 2, "reply_count": 1, "quote_count": 0,
            "indexed_at": "2021-01-08T10:00:00.000Z", "4CAT_metadata": {"collected_at": 1640000000.5, "mentions": []},
        },
        {"uri": address(5), "cid": "bafy5", "value": {"$type": "app.bsky.feed.post", "text": "words of nobody known"}},
    ),
    rows=6,
    tweets={
        address(1): {
            "platform": "bluesky", "author": "inv-1.inv.example", "author_id": did(1),
            "author_handle": "Inv-1.inv.example", "created_at": "2021-01-05 10:00:00", "text": TEXT,
            "tweet_type": "tweet",
            "like_count": 3,
            "retweet_count": 2, "reply_count": 1, "quote_count": 0, "hashtags": ["OneTag"], "mention_handles": [],
            "urls": ["https://example.org/a"], "content_format": "link to article", "language": "en",
        },
        f"at://{did(2)}/app.bsky.feed.repost/1346400000000000002": {
            "author": "inv-2.inv.example", "created_at": "2021-01-06 10:00:00", "text": TEXT, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "original_like_count": 3, "original_retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": ["Inv-1.inv.example"], "retweeted": "inv-1.inv.example",
            "retweeted_tweet_id": address(1), "metrics_of": "original", "content_format": "link to article",
        },
        address(3): {
            "author": "inv-3.inv.example", "created_at": "2021-01-07 10:00:00", "tweet_type": "reply",
            "is_quote": False, "text": "@you, an invented answer", "like_count": 3, "retweet_count": 2, "hashtags": [],
            "mention_handles": ["Inv-1.inv.example"], "mention_ids": [did(1)], "replied_to": "inv-1.inv.example",
            "in_reply_to_tweet_id": address(1), "content_format": "text only",
        },
        address(4): {
            "author": "inv-4.inv.example", "created_at": "2021-01-08 10:00:00", "tweet_type": "quote tweet",
            "text": "an invented quote", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": [],
            "quoted": "inv-1.inv.example", "quoted_tweet_id": address(1),
        },
    },
    absent=("author_location", "source", "first_version_id", "edited_at"),
    optional=(
        "langs", "likeCount", "repostCount", "replyCount", "quoteCount", "displayName", "labels", "hitsTotal", "cid",
        "4CAT_metadata", "like_count", "repost_count", "reply_count", "quote_count", "display_name", "indexed_at",
    ),
)  # fmt: skip
