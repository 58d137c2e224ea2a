"""Every table of the report as a CSV file beside it.

What belongs here: files. What does not: the tables themselves (sql/). Tables of single tweets are not among them: these
stand in the analysts' copy.
"""

from collections.abc import Sequence
from pathlib import Path

from mtw_pipeline.spreadsheets import csv_text
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import TABLES

_OF_SINGLE_ROWS = frozenset(
    {
        "raw_tweets", "raw_ties", "rejected_rows", "tweets", "tweet_hashtags", "tweet_mentions", "tweet_urls",
        "tweet_emoji", "users", "tweet_tokens", "sentiment_scores", "interactions", "network_ties", "user_metrics",
        "sample", "codes", "code_history", "coded_tweets", "proposed_codes", "window_trends",
    }
)  # fmt: skip


def write_tables(warehouse: Warehouse, window: CollectionWindow, folder: Path) -> list[Path]:
    """Write a CSV for every table of figures that has rows in the window."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES:
        if table.name in _OF_SINGLE_ROWS:
            continue
        names = [name for name in table.column_names if name != "collection_window"]
        rows = warehouse.connection.execute(
            f"select {', '.join(names)} from {table.name} where collection_window = $window",
            {"window": window.key},
        ).fetchall()
        if rows:
            written.append(_write(folder / f"{table.name}.csv", names, rows))
    return written


def _write(path: Path, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Path:
    path.write_text(csv_text(names, rows), encoding="utf-8", newline="")
    return path
