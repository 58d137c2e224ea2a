"""Netlytic's CSV, which marks nothing: what a retweet and a reply are shows in the text alone."""

from collections.abc import Iterator

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import NETLYTIC_COLUMNS, WINDOW, csv_text, make_study, netlytic_row, put
from mtw_pipeline_tests.warehouses import EmptyWarehouses

TEXTS = {
    1: "an invented sentence with #OneTag",
    2: "RT @inv_9: an invented sentence that was cut off before its …",
    3: "@inv_9 an invented answer, .@inv_8 too",
    4: "an address https://t.co/invented1",
}


@pytest.fixture(scope="module")
def tweets(tmp_path_factory: pytest.TempPathFactory, empty_warehouses: EmptyWarehouses) -> Iterator[Warehouse]:
    study = make_study(tmp_path_factory.mktemp("netlytic") / "study")
    put(study, "a.csv", csv_text([netlytic_row(n, description=text) for n, text in TEXTS.items()], NETLYTIC_COLUMNS))
    with empty_warehouses.lent() as warehouse:
        read_window(warehouse, study, WINDOW)
        warehouse.replace_window(IDENTITIES, WINDOW)
        warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
        yield warehouse


def column(warehouse: Warehouse, expression: str) -> list[object]:
    found = warehouse.connection.execute(f"select {expression} from tweets order by row_number").fetchall()
    return [value for (value,) in found]


def test_the_id_is_that_of_the_address_and_not_the_row_number(tweets: Warehouse) -> None:
    assert column(tweets, "tweet_id") == [str(1_345_000_000_000_000_000 + number) for number in TEXTS]


def test_types_are_read_from_the_text(tweets: Warehouse) -> None:
    assert column(tweets, "tweet_type") == ["tweet", "retweet", "reply", "tweet"]
    assert column(tweets, "retweeted") == [None, "inv_9", None, None]
    assert column(tweets, "replied_to") == [None, None, "inv_9", None]
    assert column(tweets, "text_is_cut") == [False, True, False, False]


def test_what_netlytic_cannot_tell_is_null(tweets: Warehouse) -> None:
    for unknown in ("like_count", "retweet_count", "is_quote", "quoted_tweet_id"):
        assert column(tweets, unknown) == [None] * 4
    assert column(tweets, "content_format") == ["text only", None, "text only", None]
    assert column(tweets, "is_text_only") == [True, None, True, None], "cut; the link may be that of a quoted tweet"
    assert column(tweets, "is_reply") == [None, None, True, None], "who goes on with a thread names nobody"


def test_hashtags_mentions_and_links_come_from_the_text(tweets: Warehouse) -> None:
    assert column(tweets, "hashtags") == [["OneTag"], [], [], []]
    assert column(tweets, "mention_handles") == [[], ["inv_9"], ["inv_9", "inv_8"], []]
    assert column(tweets, "url_count") == [0, 0, 0, 1]
