"""Exports that Spark's workers read: the rows, the bad ones and the outcomes that this machine would have had."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.spark.engine import SparkEngine, on_spark
from mtw_pipeline.spark.remote_files import RemoteFiles
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.settings.engine import EngineSettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline_tests.builders import WINDOW, csv_text, make_study, put, rtweet_row, v2_page, v2_tweet
from mtw_pipeline_tests.spark.servers import Server

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession

_TABLES = (COLLECTION_EXPORTS, RAW_TWEETS, RAW_TIES, REJECTED_ROWS)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Files of three kinds, with rows that no file can prove wrong by itself, and others that it can."""
    planted = make_study(tmp_path / "study")
    rows = [rtweet_row(number, text=f"two\nlines, number {number}", hashtags="Tag") for number in range(40)]
    rows.append(rtweet_row(40, status_id="1345000000050000007"))
    table = csv_text([*rows, rtweet_row(41, created_at="never"), rtweet_row(42, status_id="1.3E+18")])
    put(planted, "a.csv", table)
    put(planted, "again.csv", table)
    rounded = rtweet_row(40, status_id="1345000000050000000")
    put(planted, "rounded.csv", csv_text([rounded, *(rtweet_row(number) for number in range(100, 140))]))
    page = v2_page(*(v2_tweet(number) for number in range(200, 230)), users=[{"id": "9200", "username": "inv_200"}])
    put(planted, "b.jsonl.gz", page + '{"data": [{"id": broken\n' + json.dumps({"data": [{"id": "12"}]}) + "\n")
    columns = {name: [row[name] for row in rows[:3]] for name in rows[0] if name != "lang"}
    typed = BytesIO()
    parquet.write_table(pa.table({**columns, "hashtags": pa.array([["Tag", "Other"], [], None])}), typed)
    put(planted, "table/lang=es/part-0.parquet", typed.getvalue())
    put(planted, "ties.csv", "source,target,weight\ninv_1,inv_2,3\n")
    return planted


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.exports.reading.on_workers.SMALL_BYTES", 0)


def _read(warehouse: Warehouse, study: Study) -> dict[str, list[tuple[object, ...]]]:
    read_window(warehouse, study, WINDOW)
    return {
        table.name: warehouse.connection.execute(
            f"select {', '.join(table.column_names)} from {table.name} order by all"
        ).fetchall()
        for table in _TABLES
    }


@pytest.fixture
def here(study: Study, tmp_path: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_warehouse(tmp_path / "here.duckdb", "a test") as warehouse:
        return _read(warehouse, study)


@pytest.fixture
def there(server: Server, study: Study, tmp_path: Path) -> Iterator[tuple[Warehouse, Study]]:
    engine = EngineSettings(kind="spark", remote=server.address, lake=f"file:{tmp_path}/lake", reading="workers")
    of_spark = replace(study, settings=study.settings.model_copy(update={"engine": engine}))
    with open_warehouse(tmp_path / "there.duckdb", "a test") as warehouse, on_spark(warehouse, engine):
        yield warehouse, of_spark


def test_workers_read_what_this_machine_reads(
    here: dict[str, list[tuple[object, ...]]],
    there: tuple[Warehouse, Study],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The second time they have another DuckDB, say so, and leave what was read before."""
    warehouse, study = there
    caplog.set_level("INFO")
    assert _read(warehouse, study) == here
    assert "4 files were read on the workers" in caplog.text
    assert len(here["raw_tweets"]) == 41 + 40 + 30 + 3
    assert {row[2:4] for row in here["rejected_rows"] if row[1] == "b.jsonl.gz"} == {(31, 2), (32, 3)}
    monkeypatch.setattr("mtw_pipeline.exports.reading.on_workers.duckdb.__version__", "0.1")
    with pytest.raises(UserError, match=r"duckdb .* in place of 0\.1") as told:
        read_window(warehouse, study, WINDOW)
    assert "pydantic" in told.value.remedy
    assert _count(warehouse) == len(here["raw_tweets"])
    assert not [*(tmp_path / "lake").rglob("read_rows/*/*")]


def test_workers_read_for_a_lake_that_only_spark_sees(
    here: dict[str, list[tuple[object, ...]]], session: "SparkSession", study: Study, tmp_path: Path
) -> None:
    far = tmp_path / "far"
    far.mkdir()
    session.conf.set("fs.viewfs.mounttable.read.link./lake", f"file:{far}")
    engine = EngineSettings(kind="spark", remote="local", lake="viewfs://read/lake", reading="workers")
    of_spark = replace(study, settings=study.settings.model_copy(update={"engine": engine}))
    with open_warehouse(tmp_path / "there.duckdb", "a test") as warehouse:
        files = RemoteFiles(session, engine.lake_prefix)
        root = warehouse.lake.settle(str(engine.lake), Path(engine.lake_folder), files)
        warehouse.engine = SparkEngine(warehouse, session, root, engine.lake_prefix)
        assert _read(warehouse, of_spark) == here
    assert [*far.glob("*/read_rows/*/*")], "they were written there"
    assert not [*far.rglob("*.parquet")]


def _count(warehouse: Warehouse) -> int:
    return warehouse.rows_in(RAW_TWEETS, WINDOW)
