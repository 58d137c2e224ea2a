"""Rows of this machine that are written into a lake, in one that it sees and in one that only Spark sees."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.spark.given_rows import write_rows
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows

if TYPE_CHECKING:
    from mtw_pipeline.spark.lake_rows import LakeRows

CODEBOOK = table_named("codebook")


@dataclass
class _Session:
    sent: list[pa.Table] = field(default_factory=list)

    def createDataFrame(self, rows: pa.Table) -> pa.Table:  # noqa: N802 - Spark's name
        self.sent.append(rows)
        return rows


@dataclass
class _Lake:
    is_mounted: bool
    session: _Session = field(default_factory=_Session)

    def write(self, table: Table, _rows: pa.Table, _folder: Path) -> None:
        assert table is CODEBOOK


def _rows(count: int) -> pa.Table:
    first = CODEBOOK.columns[0].name
    return arrow_rows(CODEBOOK, [{first: f"row {number}"} for number in range(count)])


def test_a_lake_that_this_machine_sees_gets_a_file(tmp_path: Path) -> None:
    lake = _Lake(is_mounted=True)
    write_rows(cast("LakeRows", lake), CODEBOOK, _rows(25), tmp_path / "lake" / "0")
    found = duckdb.sql(f"from read_parquet('{tmp_path}/lake/0/*.parquet')").to_arrow_table()
    assert found.column_names == list(CODEBOOK.column_names)
    assert found.column(0).to_pylist() == [f"row {number}" for number in range(25)]
    assert not lake.session.sent


def test_spark_is_sent_some_rows_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtw_pipeline.spark.given_rows.ROWS_AT_ONCE", 10)
    lake = _Lake(is_mounted=False)
    write_rows(cast("LakeRows", lake), CODEBOOK, _rows(25), tmp_path / "lake" / "0")
    assert [part.num_rows for part in lake.session.sent] == [10, 10, 5]
    assert pa.concat_tables(lake.session.sent).equals(_rows(25))
