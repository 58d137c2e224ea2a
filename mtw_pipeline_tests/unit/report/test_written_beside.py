"""A report that is written in a thread: by a connection of its own, and what fails there fails whoever asks for it."""

from threading import current_thread

import pytest

from mtw_pipeline.report import written_beside as beside
from mtw_pipeline.report.drawings.beside import Beside
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW


def test_what_was_begun_is_written_in_its_thread_and_fails_where_it_is_asked_for(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []

    def fails(given: Warehouse, _study: Study, _window: CollectionWindow, _drawing: Beside) -> None:
        [(rows,)] = given.connection.execute("select count(*) from tweets").fetchall()
        seen.append((given.connection is warehouse.connection, current_thread().name.startswith("report")))
        raise ZeroDivisionError(rows)

    monkeypatch.setattr(beside, "_written", fails)
    with beside.written_beside() as reporting:
        reporting.begin(warehouse, study, WINDOW, Beside())
        for _ in range(2):  # asked for once more it is written anew, where it is asked for
            with pytest.raises(ZeroDivisionError):
                reporting.written(warehouse, study, WINDOW, Beside())
    assert seen == [(False, True), (True, False)]


def test_nothing_is_begun_where_an_engine_answers(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session is no thread's but the run's."""
    monkeypatch.setattr(beside, "_written", lambda *_: current_thread().name)
    monkeypatch.setattr(warehouse, "engine", object())
    with beside.written_beside() as reporting:
        reporting.begin(warehouse, study, WINDOW, Beside())
        assert reporting.written(warehouse, study, WINDOW, Beside()) == current_thread().name
