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
        assert reporting.begin(warehouse, study, WINDOW, Beside())
        for _ in range(2):  # asked for once more it is written anew, where it is asked for
            with pytest.raises(ZeroDivisionError):
                reporting.written(warehouse, study, WINDOW, Beside())
    assert seen == [(False, True), (True, False)]


@pytest.mark.parametrize("lack", ["threads of the engine", "memory"])
def test_nothing_is_begun_where_an_engine_answers_or_memory_is_short(
    lack: str, warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(beside, "_written", lambda *_: names.append(current_thread().name))
    if lack == "memory":
        monkeypatch.setattr(beside, "held_bytes", lambda _: 164_000_000)  # of a container of 820 MB
    else:
        monkeypatch.setattr(warehouse, "engine", object())
    with beside.written_beside() as reporting:
        assert not reporting.begin(warehouse, study, WINDOW, Beside())
        reporting.written(warehouse, study, WINDOW, Beside())
    assert names == [current_thread().name]
