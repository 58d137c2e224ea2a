"""Answers that name what they answer by the id that one server gave it: another row of that server says its address.

What belongs here: completing such rows, of a batch by those of the same file, of a window by those of all files. What
does not: what a status says (documents/mastodon_rows.py). An id of a server means nothing elsewhere, so other files are
asked only where both say of which server they are: collections do, and files that hold posts of its own people.
"""

import duckdb

from mtw_pipeline.warehouse.changing import change_rows
from mtw_pipeline.warehouse.statements import sql_text


def complete_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """Give rows of ``staged_rows`` the address of what they answer, and its author where they do not name one.

    What is not found in the file is noted for ``complete_answers_of_window``.

    Args:
        connection: the warehouse's connection.
    """
    counted = "select count(status_id), count(in_reply_to_status_id) from staged_rows"
    [(statuses, answers)] = connection.execute(counted).fetchall()
    if statuses or answers:
        connection.execute(f"insert into server_statuses by name {sql_text('exports/reading/server_statuses')}")
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


def complete_answers_of_window(connection: duckdb.DuckDBPyConnection) -> None:
    """Give rows of ``validated_rows`` the address of what they answer, where another file of the window tells it.

    Args:
        connection: the warehouse's connection.
    """
    change_rows(
        connection,
        "validated_rows",
        sql_text("exports/reading/answered_elsewhere"),
        {},
        key=("file_number", "row_number"),
        columns={
            "in_reply_to_tweet_id": "changes.in_reply_to_tweet_id",
            "in_reply_to_user_id": "coalesce(here.in_reply_to_user_id, changes.in_reply_to_user_id)",
            "in_reply_to_handle": "coalesce(here.in_reply_to_handle, changes.in_reply_to_handle)",
        },
    )
