"""Files of one name in an archive, as programs leave them that write into it once more: each is read and rewritten."""

import zipfile

import pytest

from mtw_pipeline.exports.reading.archives import names_within
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row
from mtw_pipeline_tests.unit.exports.rewriting.steps import names, rewrite, zipped

ROWS = [rtweet_row(number, text=f"text {number}", screen_name=f"inv_{number}") for number in range(1, 5)]
ONE, OTHER = csv_text(ROWS[:2]), csv_text(ROWS[2:])


def put_twice(study: Study) -> None:
    path = put(study, "a.zip", zipped({"x/same.csv": ONE}))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("x/same.csv", OTHER)


def taken(study: Study, warehouse: Warehouse) -> set[tuple[str, int, str]]:
    read_window(warehouse, study, WINDOW)
    return set(warehouse.connection.execute("select export_file, row_number, text from raw_tweets").fetchall())


def test_a_row_is_known_by_its_file_and_goes_without_the_one_of_the_other_file(
    study: Study, warehouse: Warehouse
) -> None:
    put_twice(study)
    first, second = "a.zip/x/same.csv", "a.zip/x/same (2).csv"
    assert taken(study, warehouse) == {
        (first, 1, "text 1"), (first, 2, "text 2"), (second, 1, "text 3"), (second, 2, "text 4"),
    }  # fmt: skip
    rewritten = rewrite(study, Register("5a17").with_tweets([ROWS[0]["status_id"]]))
    assert (names(rewritten.exports), names(rewritten.untouched)) == (["a.zip"], [])
    assert taken(study, warehouse) == {(first, 1, "text 2"), (second, 1, "text 3"), (second, 2, "text 4")}


def test_a_number_that_another_file_has_is_left_to_it() -> None:
    called = ["a.csv", "a.csv", "a (2).csv", "b", "b", "b", "x.y/c", "x.y/c"]
    found = list(names_within([zipfile.ZipInfo(name) for name in called]).values())
    assert found == ["a.csv", "a (3).csv", "a (2).csv", "b", "b (2)", "b (3)", "x.y/c", "x.y/c (2)"]
