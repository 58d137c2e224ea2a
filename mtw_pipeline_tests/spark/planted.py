"""A warehouse with rows of every kind in every table, filled by DuckDB from planted rows.

What belongs here: rows as they could have been collected and coded, in all combinations that a statement tells apart.
What does not: what becomes of them on Spark (the tests).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import has_statement, names_read, sql_text
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.spark.hard_texts import HARD_TEXTS

OTHER_WINDOW = CollectionWindow.between("2021-02-01", "2021-02-14")
_FIRST = 1_345_000_000_000_000_000
_AT = datetime(2021, 1, 1)
_MD5 = "0" * 32
_LINKS = ("https://www.Example.org/a", "https://shop.Example.co.nz/a")
_KNOWN = ("hashtags", "mention_handles", "urls", "media_types", "is_reply", "is_quote", "is_retweet", "language")


def statement_tables() -> tuple[Table, ...]:
    """The tables that their own statement fills from tables of the warehouse, those that they read before them."""
    left = {one.name: one for one in TABLES if has_statement(one.statement) and one.stage != "collection"}
    found: list[Table] = []
    while left:
        ready = [one for one in left.values() if not (names_read(one.statement) - {one.name}) & left.keys()]
        found += ready
        for one in ready:
            del left[one.name]
    return tuple(found)


def plant(warehouse: Warehouse, study: Study) -> None:
    """Fill every table: what exports and people give is planted, the rest is what DuckDB makes of it."""
    plant_exports(warehouse)
    _insert(warehouse, "codebook", _codebook())
    _fill(warehouse, study)
    for table, rows in _RESTING_ON_TWEETS.items():
        warehouse.connection.execute(f"insert into {table} by name {rows}")
    _fill(warehouse, study)


def plant_exports(warehouse: Warehouse) -> None:
    """What was read of the exports of two windows."""
    _insert(warehouse, "raw_tweets", [*_rows(WINDOW), *_rows(OTHER_WINDOW, every=3, most=66)])
    _insert(warehouse, "raw_ties", _raw_ties())


def _fill(warehouse: Warehouse, study: Study) -> None:
    for table in statement_tables():
        parameters = statement_parameters(table.statement, study)
        if is_of_a_window(table):
            for window in (WINDOW, OTHER_WINDOW):
                warehouse.replace_window(table, window, **parameters)
        else:
            warehouse.replace_all(table, parameters)


def give(by_duckdb: Warehouse, by_spark: Warehouse, lake: Path, window: CollectionWindow, *names: str) -> None:
    """Put what DuckDB made of a window where Spark would have put it, which spares that."""
    for name in names:
        table = table_named(name)
        rows = f"from {name} where collection_window = '{window.key}'"
        if name not in by_spark.lake.tables():
            by_spark.replace_window(table, window, by_duckdb.connection.execute(rows).to_arrow_table())
            continue
        folder = by_spark.lake.fresh_folder(lake, table, window)
        folder.mkdir()
        by_duckdb.connection.execute(f"copy ({rows}) to '{folder}/rows.parquet'")
        with by_spark.transaction():
            by_spark.lake.put(table, window, folder)


def is_of_a_window(table: Table) -> bool:
    """Whether a table's statement asks for a window; else it fills all at once."""
    return "$collection_window" in sql_text(table.statement)


_RESTING_ON_TWEETS = {
    "network_ties": (
        "select collection_window, 'all' as layer, source, target, cast(sum(times) as bigint) as times"
        " from interactions group by all"
    ),
    "user_metrics": (
        "select collection_window, 'all' as layer, account, 1 + times_named as indegree, tweets as outdegree,"
        " 1 + times_named + tweets as degree, times_named as times_in, tweets as times_out,"
        " 1 + times_named % 3 as community from users"
    ),
    "network_metrics": (
        "select collection_window, 'all' as layer, 'density' as metric, 1 / count(*) as value,"
        " 'a definition' as definition, count(*) as nodes, 1 as ties from users group by collection_window"
    ),
    "sentiment_scores": (
        "select collection_window, tweet_id, scorer, 0.25 as positive, 0.5 as neutral, 0.25 as negative,"
        " (hash(tweet_id || scorer) % 2001) / 1000.0 - 1 as compound,"
        " ['negative', 'neutral', 'positive'][cast(1 + hash(tweet_id || scorer) % 3 as bigint)] as label"
        " from tweets cross join (select unnest(['vader 3.3.2', 'word_list a']) as scorer)"
    ),
    "coder_agreement": (
        "select collection_window, variable, 'all' as coders, measure, 20 as units, value, 'some' as method,"
        " reason, true as decides from (select distinct collection_window, variable from codebook where not is_computed"
        ")"
        " as coded inner join (values"
        " ('theme', 'cohens_kappa', 0.8125, null),"
        " ('tweet_type_by_people', 'cohens_kappa', 1, null),"
        " ('purpose', 'krippendorffs_alpha', 0.9, null))"
        " as measures (of_variable, measure, value, reason) on of_variable = variable"
    ),
    "code_history": (
        "select sample.collection_window, row_number() over () as entry, 'code' as kind, coder, tweet_id, variable,"
        " case when hash(tweet_id || coder) % 5 = 0 then 'new: ΟΔΟΣ' when variable = 'purpose' then 'ask | tell'"
        " when variable = 'tweet_type_by_people' then 'reply' else 'teaching' end as code, codebook_md5,"
        " 'sheet.csv' as import_file, timestamp '2021-03-01' as imported_at,"
        " hash(tweet_id || variable) % 7 > 0 as is_current from sample"
        " cross join (select unnest(['A', 'B']) as coder)"
        " inner join (select distinct collection_window, variable, codebook_md5 from codebook where not is_computed)"
        " as coded on coded.collection_window = sample.collection_window"
        " union all select collection_window, 100000 + draw_order, 'adjudication', 'C', tweet_id, 'purpose',"
        f" 'tell | thank', '{_MD5}', 'sheet.csv', timestamp '2021-03-02', true from sample where draw_order % 4 = 0"
    ),
}
"""What Python makes or people give, by the tweets, samples and accounts that are there."""


def _insert(warehouse: Warehouse, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    table = table_named(name)
    given = {column.name: column.allowed[0] for column in table.columns if column.required and column.allowed}
    warehouse.insert_arrow(
        table, arrow_rows(table, [{**given, "collection_window": WINDOW.key, **row} for row in rows])
    )


def _rows(window: CollectionWindow, every: int = 1, most: int = 1000) -> Iterator[dict[str, Any]]:
    unknown = [frozenset(names) for size in range(3) for names in combinations(_KNOWN, size)]
    for number, (language, text) in enumerate(HARD_TEXTS * 2):
        if number % every or number > most:
            continue
        tweet = _FIRST + number
        row: dict[str, Any] = {
            "collection_window": window.key, "export_file": f"{number % 3}.csv", "row_number": number + 1,
            "tweet_id": str(tweet), "created_at": _AT + timedelta(minutes=17 * number), "text": text,
            "author_id": None if number % 7 == 0 else str(900 + number % 40),
            "author_handle": None if number % 11 == 1 else f"{'İ' if number % 13 == 0 else 'N'}ame_{number % 40}",
            "author_name": "Σ Name", "author_description": "we help brands, a teacher ΟΔΟΣ" if number % 2 else None,
            "author_followers": number * 10, "language": language, "is_retweet": number % 5 == 0,
            "is_reply": number % 4 == 0, "is_quote": number % 6 == 0, "like_count": number % 9 or None,
            "retweet_count": number % 8, "metrics_of": ("own", "original", "unknown")[number % 3],
            "hashtags": ["One", "ΟΔΟΣ", "one"][: number % 4],
            "mention_handles": ["Name_3", "İname", "name_3"][: number % 4],
            "mention_ids": ["903", None, "903"][: number % 4] if number % 2 else None,
            "urls": [_LINKS[number % 2], f"https://x.com/a/status/{tweet}"][: number % 3],
            "media_types": ["photo", "video"][: number % 3], "collected_at": _AT if number % 2 else None,
            "bad_cells": [],
        }  # fmt: skip
        if number % 9 == 4:
            row |= {
                "platform": "mastodon",
                "tweet_id": f"https://a.example/{number}",
                "author_handle": f"n{number}@a.example",
            }
        if number % 9 == 7:
            row |= {
                "platform": "bluesky",
                "tweet_id": f"at://did:plc:a/app.bsky.feed.post/{number}",
                "author_id": "did:plc:a",
            }
        if number % 5 == 0:
            row |= {"retweeted_handle": "Name_9" if number % 2 else None, "retweeted_tweet_id": str(tweet - 1)}
            row |= {
                "retweeted_user_id": "909",
                "retweeted_text": text if number % 3 else None,
                "retweeted_like_count": 5,
            }
        if number % 4 == 0:
            row |= {"in_reply_to_user_id": "903" if number % 8 else None, "in_reply_to_handle": "Name_3"}
        if number % 6 == 0:
            row |= {"quoted_tweet_id": str(tweet - 2), "quoted_handle": "Name_5", "quoted_user_id": None}
        if number % 17 == 0:
            row["first_version_id"] = str(_FIRST)
        yield row | dict.fromkeys(unknown[number % len(unknown)])
        if number % 10 == 0:  # collected twice
            yield row | {"export_file": "again.csv", "like_count": None}


def _raw_ties() -> list[dict[str, object]]:
    return [
        {"export_file": "ties.csv", "row_number": number, "source": f"Name_{number % 5}",
         "target": f"İther_{number % 3}",
         "kind": "mention", "times": number, "created_at": _AT + timedelta(hours=number), "bad_cells": []}
        for number in range(1, 9)
    ]  # fmt: skip


def _codebook() -> list[dict[str, object]]:
    variables: dict[str, tuple[tuple[str, ...], dict[str, object]]] = {
        "theme": (("teaching", "selling", "ΟΔΟΣ"), {"is_exclusive": True}),
        "purpose": (("ask", "tell", "thank"), {"is_exclusive": False}),
        "resources": (("hashtags", "emoji", "tagging", "links"), {"is_exclusive": False, "is_computed": True}),
        "tweet_type": (("tweet", "retweet", "reply", "quote tweet"), {"is_exclusive": True, "is_computed": True}),
        "tweet_type_by_people": (("tweet", "retweet", "reply"), {"is_exclusive": True, "validates": "tweet_type"}),
    }
    return [
        {"variable": variable, "label": variable, "variable_order": at, "category": category, "category_order": place,
         "definition": None, "kind_of_knowledge": "a kind", "motivation": "a motive", "is_computed": False,
         "codebook_md5": _MD5, **facts}
        for at, (variable, (categories, facts)) in enumerate(variables.items(), 1)
        for place, category in enumerate(categories, 1)
    ]  # fmt: skip
