"""rtoot's columns with those of the account beside them."""

from mtw_pipeline_tests.samples.documents.mastodon_api import address
from mtw_pipeline_tests.samples.sample import TableSample

_COLUMNS = (
    "id", "uri", "created_at", "content", "visibility", "sensitive", "spoiler_text", "reblogs_count",
    "favourites_count", "replies_count", "url", "in_reply_to_id", "in_reply_to_account_id", "language", "text",
    "account_id", "account_acct", "account_display_name", "account_url", "account_followers_count", "reblog_uri",
    "reblog_content", "reblog_account_acct", "reblog_favourites_count",
)  # fmt: skip
_HTML = (
    '<p>an invented sentence &amp; more with <a href="https://inv.example/tags/OneTag" class="mention hashtag">#<span>'
    'OneTag</span></a></p><p>and <a href="https://example.org/a"><span class="invisible">https://</span>example.org/a'
    "</a></p>"
)
_TEXT = "an invented sentence & more with #OneTag\n\nand https://example.org/a"


def _row(number: int, content: str, **cells: str) -> dict[str, str]:
    return {
        "id": f"11{number}", "uri": address(number), "created_at": f"2021-01-0{number + 4}T10:00:00Z",
        "content": content, "visibility": "public", "sensitive": "FALSE", "reblogs_count": "2",
        "favourites_count": "3", "replies_count": "1", "url": f"https://inv.example/@Inv_{number}/1", "language": "en",
        "account_id": f"7{number}", "account_acct": f"Inv_{number}", "account_display_name": "Invented",
        "account_url": f"https://inv.example/@Inv_{number}", "account_followers_count": "56", **cells,
    }  # fmt: skip


SAMPLE = TableSample(
    columns=_COLUMNS,
    rows=(
        _row(1, _HTML),
        _row(
            2, _HTML, reblog_uri=address(1), reblog_content=_HTML, reblog_account_acct="Inv_1@inv.example",
            reblog_favourites_count="3",
        ),
        _row(
            3, '<p><span class="h-card"><a href="https://inv.example/@Inv_1" class="u-url mention">@<span>Inv_1'
            "</span></a></span> an invented answer</p>", in_reply_to_id="111", in_reply_to_account_id="71",
        ),
        _row(4, "an invented sentence without marks"),
    ),
    tweets={
        address(1): {
            "platform": "mastodon", "author": "inv_1@inv.example", "author_id": "inv_1@inv.example", "text": _TEXT,
            "created_at": "2021-01-05 10:00:00", "tweet_type": "tweet", "like_count": 3, "retweet_count": 2,
            "reply_count": 1, "hashtags": ["OneTag"], "mention_handles": [], "urls": ["https://example.org/a"],
            "language": "en",
        },
        address(2): {
            "author": "inv_2@inv.example", "created_at": "2021-01-06 10:00:00", "text": _TEXT, "tweet_type": "retweet",
            "retweeted": "inv_1@inv.example", "like_count": None, "retweet_count": None, "original_like_count": 3,
            "hashtags": ["OneTag"], "mention_handles": ["Inv_1@inv.example"],
        },
        address(3): {
            "author": "inv_3@inv.example", "created_at": "2021-01-07 10:00:00", "tweet_type": "reply",
            "text": "@Inv_1@inv.example an invented answer", "replied_to": "inv_1@inv.example", "like_count": 3,
            "retweet_count": 2, "hashtags": [], "mention_handles": ["Inv_1@inv.example"],
        },
        address(4): {
            "author": "inv_4@inv.example", "created_at": "2021-01-08 10:00:00", "tweet_type": "tweet",
            "text": "an invented sentence without marks", "like_count": 3, "retweet_count": 2,
            "hashtags": [], "mention_handles": [],
        },
    },
    absent=("author_location", "is_quote", "hashtags", "mention_handles", "urls", "media_types", "first_version_id"),
)  # fmt: skip
