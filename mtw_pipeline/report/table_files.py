"""Every table of the report as a CSV file beside it.

What belongs here: files. What does not: the tables themselves (sql/). Tables of single tweets and accounts are not
among them: these stand in the analysts' copy or, where they name people alone, in the warehouse; those of all windows
stand beside the page of trends.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import duckdb

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.coding.tweet_keys import id_as_text
from mtw_pipeline.spreadsheets import write_csv
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table

_OF_SINGLE_ROWS = frozenset(
    {
        "raw_tweets", "raw_ties", "rejected_rows", "tweets", "tweet_hashtags", "tweet_mentions", "tweet_urls",
        "tweet_emoji", "users", "tweet_tokens", "sentiment_scores", "interactions", "network_ties", "user_metrics",
        "account_groups", "first_ties", "identities",
        "sample", "codes", "code_history", "coded_tweets", "tweet_categories", "proposed_codes",
        "window_trends", "window_changes", "member_retention",
    }
)  # fmt: skip
_WRITTEN_ON_DEMAND = "coded_tweets"
"""The name of a file that ``mtw coding tables`` writes: not one of an earlier version."""

_ROWS_AT_ONCE = 10_000
_TWEET_ID = "tweet_id"


def write_tables(
    warehouse: Warehouse, window: CollectionWindow, folder: Path, attempts: Attempts | None = None
) -> list[Path]:
    """Write a CSV for every table of figures that has rows in the window; one that fails costs itself alone."""
    folder.mkdir(parents=True, exist_ok=True)
    trying = attempts or Attempts()
    written = []
    for table in TABLES:
        if table.name == _WRITTEN_ON_DEMAND:
            continue
        if table.name in _OF_SINGLE_ROWS:
            (folder / f"{table.name}.csv").unlink(missing_ok=True)  # earlier versions wrote some of them
        else:
            name = f"The file tables/{table.name}.csv"
            path = trying.value(name, _table_file, warehouse, table, window, folder)
            written += [path] if path is not None else []
    return written


def _table_file(warehouse: Warehouse, table: Table, window: CollectionWindow, folder: Path) -> Path | None:
    names = [name for name in table.column_names if name != "collection_window"]
    path = folder / f"{table.name}.csv"
    path.unlink(missing_ok=True)
    found = warehouse.connection.execute(
        f"select {', '.join(names)} from {table.name} where collection_window = $window",
        {"window": window.key},
    )
    return _write(path, names, found, _TWEET_ID if _TWEET_ID in names else None)


def write_table(warehouse: Warehouse, table: Table, folder: Path) -> Path | None:
    """Write a table of all windows as a CSV; None where it has no rows."""
    path = folder / f"{table.name}.csv"
    path.unlink(missing_ok=True)
    names, order = ", ".join(table.column_names), ", ".join(table.key)
    found = warehouse.connection.execute(f"select {names} from {table.name} order by {order}")
    return _write(path, table.column_names, found)


def _write(path: Path, names: Sequence[str], found: duckdb.DuckDBPyConnection, key: str | None = None) -> Path | None:
    """Write what a statement gives, some rows at a time; None where that is nothing.

    Args:
        path: where to.
        names: of the columns.
        found: what the statement gives.
        key: the column of ids, which R, pandas and spreadsheets would take for numbers and round.
    """
    first = found.fetchmany(_ROWS_AT_ONCE)
    if not first:
        return None
    rows = chain(first, chain.from_iterable(iter(lambda: found.fetchmany(_ROWS_AT_ONCE), [])))
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_csv(stream, names, rows if key is None else _with_keys(rows, names.index(key)))
    return path


def _with_keys(rows: Iterable[Sequence[object]], place: int) -> Iterator[Sequence[object]]:
    for row in rows:
        found = row[place]
        yield (*row[:place], id_as_text(found) if isinstance(found, str) else found, *row[place + 1 :])
