"""Rows that say only by an address what they pass on: what they say, and more, stands in a row of their original.

What belongs here: completing such rows once all files of a window were read, and giving a repost of which a feed does
not tell the address the one that a stream tells of it, so that both are one tweet. What does not: when a row is one
(sql/exports/reading/validated_rows.sql, which rejects it for the time being), and retweets that bring their original.
"""

import duckdb

from mtw_pipeline.exports.reading.validation import WITHOUT_ORIGINAL, window_parameters
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.changing import change_rows, remove_rows
from mtw_pipeline.warehouse.statements import sql_text

_PLACE = ("file_number", "row_number")


def complete_passed_on(connection: duckdb.DuckDBPyConnection, window: CollectionWindow) -> None:
    """Take the rows of ``validated_rows`` whose original stands there too, in whatever file, with what it says.

    Args:
        connection: the warehouse's connection.
        window: the collection window.
    """
    waiting = {"without_original": WITHOUT_ORIGINAL}
    days = {name: day for name, day in window_parameters(window).items() if name != "collection_window"}
    statement = sql_text("exports/reading/passed_on_originals")
    connection.execute(f"create or replace temp table passed_on as {statement}", {**waiting, **days})
    columns = [str(row[0]) for row in connection.execute("describe passed_on").fetchall()]
    taken = {name: f"changes.{name}" for name in columns if name not in _PLACE}
    change_rows(connection, "validated_rows", "from passed_on", {}, key=_PLACE, columns=taken)
    reasons = "select file_number, row_number, reason from passed_on where reason is not null"
    change_rows(connection, "window_rejected_rows", reasons, {}, key=_PLACE, columns={"reason": "changes.reason"})
    good = "select file_number, row_number from passed_on where reason is null"
    remove_rows(connection, "window_rejected_rows", good, {}, key=_PLACE)
    connection.execute("drop table passed_on")


def name_reposts(connection: duckdb.DuckDBPyConnection) -> None:
    """Give reposts of ``validated_rows`` whose address was made up the one that another file tells, where one does.

    Args:
        connection: the warehouse's connection.
    """
    reposts = sql_text("exports/reading/reposts_with_addresses")
    change_rows(connection, "validated_rows", reposts, {}, key=_PLACE, columns={"tweet_id": "changes.tweet_id"})
