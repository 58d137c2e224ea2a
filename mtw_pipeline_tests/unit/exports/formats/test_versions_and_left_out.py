"""Versions of an edited tweet are one tweet; advertisements and rows that a file itself skips are none."""

import csv
import io
import json
from dataclasses import replace

import pytest

from mtw_pipeline.exports.formats.delimited.advertisements import advertisement_column
from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS
from mtw_pipeline.exports.reading.outcomes import FileOutcome
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.text.patterns import tweet_patterns
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.tweets import IDENTITIES, TWEETS
from mtw_pipeline_tests.builders import WINDOW, put, v2_page, v2_tweet
from mtw_pipeline_tests.samples.delimited import fourcat_import, nodexl, twarc_csv
from mtw_pipeline_tests.samples.documents import x_archive, zeeschuimer
from mtw_pipeline_tests.samples.sample import TableSample

ADVERTISEMENT = "an advertisement, which was shown and not found"
SKIPPED = "the file itself says that this row is skipped"


def fill(study: Study, warehouse: Warehouse) -> list[FileOutcome]:
    outcomes = read_window(warehouse, study, WINDOW)
    warehouse.replace_window(IDENTITIES, WINDOW)
    warehouse.replace_window(TWEETS, WINDOW, **tweet_patterns())
    return outcomes


def tweets(warehouse: Warehouse) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(
        "select tweet_id, text, rows_collected from tweets order by tweet_id"
    ).fetchall()


def reasons(warehouse: Warehouse) -> list[object]:
    return [row[0] for row in warehouse.connection.execute("select reason from rejected_rows").fetchall()]


def versions(count: int) -> list[str]:
    return [str(1_345_000_000_000_000_000 + number) for number in range(1, count + 1)]


def test_of_the_versions_of_a_tweet_the_newest_counts_and_that_is_said(study: Study, warehouse: Warehouse) -> None:
    first, second, third = versions(3)
    held = [
        v2_tweet(2, text="second", edit_history_tweet_ids=[first, second]),
        v2_tweet(1, text="first", edit_history_tweet_ids=[first]),
        v2_tweet(3, text="third", edit_history_tweet_ids=[first, second, third]),
        v2_tweet(9, text="another", edit_history_tweet_ids=["1345000000000000009"]),
    ]
    put(study, "one.jsonl", v2_page(*held[:2]))
    put(study, "two.jsonl", v2_page(*held[2:]))
    outcomes = fill(study, warehouse)
    assert tweets(warehouse) == [(third, "third", 3), ("1345000000000000009", "another", 1)]
    assert all(any("1 row is a later version" in note for note in outcome.notes) for outcome in outcomes)


def test_a_tweet_that_was_never_edited_is_said_nothing_of(study: Study, warehouse: Warehouse) -> None:
    put(study, "one.jsonl", v2_page(v2_tweet(1, edit_history_tweet_ids=versions(1)), v2_tweet(2)))
    [outcome] = fill(study, warehouse)
    assert not [note for note in outcome.notes if "version" in note]
    assert warehouse.connection.execute("select count(first_version_id) from raw_tweets").fetchall() == [(0,)]


def test_versions_are_known_in_archives_in_web_objects_and_in_twarcs_table(study: Study, warehouse: Warehouse) -> None:
    first, second = "1346400000000000001", "1346400000000000002"
    edits = {
        "edit": {"initialTweetId": first, "editControlInitial": {"editTweetIds": [first, second]}}
    }  # fmt: skip
    one, two, _ = json.loads(json.dumps(x_archive.SAMPLE.documents))
    two["tweet"].update(edit_info=edits, full_text="the newest")
    for name, content in x_archive.SAMPLE.companions.items():
        put(study, name, content)
    put(study, "tweets.js", json.dumps([one, two]))
    fill(study, warehouse)
    assert tweets(warehouse) == [(second, "the newest", 2)]

    web = json.loads(json.dumps(zeeschuimer.SAMPLE.documents[0]))
    held = web.get("data", web)
    held["edit_control"] = {"edit_control_initial": {"edit_tweet_ids": ["1346399999999999999", held["rest_id"]]}}
    table = replace(twarc_csv.SAMPLE, columns=[*twarc_csv.SAMPLE.columns, "edit_history_tweet_ids"])
    rows = [{**row, "edit_history_tweet_ids": f'["1346399999999999999", "{row["id"]}"]'} for row in table.rows[:1]]
    for name, content in (("web.ndjson", json.dumps(web)), ("twarc.csv", replace(table, rows=rows).text())):
        for path in study.exports_of(WINDOW):
            path.unlink()
        put(study, name, content)
        fill(study, warehouse)
        assert warehouse.connection.execute("select first_version_id from raw_tweets").fetchall() == [
            ("1346399999999999999",)
        ]


@pytest.mark.parametrize("column", ["promoted", "isAd", "is_promoted"])
def test_advertisements_of_any_table_are_rejected_and_the_rest_is_taken(
    study: Study, warehouse: Warehouse, column: str
) -> None:
    sample = fourcat_import.SAMPLE
    marked = replace(
        sample,
        columns=[*sample.columns, column],
        rows=[{**row, column: "true" if number == 0 else "missing"} for number, row in enumerate(sample.rows)],
    )
    put(study, "capture.csv", marked.text())
    fill(study, warehouse)
    assert reasons(warehouse) == [ADVERTISEMENT]
    assert len(tweets(warehouse)) == len(sample.tweets) - 1


@pytest.mark.parametrize("mark", [{"promoted": True}, {"promotedMetadata": {"advertiser": 1}}])
def test_advertisements_among_web_objects_are_rejected(
    study: Study, warehouse: Warehouse, mark: dict[str, object]
) -> None:
    one, *rest = json.loads(json.dumps(zeeschuimer.SAMPLE.documents))
    put(study, "capture.ndjson", "".join(json.dumps(each) + "\n" for each in ({**one, **mark}, *rest)))
    fill(study, warehouse)
    assert reasons(warehouse).count(ADVERTISEMENT) == 1


def test_no_format_has_a_column_of_its_own_by_which_another_program_marks_advertisements() -> None:
    assert [known.name for known in DELIMITED_FORMATS if advertisement_column(known.taken)] == []


def with_visibility(sample: TableSample, *shown: str) -> str:
    rows = [{**row, "Visibility": cell} for row, cell in zip(sample.rows, shown, strict=False)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys([*sample.columns, "Visibility"])))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def test_rows_that_a_nodexl_workbook_skips_are_rejected(study: Study, warehouse: Warehouse) -> None:
    put(study, "nodexl.csv", with_visibility(nodexl.SAMPLE, "Show", "Skip", "0"))
    fill(study, warehouse)
    assert reasons(warehouse) == [SKIPPED, SKIPPED]
    assert warehouse.connection.execute("select count(*) from raw_tweets").fetchall() == [(1,)]


def test_edges_that_a_workbook_skips_are_no_ties(study: Study, warehouse: Warehouse) -> None:
    put(study, "edges.csv", "Vertex 1,Vertex 2,Visibility\na,b,Show\nb,c,Skip\nc,a,\n")
    fill(study, warehouse)
    assert reasons(warehouse) == [SKIPPED]
    assert warehouse.connection.execute("select source, target from raw_ties").fetchall() == [("a", "b"), ("c", "a")]
