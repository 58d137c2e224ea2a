"""Tables that say a tweet twice, by id and by address: a spreadsheet rounds the first, and leaves the second."""

import importlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import make_study, put
from mtw_pipeline_tests.samples.sample import TableSample
from mtw_pipeline_tests.unit.exports.mapped_tables import COLUMN_MAP, WINDOW, row, table_text

ROUNDED = "1.3464E+18"
TOLD_TWICE = {
    "fourcat_import": ("id", "link"),
    "fourcat_twitterv2": ("id", "link"),
    "minet": ("id", "url"),
    "nodexl": ("Imported ID", "Twitter Page For Tweet"),
    "rtweet": ("status_id", "status_url"),
    "tags": ("id_str", "status_url"),
    "twarc1_csv": ("id", "tweet_url"),
    "verification_plugin": ("id", "tweetLink"),
}
"""Formats that do so: the column of the id and that of the address."""


def sample_of(name: str) -> TableSample:
    sample = importlib.import_module(f"mtw_pipeline_tests.samples.{name}").SAMPLE
    assert isinstance(sample, TableSample)
    return sample


def damaged(cells: Mapping[str, str], name: str, address: str) -> dict[str, str]:
    """A row whose id was rounded, with the address of its tweet, in which stands what ``address`` gives."""
    column, page = TOLD_TWICE[name]
    told = max(cells[column], cells.get(page, ""), key=len)[-19:]
    return {**cells, column: ROUNDED, page: f"https://twitter.com/inv_1/status/{address or told}"}


@pytest.mark.parametrize("name", TOLD_TWICE)
def test_a_rounded_id_is_taken_from_the_address(tmp_path: Path, warehouse: Warehouse, name: str) -> None:
    sample = sample_of(name)
    study = make_study(tmp_path)
    put(study, "a.csv", replace(sample, rows=[damaged(cells, name, "") for cells in sample.rows]).text(), WINDOW)
    read_window(warehouse, study, WINDOW)
    found = warehouse.connection.execute("select distinct tweet_id from raw_tweets order by all").fetchall()
    assert [tweet_id for (tweet_id,) in found] == sorted(sample.tweets)


@pytest.mark.parametrize("name", TOLD_TWICE)
@pytest.mark.parametrize("address", [ROUNDED, ROUNDED.replace(".", ",")])
def test_an_address_that_was_rounded_too_is_no_tweet(
    tmp_path: Path, warehouse: Warehouse, name: str, address: str
) -> None:
    sample = sample_of(name)
    study = make_study(tmp_path)
    put(study, "a.csv", replace(sample, rows=[damaged(cells, name, address) for cells in sample.rows]).text(), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("from raw_tweets").fetchall() == []
    reasons = warehouse.connection.execute("select distinct reason from rejected_rows").fetchall()
    assert reasons == [(f"tweet id {address} was rounded by a spreadsheet or a program; the true id is lost",)]


def test_a_mapped_address_that_was_rounded_is_no_tweet(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=COLUMN_MAP)
    table = [row(number, tweet_id=f"https://x.com/inv_1/status/{ROUNDED}") for number in range(2)]
    put(study, "a.csv", table_text(table), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("from raw_tweets").fetchall() == []
    [(reason,)] = warehouse.connection.execute("select distinct reason from rejected_rows").fetchall()
    assert reason.startswith(f"tweet id {ROUNDED} was rounded")
