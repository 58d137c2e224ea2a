"""A real cluster of this machine: what is killed in the middle costs time, or leaves the last good state."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import psutil
import pytest

from mtw_pipeline.attempts import RunEndsError
from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.spark.engine import SparkEngine, on_spark
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.study.template import new_study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.text import WORD_FREQUENCIES
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.spark.planted import OTHER_WINDOW, give, plant_exports
from mtw_pipeline_tests.spark.servers import Server, cluster

if TYPE_CHECKING:
    from pyspark.sql.connect.session import (
        SparkSession,
    )  # beside the others, on the worker of 'session: "SparkSession"'


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return new_study(tmp_path / "study", hashtags=["InventedTag"], sample_size=60, seed=7)


@pytest.fixture
def by_duckdb(study: Study) -> Iterator[Warehouse]:
    """What was read of two windows, and what DuckDB makes of it."""
    with duckdb.connect(":memory:") as connection:
        opened = Warehouse(connection)
        opened.make_tables()
        plant_exports(opened)
        for window in (WINDOW, OTHER_WINDOW):
            for name in ("identities", "tweets", "tweet_tokens", "word_frequencies"):
                _make(opened, study, window, name)
        yield opened


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    """What was read of two windows; nothing is made of it yet."""
    with duckdb.connect(":memory:") as connection:
        opened = Warehouse(connection)
        opened.make_tables()
        plant_exports(opened)
        yield opened


def _settings(address: str, folder: Path) -> EngineSettings:
    return EngineSettings(kind="spark", remote=address, lake=f"file:{folder}/lake")


def _make(warehouse: Warehouse, study: Study, window: CollectionWindow, name: str = "word_frequencies") -> None:
    table = table_named(name)
    warehouse.replace_window(table, window, **statement_parameters(table.statement, study))


def _words(warehouse: Warehouse, *windows: CollectionWindow) -> list[tuple[object, ...]]:
    keys = {"windows": [window.key for window in windows]}
    asked = "from word_frequencies where list_contains($windows, collection_window) order by all"
    return warehouse.connection.execute(f"select {', '.join(WORD_FREQUENCIES.column_names)} {asked}", keys).fetchall()


def _in_the_middle(session: "SparkSession", act: Callable[[], object]) -> list[object]:
    """Act once, as soon as tasks are under way; gives what was done."""
    done: list[object] = []

    def handler(stages: Any, inflight_tasks: int, **_others: Any) -> None:
        if inflight_tasks and not done:
            done.append(act())

    session.registerProgressHandler(handler)
    return done


def _session_of(warehouse: Warehouse) -> "SparkSession":
    assert isinstance(warehouse.engine, SparkEngine)
    return warehouse.engine.session


def _killed(process: psutil.Process) -> int:
    process.kill()
    return process.pid


def test_what_is_killed_in_the_middle_costs_no_row_and_leaves_the_last_good_state(
    by_duckdb: Warehouse,
    warehouse: Warehouse,
    study: Study,
    tmp_path: Path,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """First an executor, without which the others do its work; then the driver, after which another goes on.

    What is counted are words: of tokens that are there, by a statement of several jobs.
    """
    monkeypatch.setattr("mtw_pipeline.spark.session.RETRIES", 1)
    (tmp_path / "cluster").mkdir()
    expected = _words(by_duckdb, WINDOW)
    assert expected
    with (
        cluster(tmp_path / "cluster") as started,
        on_spark(warehouse, _settings(started.server.address, tmp_path)),
    ):
        for window in (WINDOW, OTHER_WINDOW):
            give(by_duckdb, warehouse, next((tmp_path / "lake").iterdir()), window, "tweet_tokens")
        killed = _in_the_middle(_session_of(warehouse), lambda: _killed(started.executors()[0]))
        _make(warehouse, study, WINDOW)
        assert len(killed) == 1
        assert killed[0] not in {one.pid for one in started.executors()}
        assert _words(warehouse, WINDOW) == expected
        ended = _in_the_middle(_session_of(warehouse), started.server.process.kill)
        with pytest.raises(RunEndsError, match="does not answer any more"):
            _make(warehouse, study, WINDOW)
        assert len(ended) == 1
        assert _words(warehouse, WINDOW) == expected
    with on_spark(warehouse, _settings(server.address, tmp_path)):
        assert _words(warehouse, WINDOW) == expected
        _make(warehouse, study, WINDOW)
        assert _words(warehouse, WINDOW) == expected
        assert len(list((tmp_path / "lake").glob(f"*/word_frequencies/{WINDOW.key}/*"))) == 1
        _make(warehouse, study, OTHER_WINDOW)
        assert _words(warehouse, WINDOW, OTHER_WINDOW) == _words(by_duckdb, WINDOW, OTHER_WINDOW)
