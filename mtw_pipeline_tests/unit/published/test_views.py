"""Views on planted tables: what a count of nothing must not hide."""

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
    assert [row[:5] for row in warehouse.query("published/v_windows").fetchall()] == [
        (WINDOW.key, 1, 7, 0, 0),
        ("2021-02-01_2021-02-02", 0, 0, 0, 0),
    ]


def test_languages_are_counted_window_by_window(warehouse: Warehouse) -> None:
    plant(
        warehouse, "tweets", "collection_window, tweet_id, author, language",
        (WINDOW.key, "1", "ann", "es"), (WINDOW.key, "2", "ann", "es"), (WINDOW.key, "3", "bob", None),
        ("2021-02-01_2021-02-02", "4", "ann", "en"),
    )  # fmt: skip
    assert warehouse.query("published/v_languages").fetchall() == [
        (WINDOW.key, "es", 2, 1),
        (WINDOW.key, None, 1, 1),
        ("2021-02-01_2021-02-02", "en", 1, 1),
    ]
