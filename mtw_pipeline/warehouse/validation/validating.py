"""Validating a table of the warehouse: what was counted of one window, validated, and the places of what breaks a rule.

What belongs here: the way from a table to its validation results, and how the place of a row is named. What does not:
the rules (quality.py), the counting (counting.py), the process that validates (process.py), and how a check is
shown (defs/checks.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS
from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Holds, Table
from mtw_pipeline.warehouse.validation.counting import counted
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.warehouse.validation.quality import (
    MOST_ROWS,
    ROW,
    BrokenRow,
    Counted,
    ExpectationResult,
    ValidationResult,
    balance_rules_of,
    rules_of,
)

_NOT_SAID = frozenset({None, Holds.WORDS, Holds.WORD, Holds.HASHTAG, Holds.LINK, Holds.PROFILE, Holds.UNREAD})
"""What no message of a check names: words of a tweet, and facts of a person."""


def validation_results(
    process: ValidationProcess, warehouse: Warehouse, table: Table, window: CollectionWindow
) -> tuple[ValidationResult, ...]:
    """What every rule of a table finds in one window; a table that was left out has no row to be wrong."""
    unmade = warehouse.unmade(window)
    if table.name in unmade:
        said = ExpectationResult("rows", True, f"left out: {unmade[table.name].reason}", 0, 0.0)
        rules = (*rules_of(table), *balance_rules_of(table))
        return tuple(ValidationResult(rule, passed=True, results=(said,)) for rule in rules)
    found = counted(warehouse, table, window)
    results = process.validate(table, found)
    if found.rows == 0 and _holds_ties_alone(warehouse, window):
        results = _without_tweets(results)
    return tuple(with_places(warehouse, table, window, result, found) for result in results)


def _holds_ties_alone(warehouse: Warehouse, window: CollectionWindow) -> bool:
    return warehouse.rows_in(RAW_TWEETS, window) == 0 and warehouse.rows_in(RAW_TIES, window) > 0


def _without_tweets(results: tuple[ValidationResult, ...]) -> tuple[ValidationResult, ...]:
    """The results in a window of edge lists alone: tables of tweets are empty there, and rightly so."""
    empty = ExpectationResult("rows", True, "the window holds edge lists and no tweets", 0, 0.0)
    return tuple(
        replace(result, passed=True, results=(empty,)) if result.rule.name == "row_count" else result
        for result in results
    )


def with_places(
    warehouse: Warehouse, table: Table, window: CollectionWindow, result: ValidationResult, found: Counted
) -> ValidationResult:
    """A result with the places of the first rows that break the rule, where any do."""
    if result.passed:
        return result
    rule = result.rule.name
    if rule in {balance.name for balance in table.balances}:
        asked = {"collection_window": window.key, "rows": MOST_ROWS}
        of_rule = places_of(warehouse.query(f"checks/failed_rows/{rule}", asked))
        return _with_the_same_places(result, of_rule)
    if rule == "references":
        return _with_the_same_places(result, _places_without_reference(warehouse, table, window))
    broken = found.broken.get(rule, {})
    named = {column: _places_of_rows(warehouse, table, column, rows) for column, rows in broken.items()}
    every = tuple(place for places in named.values() for place in places)
    return replace(result, results=tuple(replace(one, places=named.get(one.column, every)) for one in result.results))


def _with_the_same_places(result: ValidationResult, places: tuple[str, ...]) -> ValidationResult:
    return replace(result, results=tuple(replace(one, places=places) for one in result.results))


def _places_of_rows(warehouse: Warehouse, table: Table, column: str, rows: Sequence[BrokenRow]) -> tuple[str, ...]:
    """Where rows stand: in an export by file and row, else by their key; of a key of words, by DuckDB's row number."""
    numbers = [row[ROW] for row in rows[:MOST_ROWS]]
    selected = ", ".join(naming_columns(table))
    found = warehouse.connection.execute(
        f"select {selected} from {table.name} where rowid in (select unnest($rows)) order by rowid", {"rows": numbers}
    )
    return tuple(f"{place}, column {column}" for place in places_of(found))


def naming_columns(table: Table) -> tuple[str, ...]:
    """The columns by which a failed row is named to people: file, row and line, else its key without any words."""
    of_file = tuple(name for name in ("export_file", "row_number", "line_number") if name in table.column_names)
    key = tuple(
        name
        for name in table.key
        if name not in {*of_file, COLLECTION_WINDOW.name} and table.column(name).holds_of_people not in _NOT_SAID
    )
    return (*of_file, *key) or ("rowid",)


def places_of(found: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Where the rows of a statement that names failed rows stand."""
    names = [str(column[0]) for column in found.description]
    return tuple(place_of(dict(zip(names, row, strict=True))) for row in found.fetchall())


def place_of(named: Mapping[str, object]) -> str:
    """Where a row stands, for people: ``a.csv, row 3``, ``tweet_id 17, position 2``.

    Args:
        named: the columns that name it, with their values.
    """
    said = []
    for name, value in named.items():
        if name == "export_file":
            said.append(str(value))
        elif name in {"row_number", "line_number"}:
            said += [f"{name.removesuffix('_number')} {value}"] if value is not None else []
        else:
            said.append(f"{name.replace('_', ' ') if name.startswith('rows_') else name} {value}")
    return ", ".join(said)


def _places_without_reference(warehouse: Warehouse, table: Table, window: CollectionWindow) -> tuple[str, ...]:
    places: list[str] = []
    for one in table.references:
        selected = ", ".join(f"here.{name}" for name in naming_columns(table))
        found = warehouse.connection.execute(
            f"select {selected} from {table.name} as here"
            f" where collection_window = $window and {one.column} is not null"
            f" and not exists (select 1 from {one.table} as there where there.collection_window = $window"
            f" and there.{one.to_column} = here.{one.column}) order by rowid limit $rows",
            {"window": window.key, "rows": MOST_ROWS},
        )
        places += [f"{place}, column {one.column}" for place in places_of(found)]
    return tuple(places[:MOST_ROWS])
