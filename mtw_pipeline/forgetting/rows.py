"""Rows of exports that must be forgotten: taken out of what was read, and accounted for without their content.

What belongs here: raw_tweets and rejected_rows after a window was read. What does not: the register (register.py).
"""

from mtw_pipeline.forgetting.register import read_register
from mtw_pipeline.study import Study
from mtw_pipeline.warehouse import Warehouse, sql_text
from mtw_pipeline.windows import CollectionWindow

REASON = "forgotten: withdrawn by its author"


def drop_forgotten(warehouse: Warehouse, study: Study, window: CollectionWindow) -> int:
    """Move the rows that must be forgotten from raw_tweets to rejected_rows, without their content; returns how many.

    Rejected rows that name a forgotten tweet or user keep no raw text, since nobody can tell whose it is. Replies to a
    forgotten tweet and quotes of it stay, without its id.
    """
    if not study.forgotten.is_file():
        return 0
    register = read_register(study.forgotten)
    if not register.tweets and not register.users:
        return 0
    parameters = {"collection_window": window.key, **register.parameters}
    connection = warehouse.connection
    connection.execute("create or replace temp table forgotten_rows (export_file varchar, row_number bigint)")
    connection.execute(f"insert into forgotten_rows {sql_text('exports/forgotten_rows')}", parameters)
    connection.execute(
        "insert into rejected_rows by name select collection_window, export_file, row_number, $reason as reason,"
        " '' as raw from raw_tweets semi join forgotten_rows using (export_file, row_number)"
        " where collection_window = $window",
        {"reason": REASON, "window": window.key},
    )
    connection.execute(
        "delete from raw_tweets where collection_window = $window"
        " and (export_file, row_number) in (select (export_file, row_number) from forgotten_rows)",
        {"window": window.key},
    )
    connection.execute(sql_text("exports/blank_rejected_rows"), parameters)
    named = {"window": window.key, "salt": register.salt, "gone": sorted(register.tweets)}
    for column in ("in_reply_to_tweet_id", "quoted_tweet_id"):
        connection.execute(
            f"update raw_tweets set {column} = null where collection_window = $window"
            f" and sha256($salt || ':' || {column}) in (select unnest($gone))",
            named,
        )
    [(rows,)] = connection.execute("select count(*) from forgotten_rows").fetchall()
    connection.execute("drop table forgotten_rows")
    return int(rows)
