"""Rows of parts that did not change in the warehouse, but name somebody whom the study met: only these are made anew.

What belongs here: which rows those are, told by columns that the copy has too, whoever is known. What does not: which
windows may name somebody at all (planning.py), making rows (copying.py) and files (publishing.py).

Rows are made anew by groups: all rows of a table that agree in the columns of its key that mean nobody (a tweet's id,
words). So the copy's rows that they stand in place of can be told, though a name in them was shown otherwise. A table
without such columns has its windows made anew whole.
"""

from collections.abc import Iterator, Mapping

import duckdb

from mtw_pipeline.published.columns import published_columns
from mtw_pipeline.published.copying import SOURCE, name_of
from mtw_pipeline.published.left_out import place_of, words_told_by_tokens
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS

Windows = frozenset[str]
_ACCOUNTS = frozenset({Holds.ACCOUNT, Holds.HANDLE})
_TEXTS = frozenset({Holds.WORDS, Holds.WORD, Holds.HASHTAG, Holds.LINK})
_OF_WORDS = frozenset({Holds.WORD, Holds.HASHTAG, Holds.LINK})
_MEANS_NOBODY = frozenset({Holds.TWEET_ID, Holds.WORD})
_WORDS = "words"
_TOUCHED_WORDS = "temp.touched_words"
"""The words and pairs of words of the tweets that may name somebody: names may take all of their uses (left_out.py)."""


def source_of(table: Table) -> str:
    """Under which name it is kept what a table is made of: those that hold the words of tweets share one."""
    holds = {column.holds for column in published_columns(table, identify=False)}
    return _WORDS if table.name == TWEET_TOKENS.name or not _OF_WORDS.isdisjoint(holds) else table.name


def group_of(table: Table) -> tuple[Column, ...]:
    """The columns that rows of a group agree in, beside the window; none where a window is a group."""
    columns = published_columns(table_named(table.name), identify=False)
    return tuple(column for column in columns if column.name in table.key and column.holds in _MEANS_NOBODY)


def texts_of(table: Table, rows: str, *, also: str = "") -> list[str]:
    """The statements that give the texts of a table, as ``value``.

    Args:
        table: the table.
        rows: from where, and which: ``from ... where ...``.
        also: further columns of each row, each with a comma behind it.
    """
    found = []
    columns = published_columns(table, identify=False)
    for column in columns:
        chosen = f"select {also}{_value(column)} as value {rows}"
        if column.holds is Holds.HASHTAG:  # a name is looked for inside of a hashtag as of no other word
            signed = "'#' || replace(value, chr(10), chr(10) || '#')"
            found.append(f"select * replace ({signed} as value) from ({chosen})")
        elif column.holds in _TEXTS:
            found.append(chosen)
    words = [column.name for column in columns if column.holds is Holds.WORD]
    if len(words) > 1:
        found.append(f"select {also}{' || chr(32) || '.join(words)} as value {rows}")
    return found


def accounts_of(table: Table, rows: str, *, also: str = "") -> list[str]:
    """The statements that give the handles of a table, in lower case, as ``value``; else like ``texts_of``."""
    return [
        f"select * replace ({name_of(column, 'value')} as value) from (select {also}{_value(column)} as value {rows})"
        for column in published_columns(table, identify=False)
        if column.holds in _ACCOUNTS
    ]


def find_touched(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Windows]) -> dict[str, Windows]:
    """Find the groups of some tables that may name somebody, and keep them in a temporary table a table.

    They are told by the temporary tables ``named_tokens`` and ``met_handles`` (planning.py).

    Args:
        connection: the warehouse's.
        tables: by name, the windows to be looked at.

    Returns:
        By name, the windows in which there are some.
    """
    found: dict[str, Windows] = {}
    for table in sorted(map(table_named, tables), key=place_of):
        name, windows = table.name, tables[table.name]
        names = ["collection_window", *(column.name for column in group_of(table))]
        rows = f"from main.{name} where collection_window in ({', '.join(map(literal, sorted(windows)))})"
        also = "".join(f"{one} as g{place}, " for place, one in enumerate(names))
        asked = list(_asked(table, rows, also))
        if found.get(TWEET_TOKENS.name) and (words := words_told_by_tokens(table)):
            asked.append(f"select {also[:-2]} {rows} and (collection_window, {words}) in (from {_TOUCHED_WORDS})")
        groups = ", ".join(f"g{place} as {one}" for place, one in enumerate(names))
        connection.execute(
            f"create or replace temp table {_touched(name)} as"
            f" select distinct {groups} from ({' union all '.join(asked)})"
        )
        held = connection.execute(f"select distinct collection_window from {_touched(name)}").fetchall()
        found[name] = frozenset(str(window) for (window,) in held)
        if name == TWEET_TOKENS.name and held:
            statement = sql_text("published/touched_words")
            connection.execute(f"create or replace temp table {_TOUCHED_WORDS.removeprefix('temp.')} as {statement}")
    return found


def _asked(table: Table, rows: str, also: str) -> Iterator[str]:
    texts = " union all ".join(texts_of(table, rows, also=also))
    if texts:
        tokens = f"select * exclude (value), hash(unnest(string_split(value, chr(32)))) as token from ({texts})"
        yield (
            f"select * exclude (token) from ({tokens}) where (g0, {literal(source_of(table))}, token) in"
            " (select (collection_window, source, token) from temp.named_tokens)"
        )
    accounts = " union all ".join(accounts_of(table, rows, also=also))
    if accounts:
        yield f"select * exclude (value) from ({accounts}) where value in (select handle from temp.met_handles)"


def rows_of(name: str, table: Table, alias: str = "source") -> str:
    """The condition that a row is of a group that was found, of the warehouse's rows under an alias."""
    names = ["collection_window", *(column.name for column in group_of(table))]
    same = " and ".join(f"touched.{one} is not distinct from {alias}.{one}" for one in names)
    return f"exists (select 1 from {name} as touched where {same})"


def touched_in_copy(connection: duckdb.DuckDBPyConnection, table: Table) -> str:
    """Make a temporary table of the groups as the copy tells them, inside the block of ``maps``; returns its name."""
    shown, joins = ["touched.collection_window"], ""
    for column in group_of(table):
        if column.holds is Holds.TWEET_ID:
            shown.append(f"map_of_{column.name}.pseudonym as {column.name}")
            joins += (
                f" left join {SOURCE}.pseudonyms_of_tweets as map_of_{column.name}"
                f" on map_of_{column.name}.name is not distinct from touched.{column.name}"
            )
        else:
            shown.append(f"touched.{column.name}")
    name = f"temp.shown_{table.name}"
    connection.execute(
        f"create or replace temp table shown_{table.name} as"
        f" select {', '.join(shown)} from {_touched(table.name)} as touched{joins}"
    )
    return name


def _touched(name: str) -> str:
    return f"temp.touched_{name}"


def touched_rows(name: str) -> str:
    """The condition of the warehouse's rows under the alias ``source`` that are of a group that was found."""
    return rows_of(_touched(name), table_named(name))


def _value(column: Column) -> str:
    """A column's values as they are masked: a list as one text, an account of a list by itself."""
    if column.type is not Type.TEXTS:
        return column.name
    return f"unnest({column.name})" if column.holds in _ACCOUNTS else f"array_to_string({column.name}, chr(10))"
