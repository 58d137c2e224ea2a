"""Counting, inside DuckDB, the rows of one window that break the rules of their table.

What belongs here: a scan of a table for the rules of all its columns, one for its key, a join for each reference, and
the first rows that break a rule, fetched only where there are some. What does not: what the rules are (quality.py) and
whether a count is good (expectations.py). Identifiers and limits in the statements come from the declared tables.
"""

from collections.abc import Mapping

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse, literal
from mtw_pipeline.warehouse.quality import MOST_ROWS, ROW, BrokenRow, Counted, Rule, balance_rules_of, rules_of
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Column, Reference, Table, Type

_BY_COLUMN = frozenset({"required_columns", "allowed_values", "ranges"})


def counted(warehouse: Warehouse, table: Table, window: CollectionWindow) -> Counted:
    """What breaks the rules of a table in one window."""
    rows = warehouse.rows_in(table, window)
    alone = {one: _without_reference(warehouse, table, one, window) for one in table.references}
    failed = {
        **_of_columns(warehouse, table, window, {one.column: malformed for one, (_, malformed) in alone.items()}),
        "key_unique": {", ".join(_key(table).columns): _rows_of_repeated_keys(warehouse, table, window)},
    }
    broken = {
        rule.name: {
            column: _broken_rows(warehouse, table, rule, column, window)
            for column, count in failed[rule.name].items()
            if count
        }
        for rule in rules_of(table)
        if any(failed.get(rule.name, {}).values())
    }
    balances = {
        rule.name: _differences(warehouse, rule, window) for rule in balance_rules_of(table)[: len(table.balances)]
    }
    if table.references:
        balances["references"] = {one.column: count for one, (count, _) in alone.items()}
    return Counted(rows, {**failed, **balances}, broken)


def _of_columns(
    warehouse: Warehouse, table: Table, window: CollectionWindow, malformed: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """By rule and column, how many rows break it; of columns that were counted already, what was counted.

    First it is asked, rule by rule, whether any row breaks it: what DuckDB's statistics exclude, as a NULL where there
    is none, is then not read at all. Only where there is such a row are they counted.
    """
    rules = [rule for rule in rules_of(table) if rule.name in _BY_COLUMN]
    asked = [
        (rule.name, column, breaks(rule, table.column(column)))
        for rule in rules
        for column in rule.columns
        if not (rule.name == "allowed_values" and column in malformed)
    ]
    of_window = {"window": window.key}
    conditions = {
        rule.name: " or ".join(f"({condition})" for name, _, condition in asked if name == rule.name) for rule in rules
    }
    looked_at = ", ".join(
        f"exists (select true from {table.name} where collection_window = $window and ({condition or 'false'}))"
        for condition in conditions.values()
    )
    [is_broken] = warehouse.connection.execute(f"select {looked_at}", of_window).fetchall()
    counts = (0,) * len(asked)
    if any(is_broken):
        selected = ", ".join(f"count(*) filter (where {condition})" for _, _, condition in asked)
        [counts] = warehouse.connection.execute(
            f"select {selected} from {table.name} where collection_window = $window", of_window
        ).fetchall()
    by_place = {(rule, column): int(count) for (rule, column, _), count in zip(asked, counts, strict=True)}
    return {
        rule.name: {
            column: by_place[rule.name, column] if (rule.name, column) in by_place else malformed[column]
            for column in rule.columns
        }
        for rule in rules
    }


def _key(table: Table) -> Rule:
    return next(rule for rule in rules_of(table) if rule.name == "key_unique")


def _has_key(key: Rule) -> str:
    """Which rows a key's uniqueness is asked of: those that have any of it, for NULL is another rule's."""
    return f"({' or '.join(f'{name} is not null' for name in key.columns)})"


def _rows_of_repeated_keys(warehouse: Warehouse, table: Table, window: CollectionWindow) -> int:
    """How many rows share their key with another."""
    key = _key(table)
    if _is_ascending(warehouse, table, key.columns, window) or _is_ascending(
        warehouse, table, key.columns[::-1], window
    ):
        return 0
    columns = ", ".join(key.columns)
    of_window = {"window": window.key}
    [(keys, distinct_keys)] = warehouse.connection.execute(
        # Of hashes, because that is faster than of values; two equal ones are counted exactly below.
        f"select count(*), count(distinct hash({columns})) from {table.name}"
        f" where collection_window = $window and {_has_key(key)}",
        of_window,
    ).fetchall()
    if keys == distinct_keys:
        return 0
    [(rows,)] = warehouse.connection.execute(
        f"select coalesce(cast(sum(rows) as bigint), 0) from (select count(*) as rows from {table.name}"
        f" where collection_window = $window and {_has_key(key)} group by {columns} having count(*) > 1)",
        of_window,
    ).fetchall()
    return int(rows)


def _is_ascending(warehouse: Warehouse, table: Table, columns: tuple[str, ...], window: CollectionWindow) -> bool:
    """Whether every row is greater than the row before it, and so another: seen in passing, without any memory.

    It ends at the second row that is not (the first row of all has none before it).
    """
    before = ", ".join(f"lag({name}) over () as before_{name}" for name in columns)
    greater = ""
    for name in reversed(columns):
        tied = f" or ({name} = before_{name} and ({greater}))" if greater else ""
        greater = f"{name} > before_{name}{tied}"
    [(unordered,)] = warehouse.connection.execute(
        f"select count(*) from (select true from (select {', '.join(columns)}, {before} from {table.name}"
        f" where collection_window = $window) where ({greater}) is not true limit 2)",
        {"window": window.key},
    ).fetchall()
    return int(unordered) <= 1


def breaks(rule: Rule, column: Column) -> str:
    """The condition, in SQL, under which a row breaks a rule by one of its columns."""
    name = column.name
    if rule.name == "required_columns":
        return f"{name} is null"
    if rule.name == "allowed_values":
        if column.allowed:
            return f"{name} not in ({', '.join(literal(value) for value in column.allowed)})"
        return f"not regexp_full_match({name}, {literal(column.pattern)})"
    limits = ((column.minimum, "<"), (column.maximum, ">"))
    outside = [f"{name} {sign} {limit!r}" for limit, sign in limits if limit is not None]
    not_a_number = [f"isnan({name})"] if column.type == Type.NUMBER else []
    return " or ".join([*outside, *not_a_number])


def _broken_rows(
    warehouse: Warehouse, table: Table, rule: Rule, column: str, window: CollectionWindow
) -> tuple[BrokenRow, ...]:
    """The first rows that break a rule by a column; of keys that occur more than once, those of the first of them."""
    if rule.name == "key_unique":
        same = " and ".join(f"here.{name} is not distinct from repeated.{name}" for name in rule.columns)
        columns = ", ".join(rule.columns)
        statement = (
            f"with repeated as (select {columns}, min(rowid) as first_row from {table.name}"
            f" where collection_window = $window and {_has_key(rule)} group by {columns} having count(*) > 1"
            f" order by first_row limit $rows)"
            f" select here.rowid as {ROW}, {', '.join(f'here.{name}' for name in rule.columns)}"
            f" from {table.name} as here join repeated on {same} where here.collection_window = $window"
            " order by repeated.first_row, here.rowid limit $rows"
        )
    else:
        statement = (
            f"select rowid as {ROW}, {column} from {table.name} where collection_window = $window"
            f" and ({breaks(rule, table.column(column))}) order by rowid limit $rows"
        )
    # One more than are named: of the last key, the row that it shares its values with.
    found = warehouse.connection.execute(statement, {"window": window.key, "rows": MOST_ROWS + 1})
    names = [str(one[0]) for one in found.description]
    return tuple(dict(zip(names, values, strict=True)) for values in found.fetchall())


def _differences(warehouse: Warehouse, rule: Rule, window: CollectionWindow) -> dict[str, int]:
    """What a sum that must come out even is off by, by the columns of its statement."""
    found = warehouse.query(f"checks/{rule.name}", {"collection_window": window.key})
    names = [str(one[0]) for one in found.description]
    [values] = found.fetchall()
    by_name = dict(zip(names, values, strict=True))
    if any(by_name[name] is None for name in rule.columns):
        raise ValueError(f"sql/checks/{rule.name}.sql gave NULL, which is no count: {by_name}")
    return {name: int(by_name[name]) for name in rule.columns}


def _without_reference(warehouse: Warehouse, table: Table, one: Reference, window: CollectionWindow) -> tuple[int, int]:
    """How many rows point to nothing, and how many of these have a value that is not of the declared form.

    What stands there too is of that form if it is there, where the same rule asks the same of it.
    """
    column, there = table.column(one.column), table_named(one.table).column(one.to_column)
    if column.pattern != there.pattern:
        raise ValueError(f"{table.name}.{column.name} and {one.table}.{there.name} are declared of two forms")
    malformed = f"not regexp_full_match(here.value, {literal(column.pattern)})" if column.pattern else "false"
    # Both sides are filtered before the join: of a correlated query, DuckDB does three times the work.
    [(rows, bad)] = warehouse.connection.execute(
        f"select count(*), count(*) filter (where {malformed}) from (select {one.column} as value from {table.name}"
        f" where collection_window = $window and {one.column} is not null) as here"
        f" anti join (select {one.to_column} as value from {one.table} where collection_window = $window) as there"
        " on there.value = here.value",
        {"window": window.key},
    ).fetchall()
    return int(rows), int(bad)
