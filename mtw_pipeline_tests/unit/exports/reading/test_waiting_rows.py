"""Rows that memory may not hold: they wait in a database beside the warehouse, of which nothing stays."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mtw_pipeline.exports.reading import batches
from mtw_pipeline.exports.reading.odd_cells.bare_cells import OddCells, bare_cells
from mtw_pipeline.exports.reading.staging import begin_window, end_window
from mtw_pipeline.exports.reading.window import read_window, stage_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse import waiting_rows
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import held_bytes
from mtw_pipeline.warehouse.opening import open_locked
from mtw_pipeline.warehouse.tables.collection import RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.waiting_rows import waiting_place
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row

_ROWS = 800


@pytest.fixture
def filled(study: Study) -> Study:
    """A table that DuckDB reads, with a cell that is made bare and a row that is rejected."""
    odd = [rtweet_row(1, source="Inv\u200bented"), rtweet_row(2, created_at="never")]
    put(study, "a.csv", csv_text([*odd, *(rtweet_row(number) for number in range(3, _ROWS + 1))]))
    return study


@pytest.fixture
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every export is larger than what DuckDB may hold."""
    monkeypatch.setattr(waiting_rows, "held_bytes", lambda _: 0.0)


def stored(warehouse: Warehouse) -> Sequence[object]:
    return [
        warehouse.connection.execute(f"select * from {table.name} order by all").fetchall()
        for table in (RAW_TWEETS, REJECTED_ROWS)
    ]


def places_of(warehouse: Warehouse) -> dict[str, str]:
    """The databases of the tables that rows wait in."""
    found = warehouse.connection.execute(
        "select table_name, database_name from duckdb_tables() where table_name in ('file_rows', 'validated_rows')"
    ).fetchall()
    return {str(table): str(database) for table, database in found}


def unfinished(study: Study) -> list[Path]:
    return [*study.root.glob(".mtw-*")]


@pytest.mark.usefixtures("no_memory")
def test_rows_wait_beside_the_warehouse_and_nothing_of_them_stays(filled: Study) -> None:
    with open_locked(filled.warehouse) as warehouse:
        stage_window(warehouse, filled, WINDOW)
        assert places_of(warehouse) == {"validated_rows": "waiting_rows"}
        assert len(unfinished(filled)) == 1
        end_window(warehouse.connection)
        assert not unfinished(filled)
        assert warehouse.connection.execute("select current_setting('search_path')").fetchone() == ("warehouse.main",)


def test_rows_that_waited_on_disk_are_those_that_waited_in_memory(
    filled: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = read_window(warehouse, filled, WINDOW)
    monkeypatch.setattr(waiting_rows, "held_bytes", lambda _: 0.0)
    with open_locked(filled.warehouse) as other:
        assert read_window(other, filled, WINDOW) == in_memory
        assert stored(other) == stored(warehouse)
        assert other.rows_in(RAW_TWEETS, WINDOW) == _ROWS - 1
        bare = "select row_number from raw_tweets where source = 'Invented'"
        assert other.connection.execute(bare).fetchall() == [(1,)]


def test_rows_that_wait_for_others_are_gone_with_the_block_whatever_ends_it(study: Study) -> None:
    def fails(warehouse: Warehouse) -> None:
        with waiting_place(warehouse.connection, is_needed=True) as place:
            warehouse.connection.execute(f"create table {place}.shares as select 'ann' as name")
            assert len(unfinished(study)) == 1
            raise OSError("no space")

    with open_locked(study.warehouse) as warehouse:
        with pytest.raises(OSError, match="no space"):
            fails(warehouse)
        assert not unfinished(study)
        with waiting_place(warehouse.connection, is_needed=False):
            assert not unfinished(study)


def test_only_exports_that_memory_does_not_hold_wait_on_disk(study: Study) -> None:
    with open_locked(study.warehouse) as warehouse:
        held = int(held_bytes(warehouse.connection))
        begin_window(warehouse.connection, held)
        assert places_of(warehouse) == {"validated_rows": "temp"}
        begin_window(warehouse.connection, held + 1)
        assert places_of(warehouse) == {"validated_rows": "waiting_rows"}
        begin_window(warehouse.connection, held)
        assert places_of(warehouse) == {"validated_rows": "temp"}
        assert not unfinished(study)


def test_rows_of_a_file_wait_on_disk_where_memory_holds_less_than_three_times_its_bytes(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one that is packed nobody knows how many they are."""
    met, held = list[str](), 0

    def looking(connection: duckdb.DuckDBPyConnection, *given: Any) -> OddCells:
        met.append(places_of(Warehouse(connection))["file_rows"])
        return bare_cells(connection, *given)

    monkeypatch.setattr(batches, "bare_cells", looking)
    monkeypatch.setattr(batches, "SMALL_BYTES", 0)
    for first, name in zip(range(100, 1_000, 100), ("a.csv", "b.csv", "c.csv", "d.csv", "e.csv.gz"), strict=False):
        rows = 11 if name == "a.csv" else 10
        path = put(study, name, csv_text(rtweet_row(first + number) for number in range(rows)))
        held = 3 * path.stat().st_size if name == "b.csv" else held
    monkeypatch.setattr(waiting_rows, "held_bytes", lambda _: float(held))
    with open_locked(study.warehouse) as warehouse:
        read_window(warehouse, study, WINDOW)
        assert met == ["waiting_rows", "temp", "temp", "temp", "waiting_rows"]
        assert warehouse.rows_in(RAW_TWEETS, WINDOW) == 51


@pytest.mark.usefixtures("no_memory")
def test_what_a_stopped_run_left_is_deleted(filled: Study) -> None:
    with open_locked(filled.warehouse) as warehouse:
        stage_window(warehouse, filled, WINDOW)
        [left] = unfinished(filled)
    assert not unfinished(filled)
    left.write_text("of a run that was killed")
    with open_locked(filled.warehouse) as warehouse:
        assert not unfinished(filled), "it may have filled the disk, and nothing may have to wait now"
        stage_window(warehouse, filled, WINDOW)
        assert places_of(warehouse) == {"validated_rows": "waiting_rows"}
    assert not unfinished(filled)
