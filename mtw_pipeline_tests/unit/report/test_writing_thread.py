"""A report that is written in a thread: only where there is memory for it, and what fails there fails whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import current_thread

import pytest

from mtw_pipeline.report import writing_thread as module
from mtw_pipeline.report.drawings.process import DrawingProcess
from mtw_pipeline.report.trends.page import WrittenTrends
from mtw_pipeline.report.writing import WrittenReport
from mtw_pipeline.report.writing_thread import writing_thread
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

WINDOW = CollectionWindow.from_key("2020-12-05_2021-01-22")


@pytest.mark.parametrize(("held", "is_begun"), [("160MB", False), ("4GB", True)])
def test_a_report_is_begun_where_there_is_memory_and_written_in_any_case(
    held: str, is_begun: bool, study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by: list[Warehouse] = []
    drawn_beside: list[bool] = []

    def written(reading: Warehouse, *_: object) -> WrittenReport:
        read_by.append(reading)
        drawn_beside.append(drawing.is_started)
        return WrittenReport(Path("report.html"), {}, {}, [], 0.0)

    def written_trends(reading: Warehouse, *_: object) -> WrittenTrends:
        read_by.append(reading)
        return WrittenTrends(Path("trends.html"), [])

    monkeypatch.setattr(module, "_written", written)
    monkeypatch.setattr(module, "_written_trends", written_trends)
    warehouse.connection.execute("set memory_limit = $held", {"held": held})
    drawing = DrawingProcess()
    drawing._pool = ThreadPoolExecutor(1)  # type: ignore[assignment]
    with writing_thread(drawing) as reporting:
        reporting.begin(warehouse, study, WINDOW)
        reporting.begin_trends(warehouse, study)
        reporting.rest()
        assert reporting.written(warehouse, study, WINDOW).path == Path("report.html")
        assert reporting.written_trends(warehouse, study).path == Path("trends.html")
        reporting.written_trends(warehouse, study)  # asked for once more it is written anew, where it is asked for
    assert [reading is warehouse for reading in read_by] == [not is_begun, not is_begun, True]
    assert (drawn_beside, drawing.is_started) == ([is_begun], False), "what draws ends behind the pages, not before"


def test_what_was_begun_is_written_in_its_thread_and_fails_where_it_is_asked_for(
    warehouse: Warehouse, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bool, bool]] = []

    def fails(given: Warehouse, *_: object) -> None:
        [(rows,)] = given.connection.execute("select count(*) from tweets").fetchall()
        seen.append((given.connection is warehouse.connection, current_thread().name.startswith("report")))
        raise ZeroDivisionError(rows)

    monkeypatch.setattr(module, "_written", fails)
    with writing_thread(DrawingProcess()) as reporting:
        reporting.begin(warehouse, study, WINDOW)
        for _ in range(2):  # asked for once more it is written anew, where it is asked for
            with pytest.raises(ZeroDivisionError):
                reporting.written(warehouse, study, WINDOW)
    assert seen == [(False, True), (True, False)]
