"""What unit tests share: DuckDB on one thread, and examples of Hypothesis that may take as long as they take.

Unit tests ask DuckDB of a few rows, of which more threads make work alone. How long an example takes says how busy the
machine is, not whether the code is right.
"""

from functools import partial

import duckdb
import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duckdb, "connect", partial(duckdb.connect, config={"threads": 1}))
