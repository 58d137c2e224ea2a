"""Tables of a column map of one's own, read into the tables of tweets and accounts; for the tests beside."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import table_named

WINDOW = CollectionWindow.between("2006-03-21", "2026-12-31")
MAPPED = ("tweet_id", "created_at", "text", "author_handle", "in_reply_to_handle", "mention_handles")
COLUMN_MAP = (
    '\n[[column_map]]\nname = "ours"\nlist_separator = ","\n[column_map.columns]\n'
    + "\n".join(f'{name} = "{name}"' for name in MAPPED)
    + "\n"
)


def table_text(rows: Iterable[Sequence[str]], columns: Sequence[str] = MAPPED) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([columns, *rows])
    return stream.getvalue()


def fill(study: Study, warehouse: Warehouse) -> list[FileOutcome]:
    outcomes = read_window(warehouse, study, WINDOW)
    for name in ("identities", "tweets", "tweet_hashtags", "tweet_mentions", "users", "interactions"):
        table = table_named(name)
        warehouse.replace_window(table, WINDOW, **statement_parameters(table.statement, study))
    return outcomes


def rows(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    return warehouse.connection.execute(query).fetchall()


def row(number: int, **cells: str) -> list[str]:
    usual = {
        "tweet_id": str(1_354_338_351_313_849_901 + number), "created_at": "2021-01-27T08:00:00Z",
        "text": f"invented words {number}", "author_handle": f"inv_{number}", "in_reply_to_handle": "",
        "mention_handles": "",
    }  # fmt: skip
    return [(usual | cells)[name] for name in MAPPED]
