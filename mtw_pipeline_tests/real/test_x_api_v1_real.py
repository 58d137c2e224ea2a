"""A real search envelope of the v1.1 API, counted here straight from its JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import make_study
from mtw_pipeline_tests.warehouses import EmptyWarehouses

WINDOW = CollectionWindow(date(2006, 3, 21), date(2030, 1, 1))


@pytest.fixture(scope="module")
def read(
    realdata: Path, tmp_path_factory: pytest.TempPathFactory, empty_warehouses: EmptyWarehouses
) -> Iterator[tuple[list[Any], Warehouse]]:
    """The statuses as the file has them, and the tables into which it was read."""
    path = realdata / "v1_search" / "twitter.json"
    study = make_study(tmp_path_factory.mktemp("v1") / "study")
    folder = study.incoming_of(WINDOW)
    folder.mkdir(parents=True)
    (folder / "search").symlink_to(path)
    with empty_warehouses.lent() as warehouse:
        read_window(warehouse, study, WINDOW)
        warehouse.replace_window(IDENTITIES, WINDOW)
        warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
        yield json.loads(path.read_text(encoding="utf-8"))["statuses"], warehouse


@pytest.fixture(scope="module")
def counted(read: tuple[list[Any], Warehouse]) -> list[Any]:
    return read[0]


@pytest.fixture(scope="module")
def tables(read: tuple[list[Any], Warehouse]) -> Warehouse:
    return read[1]


def one(tables: Warehouse, expression: str) -> Any:
    return tables.connection.execute(f"select {expression} from tweets").fetchall()[0][0]


def test_every_tweet_is_there_with_its_id_and_type(counted: list[Any], tables: Warehouse) -> None:
    found = tables.connection.execute("select tweet_id, tweet_type from tweets").fetchall()
    kinds = {
        tweet["id_str"]: "retweet"
        if "retweeted_status" in tweet
        else "reply"
        if tweet["in_reply_to_status_id_str"] or tweet["in_reply_to_user_id_str"]
        else "tweet"
        for tweet in counted
    }
    assert dict(found) == kinds
    assert Counter(kinds.values())["retweet"] > 10


def test_likes_hashtags_and_named_accounts_agree(counted: list[Any], tables: Warehouse) -> None:
    own = [tweet for tweet in counted if "retweeted_status" not in tweet]
    shown = [tweet.get("retweeted_status", tweet) for tweet in counted]
    named = sum(
        1
        for tweet, each in zip(counted, shown, strict=True)
        for mention in each["entities"]["user_mentions"]
        if "retweeted_status" not in tweet or mention["screen_name"] != each["user"]["screen_name"]
    )
    assert one(tables, "sum(like_count)") == sum(tweet["favorite_count"] for tweet in own)
    assert one(tables, "sum(hashtag_count)") == sum(len(tweet["entities"]["hashtags"]) for tweet in shown)
    assert one(tables, "sum(len(mention_handles)) - count(*) filter (is_retweet)") == named
    assert one(tables, "count(distinct author)") == len({tweet["user"]["screen_name"].lower() for tweet in counted})


def test_the_text_of_a_retweet_is_the_original_in_full(counted: list[Any], tables: Warehouse) -> None:
    found = dict(tables.connection.execute("select tweet_id, len(text) from tweets where is_retweet").fetchall())
    full = {tweet["id_str"]: len(tweet["retweeted_status"]["text"]) for tweet in counted if "retweeted_status" in tweet}
    assert found.keys() == full.keys()
    assert all(length <= full[tweet_id] for tweet_id, length in found.items())
    assert sum(found.values()) > 0.95 * sum(full.values())
