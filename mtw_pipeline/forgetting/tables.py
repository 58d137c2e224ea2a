"""Forgotten tweets in the warehouse: which rows they are now, and whether any is left.

What belongs here: asking the database. What does not: making a window anew (defs/), rewriting the file (connection.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.forgetting.rows import find_forgotten
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.text.transformer import prepared, text_hash
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Type


@dataclass(frozen=True)
class Affected:
    """What is to be forgotten in one window.

    Args:
        tweet_ids: the tweets.
        text_hashes: hashes of their texts.
        rows: from the name of an export to the numbers of its rows, rejected ones that name them included.
    """

    tweet_ids: frozenset[str]
    text_hashes: frozenset[str]
    rows: Mapping[str, frozenset[int]]


def affected(
    warehouse: Warehouse, windows: Sequence[CollectionWindow], register: Register
) -> tuple[dict[CollectionWindow, Affected], Register]:
    """What is to be forgotten of the rows that a warehouse holds now, window by window.

    What passes a forgotten tweet on is forgotten too, and what passes that on; so is what the account of a forgotten
    handle wrote under another one.

    Returns:
        What is to be forgotten, and the register with all of it.
    """
    while True:
        found = {window: _affected(warehouse, window, register) for window in windows}
        tweets = {tweet for one in found.values() for tweet in one.tweet_ids}
        grown = register.with_tweets(tweets).with_users(_user_ids(warehouse, register))
        if grown == register:
            return found, register
        register = grown


def _user_ids(warehouse: Warehouse, register: Register) -> list[str]:
    asked = {"salt": register.salt, "user_hashes": sorted(register.users)}
    return [str(row[0]) for row in warehouse.query("forgetting/forgotten_user_ids", asked).fetchall()]


def _affected(warehouse: Warehouse, window: CollectionWindow, register: Register) -> Affected:
    find_forgotten(warehouse, window, register)
    naming = warehouse.query(
        "forgetting/rejected_rows_naming", {"collection_window": window.key, **register.parameters}
    ).fetchall()
    found = warehouse.connection.execute("from forgotten_rows").fetchall()
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in [*found, *naming]:
        rows[name].add(number)
    tweets = warehouse.connection.execute(
        "select tweet_id, text from raw_tweets semi join forgotten_rows using (export_file, row_number)"
        " where collection_window = $window",
        {"window": window.key},
    ).fetchall()
    return Affected(
        frozenset(tweet for tweet, _ in tweets),
        frozenset(text_hash(prepared(text or "")) for _, text in tweets),
        {name: frozenset(numbers) for name, numbers in rows.items()},
    )


def tables_with_traces(path: Path, tweet_ids: frozenset[str]) -> list[str]:
    """Columns of a database in which one of the ids still stands as a whole cell."""
    found = []
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("create temp table gone (id varchar)")
        connection.executemany("insert into gone values (?)", [[one] for one in sorted(tweet_ids)] or [[None]])
        for table in TABLES:
            for column in table.columns:
                if column.type not in (Type.TEXT, Type.TEXTS):
                    continue
                cell = f"unnest({column.name})" if column.type == Type.TEXTS else column.name
                [(rows,)] = connection.execute(
                    f"select count(*) from (select {cell} as cell from {table.name}) semi join gone on cell = id"
                ).fetchall()
                found += [f"{table.name}.{column.name}"] if rows else []
    return found
