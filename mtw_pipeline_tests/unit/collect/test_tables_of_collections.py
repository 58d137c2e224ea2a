"""What was collected is read as tweets: every post once, with its latest counts, and nothing that only looks so."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mtw_pipeline.collect.marked_hashtags import holds_hashtag
from mtw_pipeline.exports.formats.documents import bluesky_api
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.platforms.bench import FIRST, WINDOW, Bench
from mtw_pipeline_tests.platforms.bluesky import APP_PASSWORD, HANDLE, BlueskyServer, post, posts
from mtw_pipeline_tests.platforms.jetstream import JetstreamServer, post_event, repost_event
from mtw_pipeline_tests.platforms.mastodon import MastodonServer, statuses
from mtw_pipeline_tests.unit.collect.test_listening import Ears


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTW_BLUESKY_HANDLE", HANDLE)
    monkeypatch.setenv("MTW_BLUESKY_APP_PASSWORD", APP_PASSWORD)
    monkeypatch.delenv("MTW_KEYS", raising=False)


def read(bench: Bench, warehouse: Warehouse) -> None:
    """Fill raw_tweets, rejected_rows and tweets from the window's files."""
    read_window(warehouse, bench.study, WINDOW)
    for table in (IDENTITIES, TWEETS):
        warehouse.replace_window(table, WINDOW, **(tweet_patterns() if table is TWEETS else {}))


def rows(warehouse: Warehouse, statement: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(statement).fetchall()


def uris(found: Sequence[object]) -> set[object]:
    return {one["uri"] for one in found}  # type: ignore[index]


def test_posts_of_a_search_are_tweets_once_and_what_looks_like_them_is_rejected(
    tmp_path: Path, warehouse: Warehouse
) -> None:
    made = posts(230, FIRST, timedelta(minutes=30))
    looks_like = [post(900 + number, FIRST, text="nur der Text: mtwtest", facets=False) for number in range(3)]
    assert made[-1]["likeCount"] == 4
    with BlueskyServer([*made, *looks_like], most=150) as server:
        bench = Bench(tmp_path / "study", "bluesky", f'servers = ["{server.address}"]')
        bench.collect()
        server.posts = [{**one, "likeCount": 1} for one in made[:-1]]
        bench.clock.time += timedelta(days=1)
        bench.refresh()
    read(bench, warehouse)
    assert rows(warehouse, "select platform, count(*), count(distinct tweet_id) from tweets group by all") == [
        ("bluesky", 230, 230)
    ]
    assert rows(warehouse, "select like_count, count(*) from tweets group by all order by all") == [
        (1, 229), (4, 1),
    ]  # fmt: skip
    assert bench.gone() == [made[-1]["uri"]]
    assert rows(warehouse, "select count(*) from rejected_rows where reason like '%none of the hashtags%'") == [(3,)]
    assert rows(warehouse, "select count(*) > 450 from raw_tweets") == [(True,)], "what was collected before stays"


@pytest.mark.parametrize(
    ("asked", "tag", "is_held"),
    [
        ("Café", "cafe\u0301", True), ("Café", "CAFÉ", True), ("foo", "#foo", True), ("foo", "＃Foo", True),
        ("foo", "foo ", True), ("foo", "food", False), ("straße", "STRASSE", False), ("strasse", "straße", False),
    ],
)  # fmt: skip
def test_what_is_collected_for_a_hashtag_is_what_its_reader_takes(asked: str, tag: str, is_held: bool) -> None:
    """As study.toml compares them: in any case, however their accents are written, with # or without."""
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": tag}]
    facets = [{"index": {"byteStart": 0, "byteEnd": 1}, "features": features}]
    made = post(1, FIRST, text="Tag eins")
    record = {**made["record"], "facets": facets}  # type: ignore[dict-item]
    assert holds_hashtag(record, [asked]) is is_held
    page = {"posts": [{**made, "record": record}], "__mtw": {"hashtags": [asked]}}
    [(row, reason, _)] = bluesky_api.rows_of(page)
    assert (row is not None, reason is None) == (is_held, is_held)


def test_one_post_of_several_servers_is_one_tweet(tmp_path: Path, warehouse: Warehouse) -> None:
    made = statuses(30, FIRST, timedelta(hours=2))
    with MastodonServer(made[:20]) as one, MastodonServer(made[10:]) as other:
        bench = Bench(tmp_path / "study", "mastodon", f'servers = ["{one.address}", "{other.address}"]')
        bench.collect()
        other.statuses = [{**it, "favourites_count": 1} for it in made[10:]]
        one.statuses = [{**it, "favourites_count": 1} for it in made[:20]]
        bench.clock.time += timedelta(days=1)
        bench.refresh()
    read(bench, warehouse)
    assert rows(warehouse, "select platform, count(*), min(like_count), max(like_count) from tweets group by all") == [
        ("mastodon", 30, 1, 1)
    ]
    assert rows(warehouse, "select count(*) from rejected_rows") == [(0,)]


@pytest.mark.parametrize("home_is_first", [True, False])
def test_what_the_author_s_server_counts_is_not_hidden_by_a_server_that_is_asked_after_it(
    tmp_path: Path, warehouse: Warehouse, home_is_first: bool
) -> None:
    """A server counts what reached it; which is asked last says nothing. What is gone a day later is gone."""
    whole = [{**it, "favourites_count": 10, "reblogs_count": 4} for it in statuses(5, FIRST, timedelta(hours=2))]
    partly = [{**it, "favourites_count": 1, "reblogs_count": 0} for it in whole]
    likes = "select like_count, retweet_count, count(*) from tweets group by all"
    pair = (whole, partly) if home_is_first else (partly, whole)
    with MastodonServer(pair[0]) as one, MastodonServer(pair[1]) as other:
        bench = Bench(tmp_path / "study", "mastodon", f'servers = ["{one.address}", "{other.address}"]')
        for _ in range(2):
            with bench.collection() as collection:
                collection.make(collection.works()[0])
            bench.clock.time += timedelta(hours=3)
        read(bench, warehouse)
        assert rows(warehouse, likes) == [(10, 4, 5)]
        for server in (one, other):
            server.statuses = [{**it, "favourites_count": 7, "reblogs_count": 3} for it in whole]
        bench.clock.time += timedelta(days=1)
        bench.refresh()
    read(bench, warehouse)
    assert rows(warehouse, likes) == [(7, 3, 5)]


def test_posts_and_reposts_of_the_stream_are_tweets(tmp_path: Path, warehouse: Warehouse) -> None:
    with BlueskyServer() as server:
        bench = Bench(tmp_path / "study", "bluesky", f'servers = ["{server.address}"]')
        at = datetime(2026, 11, 5, 12, tzinfo=UTC)
        bench.clock.time = at + timedelta(minutes=1)
        event = post_event(1, at)
        address = f"at://{event['did']}/app.bsky.feed.post/{event['commit']['rkey']}"  # type: ignore[index]
        with JetstreamServer([event, repost_event("did:plc:ada", at, "3krepost", address)]) as stream:
            Ears(bench.study, bench.clock).listen(stream)
    read(bench, warehouse)
    assert rows(warehouse, "select tweet_type, like_count, created_at from tweets order by tweet_type") == [
        ("retweet", None, at.replace(tzinfo=None)), ("tweet", None, at.replace(tzinfo=None)),
    ]  # fmt: skip
    assert rows(warehouse, "select count(*) from rejected_rows") == [(0,)]
