"""A collection whose rows lie in other files: the same tables."""

from pathlib import Path

from mtw_pipeline.study.template import new_study
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.studies import TABLES_ALONE, run, tables_of

PLACE = ("export_file", "row_number")


def test_the_split_of_a_collection_into_files_does_not_matter(tmp_path: Path, validation: ValidationProcess) -> None:
    collection = [
        rtweet_row(number, hashtags="one two", text=f"great @inv_{number % 7} number {number}")
        for number in range(1, 60)
    ]
    splits = {"whole": [collection], "split": [collection[40:], collection[:25][::-1], collection[25:40]]}
    found = []
    for name, parts in splits.items():
        study = new_study(tmp_path / name, hashtags=["one"], sample_size=12, seed=3)
        for number, part in enumerate(parts):
            put(study, f"{number}.csv", csv_text(part))
        assert run(study, validation, WINDOW, TABLES_ALONE).succeeded
        tables = tables_of(study)
        columns = TWEETS.column_names
        tables["tweets"] = [
            tuple(value for column, value in zip(columns, row, strict=True) if column not in PLACE)
            for row in tables["tweets"]
        ]
        found.append({name: tables[name] for name in tables if name not in {"collection_exports", "raw_tweets"}})
    assert found[0] == found[1]
