"""Counting the rows of one window that break the rules of their table: in DuckDB, or in the engine that keeps them.

What belongs here: a scan of a table for the rules of all its columns, one for its key, a join for each reference, and
the first rows that break a rule, fetched only where there are some and by DuckDB wherever they lie. What does not: what
the rules are (quality.py) and whether a count is good (expectations.py). Identifiers and limits in the statements come
from the declared tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.tables import table_named
from mtw_pipeline.warehouse.tables.model import Column, Reference, Table, Type
from mtw_pipeline.warehouse.validation.quality import (
    MOST_ROWS,
    ROW,
    BrokenRow,
    Counted,
    Rule,
    balance_rules_of,
    rules_of,
)

COUNTED_BY_DUCKDB = 5_000_000
"""Of so many rows DuckDB, which sees them wherever they lie, has counted before another engine has planned to."""
_BY_COLUMN = frozenset({"required_columns", "allowed_values", "ranges"})


def counted(warehouse: Warehouse, table: Table, window: CollectionWindow) -> Counted:
    """What breaks the rules of a table in one window."""
    asked = _Asked(warehouse, table, window, _is_counted_elsewhere(warehouse, table, window))
    balances = {
        rule.name: _differences(warehouse, rule, window) for rule in balance_rules_of(table)[: len(table.balances)]
    }
    here = None if asked.is_of_engine else warehouse.rows_in(table, window)
    if here == 0:  # as many tables of a study without codes
        return Counted(0, {**_nothing(table), **balances}, {})
    alone = {one: _without_reference(asked, one) for one in table.references}
    rows, of_columns = _of_columns(asked, {one.column: malformed for one, (_, malformed) in alone.items()}, here)
    failed = {**of_columns, "key_unique": {", ".join(_key(table).columns): _rows_of_repeated_keys(asked)}}
    broken = {
        rule.name: {
            column: _broken_rows(warehouse, table, rule, column, window)
            for column, count in failed[rule.name].items()
            if count
        }
        for rule in rules_of(table)
        if any(failed.get(rule.name, {}).values())
    }
    if table.references:
        balances["references"] = {one.column: count for one, (count, _) in alone.items()}
    return Counted(rows, {**failed, **balances}, broken)


def _nothing(table: Table) -> dict[str, dict[str, int]]:
    """What breaks the rules of a table without rows."""
    none = {rule.name: dict.fromkeys(rule.columns, 0) for rule in rules_of(table) if rule.name in _BY_COLUMN}
    referring = {"references": {one.column: 0 for one in table.references}} if table.references else {}
    return {**none, "key_unique": {", ".join(_key(table).columns): 0}, **referring}


@dataclass(frozen=True)
class _Asked:
    """A window of a table, and who is asked for counts of its rows.

    Args:
        warehouse: the warehouse.
        table: the table.
        window: the window.
        is_of_engine: whether they are counted elsewhere than in DuckDB, where they lie.
    """

    warehouse: Warehouse
    table: Table
    window: CollectionWindow
    is_of_engine: bool

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement gives, of the parameter ``collection_window``."""
        of_window = {"collection_window": self.window.key}
        if self.warehouse.engine is not None and self.is_of_engine:
            return self.warehouse.engine.counts(statement, of_window)
        return self.warehouse.connection.execute(statement, of_window).fetchall()


def _is_counted_elsewhere(warehouse: Warehouse, table: Table, window: CollectionWindow) -> bool:
    engine = warehouse.engine
    is_in_lake = engine is not None and (engine.keeps(table) or table.name in warehouse.lake.tables())
    return is_in_lake and warehouse.rows_in(table, window) > COUNTED_BY_DUCKDB


def _of_columns(asked: _Asked, malformed: Mapping[str, int], here: int | None) -> tuple[int, dict[str, dict[str, int]]]:
    """The rows, and by rule and column how many break it; of what was counted already, what was counted.

    Args:
        asked: the window of a table.
        malformed: by column, how many values are not of the declared form.
        here: the rows, where DuckDB has counted them.
    """
    table = asked.table
    rules = [rule for rule in rules_of(table) if rule.name in _BY_COLUMN]
    conditions = [
        (rule.name, column, breaks(rule, table.column(column)))
        for rule in rules
        for column in rule.columns
        if not (rule.name == "allowed_values" and column in malformed)
    ]
    counts: Sequence[int] = (0,) * len(conditions)
    by_rule = {
        rule.name: " or ".join(f"({condition})" for name, _, condition in conditions if name == rule.name)
        for rule in rules
    }
    if here is None or _is_any_broken(asked, [condition for condition in by_rule.values() if condition]):
        selected = ["count(*)", *(f"count(*) filter (where {condition})" for *_, condition in conditions)]
        [(rows, *counts)] = asked.rows(
            f"select {', '.join(selected)} from {table.name} where collection_window = $collection_window"
        )
    else:
        rows = here
    by_place = {(rule, column): int(count) for (rule, column, _), count in zip(conditions, counts, strict=True)}
    return int(rows), {
        rule.name: {
            column: by_place[rule.name, column] if (rule.name, column) in by_place else malformed[column]
            for column in rule.columns
        }
        for rule in rules
    }


def _is_any_broken(asked: _Asked, conditions: Sequence[str]) -> bool:
    """Whether any row meets one of the conditions.

    What DuckDB's statistics exclude, as a NULL where there is none, is then not read at all.
    """
    looked_at = ", ".join(
        f"exists (select true from {asked.table.name} where collection_window = $collection_window and ({condition}))"
        for condition in conditions
    )
    [found] = asked.rows(f"select {looked_at}")
    return any(found)


def _key(table: Table) -> Rule:
    return next(rule for rule in rules_of(table) if rule.name == "key_unique")


def _has_key(key: Rule) -> str:
    """Which rows a key's uniqueness is asked of: those that have any of it, for NULL is another rule's."""
    return f"({' or '.join(f'{name} is not null' for name in key.columns)})"


def _rows_of_repeated_keys(asked: _Asked) -> int:
    """How many rows share their key with another."""
    key, name = _key(asked.table), asked.table.name
    if not asked.is_of_engine and _are_told_apart(asked):
        return 0
    [(rows,)] = asked.rows(
        f"select coalesce(cast(sum(rows) as bigint), 0) from (select count(*) as rows from {name} where"
        f" collection_window = $collection_window and {_has_key(key)} group by {', '.join(key.columns)}"
        " having count(*) > 1) as repeated"
    )
    return int(rows)


def _are_told_apart(asked: _Asked) -> bool:
    """Whether no two rows have one key, as far as DuckDB sees it sooner than by grouping them; False: perhaps not."""
    key = _key(asked.table)
    if _is_ascending(asked, key.columns) or _is_ascending(asked, key.columns[::-1]):
        return True
    [(keys, distinct_keys)] = asked.rows(
        # Of hashes, because that is faster than of values; two equal ones are counted exactly by whoever asks.
        f"select count(*), count(distinct hash({', '.join(key.columns)})) from {asked.table.name}"
        f" where collection_window = $collection_window and {_has_key(key)}"
    )
    return bool(keys == distinct_keys)


def _is_ascending(asked: _Asked, columns: tuple[str, ...]) -> bool:
    """Whether every row is greater than the row before it, and so another: seen in passing, without any memory.

    It ends at the second row that is not (the first row of all has none before it).
    """
    before = ", ".join(f"lag({name}) over () as before_{name}" for name in columns)
    greater = ""
    for name in reversed(columns):
        tied = f" or ({name} = before_{name} and ({greater}))" if greater else ""
        greater = f"{name} > before_{name}{tied}"
    [(unordered,)] = asked.rows(
        f"select count(*) from (select true from (select {', '.join(columns)}, {before} from {asked.table.name}"
        f" where collection_window = $collection_window) where ({greater}) is not true limit 2)"
    )
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


def _without_reference(asked: _Asked, one: Reference) -> tuple[int, int]:
    """How many rows point to nothing, and how many of these have a value that is not of the declared form.

    What stands there too is of that form if it is there, where the same rule asks the same of it.
    """
    table = asked.table
    column, there = table.column(one.column), table_named(one.table).column(one.to_column)
    if column.pattern != there.pattern:
        raise ValueError(f"{table.name}.{column.name} and {one.table}.{there.name} are declared of two forms")
    malformed = f"not regexp_full_match(here.value, {literal(column.pattern)})" if column.pattern else "false"
    # Both sides are filtered before the join: of a correlated query, DuckDB does three times the work.
    [(rows, bad)] = asked.rows(
        f"select count(*), count(*) filter (where {malformed}) from (select {one.column} as value from {table.name}"
        f" where collection_window = $collection_window and {one.column} is not null) as here"
        f" anti join (select {one.to_column} as value from {one.table}"
        " where collection_window = $collection_window) as there on there.value = here.value"
    )
    return int(rows), int(bad)
