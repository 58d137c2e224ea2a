"""Exports that are read before there is a run: as a run reads them, and gone without a trace where none takes them."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from itertools import count

import duckdb
import pytest

from mtw_pipeline.activity import KEPT_ONLY
from mtw_pipeline.errors import UserError
from mtw_pipeline.exports import ahead as ahead_module
from mtw_pipeline.exports.ahead import ReadAhead, read_ahead
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.unfinished import REGISTER_FILE, UNFINISHED
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_locked, open_warehouse, warehouse_lock
from mtw_pipeline.warehouse.tables.collection import RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row


def begun(ahead: ReadAhead | None) -> ReadAhead:
    assert ahead is not None
    return ahead


def rows_of(warehouse: Warehouse) -> Sequence[object]:
    return [
        warehouse.connection.execute(f"select * from {table.name} order by all").fetchall()
        for table in (RAW_TWEETS, REJECTED_ROWS)
    ]


@pytest.fixture
def filled(study: Study) -> Study:
    """Two files, of which one is refused, and a row that is rejected."""
    rows = csv_text([rtweet_row(1), rtweet_row(2), rtweet_row(3, created_at="never")])
    put(study, "a.csv", rows)
    put(study, "b.csv", rows)
    return study


def test_what_was_read_ahead_is_what_a_reading_gives(filled: Study, warehouse: Warehouse) -> None:
    with read_ahead(filled, WINDOW) as ahead:
        opened = begun(ahead).warehouse()
        assert opened.rows_in(RAW_TWEETS, WINDOW) == 0
        outcomes = read_window(opened, filled, WINDOW, staged=begun(ahead).staged)
        read = rows_of(opened)
    assert [one.status for one in outcomes] == ["read", "refused"]
    assert outcomes == read_window(warehouse, filled, WINDOW)
    assert read == rows_of(warehouse)
    with open_warehouse(filled.warehouse, "a test") as after:
        assert rows_of(after) == read


def test_what_no_run_takes_leaves_nothing_and_no_lock(filled: Study) -> None:
    with read_ahead(filled, WINDOW) as ahead:
        begun(ahead).warehouse()
        with pytest.raises(UserError, match="run of 2021"), warehouse_lock(filled.warehouse, "another", waits=False):
            pass
    with warehouse_lock(filled.warehouse, "another", waits=False), open_locked(filled.warehouse) as after:
        assert rows_of(after) == [[], []]


def test_a_run_that_would_wait_or_be_refused_or_reads_elsewhere_begins_nothing(filled: Study) -> None:
    with warehouse_lock(filled.warehouse, "run of another window"), read_ahead(filled, WINDOW) as ahead:
        assert ahead is None
    engine = filled.settings.engine.model_copy(update={"kind": "spark"})
    spark = Study(filled.root, filled.settings.model_copy(update={"engine": engine}))
    with read_ahead(spark, WINDOW) as ahead, warehouse_lock(filled.warehouse, "the run itself", waits=False):
        assert ahead is None
    (filled.root / REGISTER_FILE).write_text(json.dumps({UNFINISHED: True}), encoding="utf-8")
    with read_ahead(filled, WINDOW) as ahead, warehouse_lock(filled.warehouse, "the run itself", waits=False):
        assert ahead is None
    assert not filled.warehouse.exists()


def test_whoever_holds_the_lock_may_begin(filled: Study) -> None:
    with (
        warehouse_lock(filled.warehouse, "mtw forget"),
        read_ahead(filled, WINDOW, is_locked=True) as ahead,
        pytest.raises(UserError, match="mtw forget"),
        warehouse_lock(filled.warehouse, "another", waits=False),
    ):
        assert len(begun(ahead).staged()) == 2


def test_what_fails_fails_where_it_is_asked_for(study: Study) -> None:
    with read_ahead(study, WINDOW) as ahead:
        begun(ahead).opened()
        with pytest.raises(UserError, match="no exports"):
            begun(ahead).staged()
    study.warehouse.write_bytes(b"no database" * 1000)
    with read_ahead(study, WINDOW) as ahead, pytest.raises(UserError, match="warehouse"):
        begun(ahead).opened()


def test_what_is_logged_is_shown_at_once_and_kept_once_for_the_log_of_the_run(
    filled: Study, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mtw_pipeline")
    with read_ahead(filled, WINDOW) as ahead:
        begun(ahead).warehouse()
        logging.getLogger("mtw_pipeline.elsewhere").info("of another thread")
        [shown] = [one for one in caplog.messages if "refused" in one]
        assert not any(getattr(one, KEPT_ONLY, False) for one in caplog.records)
        caplog.clear()
        begun(ahead).staged()
        assert [one for one in caplog.messages if "refused" in one] == [shown]
        assert all(getattr(one, KEPT_ONLY) for one in caplog.records)
        assert "of another thread" not in caplog.messages
        caplog.clear()
        begun(ahead).staged()
    assert not caplog.messages


def _in_python(_warehouse: Warehouse) -> None:
    for _ in count():
        pass


def _in_duckdb(warehouse: Warehouse) -> None:
    warehouse.connection.execute("select sum(a.range * b.range) from range(10000000) a, range(10000000) b").fetchall()


def _interrupted(_future: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("is_awaited", [False, True])
@pytest.mark.parametrize("busy", [_in_python, _in_duckdb])
def test_a_reading_that_nobody_waits_for_is_stopped_wherever_it_is(
    busy: Callable[[Warehouse], None], is_awaited: bool, filled: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = threading.Event()

    def endless(warehouse: Warehouse, _study: Study, _window: CollectionWindow) -> list[FileOutcome]:
        began.set()
        busy(warehouse)
        return []

    monkeypatch.setattr(ahead_module, "stage_window", endless)
    with read_ahead(filled, WINDOW) as ahead:
        assert began.wait(60)
        if is_awaited:
            with monkeypatch.context() as patched:
                patched.setattr(ahead_module, "_wait_for", _interrupted)
                with pytest.raises(KeyboardInterrupt):
                    begun(ahead).warehouse()
            begun(ahead).warehouse()  # further steps need not wait
    with pytest.raises((KeyboardInterrupt, duckdb.InterruptException)):
        begun(ahead).staged()
    assert not [one for one in threading.enumerate() if one.name.startswith("reading")]
    with warehouse_lock(filled.warehouse, "another", waits=False):
        pass


_IMPORTED_BY_READING = """
import sys, threading
from pathlib import Path
from mtw_pipeline.exports.ahead import read_ahead
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
imported = set()
def note(event, given):
    if event == "import" and threading.current_thread().name.startswith("reading"):
        imported.add(given[0].partition(".")[0])
sys.addaudithook(note)
with read_ahead(Study.load(Path(sys.argv[1])), CollectionWindow.from_key(sys.argv[2])) as ahead:
    ahead.staged()
print(*imported)
"""
_IMPORTED_BY_RUNNING = """
import sys
import mtw_pipeline.exports.ahead
from mtw_pipeline.cli.running import loading
before = {name.partition(".")[0] for name in sys.modules}
with loading():
    import mtw_pipeline.runs.records
    import mtw_pipeline.runs.running
    import dagster._core.storage.runs
print(*{name.partition(".")[0] for name in sys.modules} - before)
"""


def test_reading_imports_nothing_of_a_package_that_dagster_imports(filled: Study) -> None:
    """Two threads that import parts of one package, each from another end, can wait for each other."""
    reading, running = (
        set(
            subprocess.run(
                [sys.executable, "-c", script, filled.root, WINDOW.key], capture_output=True, text=True, check=True
            ).stdout.split()
        )
        for script in (_IMPORTED_BY_READING, _IMPORTED_BY_RUNNING)
    )
    assert {"psutil"} <= reading
    assert "pandas" not in reading | running
    assert {"dagster", "pytz"} <= running
    assert not {"structlog", "pygments"} & running, "what its daemons and pages of errors are for"
    assert not reading & running - set(sys.stdlib_module_names)
