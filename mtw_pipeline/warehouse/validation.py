"""Validating a table of the warehouse: what its rules read of one window, given to Great Expectations.

What belongs here: reading no more than the rules need. What does not: the rules (quality.py), the process in which
they are validated (validation_process.py), and how a check is shown (defs/checks.py).
"""

from dataclasses import replace

import pandas as pd

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.quality import ExpectationResult, ValidationResult, balance_rules_of, rules_of
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS
from mtw_pipeline.warehouse.tables.model import Column, Table
from mtw_pipeline.warehouse.validation_process import ValidationProcess


def validation_results(
    process: ValidationProcess, warehouse: Warehouse, table: Table, window: CollectionWindow
) -> tuple[ValidationResult, ...]:
    """What every rule of a table finds in one window."""
    differences = {
        rule.name: _references(warehouse, table, window)
        if rule.name == "references"
        else warehouse.query(f"checks/{rule.name}", {"collection_window": window.key}).to_arrow_table().to_pandas()
        for rule in balance_rules_of(table)
    }
    results = process.validate(table, _projected(warehouse, table, window), differences)
    return _without_tweets(results) if _holds_ties_alone(warehouse, window) else results


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
    selected = ", ".join(f"{_needed(table.column(name), rules)} as {name}" for name, rules in sorted(wanted.items()))
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
