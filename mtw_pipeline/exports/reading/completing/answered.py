"""Answers that name what they answer by the id that one server gave it: another row of the file says its address.

What belongs here: completing such rows of a batch. What does not: what a status says (documents/mastodon_rows.py). An
id of a server means nothing elsewhere, so rows of other files are never asked.
"""

import duckdb

from mtw_pipeline.warehouse.statements import sql_text


def complete_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """Give rows of ``staged_rows`` the address of what they answer, and its author where they do not name one.

    Args:
        connection: the warehouse's connection.
    """
    [(answers,)] = connection.execute("select count(in_reply_to_status_id) from staged_rows").fetchall()
    if not answers:
        return
    connection.execute(f"create or replace temp table answered as {sql_text('exports/reading/answered_statuses')}")
    connection.execute(
        "update staged_rows set in_reply_to_tweet_id = answered.tweet_id,"
        " in_reply_to_user_id = coalesce(in_reply_to_user_id, answered.author_id),"
        " in_reply_to_handle = coalesce(in_reply_to_handle, answered.author_handle) from answered"
        " where staged_rows.file_number = answered.file_number"
        " and staged_rows.in_reply_to_status_id = answered.status_id"
    )
    connection.execute("drop table answered")
