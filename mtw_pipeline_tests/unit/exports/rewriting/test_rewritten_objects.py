"""JSON written anew where a row is known by its number alone: it was not taken, or a column map says what it is."""

import json
from collections.abc import Iterator

import pyarrow as pa
import pytest

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.study.folder import SETTINGS_FILE, Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put, v2_page, v2_tweet
from mtw_pipeline_tests.samples.sample import parquet_bytes
from mtw_pipeline_tests.unit.exports.rewriting.steps import names, rewrite, zipped

GONE = "inv_gone"
ASKED = Register("5a17").with_users([GONE])
NOT_TAKEN = v2_tweet(2, created_at="no time", text=f"an invented answer to @{GONE}")
BROKEN = f'{{"id": "1345000000000000004", "text": "says @{GONE}\n'
KEPT = [v2_tweet(1), v2_tweet(3, text=f"thanks @{GONE}")]
MAP = """
[[column_map]]
name = "ours"
columns.tweet_id = "Tweet ID"
columns.text = "Message"
columns.author_handle = "Account"
"""
MAPPED = [
    {"Tweet ID": str(1_345_000_000_000_000_000 + number), "Message": f"text {number}", "Account": account}
    for number, account in enumerate(("inv_1", GONE, "inv_3", f"@{GONE.title()}", "inv_5"), start=1)
]


def dresses(documents: list[dict[str, object]]) -> Iterator[tuple[str, str | bytes]]:
    """Some documents in what JSON comes in."""
    lines = [json.dumps(one) + "\n" for one in documents]
    yield "lines.jsonl", "".join(lines)
    yield "array.json", json.dumps(documents, indent=1)
    yield "together.json", "".join(json.dumps(one, indent=2) for one in documents)
    yield "archive.zip", zipped({"folder/a.jsonl": "".join(lines[:2]), "folder/b.jsonl": "".join(lines[2:])})
    yield "columns.parquet", parquet_bytes({name: pa.array([one[name] for one in documents]) for name in documents[0]})


def taken(study: Study, warehouse: Warehouse) -> list[tuple[object, ...]]:
    read_window(warehouse, study, WINDOW)
    return warehouse.connection.execute("select tweet_id, text from raw_tweets order by all").fetchall()


def left_over(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.connection.execute("select raw from rejected_rows").fetchall()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.jsonl", v2_page(KEPT[0], NOT_TAKEN, KEPT[1])),
        ("pages.jsonl", v2_page(KEPT[0]) + BROKEN + v2_page(NOT_TAKEN, KEPT[1])),
        ("hits.json", json.dumps({"hits": {"hits": [{"_source": one} for one in (KEPT[0], NOT_TAKEN, KEPT[1])]}})),
        *dresses([KEPT[0], NOT_TAKEN, KEPT[1]]),
    ],
)
def test_an_object_that_was_not_taken_goes_where_it_names_an_account_that_goes(
    study: Study, warehouse: Warehouse, name: str, data: str | bytes
) -> None:
    put(study, name, data)
    before = taken(study, warehouse)
    assert (len(before), bool(left_over(warehouse))) == (2, True)
    rewritten = rewrite(study, ASKED)
    assert (names(rewritten.exports), rewritten.untouched, rewritten.damaged) == ([name], (), ())
    assert (taken(study, warehouse), left_over(warehouse)) == (before, [])


@pytest.mark.parametrize(("name", "data"), [*dresses(MAPPED)])
def test_objects_of_a_column_map_go(study: Study, warehouse: Warehouse, name: str, data: str | bytes) -> None:
    with (study.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write(MAP)
    mapped = Study.load(study.root)
    path = put(mapped, name, data)
    before = taken(mapped, warehouse)
    rewritten = rewrite(mapped, ASKED)
    assert (names(rewritten.exports), rewritten.untouched, rewritten.damaged) == ([name], (), ())
    assert (len(before), taken(mapped, warehouse)) == (5, [before[place] for place in (0, 2, 4)])
    assert GONE.encode() not in path.read_bytes().lower()
