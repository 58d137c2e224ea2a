"""Forgotten tweets in the warehouse: which rows they are now, and whether any is left.

What belongs here: asking the database. What does not: making a window anew (defs/), rewriting the file (warehouse.py).
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.tables import TABLES, Type
from mtw_pipeline.text.transformer import prepared, text_hash
from mtw_pipeline.warehouse import Warehouse, sql_text
from mtw_pipeline.windows import CollectionWindow


@dataclass(frozen=True)
class Affected:
    """What is to be forgotten in one window: ids of tweets, hashes of their texts, and the exports that hold them."""

    tweet_ids: frozenset[str]
    text_hashes: frozenset[str]
    exports: tuple[str, ...]


def affected(warehouse: Warehouse, window: CollectionWindow, register: Register) -> Affected:
    """What the register asks to forget of the rows that a window holds now."""
    statement = (
        f"select tweet_id, text, export_file from raw_tweets semi join ({sql_text('exports/forgotten_rows')})"
        " using (export_file, row_number) where collection_window = $collection_window"
    )
    parameters = {"collection_window": window.key, **register.parameters}
    rows = warehouse.connection.execute(statement, parameters).fetchall()
    return Affected(
        frozenset(tweet for tweet, _, _ in rows),
        frozenset(text_hash(prepared(text or "")) for _, text, _ in rows),
        tuple(sorted({name for _, _, name in rows})),
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
