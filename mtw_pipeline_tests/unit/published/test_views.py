"""Views on planted tables: what a count of nothing must not hide, and whose counts a row tells."""

from datetime import date, datetime

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW


def plant(warehouse: Warehouse, table: str, columns: str, *rows: tuple[object, ...]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    for row in rows:
        warehouse.connection.execute(f"insert into {table} ({columns}) values ({marks})", list(row))


def test_a_window_of_ties_or_of_refused_files_stands_among_the_windows(warehouse: Warehouse) -> None:
    plant(
        warehouse, "collection_exports", "collection_window, export_file, status, rows_read",
        (WINDOW.key, "ties.csv", "read", 7), ("2021-02-01_2021-02-02", "notes.txt", "refused", 0),
    )  # fmt: skip
    assert [row[:5] for row in warehouse.query("published/views/v_windows").fetchall()] == [
        (WINDOW.key, 1, 7, 0, 0),
        ("2021-02-01_2021-02-02", 0, 0, 0, 0),
    ]


def test_languages_are_counted_window_by_window(warehouse: Warehouse) -> None:
    plant(
        warehouse, "tweets", "collection_window, tweet_id, author, language",
        (WINDOW.key, "1", "ann", "es"), (WINDOW.key, "2", "ann", "es"), (WINDOW.key, "3", "bob", None),
        ("2021-02-01_2021-02-02", "4", "ann", "en"),
    )  # fmt: skip
    assert warehouse.query("published/views/v_languages").fetchall() == [
        (WINDOW.key, "es", 2, 1),
        (WINDOW.key, None, 1, 1),
        ("2021-02-01_2021-02-02", "en", 1, 1),
    ]


def test_a_tweet_stands_with_its_own_counts_scores_groups_and_codes(warehouse: Warehouse) -> None:
    columns = "collection_window, tweet_id, created_at, author, is_retweet, metrics_of, like_count, original_like_count"
    at = datetime(2021, 1, 10, 23)  # a Sunday
    plant(
        warehouse, "tweets", columns,
        (WINDOW.key, "1", at, "ann", False, "own", 7, None), (WINDOW.key, "2", at, "bob", True, "own", 0, 70),
        (WINDOW.key, "3", at, "bob", True, "original", 70, None),
    )  # fmt: skip
    plant(
        warehouse, "sentiment_scores", "collection_window, tweet_id, scorer, label, compound",
        (WINDOW.key, "1", "vader 3", "positive", 0.5), (WINDOW.key, "1", "word_list (a)", "neutral", 0.0),
        (WINDOW.key, "1", "a model", "negative", -0.2),
    )  # fmt: skip
    plant(warehouse, "account_groups", "collection_window, account, community", (WINDOW.key, "ann", "community 1"))
    plant(warehouse, "sample", "collection_window, tweet_id, draw_order", (WINDOW.key, "1", 3))
    plant(
        warehouse, "coded_tweets", "collection_window, tweet_id, variable, code, decision",
        (WINDOW.key, "1", "purpose", "action", "alike"), (WINDOW.key, "1", "topics", "b", "alike"),
        (WINDOW.key, "1", "topics", "a", "alike"), (WINDOW.key, "1", "tweet_type", "tweet", "computed"),
    )  # fmt: skip
    rows = warehouse.query("published/views/v_tweets").to_arrow_table().to_pylist()
    assert [(row["likes"], row["original_likes"]) for row in rows] == [(7, None), (None, 70), (None, 70)]
    first = rows[0]
    assert (first["week"], first["community"], first["draw_order"]) == (date(2021, 1, 4), "community 1", 3)
    assert (first["vader_label"], first["word_list_label"], first["transformer_compound"]) == (
        "positive", "neutral", -0.2,
    )  # fmt: skip
    assert (first["purpose"], first["learning_strategies"]) == ("action", None)
    assert first["all_codes"] == ["purpose: action", "topics: a", "topics: b"]


def test_a_week_at_the_end_of_a_window_tells_how_many_of_its_days_lie_in_it(warehouse: Warehouse) -> None:
    plant(
        warehouse, "tweets", "collection_window, tweet_id, created_at, author, tweet_type",
        (WINDOW.key, "1", datetime(2021, 1, 1), "ann", "tweet"),
        (WINDOW.key, "2", datetime(2021, 1, 4), "ann", "reply"),
        (WINDOW.key, "3", datetime(2021, 1, 31, 23), "bob", "tweet"),
    )  # fmt: skip
    share = "collection_window, grouped_by, group_name, week, variable, category, percent"
    plant(
        warehouse, "group_frequencies", share,
        (WINDOW.key, "week", "2021-01-04", date(2021, 1, 4), "sentiment_vader", "positive", 100.0),
    )  # fmt: skip
    rows = warehouse.query("published/views/v_weeks").to_arrow_table().to_pylist()
    assert [(row["week"], row["days"], row["tweets"], row["vader_positive_percent"]) for row in rows] == [
        (date(2020, 12, 28), 3, 1, None), (date(2021, 1, 4), 7, 1, 100.0), (date(2021, 1, 25), 7, 1, None),
    ]  # fmt: skip
    assert [row["vader_negative_percent"] for row in rows] == [None, 0.0, None]
