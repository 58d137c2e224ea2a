"""A page of a timeline with a boost, a context with an answer, and a status of Akkoma that quotes."""

from mtw_pipeline_tests.samples.sample import JsonSample

_PAGE = "https://inv.example/@Inv_{number}"
_CONTENT = (
    '<p>an invented sentence &amp; more with <a href="https://inv.example/tags/OneTag" class="mention hashtag"'
    ' rel="tag">#<span>OneTag</span></a><br>'
    'and <a href="https://example.org/a" rel="nofollow noopener" target="_blank">'
    '<span class="invisible">https://</span><span class="ellipsis">example.org/</span><span class="invisible">a</span>'
    "</a></p><p>its end :inv:</p>"
)
TEXT = "an invented sentence & more with #OneTag\nand https://example.org/a\n\nits end :inv:"


def address(number: int) -> str:
    return f"https://inv.example/users/Inv_{number}/statuses/134640000000000000{number}"


def _account(number: int, *, is_local: bool = True) -> dict[str, object]:
    name = f"Inv_{number}"
    return {
        "id": f"700{number}", "username": name, "acct": name if is_local else f"{name}@inv.example",
        "display_name": "Invented", "note": "<p>an invented bio</p>", "url": _PAGE.format(number=number),
        "followers_count": 56, "following_count": 34, "statuses_count": 12, "created_at": "2019-01-01T00:00:00.000Z",
    }  # fmt: skip


def _status(number: int, content: str, **facts: object) -> dict[str, object]:
    return {
        "id": f"134640000000000000{number}", "uri": address(number), "url": f"{_PAGE.format(number=number)}/134640",
        "created_at": f"2021-01-0{number + 4}T10:00:00.000Z", "content": content, "account": _account(number),
        "in_reply_to_id": None, "in_reply_to_account_id": None, "spoiler_text": "", "visibility": "public",
        "language": "en", "favourites_count": 3, "reblogs_count": 2, "replies_count": 1, "edited_at": None,
        "reblog": None, "quote": None, "card": None, "media_attachments": [], "mentions": [], "tags": [], "emojis": [],
        **facts,
    }  # fmt: skip


_ORIGINAL = _status(
    1, _CONTENT, tags=[{"name": "onetag", "url": "https://inv.example/tags/onetag"}],
    media_attachments=[{"type": "image", "url": "https://inv.example/1.png"}], application={"name": "Invented App"},
)  # fmt: skip
_MENTION = {"id": "7001", "username": "Inv_1", "acct": "Inv_1", "url": _PAGE.format(number=1)}

SAMPLE = JsonSample(
    documents=(
        {
            "statuses": [
                _ORIGINAL,
                _status(2, "", reblog={**_ORIGINAL, "account": _account(1, is_local=False)}, language=None),
            ],
        },
        {
            "ancestors": [],
            "descendants": [
                _status(
                    3, f'<p><span class="h-card"><a href="{_PAGE.format(number=1)}" class="u-url mention">@'
                    "<span>Inv_1</span></a></span> an invented answer</p>",
                    mentions=[_MENTION], in_reply_to_account_id="7001",
                    in_reply_to_id="1346400000000000001",
                ),
            ],
        },
        {
            **_status(
                4, 'an invented quote<span class="quote-inline"><br/><br/>RE: '
                f'<a href="{address(1)}">{address(1)}</a></span>', quote=_ORIGINAL, pleroma={"local": True},
            ),
            "quote_id": "AinvX",
        },
        {"event": "delete", "stream": ["public"], "payload": "1346400000000000009"},
    ),
    rows=5,
    tweets={
        address(1): {
            "platform": "mastodon", "author": "inv_1@inv.example", "author_id": "inv_1@inv.example",
            "author_handle": "Inv_1@inv.example", "created_at": "2021-01-05 10:00:00", "text": TEXT,
            "tweet_type": "tweet",
            "like_count": 3, "retweet_count": 2, "reply_count": 1, "hashtags": ["OneTag"], "mention_handles": [],
            "urls": ["https://example.org/a"], "content_format": "multimedia", "language": "en",
        },
        address(2): {
            "author": "inv_2@inv.example", "created_at": "2021-01-06 10:00:00", "text": TEXT, "tweet_type": "retweet",
            "like_count": None, "retweet_count": None, "original_like_count": 3, "original_retweet_count": 2,
            "hashtags": ["OneTag"], "mention_handles": ["Inv_1@inv.example"], "retweeted": "inv_1@inv.example",
            "retweeted_tweet_id": address(1), "metrics_of": "original",
        },
        address(3): {
            "author": "inv_3@inv.example", "created_at": "2021-01-07 10:00:00", "tweet_type": "reply",
            "text": "@Inv_1@inv.example an invented answer", "like_count": 3, "retweet_count": 2, "hashtags": [],
            "mention_handles": ["Inv_1@inv.example"], "replied_to": "inv_1@inv.example", "content_format": "text only",
        },
        address(4): {
            "author": "inv_4@inv.example", "created_at": "2021-01-08 10:00:00", "tweet_type": "quote tweet",
            "text": "an invented quote", "like_count": 3, "retweet_count": 2, "hashtags": [], "mention_handles": [],
            "quoted": "inv_1@inv.example", "quoted_tweet_id": address(1), "urls": [],
        },
    },
    absent=("author_location", "author_verified", "first_version_id", "edited_at", "quote_count"),
    optional=(
        "language", "favourites_count", "reblogs_count", "replies_count", "display_name", "note", "followers_count",
        "application", "card", "emojis", "spoiler_text", "edited_at", "pleroma", "quote_id",
    ),
)  # fmt: skip
