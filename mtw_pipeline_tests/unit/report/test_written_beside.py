"""A report is begun beside the copy only where there is memory for both."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mtw_pipeline.report import written_beside as module
from mtw_pipeline.report.drawings.beside import Beside
from mtw_pipeline.report.writing import WrittenReport
from mtw_pipeline.report.written_beside import written_beside
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse

WINDOW = CollectionWindow.from_key("2020-12-05_2021-01-22")


@pytest.mark.parametrize(("held", "is_begun"), [("160MB", False), ("4GB", True)])
def test_a_report_is_begun_where_there_is_memory_and_written_in_any_case(
    held: str, is_begun: bool, study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by: list[Warehouse] = []

    def written(reading: Warehouse, *_: object) -> WrittenReport:
        read_by.append(reading)
        return WrittenReport(Path("report.html"), {}, {}, [], 0.0)

    monkeypatch.setattr(module, "_written", written)
    warehouse.connection.execute("set memory_limit = $held", {"held": held})
    drawing = Beside()
    drawing._pool = ThreadPoolExecutor(1)  # type: ignore[assignment]
    with written_beside(drawing) as reporting:
        reporting.begin(warehouse, study, WINDOW)
        reporting.rest()
        assert drawing.is_started == is_begun
        assert reporting.written(warehouse, study, WINDOW).path == Path("report.html")
    assert [reading is warehouse for reading in read_by] == [not is_begun]
