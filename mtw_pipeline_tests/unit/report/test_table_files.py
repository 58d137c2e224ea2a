"""CSV files beside the report: every row of a table, however many are held at once; none of single accounts."""

import csv
from pathlib import Path

import pytest

from mtw_pipeline.report import table_files
from mtw_pipeline.report.table_files import write_tables
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.planted_rows import WINDOW, plant


@pytest.mark.parametrize("at_once", [1, 2, 5, 10_000])
def test_all_rows_are_written_however_many_are_held_at_once(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(table_files, "_ROWS_AT_ONCE", at_once)
    words = [{"word": f"w{number}", "rank": number, "uses": 9, "tweets": 8} for number in range(5)]
    plant(warehouse, "word_frequencies", [*words, {"word": "=1+1", "rank": 6, "uses": 1, "tweets": 1}])
    plant(warehouse, "identities", [{"user_id": "1", "handle": "inv", "account": "inv", "is_holder": True}])
    earlier = tmp_path / "identities.csv"
    earlier.write_text("of an earlier version", encoding="utf-8")
    [path] = write_tables(warehouse, WINDOW, tmp_path)
    assert not earlier.exists()
    with path.open(encoding="utf-8", newline="") as stream:
        found = [(row["word"], row["rank"], row["posters"]) for row in csv.DictReader(stream)]
    assert path.name == "word_frequencies.csv"
    assert found == [*((f"w{number}", str(number), "") for number in range(5)), ("'=1+1", "6", "")]
