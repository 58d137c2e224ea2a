"""TAGS: columns that somebody added to the sheet."""

from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import csv_text, put
from mtw_pipeline_tests.samples.delimited.tags import SAMPLE
from mtw_pipeline_tests.unit.exports.mapped_tables import WINDOW, fill, rows

ADDED = ("favorite_count", "retweet_count", "lang")


def test_likes_retweets_and_language_that_were_added_to_the_sheet_are_read(study: Study, warehouse: Warehouse) -> None:
    counts = (("5", "2", "en"), ("0", "2", "de"), ("NA", "NA", "NA"))
    added = [{**row, **dict(zip(ADDED, cells, strict=True))} for row, cells in zip(SAMPLE.rows, counts, strict=True)]
    put(study, "sheet.csv", csv_text(added, (*SAMPLE.columns, *ADDED)), WINDOW)
    fill(study, warehouse)
    assert rows(
        warehouse,
        "select tweet_type, like_count, retweet_count, original_retweet_count, metrics_of, language from tweets"
        " order by tweet_id",
    ) == [
        ("tweet", 5, 2, None, "own", "en"),
        ("retweet", None, None, 2, "original", "de"),
        ("reply", None, None, None, "unknown", None),
    ]  # fmt: skip
