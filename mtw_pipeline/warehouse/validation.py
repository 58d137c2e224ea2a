"""Validating a table of the warehouse: what its rules read of one window, given to Great Expectations.

What belongs here: reading no more than the rules need. What does not: the rules (quality.py), the process in which
they are validated (validation_process.py), and how a check is shown (defs/checks.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.quality import (
    MOST_ROWS,
    ROW,
    ExpectationResult,
    FailedRow,
    ValidationResult,
    balance_rules_of,
    rules_of,
)
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS
from mtw_pipeline.warehouse.tables.model import COLLECTION_WINDOW, Column, Holds, Table
from mtw_pipeline.warehouse.validation_process import ValidationProcess

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
    differences = {
        rule.name: _references(warehouse, table, window)
        if rule.name == "references"
        else warehouse.query(f"checks/{rule.name}", {"collection_window": window.key}).to_arrow_table().to_pandas()
        for rule in balance_rules_of(table)
    }
    results = process.validate(table, _projected(warehouse, table, window), differences)
    if _holds_ties_alone(warehouse, window):
        results = _without_tweets(results)
    return tuple(with_places(warehouse, table, window, result) for result in results)


def _holds_ties_alone(warehouse: Warehouse, window: CollectionWindow) -> bool:
    return warehouse.rows_in(RAW_TWEETS, window) == 0 and warehouse.rows_in(RAW_TIES, window) > 0


def _without_tweets(results: tuple[ValidationResult, ...]) -> tuple[ValidationResult, ...]:
    """The results in a window of edge lists alone: tables of tweets are empty there, and rightly so."""
    empty = ExpectationResult("rows", True, "the window holds edge lists and no tweets", 0, 0.0)
    return tuple(
        replace(result, passed=True, results=(empty,)) if result.rule.name == "row_count" else result
        for result in results
    )


def _projected(warehouse: Warehouse, table: Table, window: CollectionWindow) -> pd.DataFrame:
    """The columns that rules read, and of each only what its rules need, so that a million rows stay cheap.

    Where a rule only asks whether a value is there, the frame says so and not which; where the only rule is a range,
    it holds the values outside and NULL elsewhere.
    """
    wanted: dict[str, set[str]] = {}
    for rule in rules_of(table):
        for name in rule.columns:
            wanted.setdefault(name, set()).add(rule.name)
    needed = [f"{_needed(table.column(name), rules)} as {name}" for name, rules in sorted(wanted.items())]
    selected = ", ".join([*needed, f"rowid as {ROW}"])
    rows = warehouse.connection.execute(
        f"select {selected} from {table.name} where collection_window = $window", {"window": window.key}
    )
    frame: pd.DataFrame = rows.to_arrow_table().to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _needed(column: Column, rules: set[str]) -> str:
    if rules == {"required_columns"}:
        return f"case when {column.name} is not null then true end"
    if rules == {"ranges"}:
        limits = [(column.minimum, "<"), (column.maximum, ">")]
        outside = " or ".join(f"{column.name} {sign} {limit:g}" for limit, sign in limits if limit is not None)
        return f"case when {outside} then {column.name} end"
    return column.name


def with_places(
    warehouse: Warehouse, table: Table, window: CollectionWindow, found: ValidationResult
) -> ValidationResult:
    """A result with the places of the first rows that break the rule, where any do."""
    if found.passed:
        return found
    balances = {balance.name for balance in table.balances}
    named = []
    for result in found.results:
        places: tuple[str, ...] = ()
        if not result.passed and found.rule.name in balances:
            asked = {"collection_window": window.key, "rows": MOST_ROWS}
            places = places_of(warehouse.query(f"checks/failed_rows/{found.rule.name}", asked))
        elif not result.passed and found.rule.name == "references":
            places = _places_without_reference(warehouse, table, window)
        elif result.first_rows:
            places = _places_of_rows(warehouse, table, result.first_rows)
        named.append(replace(result, places=places))
    return replace(found, results=tuple(named))


def _places_of_rows(warehouse: Warehouse, table: Table, rows: Sequence[FailedRow]) -> tuple[str, ...]:
    """Where rows stand: in an export by file and row, else by their key; of a key of words, by DuckDB's row number."""
    numbers = [row.row_id for row in rows]
    selected = ", ".join(naming_columns(table))
    found = warehouse.connection.execute(
        f"select rowid, {selected} from {table.name} where rowid in (select unnest($rows))", {"rows": numbers}
    )
    names = [str(column[0]) for column in found.description][1:]
    by_number = {number: dict(zip(names, values, strict=True)) for number, *values in found.fetchall()}
    return tuple(
        f"{place_of(by_number.get(row.row_id, {'rowid': row.row_id}))}, column {', '.join(row.columns)}" for row in rows
    )


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


def _references(warehouse: Warehouse, table: Table, window: CollectionWindow) -> pd.DataFrame:
    """One row: for every reference of the table, how many rows point to nothing."""
    counts = {
        one.column: warehouse.connection.execute(
            f"select count(*) from {table.name} as here where collection_window = $window and {one.column} is not null"
            f" and not exists (select 1 from {one.table} as there where there.collection_window = $window"
            f" and there.{one.to_column} = here.{one.column})",
            {"window": window.key},
        ).fetchall()[0][0]
        for one in table.references
    }
    return pd.DataFrame([counts])
