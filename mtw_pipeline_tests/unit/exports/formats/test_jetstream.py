"""Reposts of the stream: they say by an address alone what they pass on, which stands in a row of whatever file."""

import json

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.documents.bluesky_api import address, did
from mtw_pipeline_tests.unit.exports.formats.test_bluesky_rows import view


def repost(number: int, day: str, of: str) -> str:
    record = {"$type": "app.bsky.feed.repost", "createdAt": f"{day}T10:00:00Z", "subject": {"uri": of, "cid": "b"}}
    commit = {"operation": "create", "collection": "app.bsky.feed.repost", "rkey": f"3k{number}", "record": record}
    return json.dumps({"did": did(9), "time_us": 1_709_840_800_000_000, "kind": "commit", "commit": commit}) + "\n"


def test_a_repost_takes_what_its_original_says_from_another_file_or_is_rejected(
    study: Study, warehouse: Warehouse
) -> None:
    post = view("#Tag", tags=["Tag"], createdAt="2023-01-05T10:00:00Z") | {"likeCount": 5}
    early = view("a year before", number=2, createdAt="2023-01-05T10:00:00Z")
    january = "2023-02-01"
    put(study, "a stream.jsonl", repost(1, "2023-02-02", address(1)) + repost(2, "2023-02-03", address(3)))
    put(study, "b stream.jsonl", repost(3, "2024-02-02", address(1)) + repost(4, january, address(2)))
    put(study, "c search.json", json.dumps({"posts": [post, early]}))
    window = type(WINDOW).between("2023-02-01", "2023-02-28")
    for path in study.exports_of(WINDOW):
        put(study, path.name, path.read_bytes(), window)
    read_window(warehouse, study, window)
    taken = warehouse.connection.execute(
        "select export_file, row_number, text, retweeted_text, retweeted_user_id, retweeted_handle,"
        " retweeted_like_count, hashtags, metrics_of from raw_tweets order by all"
    ).fetchall()
    assert taken == [
        ("a stream.jsonl", 1, "#Tag", "#Tag", did(1), "inv1.inv.example", 5, ["Tag"], "original"),
        ("b stream.jsonl", 2, "a year before", "a year before", did(2), "inv2.inv.example", None, None, "original"),
    ]  # fmt: skip
    rejected = warehouse.connection.execute(
        "select export_file, row_number, reason from rejected_rows where export_file <> 'c search.json' order by all"
    ).fetchall()
    assert rejected == [
        ("a stream.jsonl", 2, "it passes on a post of which no file of the window holds the text"),
        ("b stream.jsonl", 1, "posted 2024-02-02, outside the collection window"),
    ]
    [(rows,)] = warehouse.connection.execute("select sum(rows_read) from collection_exports").fetchall()
    assert rows == len(taken) + len(rejected) + 2


def test_a_repost_of_a_feed_and_of_the_stream_is_one_tweet(study: Study, warehouse: Warehouse) -> None:
    """A feed need not tell its address; the stream does, and of one that was taken back and made again the last."""
    post = view("#Tag", createdAt="2023-02-05T10:00:00Z")
    day = "2023-02-03T10:00:00Z"
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": {"did": did(9), "handle": "nine.inv.example"}}
    put(study, "a feed.json", json.dumps({"feed": [{"post": post, "reason": {**reason, "indexedAt": day}}]}))
    stranger = {**reason, "by": {"did": did(8), "handle": "eight.inv.example"}, "indexedAt": day}
    put(study, "b feed.json", json.dumps({"feed": [{"post": post, "reason": stranger}]}))
    put(study, "c search.json", json.dumps({"posts": [post]}))
    put(study, "d stream.jsonl", repost(1, "2023-02-06", address(1)) + repost(2, "2023-02-07", address(1)))
    unposted = {**reason, "by": {"did": did(7), "handle": "seven.inv.example"}, "indexedAt": day}
    put(study, "e feed.json", json.dumps({"feed": [{"post": post, "reason": unposted}]}))
    untimed = repost(3, "no day", address(1)).replace("1709840800000000", "0")
    put(study, "f stream.jsonl", untimed.replace(did(9), did(7)))
    window = type(WINDOW).between("2023-02-01", "2023-02-28")
    for path in study.exports_of(WINDOW):
        put(study, path.name, path.read_bytes(), window)
    read_window(warehouse, study, window)
    found = warehouse.connection.execute(
        "select author_id, tweet_id, count(*) from raw_tweets where is_retweet group by all order by all"
    ).fetchall()
    stream = f"at://{did(9)}/app.bsky.feed.repost"
    made = [f"at://{did(one)}/app.bsky.feed.repost/{did(1)}:{address(1).rpartition('/')[2]}" for one in (7, 8)]
    assert found == [
        (did(7), made[0], 1), (did(8), made[1], 1), (did(9), f"{stream}/3k1", 1), (did(9), f"{stream}/3k2", 2),
    ], "of one whose time cannot be read nothing is told"  # fmt: skip
