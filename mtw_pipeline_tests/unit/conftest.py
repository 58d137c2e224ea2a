"""What unit tests share: DuckDB on one thread, for it is asked of a few rows, of which more threads make work alone."""

from functools import partial

import duckdb
import pytest


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb, "connect", partial(duckdb.connect, config={"threads": 1}))
