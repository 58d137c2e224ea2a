"""A real collection that only a column map describes: text, handle, and an id that also tells the time."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline_tests.builders import make_study, put
from mtw_pipeline_tests.real import recount
from mtw_pipeline_tests.real.tables import Tables, run

LABELLED = "rounded_ids_ep/EP-elections-tweets.csv"


@pytest.fixture(scope="module")
def labelled(
    realdata: Path, tmp_path_factory: pytest.TempPathFactory, validation: ValidationProcess
) -> Iterator[Tables]:
    settings = (
        '\n[[column_map]]\nname = "labelled"\ncolumns = {tweet_id="id", text="text", author_handle="screen_name"}\n'
    )
    study = make_study(tmp_path_factory.mktemp("labelled"), settings=settings)
    days = [recount.time_of_id(row["id"]).date() for row in recount.table(realdata / LABELLED) if row["id"].isdigit()]
    window = CollectionWindow(min(days), max(days))
    put(study, "labelled.csv", (realdata / LABELLED).read_bytes(), window)
    outcome = run(study, window, validation, "+tweets")
    with duckdb.connect(str(study.warehouse), read_only=True) as connection:
        yield Tables(connection, window, outcome)


def test_every_row_of_a_mapped_collection_is_taken_or_rejected(labelled: Tables, realdata: Path) -> None:
    assert labelled.outcome is not None
    assert (labelled.outcome.succeeded, labelled.outcome.failed_checks) == (True, ())
    ids = {number: row["id"] for number, row in enumerate(recount.table(realdata / LABELLED), start=1)}
    assert labelled.values("rows_read, unknown_columns", "collection_exports") == [(len(ids), ["polite"])]
    taken = dict(labelled.values("row_number, tweet_id", "raw_tweets"))
    assert taken == {number: tweet_id for number, tweet_id in ids.items() if tweet_id.isdigit()}


def test_rounded_ids_of_a_mapped_collection_are_rejected_with_their_row(labelled: Tables, realdata: Path) -> None:
    rows = recount.table(realdata / LABELLED)
    rounded = {number: row for number, row in enumerate(rows, start=1) if not row["id"].isdigit()}
    rejected = labelled.values("row_number, reason, raw", "rejected_rows", "order by 1")
    assert [number for number, _, _ in rejected] == list(rounded)
    for (_, reason, raw), row in zip(rejected, rounded.values(), strict=True):
        assert f"tweet id {row['id']} was rounded" in str(reason)
        assert next(csv.reader([str(raw)])) == list(row.values())


def test_duplicates_of_a_mapped_collection_collapse_into_one_tweet(labelled: Tables, realdata: Path) -> None:
    times = Counter(row["id"] for row in recount.table(realdata / LABELLED) if row["id"].isdigit())
    assert times.total() - len(times) > 3000
    assert dict(labelled.values("tweet_id, rows_collected", "tweets")) == times


def test_times_come_from_the_ids_where_a_mapped_collection_has_none(labelled: Tables) -> None:
    said = labelled.values("tweet_id, created_at", "tweets")
    assert [time for _, time in said] == [recount.time_of_id(str(tweet_id)) for tweet_id, _ in said]
    assert "computed from the tweet ids" in str(labelled.values("notes", "collection_exports"))
