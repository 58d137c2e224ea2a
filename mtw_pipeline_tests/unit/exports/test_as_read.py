"""Exports are those that were read where every one is by name, size and content, and no other is there."""

import os
import zipfile
from collections.abc import Callable

import pytest

from mtw_pipeline.exports.as_read import are_as_read
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import WINDOW, csv_text, put, rtweet_row

NAME = "a.csv"


@pytest.fixture
def was_read(study: Study) -> Study:
    put(study, NAME, csv_text([rtweet_row(1)]))
    put(study, "refused.csv", "no table of tweets")
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
    return study


def touch(study: Study) -> None:
    for path in study.exports_of(WINDOW):
        os.utime(path, (1, 1))


def change(study: Study) -> None:
    path = study.incoming_of(WINDOW) / NAME
    path.write_bytes(path.read_bytes().replace(b"2021", b"2020", 1))


def add(study: Study) -> None:
    put(study, "b.csv", csv_text([rtweet_row(1)]))


def take_away(study: Study) -> None:
    (study.incoming_of(WINDOW) / NAME).unlink()


def rename(study: Study) -> None:
    (study.incoming_of(WINDOW) / NAME).rename(study.incoming_of(WINDOW) / "c.csv")


def grow(study: Study) -> None:
    with (study.incoming_of(WINDOW) / NAME).open("a", encoding="utf-8") as stream:
        stream.write("\n")


def lose_the_warehouse(study: Study) -> None:
    study.warehouse.unlink()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (touch, True),
        (change, False),
        (add, False),
        (take_away, False),
        (rename, False),
        (grow, False),
        (lose_the_warehouse, False),
    ],
)
def test_exports_are_as_read_while_their_content_is(
    was_read: Study, changed: Callable[[Study], None], *, expected: bool
) -> None:
    assert are_as_read(was_read, WINDOW)
    changed(was_read)
    assert are_as_read(was_read, WINDOW) is expected


def test_of_archives_with_several_files_it_is_not_known(study: Study) -> None:
    folder = study.incoming_of(WINDOW)
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "several.zip", "w") as archive:
        for number in (1, 2):
            archive.writestr(f"{number}.csv", csv_text([rtweet_row(number)]))
    with open_warehouse(study.warehouse, "a test") as warehouse:
        read_window(warehouse, study, WINDOW)
    assert not are_as_read(study, WINDOW)
