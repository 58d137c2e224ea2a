"""The tables that real exports were read into, as the tests ask for them.

What belongs here: reading and running, and asking for one window. What does not: what is true of them (the tests), and
what the files say (recount.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from mtw_pipeline.defs.home.instance import instance_of
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.runs.running import RunOutcome, run_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.real import recount
from mtw_pipeline_tests.real.recount import rtweet_tweets

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Tables:
    """The tables of one window, and the run that filled them where it was a whole one."""

    connection: duckdb.DuckDBPyConnection
    window: CollectionWindow
    outcome: RunOutcome | None = None

    def values(self, what: str, table: str, rest: str = "") -> list[tuple[Any, ...]]:
        statement = f"select {what} from {table} where collection_window = $window {rest}"
        return self.connection.execute(statement, {"window": self.window.key}).fetchall()

    def rows(self, columns: Sequence[str], table: str, order: str = "row_number") -> Rows:
        found = self.values(", ".join(columns), table, f"order by {order}")
        return [dict(zip(columns, row, strict=True)) for row in found]


def read(warehouse: Warehouse, study: Study, window: CollectionWindow) -> Tables:
    """The tables of a window up to its tweets, after reading whatever lies in its folder."""
    for account in read_window(warehouse, study, window):
        assert account.status == "read", account.refusal
    warehouse.replace_window(IDENTITIES, window)
    warehouse.replace_window(TWEETS, window, **tweet_patterns())
    return Tables(warehouse.connection, window)


def run(
    study: Study, window: CollectionWindow, validation: ValidationProcess, selection: str | None = None
) -> RunOutcome:
    with instance_of(study) as instance:
        return run_window(instance, study, window, validation, selection)


def window_of(path: Path) -> CollectionWindow:
    return CollectionWindow(*recount.first_and_last_day(rtweet_tweets(path)))
