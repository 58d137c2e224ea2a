"""CSV files beside the report: every row of a table, however many are held at once; none of single accounts."""

import csv
from pathlib import Path

import pandas as pd
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


def test_no_program_takes_the_id_of_a_tweet_for_a_number_or_yes_and_no_for_texts(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """R and pandas read 1345000000000000087 as a double, which is another tweet; R's read.csv keeps ``True`` a text."""
    of_mastodon = "https://school.example/users/inv/statuses/113000000000000001"
    plant(
        warehouse, "theme_frequencies",
        [
            {"theme": "a", "tweets": 2, "tweet_id": "1345000000000000087", "example": "said"},
            {"theme": "b", "tweets": 1, "tweet_id": of_mastodon, "example": "said"},
            {"theme": "c", "tweets": 0, "tweet_id": None, "example": None},
        ],
    )  # fmt: skip
    plant(
        warehouse, "code_frequencies",
        [{"variable": name, "category": "x", "tweets": 1, "is_computed": name == "a"} for name in "ab"],
    )  # fmt: skip
    files = {path.name: path for path in write_tables(warehouse, WINDOW, tmp_path)}
    themes = pd.read_csv(files["theme_frequencies.csv"])
    assert list(themes["tweet_id"].fillna("none")) == ["t1345000000000000087", of_mastodon, "none"]
    assert pd.read_csv(files["code_frequencies.csv"])["is_computed"].dtype == bool
    with files["code_frequencies.csv"].open(encoding="utf-8", newline="") as stream:
        assert [row["is_computed"] for row in csv.DictReader(stream)] == ["TRUE", "FALSE"]
