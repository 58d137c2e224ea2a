"""Brandwatch: what says that a row is a share or a reply, whom a reply answers, and texts that are gone."""

from dataclasses import replace

from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.builders import WINDOW, put
from mtw_pipeline_tests.samples.delimited.brandwatch import SAMPLE

OTHER = "http://twitter.com/Inv_9/statuses/1346300000000000009"


def read(study: Study, warehouse: Warehouse, *changes: dict[str, str]) -> list[tuple[object, ...]]:
    """The rows of a workbook, of which each is the sample's first with these changes."""
    rows = [
        {**SAMPLE.rows[0], "Url": f"http://twitter.com/Inv_1/statuses/134640000000000000{number}", **change}
        for number, change in enumerate(changes, start=1)
    ]
    columns = [*SAMPLE.columns, "Twitter Reply to", "Twitter Retweet of"]
    put(study, "export.xlsx", replace(SAMPLE, columns=columns, rows=rows).workbook())
    read_window(warehouse, study, WINDOW)
    return warehouse.connection.execute(
        "select is_retweet, is_reply, retweeted_handle, retweeted_tweet_id, in_reply_to_handle, in_reply_to_tweet_id,"
        " retweet_count from raw_tweets order by row_number"
    ).fetchall()


def test_the_address_says_what_a_tweet_passes_on_and_whom_it_answers(study: Study, warehouse: Warehouse) -> None:
    found = read(
        study,
        warehouse,
        {"Twitter Retweet of": OTHER, "Thread Entry Type": ""},
        {"Twitter Reply to": OTHER, "Thread Author": "Inv_7", "Engagement Type": "REPLY"},
        {"Engagement Type": "SHARE", "Thread Author": "Inv_7"},
        {"Thread Entry Type": "share", "Thread Author": "@Inv_7"},
        {},
    )
    assert found == [
        (True, False, "Inv_9", "1346300000000000009", None, None, None),
        (False, True, None, None, "Inv_9", "1346300000000000009", 2),
        (True, False, "Inv_7", None, None, None, None),
        (True, False, "Inv_7", None, None, None, None),
        (False, False, None, None, None, None, 2),
    ]


def test_a_text_that_is_gone_is_no_text(study: Study, warehouse: Warehouse) -> None:
    gone = "Deleted or protected mention"
    read(
        study, warehouse, {"Full Text": gone, "Snippet": gone}, {"Full Text": gone, "Snippet": "an invented beginning"}
    )
    assert warehouse.connection.execute("select text from raw_tweets").fetchall() == [("an invented beginning",)]
    assert warehouse.connection.execute("select reason from rejected_rows").fetchall() == [("no text",)]
