"""Tables that say a tweet twice, by id and by address: a spreadsheet rounds the first, and leaves the second."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.macros import expanded
from mtw_pipeline_tests.builders import make_study, put
from mtw_pipeline_tests.samples.sample import table_of
from mtw_pipeline_tests.unit.exports.mapped_tables import COLUMN_MAP, WINDOW, row, table_text
from mtw_pipeline_tests.unit.exports.together import ReadFile, of_file

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


def damaged(cells: Mapping[str, str], name: str, address: str) -> dict[str, str]:
    """A row whose id was rounded, with the address of its tweet, in which stands what ``address`` gives."""
    column, page = TOLD_TWICE[name]
    return {**cells, column: ROUNDED, page: f"https://twitter.com/inv_1/status/{address or told_id(cells, name)}"}


def told_id(cells: Mapping[str, str], name: str) -> str:
    """The id of a row's tweet, of 19 digits, from its id or its address."""
    column, page = TOLD_TWICE[name]
    return max(cells[column], cells.get(page, ""), key=len)[-19:]


def with_damaged_ids(name: str, address: str = "") -> str:
    sample = table_of(name)
    return replace(sample, rows=[damaged(cells, name, address) for cells in sample.rows]).text()


@pytest.mark.parametrize("name", TOLD_TWICE)
@of_file(with_damaged_ids)
def test_a_rounded_id_is_taken_from_the_address(read: ReadFile, name: str) -> None:
    assert sorted(set(read.raw("tweet_id"))) == sorted(table_of(name).tweets)


def with_another_address(name: str) -> str:
    sample, (column, page) = table_of(name), TOLD_TWICE[name]
    address = "https://twitter.com/inv_9/status/1252936523361726465"
    return replace(
        sample, rows=[{**cells, column: told_id(cells, name), page: address} for cells in sample.rows]
    ).text()


@pytest.mark.parametrize("name", TOLD_TWICE)
@of_file(with_another_address)
def test_the_address_of_another_tweet_is_none_of_the_row(read: ReadFile, name: str) -> None:
    """Where all rows had one address, as of a page that was shared, they would be one tweet."""
    assert sorted(set(read.raw("tweet_id"))) == sorted(table_of(name).tweets)


@given(
    true=st.integers(min_value=10**15, max_value=2**63 - 1),
    other=st.integers(min_value=10**15, max_value=2**63 - 1),
    how=st.sampled_from(["as it is", "digits", "double", "exponent", "missing"]),
)
def test_an_id_is_that_of_the_address_where_it_is_that_one_rounded(
    memory: duckdb.DuckDBPyConnection, true: int, other: int, how: str
) -> None:
    shown = {
        "as it is": str(true),
        "digits": str(int(f"{true:.15g}".split("e")[0].replace(".", "").ljust(len(str(true)), "0"))),
        "double": str(int(float(true))),
        "exponent": f"{true:.5E}",
        "missing": None,
    }[how]
    if how in {"as it is", "digits", "double"}:
        assume(abs(other - true) > true * 1e-6)
        assume(len(str(other)) - len(str(other).rstrip("0")) < 4 and not str(shown).endswith("0" * 10))
    with memory.cursor() as connection:
        asked = f"select {expanded('id_unless_rounded(cast($id as varchar), cast($address as varchar))')}"
        found = {
            address: connection.execute(asked, {"id": shown, "address": f"https://x.com/a/status/{address}"}).fetchone()
            for address in (true, other)
        }
        without = connection.execute(asked, {"id": shown, "address": None}).fetchone()
    assert found[true] == (str(true),)
    assert found[other] == ((str(other),) if how in {"exponent", "missing"} else (shown,))
    assert without == (shown,)


@pytest.mark.parametrize("name", TOLD_TWICE)
@pytest.mark.parametrize("address", [ROUNDED, ROUNDED.replace(".", ",")])
@of_file(with_damaged_ids)
def test_an_address_that_was_rounded_too_is_no_tweet(read: ReadFile, name: str, address: str) -> None:
    assert read.raw("tweet_id") == [], name
    assert set(read.reasons()) == {f"tweet id {address} was rounded by a spreadsheet or a program; the true id is lost"}


def test_a_mapped_address_that_was_rounded_is_no_tweet(tmp_path: Path, warehouse: Warehouse) -> None:
    study = make_study(tmp_path, settings=COLUMN_MAP)
    table = [row(number, tweet_id=f"https://x.com/inv_1/status/{ROUNDED}") for number in range(2)]
    put(study, "a.csv", table_text(table), WINDOW)
    read_window(warehouse, study, WINDOW)
    assert warehouse.connection.execute("from raw_tweets").fetchall() == []
    [(reason,)] = warehouse.connection.execute("select distinct reason from rejected_rows").fetchall()
    assert reason.startswith(f"tweet id {ROUNDED} was rounded")
