"""Ids, handles and texts of three platforms in one window: what is one, and what it stands for."""

import json
import re
from pathlib import Path

import pytest

from mtw_pipeline.exports.reading.plain_cells import create_macros
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.synthetic.accounts import FIRST_USER_ID
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import PLATFORMS, TWEET_ID, USER_ID
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEET_MENTIONS, TWEETS
from mtw_pipeline_tests.builders import WINDOW, make_study, put

TWEET_IDS = {
    "x": ["1345747200000000001", "12"],
    "bluesky": [
        "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3kinventedrke2",
        "at://did:web:inv.example/app.bsky.feed.repost/3k",
        "at://ann.inv.example/app.bsky.feed.post/self",
    ],
    "mastodon": [
        "https://inv.example/users/ann/statuses/111000000000000001",
        "https://inv.example/users/ann/statuses/111000000000000001/activity",
        "https://pleroma.inv.example/objects/3692e72b-afe6-46ce-8edf-057f8b43d660",
        "tag:inv.example,2016-11-22:objectId=1:objectType=Status",
    ],
}
NO_TWEET_IDS = (
    "", "x", "12345678901234567890", "9223372036854775808", "at://did:plc:x/app.bsky.feed.like/3k", "at://did:plc:x/app.bsky.feed.post/",
    "did:plc:x", "ann@inv.example", "https://inv.example", "https://inv.example/a b", "ftp://inv.example/1",
)  # fmt: skip
USER_IDS = {
    "x": ["9001", str(FIRST_USER_ID)],
    "bluesky": ["did:plc:abcdefghijklmnopqrstuvwx", "did:web:inv.example"],
    "mastodon": ["ann@inv.example", "a_n.n-1@xn--inv-5ya.example", "ann@inv.example:3000", "añn@ínv.example"],
}
NO_USER_IDS = (
    "", "ann", "did:", "did:PLC", "@inv.example", "9999999999999999999", "ann@", "a@b@c", "https://inv.example/@ann",
    "1 2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("macro", "pattern", "ids", "others"),
    [("is_tweet_id", TWEET_ID, TWEET_IDS, NO_TWEET_IDS), ("is_user_id", USER_ID, USER_IDS, NO_USER_IDS)],
    ids=["tweets", "users"],
)
def test_the_tables_allow_what_the_readers_take_and_each_platform_its_own_alone(
    warehouse: Warehouse, macro: str, pattern: str, ids: dict[str, list[str]], others: tuple[str, ...]
) -> None:
    create_macros(warehouse.connection)

    def platforms_of(text: str) -> list[str]:
        found = warehouse.connection.execute(
            f"select platform from (select unnest($platforms) as platform) where {macro}($text, platform)",
            {"platforms": list(PLATFORMS), "text": text},
        ).fetchall()
        [(allowed,)] = warehouse.connection.execute(
            "select regexp_full_match($text, $pattern)", {"text": text, "pattern": pattern}
        ).fetchall()
        assert allowed == bool(found), text
        assert allowed == bool(re.fullmatch(pattern, text)), text
        return [row[0] for row in found]

    for platform, good in ids.items():
        assert [platforms_of(text) for text in good] == [[platform]] * len(good)
    assert [platforms_of(text) for text in others] == [[]] * len(others)


MAP = """
[[column_map]]
name = "all"
columns.platform = "network"
columns.tweet_id = "id"
columns.author_handle = "who"
columns.author_id = "did"
columns.created_at = "at"
columns.text = "words"
columns.like_count = "likes"
"""
ROWS = """network,id,who,did,at,words,likes
x,1345747200000000001,ann,9001,2021-01-05,RT @bob: &amp; #One,1
bluesky,at://did:plc:a/app.bsky.feed.post/1,Ann.a.uk,did:plc:a,2021-01-05,@bob.a.example RT @x &amp; #One m@a.uk,2
bsky.app,at://did:plc:a/app.bsky.feed.post/2,ann.other.example,did:plc:a,2021-01-06,not @bob… https://x.com/i/web/status/1,2
bluesky,at://did:plc:b/app.bsky.feed.post/3,handle.invalid,did:plc:b,2021-01-06,words,2
bluesky,at://did:plc:c/app.bsky.feed.post/4,handle.invalid,did:plc:c,2021-01-06,words,2
Mastodon,https://i.example/users/Ann/statuses/1,Ann@I.example,@Ann@I.example,2021-01-05,"@bob@far.example, @cy #One",3
mastodon,https://i.example/@Ann/1,ann@i.example,,2021-01-05,"@bob@far.example, @cy #One",3
mastodon,1345747200000000009,ann@inv.example,,2021-01-05,a number of one server,3
threads,1345747200000000008,ann,,2021-01-05,words,3
"""


JSON_MAP = """
[[column_map]]
name = "json"
constants.platform = "mastodon"
columns.tweet_id = "link"
columns.author_handle = "who"
columns.created_at = "at"
columns.text = "words"
"""


def test_a_map_of_json_reads_addresses_and_html_of_its_platform(warehouse: Warehouse, tmp_path: Path) -> None:
    study = make_study(tmp_path, settings=JSON_MAP)
    post = {"link": "https://phoenix.example/@ann/1", "who": "https://phoenix.example/@ann",
            "at": "2021-01-05T00:00:00Z", "words": "<p>one</p><p>two &amp; three</p>"}  # fmt: skip
    put(study, "posts.jsonl", json.dumps(post) + "\n")
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute("select platform, tweet_id, author_handle, text from raw_tweets").fetchall()
    assert found == [
        ("mastodon", "https://phoenix.example/users/ann/statuses/1", "ann@phoenix.example", "one\n\ntwo & three")
    ]


def test_a_window_of_three_platforms_keeps_them_apart(warehouse: Warehouse, tmp_path: Path) -> None:
    study = make_study(tmp_path, settings=MAP)
    put(study, "all.csv", ROWS)
    read_window(warehouse, study, WINDOW)
    for table in (IDENTITIES, TWEETS, TWEET_MENTIONS):
        patterns = tweet_patterns() if table is TWEETS else {}
        warehouse.replace_window(table, WINDOW, **patterns)
    rejected = warehouse.connection.execute("select row_number, reason from rejected_rows order by all").fetchall()
    assert rejected == [
        (8, "tweet id 1345747200000000009 is not the address of a post of mastodon"),
        (9, "platform threads is not read: x, bluesky and mastodon are"),
    ]
    tweets = warehouse.connection.execute(
        "select platform, author, author_id, tweet_type, text, text_is_cut, mention_handles, hashtags, rows_collected"
        " from tweets order by platform, tweet_id"
    ).fetchall()
    assert tweets == [
        ("bluesky", "ann.other.example", "did:plc:a", "tweet", "@bob.a.example RT @x &amp; #One m@a.uk",
         False, ["bob.a.example"], ["One"], 1),
        ("bluesky", "ann.other.example", "did:plc:a", "tweet",
         "not @bob… https://x.com/i/web/status/1", False, [], [], 1),
        ("bluesky", "id:did:plc:b", "did:plc:b", "tweet", "words", False, [], [], 1),
        ("bluesky", "id:did:plc:c", "did:plc:c", "tweet", "words", False, [], [], 1),
        ("mastodon", "ann@i.example", "ann@i.example", "reply", "@bob@far.example, @cy #One", False,
         ["bob@far.example"], ["One"], 2),
        ("x", "ann", "9001", "retweet", "& #One", False, ["bob"], ["One"], 1),
    ]  # fmt: skip
    named = warehouse.connection.execute("select account, kind from tweet_mentions order by all").fetchall()
    assert named == [("bob", "retweeted"), ("bob.a.example", "mention"), ("bob@far.example", "replied_to")]
