"""Crosstabs of variables of which a tweet has several categories, against sums of scipy's and permutations by hand."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from mtw_pipeline.coding.tables.several_categories import Pattern, has_several, several_categories_test
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.settings.coding import CROSSED_ONLY
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.coding import SAMPLE
from mtw_pipeline.warehouse.tables.coding_results import CODE_CROSSTABS, TWEET_CATEGORIES
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.network import LEADERS, USER_METRICS
from mtw_pipeline.warehouse.tables.text import SENTIMENT_SCORES
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW

Tweet = tuple[tuple[int, ...], tuple[int, ...]]

SEVERAL = st.sets(st.integers(1, 3)).map(lambda found: tuple(sorted(found)))
ONE = st.integers(1, 3).map(lambda found: (found,))


def patterns_of(tweets: list[Tweet]) -> list[Pattern]:
    return [Pattern(list(rows), list(columns), count) for (rows, columns), count in Counter(tweets).items()]


def sum_of_chi_squares(tweets: list[Tweet], *, whole_rows: bool) -> float:
    """Pearson's statistic of each category of the columns, by scipy, against the rows whole or each by itself."""
    rows = sorted({place for tweet, _ in tweets for place in tweet})
    columns = sorted({place for _, tweet in tweets for place in tweet})
    total = 0.0
    for column in columns:
        counts = np.array([[_tweets(tweets, row, column, has=has) for has in (True, False)] for row in rows])
        tables = [counts]
        if not whole_rows:
            everywhere = np.array([sum(column in tweet for _, tweet in tweets), 0])
            everywhere[1] = len(tweets) - everywhere[0]
            tables = [np.array([of_row, everywhere - of_row]) for of_row in counts]
        for table in tables:
            kept = table[table.sum(axis=1) > 0]
            if kept.sum(axis=0).all() and len(kept) > 1:
                total += chi2_contingency(kept, correction=False).statistic
    return total


def _tweets(tweets: list[Tweet], row: int, column: int, *, has: bool) -> int:
    return sum(row in one and (column in other) == has for one, other in tweets)


@given(st.lists(st.tuples(ONE, SEVERAL), min_size=2, max_size=30))
def test_the_statistic_is_the_sum_of_the_chi_squares_of_each_category(tweets: list[Tweet]) -> None:
    found = several_categories_test(patterns_of(tweets), seed=1)
    theirs = sum_of_chi_squares(tweets, whole_rows=True)
    if all(len(columns) == 1 for _, columns in tweets):
        return
    assert found.tweets == len(tweets)
    assert (found.chi_square or 0.0) == pytest.approx(theirs, abs=1e-9)
    assert found.p_value is None or 0 < found.p_value <= 1


@given(st.lists(st.tuples(SEVERAL, SEVERAL), min_size=2, max_size=30))
def test_two_variables_of_several_categories_have_the_sum_of_all_pairs(tweets: list[Tweet]) -> None:
    if any(all(len(tweet[side]) == 1 for tweet in tweets) for side in (0, 1)):
        return
    found = several_categories_test(patterns_of(tweets), seed=1)
    assert (found.chi_square or 0.0) == pytest.approx(sum_of_chi_squares(tweets, whole_rows=False), abs=1e-9)


def test_p_is_the_share_of_all_arrangements_that_are_as_far_from_chance() -> None:
    """Six tweets: every way of giving the column's patterns to the tweets is counted, the exact p."""
    rows = [(1,), (1,), (1,), (2,), (2,), (2,)]
    columns = [(1, 2), (1,), (1, 2), (), (2,), ()]
    observed = sum_of_chi_squares(list(zip(rows, columns, strict=True)), whole_rows=True)
    statistics = [
        sum_of_chi_squares(list(zip(rows, way, strict=True)), whole_rows=True) for way in permutations(columns)
    ]
    exact = sum(one >= observed - 1e-9 for one in statistics) / len(statistics)
    found = several_categories_test(patterns_of(list(zip(rows, columns, strict=True))), seed=1)
    assert found.p_value == pytest.approx(exact, abs=0.02)
    assert several_categories_test(patterns_of(list(zip(rows, columns, strict=True))), seed=1) == found
    assert found.method == "Bilder and Loughin's sum of chi-squares, 9,999 permutations, seed 1"


def test_what_never_varies_has_no_test() -> None:
    found = several_categories_test(patterns_of([((1,), (1, 2)), ((2,), (1, 2))]), seed=1)
    assert (found.tweets, found.chi_square, found.p_value) == (2, None, None)
    assert "same in all" in found.reason


def test_ordinary_tables_are_told_apart() -> None:
    assert has_several(patterns_of([((1,), ())]))
    assert has_several(patterns_of([((1, 2), (1,))]))
    assert not has_several(patterns_of([((1,), (1,)), ((2,), (3,))]))


def plant(warehouse: Warehouse, table: Table, *rows: dict[str, object]) -> None:
    """Rows of a table of which only some columns matter here."""
    for row in rows:
        cells = {"collection_window": WINDOW.key, **row}
        warehouse.connection.execute(
            f"insert into {table.name} by name select {', '.join(f'${name} as {name}' for name in cells)}", cells
        )


def plant_three_tweets(warehouse: Warehouse) -> None:
    """One uses its own hashtag and an emoji, one nothing but the study's hashtag, one a link."""
    plant(
        warehouse, TWEETS,
        {"tweet_id": "1", "author": "ana", "hashtags": ["Study", "seo"], "emoji_count": 2, "url_count": 0},
        {"tweet_id": "2", "author": "ben", "hashtags": ["STUDY"], "emoji_count": 0, "url_count": 0},
        {"tweet_id": "3", "author": "cy", "hashtags": [], "emoji_count": 0, "url_count": 1},
        {"tweet_id": "4", "author": "ana", "hashtags": ["seo"], "emoji_count": 0, "url_count": 0},
    )  # fmt: skip
    plant(warehouse, SAMPLE, *({"tweet_id": one} for one in "123"))
    plant(
        warehouse, SENTIMENT_SCORES,
        {"tweet_id": "2", "scorer": "vader 1", "label": "positive"},
        {"tweet_id": "2", "scorer": "word_list (a, b)", "label": "neutral"},
        {"tweet_id": "3", "scorer": "house/model@1", "label": "negative"},
    )  # fmt: skip
    plant(
        warehouse, LEADERS,
        {"layer": "all", "leads_by": "indegree", "rank": 1, "account": "ana", "class": "media"},
        {"layer": "all", "leads_by": "outdegree", "rank": 1, "account": "ana", "class": "media"},
        {"layer": "name", "leads_by": "indegree", "rank": 1, "account": "ben", "class": "company"},
    )  # fmt: skip
    plant(
        warehouse, USER_METRICS,
        {"layer": "all", "account": "ana", "community": 2},
        {"layer": "all", "account": "ben", "community": 6},
        {"layer": "name", "account": "cy", "community": 1},
    )  # fmt: skip


def test_every_category_of_a_sampled_tweet_stands_there_once(warehouse: Warehouse) -> None:
    plant_three_tweets(warehouse)
    warehouse.replace_window(TWEET_CATEGORIES, WINDOW, study_hashtags=["study"])
    found = warehouse.connection.execute("select tweet_id, variable, category from tweet_categories").fetchall()
    assert sorted(found) == [
        ("1", "community", "community 2"), ("1", "leader_class", "media"), ("1", "resources", "emoji"),
        ("1", "resources", "hashtags"),
        ("2", "community", "smaller communities"), ("2", "leader_class", "no leader"), ("2", "resources", "none"),
        ("2", "sentiment_vader", "positive"), ("2", "sentiment_word_list", "neutral"),
        ("3", "community", "no community"), ("3", "leader_class", "no leader"), ("3", "resources", "links"),
        ("3", "sentiment_transformer", "negative"),
    ]  # fmt: skip


def test_margins_are_tweets_where_tweets_have_several_categories(warehouse: Warehouse) -> None:
    plant_three_tweets(warehouse)
    warehouse.replace_window(TWEET_CATEGORIES, WINDOW, study_hashtags=["study"])
    warehouse.replace_window(CODE_CROSSTABS, WINDOW, row_variables=["leader_class"], column_variables=["resources"])
    found = warehouse.connection.execute(
        "select row_category, column_category, tweets, row_tweets, column_tweets, all_tweets, percent_of_row"
        " from code_crosstabs order by row_order, column_order"
    ).fetchall()
    assert found == [
        ("media", "hashtags", 1, 1, 1, 3, 100.0), ("media", "emoji", 1, 1, 1, 3, 100.0),
        ("media", "links", 0, 1, 1, 3, 0.0), ("media", "none", 0, 1, 1, 3, 0.0),
        ("no leader", "hashtags", 0, 2, 1, 3, 0.0), ("no leader", "emoji", 0, 2, 1, 3, 0.0),
        ("no leader", "links", 1, 2, 1, 3, 50.0), ("no leader", "none", 1, 2, 1, 3, 50.0),
    ]  # fmt: skip
    asked = {"collection_window": WINDOW.key, "row_variables": ["leader_class"], "column_variables": ["resources"]}
    assert warehouse.query("coding/crosstab_patterns", asked).fetchall() == [
        ("leader_class", "resources", [1], [1, 2], 1),
        ("leader_class", "resources", [1_000_000], [], 1),
        ("leader_class", "resources", [1_000_000], [4], 1),
    ]


def with_crosstab(*pair: str) -> StudySettings:
    return StudySettings.model_validate({"title": "t", "hashtags": ["a"], "coding": {"crosstabs": [pair]}})


def test_settings_take_what_can_be_crossed_and_nothing_else() -> None:
    for name in CROSSED_ONLY:
        settings = StudySettings.model_validate(
            {"title": "t", "hashtags": ["a"], "coding": {"crosstabs": [["purpose", name]]}}
        )
        assert settings.coding.crosstabs == (("purpose", name),)
    for other, said in (("likes", "coding.crosstabs: there is no variable 'likes'"), ("purpose", "beside itself")):
        with pytest.raises(ValueError, match=said):
            with_crosstab("purpose", other)
