"""Rows that a test puts into a table by itself, so that it knows what must come out.

What belongs here: putting them there, and a plain tweet to vary. What does not: exports (builders.py).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import pyarrow as pa

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import table_named

WINDOW = CollectionWindow.between("2021-01-01", "2021-01-31")
OTHER_WINDOW = CollectionWindow.between("2021-02-01", "2021-02-28")

Rows = Iterable[Mapping[str, object]]


def plant(warehouse: Warehouse, table: str, rows: Rows, window: CollectionWindow = WINDOW) -> None:
    """Put rows into a table of the warehouse; what a row does not say is NULL."""
    declared = table_named(table)
    blank = dict.fromkeys(declared.column_names)
    complete = [{**blank, "collection_window": window.key, **row} for row in rows]
    warehouse.insert_arrow(declared, pa.Table.from_pylist(complete))


def tweet(number: int, **facts: object) -> dict[str, object]:
    """A tweet: plain, without resources, its counts not known, apart from the facts given."""
    kind = facts.get("tweet_type", "tweet")
    return {
        "tweet_id": str(number),
        "created_at": datetime(2021, 1, number, 12),
        "author": f"author_{number}",
        "text": "an invented sentence",
        "text_is_cut": False,
        "tweet_type": "tweet",
        "is_reply": kind == "reply",
        "is_retweet": kind == "retweet",
        "is_quote": kind == "quote tweet",
        "content_format": "text only",
        **dict.fromkeys(("hashtag_count", "mention_count", "url_count", "emoji_count"), 0),
        **dict.fromkeys(("like_count", "retweet_count", "reply_count")),
        "metrics_of": "own",
        "export_file": "a.csv",
        "row_number": number,
        "rows_collected": 1,
        **facts,
    }
