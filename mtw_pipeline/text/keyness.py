"""The words of each window beside those of all others.

What belongs here: which windows are compared. What does not: the measure (sql/tables/text/word_keyness.sql).
"""

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.text import WORD_KEYNESS
from mtw_pipeline.warehouse.tables.tweets import TWEETS


def compare_windows(warehouse: Warehouse) -> int:
    """Compare the words of every window with those of all others: a new window changes what older ones differ from.

    Returns:
        The number of rows that the table has now.

    Raises:
        LeftOutError: a window has no words because they were left out: no window can be compared with it.
    """
    return sum(warehouse.replace_window(WORD_KEYNESS, window) for window in _windows(warehouse))


def _windows(warehouse: Warehouse) -> list[CollectionWindow]:
    """The windows that have tweets, or had some when they were compared last; oldest first."""
    found = warehouse.connection.execute(
        f"select collection_window from {TWEETS.name} union select collection_window from {WORD_KEYNESS.name}"
    ).fetchall()
    return sorted(CollectionWindow.from_key(key) for (key,) in found)
