"""Rows of exports that must be forgotten: taken out of what was read, and accounted for without their content.

What belongs here: raw_tweets, raw_ties and rejected_rows after a window was read. What does not: the register
(register.py).
"""

from mtw_pipeline.forgetting.register import Register, read_register
from mtw_pipeline.platforms import (
    ACCOUNTS_IN_TEXT,
    ADDRESS,
    BEHIND_ADDRESSES,
    BLUESKY_PAGE,
    BLUESKY_PAGE_ID,
    KEY_IN_ADDRESS,
    MASTODON_PAGE,
    MASTODON_PAGE_ID,
)
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.patterns import RETWEET_PREFIX
from mtw_pipeline.warehouse.changing import add_rows, change_rows, remove_rows
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import sql_text

PATTERNS: dict[str, object] = {
    "address": ADDRESS,
    "behind_addresses": BEHIND_ADDRESSES,
    "bluesky_page": BLUESKY_PAGE,
    "bluesky_page_id": BLUESKY_PAGE_ID,
    "mastodon_page": MASTODON_PAGE,
    "mastodon_page_id": MASTODON_PAGE_ID,
}
"""The parameters of statements that look for addresses of posts in texts."""
NAMES_IN_TEXTS: dict[str, object] = {**PATTERNS, "accounts_in_text": ACCOUNTS_IN_TEXT}
"""The parameters of statements that look for accounts too."""
_KEY = ("collection_window", "export_file", "row_number")
REASON = "forgotten: withdrawn by its author"
_OF_FORGOTTEN = "a row of somebody who was forgotten"


def find_forgotten(warehouse: Warehouse, window: CollectionWindow, register: Register) -> None:
    """Fill the temporary table forgotten_rows: file and number of the rows of a window that must be forgotten."""
    warehouse.connection.execute("create or replace temp table forgotten_rows (export_file varchar, row_number bigint)")
    warehouse.connection.execute(
        f"insert into forgotten_rows {sql_text('forgetting/forgotten_rows')}",
        {"collection_window": window.key, "retweet_prefix": RETWEET_PREFIX, **register.parameters},
    )


def drop_forgotten(warehouse: Warehouse, study: Study, window: CollectionWindow) -> int:
    """Move the rows that must be forgotten to rejected_rows, without their content; returns how many.

    Rejected rows that name a forgotten tweet or user keep no raw text, since nobody can tell whose it is. Replies to a
    forgotten tweet, quotes of it and links to it stay, without its id.
    """
    if not study.forgotten.is_file():
        return 0
    register = read_register(study.forgotten)
    if not register.tweets and not register.users:
        return 0
    parameters = {"collection_window": window.key, **register.parameters}
    connection = warehouse.connection
    find_forgotten(warehouse, window, register)
    for table in ("raw_tweets", "raw_ties"):
        forgotten = (
            f"from {table} semi join forgotten_rows using (export_file, row_number) where collection_window = $window"
        )
        of_window = {"window": window.key}
        add_rows(
            connection,
            "rejected_rows",
            f"select collection_window, export_file, row_number, $reason as reason, '' as raw {forgotten}",
            {"reason": REASON, **of_window},
        )
        remove_rows(connection, table, f"select {', '.join(_KEY)} {forgotten}", of_window, key=_KEY)
    change_rows(
        connection,
        "rejected_rows",
        f"select distinct $collection_window as collection_window, export_file, row_number"
        f" from ({sql_text('forgetting/rejected_rows_naming')})",
        {**parameters, **NAMES_IN_TEXTS},
        key=_KEY,
        columns={"raw": "''", "reason": f"'{_OF_FORGOTTEN}'"},
    )
    blank_named(warehouse, window, register)
    [(rows,)] = connection.execute("select count(*) from forgotten_rows").fetchall()
    connection.execute("drop table forgotten_rows")
    return int(rows)


def forgotten_in_exports(warehouse: Warehouse, window: CollectionWindow) -> list[tuple[str, int]]:
    """The exports of a window that hold something forgotten, as far as they were read, with how many rows of it."""
    reasons = {"reason": REASON, "naming": _OF_FORGOTTEN}
    statement = sql_text("forgetting/forgotten_in_exports")
    return warehouse.connection.execute(statement, {"collection_window": window.key, **reasons}).fetchall()


def blank_named(warehouse: Warehouse, window: CollectionWindow, register: Register) -> None:
    """Take the ids of forgotten tweets out of the rows that reply to them, quote them, or link to them."""
    asked = {"collection_window": window.key, "salt": register.salt, "tweet_hashes": sorted(register.tweets)}
    for column, kind in (("in_reply_to_tweet_id", "is_reply"), ("quoted_tweet_id", "is_quote")):
        change_rows(
            warehouse.connection,
            "raw_tweets",
            f"select {', '.join(_KEY)} from raw_tweets where collection_window = $collection_window"
            f" and sha256($salt || ':' || lower({column})) in (select unnest($tweet_hashes))",
            asked,
            key=_KEY,
            columns={column: "null", kind: f"coalesce(here.{kind}, true)"},
        )
    change_rows(
        warehouse.connection,
        "raw_tweets",
        f"select $collection_window as collection_window, * from ({sql_text('forgetting/texts_that_name')})",
        {**asked, **PATTERNS, "key_in_address": f"^{KEY_IN_ADDRESS}$"},
        key=_KEY,
        columns={name: f"changes.{name}" for name in ("text", "retweeted_text", "urls")},
    )
