"""Files that workers read: what workers would give, without any; of Spark's, spark/test_reading.py asks."""

import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from mtw_pipeline.exports.reading.batches import RecognisedFile
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.exports.reading.on_workers import NEEDED, READ_ROWS, Workers
from mtw_pipeline.exports.reading.staging import begin_window, end_window
from mtw_pipeline.exports.reading.window import ReadingWorkers, read_exports
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.samples.sample import documents_of
from mtw_pipeline_tests.warehouses import EmptyWarehouses

_TABLES = ("validated_rows", "window_rejected_rows", "server_statuses")
Rows = tuple[object, ...]


class WorkersHere:
    """An engine whose workers are this process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def made_on_workers(
        self,
        table: Table,
        _window: CollectionWindow,
        function: Callable[[Any], Iterator[pa.Table]],
        tasks: Sequence[object],
        *,
        needed: str,
    ) -> Iterator[str]:
        given = [rows for task in tasks for rows in function(pickle.loads(pickle.dumps(task)))]  # noqa: S301
        parquet.write_table(pa.concat_tables([arrow_rows(table, []), *given]), self._folder / "rows.parquet")
        yield f"read_parquet('{self._folder}/rows.parquet')"


class Nobody:
    """Machines that see no file."""

    def read(self, files: Sequence[RecognisedFile]) -> Sequence[RecognisedFile]:
        """None of them."""
        return files

    def show(self) -> None:
        """Nothing."""


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.exports.reading.on_workers.SMALL_BYTES", 0)


@pytest.fixture
def exports(study: Study) -> list[ExportFile]:
    for name in ("x_api_v1", "x_api_v2", "mastodon_api"):
        sample = documents_of(name)
        put(study, f"{name}.json", sample.text())
        put(study, f"collection/lang=es/{name}.parquet", sample.parquet())
    put(study, "a.csv", csv_text([rtweet_row(1), rtweet_row(2, created_at="never")]) + "one,two\n")
    packed = put(study, "cut_off.csv.gz", csv_text(rtweet_row(number) for number in range(3, 90)))
    packed.write_bytes(packed.read_bytes()[:-9])
    folder = study.incoming_of(WINDOW)
    return [ExportFile.within(folder, path) for path in study.exports_of(WINDOW)]


def _read(
    warehouse: Warehouse, study: Study, exports: Sequence[ExportFile], workers: ReadingWorkers | None
) -> tuple[object, dict[str, list[Rows]]]:
    begin_window(warehouse.connection)
    outcomes = read_exports(warehouse.connection, study.settings, WINDOW, exports, workers)
    rows = {
        name: warehouse.connection.execute(f"from {name} order by file_number, row_number").fetchall()
        for name in _TABLES
    }
    return outcomes, rows


def test_a_worker_gives_of_every_format_what_is_read_here(
    empty_warehouses: EmptyWarehouses, study: Study, exports: list[ExportFile], tmp_path: Path
) -> None:
    with empty_warehouses.lent() as warehouse:
        outcomes, rows = _read(warehouse, study, exports, None)
    with empty_warehouses.lent() as warehouse, ExitStack() as files:
        warehouse.engine = WorkersHere(tmp_path)  # type: ignore[assignment]
        workers = Workers(warehouse, study.settings, WINDOW, files)
        assert _read(warehouse, study, exports, workers) == (outcomes, rows)
        end_window(warehouse.connection)
    assert all(rows.values())
    assert len(parquet.read_table(tmp_path / "rows.parquet").schema) == len(READ_ROWS.columns)


def test_what_no_worker_sees_is_read_here_and_told(
    empty_warehouses: EmptyWarehouses, study: Study, exports: list[ExportFile], caplog: pytest.LogCaptureFixture
) -> None:
    with empty_warehouses.lent() as warehouse:
        before = _read(warehouse, study, exports, None)
    with empty_warehouses.lent() as warehouse:
        assert _read(warehouse, study, exports, Nobody()) == before
    assert "a.csv: Spark's workers do not see it" in caplog.text


_ALONE = """
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

class NothingElse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if not top.startswith("_") and top not in {*sys.stdlib_module_names, *sys.argv[2:]}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NothingElse())
import duckdb
from mtw_pipeline.exports.reading.on_workers import ReadingTask, read_by_worker
from mtw_pipeline.exports.reading.files import ExportFile
from mtw_pipeline.study.settings import StudySettings
from mtw_pipeline.study.windows import CollectionWindow

path, settings = Path(sys.argv[1]), StudySettings(title="A study", hashtags=["invented"])
window = CollectionWindow.between("2020-12-05", "2021-01-22")
stamp = ExportFile(path, path.name, settings.bounds).stamp()
task = ReadingTask(0, path, path.name, stamp, settings, window, duckdb.__version__)
print(sum(rows.num_rows for rows in read_by_worker(task)))
"""
_OF_PYDANTIC = ("pydantic_core", "annotated_types", "typing_extensions", "typing_inspection")


def test_a_worker_needs_the_packages_that_are_named_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(csv_text([rtweet_row(number) for number in range(3)]), encoding="utf-8")
    named = [name for name in re.findall("[a-z]+", NEEDED) if name != "and"]
    given = [sys.executable, "-c", _ALONE, str(tmp_path / "a.csv"), "mtw_pipeline", *_OF_PYDANTIC, *named]
    told = subprocess.run(given, capture_output=True, text=True, check=False)
    assert (told.stdout, told.returncode) == ("4\n", 0), told.stderr  # three rows, and what became of the file
