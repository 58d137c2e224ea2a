"""Forgotten tweets in the warehouse: which rows they are, taking them away, and whether any is left.

What belongs here: asking and emptying tables. What does not: making a window anew (defs/), rewriting the file
(warehouse/opening.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtw_pipeline.forgetting.display_names import with_display_names
from mtw_pipeline.forgetting.names import ForgottenNames
from mtw_pipeline.forgetting.register import Register
from mtw_pipeline.forgetting.rows import NAMES_IN_TEXTS, drop_forgotten, find_forgotten
from mtw_pipeline.platforms import forms_of_post
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.changing import replaced_rows, rows_of
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.own_tables import TRENDS_ASIDE
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline.warehouse.tables.model import Holds, Type

READ_FROM_EXPORTS = (COLLECTION_EXPORTS, RAW_TWEETS, RAW_TIES, REJECTED_ROWS)


@dataclass(frozen=True)
class Affected:
    """What is to be forgotten in one window.

    Args:
        tweet_ids: the tweets.
        forms: the forms of address in which these are known.
        names: display names and handles that stand in them, of their authors and whom else they name.
        rows: from the name of an export to the numbers of its rows, rejected ones that name them included.
    """

    tweet_ids: frozenset[str]
    forms: frozenset[str]
    names: frozenset[str]
    rows: Mapping[str, frozenset[int]]


def affected(
    warehouse: Warehouse, windows: Iterable[CollectionWindow], register: Register
) -> tuple[dict[CollectionWindow, Affected], Register]:
    """What is to be forgotten of the rows that a warehouse holds now, window by window.

    What passes a forgotten tweet on is forgotten too, and what passes that on; so is what the account of a forgotten
    handle wrote under another one, what that of a forgotten id wrote where its handle alone is told, and what others
    quote of either.

    Returns:
        What is to be forgotten, and the register with all of it.
    """
    asked = tuple(windows)
    while True:
        found = {window: _affected(warehouse, window, register) for window in asked}
        forms = {form for one in found.values() for form in one.forms}
        quoted = _rows(warehouse, "forgetting/quoted_tweet_ids", register)
        forms.update(form for post_id, handle in quoted for form in forms_of_post(post_id, handle))
        ids = {tweet for one in found.values() for tweet in one.tweet_ids} | {post_id for post_id, _ in quoted}
        users = [name for (name,) in _rows(warehouse, "forgetting/further_names", register)]
        names = {name for one in found.values() for name in one.names}
        grown = with_display_names(register.with_tweets(ids, forms - ids).with_users(users), names)
        if grown == register:
            return found, register
        register = grown


def _rows(warehouse: Warehouse, statement: str, register: Register) -> list[tuple[str, ...]]:
    asked = {"salt": register.salt, "user_hashes": sorted(register.users)}
    return warehouse.query(statement, asked).fetchall()


def _affected(warehouse: Warehouse, window: CollectionWindow, register: Register) -> Affected:
    find_forgotten(warehouse, window, register)
    naming = warehouse.query(
        "forgetting/rejected_rows_naming",
        {"collection_window": window.key, **register.parameters, **NAMES_IN_TEXTS},
    ).fetchall()
    found = warehouse.connection.execute("from forgotten_rows").fetchall()
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in [*found, *naming]:
        rows[name].add(number)
    tweets = warehouse.connection.execute(
        "select tweet_id, author_handle from raw_tweets semi join forgotten_rows using (export_file, row_number)"
        " where collection_window = $window",
        {"window": window.key},
    ).fetchall()
    named = warehouse.query("forgetting/names_in_forgotten_rows", {"collection_window": window.key}).fetchall()
    return Affected(
        frozenset(tweet for tweet, _ in tweets),
        frozenset(form for tweet, handle in tweets for form in forms_of_post(tweet, handle)),
        frozenset(name for (name,) in named),
        {name: frozenset(numbers) for name, numbers in rows.items()},
    )


def windows_in_tables(warehouse: Warehouse) -> frozenset[CollectionWindow]:
    """The windows of which any table holds rows, those without a folder of exports among them."""
    united = " union ".join(f"select distinct collection_window from {table.name}" for table in _OF_WINDOWS)
    return frozenset(CollectionWindow.from_key(key) for (key,) in warehouse.connection.execute(united).fetchall())


def empty_windows(warehouse: Warehouse, study: Study, windows: Sequence[CollectionWindow]) -> None:
    """Take away every row of some windows, so that nothing of a person stays whatever becomes of the next run.

    Of a window without exports the rows that were read from them stay, without the forgotten ones: nothing else has
    them. Figures over all windows go too.
    """
    in_lake = [table for table in READ_FROM_EXPORTS if table.name in warehouse.lake.tables()]
    for window in (one for one in windows if in_lake and not study.exports_of(one)):
        with replaced_rows(warehouse, window, {table: rows_of(warehouse, table, window) for table in in_lake}, {}):
            drop_forgotten(warehouse, study, window)
    with warehouse.transaction():
        for window in windows:
            keeps = () if study.exports_of(window) else READ_FROM_EXPORTS
            if keeps and not in_lake:
                drop_forgotten(warehouse, study, window)
            for table in _OF_WINDOWS:
                if table not in keeps:
                    warehouse.delete_window(table, window)
        for table in (*TABLES, TRENDS_ASIDE):
            if windows and table not in _OF_WINDOWS:
                warehouse.connection.execute(f"delete from {table.name}")


_OF_WINDOWS = tuple(table for table in TABLES if "collection_window" in table.column_names)


def compared_words(warehouse: Warehouse) -> dict[CollectionWindow, list[str]]:
    """By window, the words that it is compared with the others by: its own, and those that only others use."""
    found = warehouse.connection.execute(
        "select collection_window, list(word order by word) from word_keyness group by all order by all"
    ).fetchall()
    return {CollectionWindow.from_key(key): words for key, words in found}


def windows_with_unused_words(
    warehouse: Warehouse, told: Mapping[CollectionWindow, Sequence[str]]
) -> list[CollectionWindow]:
    """Those of some windows that were compared by a word which no window uses any more, in their order."""
    unused = "from (select unnest($words) as word) as told anti join word_frequencies using (word) limit 1"
    return [one for one, words in told.items() if warehouse.connection.execute(unused, {"words": words}).fetchall()]


def columns_with_traces(warehouse: Warehouse, names: ForgottenNames) -> list[str]:
    """Columns of the warehouse in which the id of a forgotten tweet still stands as a whole cell."""
    found = []
    for table in TABLES:
        for column in table.columns:
            if column.holds == Holds.TWEET_ID:
                cell = f"unnest({column.name})" if column.type == Type.TEXTS else column.name
                [(rows,)] = warehouse.connection.execute(
                    f"select count(*) from (select distinct {cell} as cell from {table.name})"
                    " where sha256($salt || ':' || lower(cell)) in (select unnest($hashes))",
                    {"salt": names.register.salt, "hashes": sorted(names.register.tweets)},
                ).fetchall()
                found += [f"{table.name}.{column.name}"] if rows else []
    return found


def known_accounts(warehouse: Warehouse, names: Collection[str]) -> frozenset[str]:
    """Those of some handles and user ids, in lower case, that stand in any row."""
    if not names:
        return frozenset()
    return frozenset(name for (name,) in warehouse.query("forgetting/known_names", {"names": sorted(names)}).fetchall())


def tweets_that_mention(warehouse: Warehouse, register: Register) -> dict[str, int]:
    """By the key of a window, the tweets of others that name a forgotten account; windows without any are left out."""
    asked = {"salt": register.salt, "user_hashes": sorted(register.users)}
    return dict(warehouse.query("forgetting/mentions_of_forgotten", asked).fetchall())


def exports_that_were_read(warehouse: Warehouse) -> frozenset[tuple[str, str]]:
    """The key of the window and the name of every export, or member of one, from which rows were taken."""
    found = warehouse.connection.execute(
        "select collection_window, export_file from collection_exports where status = 'read' and rows_read > 0"
    ).fetchall()
    return frozenset((window, name) for window, name in found)
