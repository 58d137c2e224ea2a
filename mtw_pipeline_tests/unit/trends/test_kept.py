"""Trends of a study that grows: what is taken from before is what would be measured, and only the rest is measured."""

from collections.abc import Callable, Mapping

import pytest

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.trends.kept import store
from mtw_pipeline.trends.measuring import measure_trends
from mtw_pipeline.trends.rows import Trends
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.own_tables import TREND_CONTENTS
from mtw_pipeline_tests.planted_rows import plant, tweet

MONTHS = [CollectionWindow.from_key(f"2021-{month:02}-01_2021-{month:02}-28") for month in range(1, 6)]
FIRST, SECOND, THIRD, FOURTH, FIFTH = MONTHS


def add(warehouse: Warehouse, window: CollectionWindow, word: str = "day", replies: int = 5) -> None:
    """20 authors, some of whom post in the window before and after too, with two words and a hashtag."""
    month = window.start.month
    rows = [
        {
            **tweet(1 + number, tweet_type="reply" if number < replies + month else "tweet"),
            "tweet_id": f"{month}{number:03}", "author": f"author_{number + 7 * month:03}", "emoji_count": number % 3,
        }
        for number in range(20)
    ]  # fmt: skip
    plant(warehouse, "tweets", rows, window)
    tokens = [
        {
            "tweet_id": row["tweet_id"], "author": row["author"], "word_count": 2,
            "tokens": f"the {word}" if place % 4 else "the rest",
        }
        for place, row in enumerate(rows)
    ]  # fmt: skip
    plant(warehouse, "tweet_tokens", tokens, window)
    plant(warehouse, "word_frequencies", [{"word": one, "uses": 9, "tweets": 9} for one in (word, "rest")], window)
    tagged = [{"tweet_id": row["tweet_id"], "hashtag": "one"} for row in rows[::2]]
    plant(warehouse, "tweet_hashtags", tagged, window)
    shares = {"variable": "purpose", "category": "action", "tweets": month, "coded_tweets": 20, "is_computed": False}
    plant(warehouse, "code_frequencies", [shares], window)


def remove(warehouse: Warehouse, window: CollectionWindow) -> None:
    for table in ("tweets", "tweet_tokens", "word_frequencies", "tweet_hashtags", "code_frequencies"):
        given = {"window": window.key}
        warehouse.connection.execute(f"delete from {table} where collection_window = $window", given)


def measured(warehouse: Warehouse, study: Study) -> Trends:
    """As a run does it, tables and record included."""
    found = measure_trends(warehouse, study, Attempts())
    store(warehouse, study, found)
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The windows whose tweets were summed, as they are."""
    return asked_of("trends/tweet_sums", monkeypatch)


@pytest.fixture
def read_for_terms(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The windows of which words or hashtags alone were summed."""
    return asked_of("trends/totals", monkeypatch)


def asked_of(asked: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The windows that a statement will be asked of."""
    found: list[str] = []
    query = Warehouse.query

    def noted(self: Warehouse, statement: str, parameters: Mapping[str, object] | None = None) -> object:
        if statement == asked and parameters is not None:
            windows = parameters["windows"]
            assert isinstance(windows, list)
            found.extend(windows)
        return query(self, statement, parameters)

    monkeypatch.setattr(Warehouse, "query", noted)
    return found


def change(warehouse: Warehouse) -> None:
    remove(warehouse, THIRD)
    add(warehouse, THIRD, replies=1)


CASES: dict[str, tuple[Callable[[Warehouse], None], tuple[CollectionWindow, ...]]] = {
    "nothing": (lambda _: None, ()),
    "at the end": (lambda warehouse: add(warehouse, FIFTH), (FOURTH, FIFTH)),
    "in the middle": (lambda warehouse: add(warehouse, SECOND), (FIRST, SECOND, THIRD)),
    "changed": (change, (FIRST, THIRD, FOURTH)),
    "gone": (lambda warehouse: remove(warehouse, THIRD), (FIRST, FOURTH)),
    "of other words": (lambda warehouse: add(warehouse, FIFTH, word="night"), (FOURTH, FIFTH)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_study_that_grew_has_the_trends_of_one_measured_whole(
    case: str, warehouse: Warehouse, study: Study, read: list[str]
) -> None:
    grow, expected = CASES[case]
    for window in (FIRST, THIRD, FOURTH):
        add(warehouse, window)
    measured(warehouse, study)
    grow(warehouse)
    read.clear()
    grown = measured(warehouse, study)
    assert read == [window.key for window in expected], "windows that did not change, and have their neighbour, stay"
    warehouse.connection.execute(f"delete from {TREND_CONTENTS.name}")
    assert measured(warehouse, study) == grown
    assert {one.term for one in grown.points if one.topic == "words"} >= {"day", "rest"}
    assert [one.p_value for one in grown.changes if one.topic == "types"]


def test_a_term_that_comes_back_is_measured_where_it_was_not(
    warehouse: Warehouse, study: Study, read_for_terms: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The most used hashtag is one, then two, then one again; so are the most used words."""
    monkeypatch.setattr("mtw_pipeline.trends.reading.TOP", 1)
    for window in (FIRST, SECOND):
        add(warehouse, window)
    tag_all(warehouse, FIRST, "two")
    assert terms_of(measured(warehouse, study)) == {"day", "#one"}
    add(warehouse, THIRD)
    tag_all(warehouse, THIRD, "two")
    use(warehouse, THIRD, "rest", tweets=20)
    grown = measured(warehouse, study)
    assert terms_of(grown) == {"rest", "#two"}
    assert read_for_terms == [FIRST.key], "of the others all is measured, or they are beside none that is"
    read_for_terms.clear()
    for window in (FOURTH, FIFTH):
        add(warehouse, window)
    tag_all(warehouse, FIFTH, "one")
    use(warehouse, FIFTH, "day", tweets=40)
    back = measured(warehouse, study)
    assert terms_of(back) == {"day", "#one"}
    assert read_for_terms == [SECOND.key], "the third is made anew whole, the first has its measures"
    warehouse.connection.execute(f"delete from {TREND_CONTENTS.name}")
    assert measured(warehouse, study) == back


def tag_all(warehouse: Warehouse, window: CollectionWindow, hashtag: str) -> None:
    tagged = [{"tweet_id": f"{window.start.month}{number:03}", "hashtag": hashtag} for number in range(20)]
    plant(warehouse, "tweet_hashtags", tagged, window)


def use(warehouse: Warehouse, window: CollectionWindow, word: str, *, tweets: int) -> None:
    plant(warehouse, "word_frequencies", [{"word": word, "uses": tweets, "tweets": tweets}], window)


def terms_of(trends: Trends) -> set[str]:
    return {one.term for one in trends.points if one.topic in ("words", "hashtags")}


def test_rows_that_another_wrote_are_measured_again(warehouse: Warehouse, study: Study, read: list[str]) -> None:
    for window in (FIRST, THIRD, FOURTH):
        add(warehouse, window)
    found = measured(warehouse, study)
    warehouse.connection.execute("delete from window_trends where topic = 'types'")
    read.clear()
    assert measured(warehouse, study) == found
    assert read == [window.key for window in (FIRST, THIRD, FOURTH)]


def test_what_was_left_out_is_tried_again(
    warehouse: Warehouse, study: Study, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for window in (FIRST, THIRD):
        add(warehouse, window)
    with monkeypatch.context() as failing:
        failing.setattr("mtw_pipeline.trends.reading.term_ratios", lambda _: 1 / 0)
        assert "words" not in {one.topic for one in measured(warehouse, study).points}
    assert "words" in {one.topic for one in measured(warehouse, study).points}
