"""The rules of every table, made from its declaration, what is counted for them, and what validating one gives.

What belongs here: which rules follow from a declaration, and the shapes of what is counted and of a validation result,
which never holds a value of a row. What does not: counting the rows that break a rule (counting.py), validating
(expectations.py), how a check is shown (defs/checks.py) and what a table is (tables/).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from mtw_pipeline.warehouse.tables.model import Column, Table

Severity = Literal["error", "warning"]

ROW = "row_id"
MOST_ROWS = 5
_WINDOW = "collection_window"  # a check reads one window's rows, so that rules on this column could not fail


@dataclass(frozen=True)
class Rule:
    """One rule of a table, which is one check of its asset.

    Args:
        name: its name among the table's rules: ``key_unique``, ``required_columns``, ...
        meaning: what it demands, for people.
        severity: an error stops what depends on the table; a warning is shown.
        columns: the columns that it reads.
        remedy: what a person can do where rows break it, as a sentence without its full stop.
    """

    name: str
    meaning: str
    severity: Severity
    columns: tuple[str, ...]
    remedy: str


BrokenRow = Mapping[str, object]
"""A row that breaks a rule: DuckDB's ``rowid`` as ``row_id``, and the columns that the rule reads."""


@dataclass(frozen=True)
class Counted:
    """What was counted of one window of a table.

    Args:
        rows: its rows.
        failed: by rule, and by the column (or columns of a key, or difference) that breaks it, how many rows do; 0
            where none does. Of a difference: what it is.
        broken: likewise the first of these rows, where there are some.
    """

    rows: int
    failed: Mapping[str, Mapping[str, int]]
    broken: Mapping[str, Mapping[str, tuple[BrokenRow, ...]]]


@dataclass(frozen=True)
class ExpectationResult:
    """One expectation's result; counts and places only, never a value of a row.

    Args:
        expectation: its suite, type and arguments, as Great Expectations names them.
        passed: whether it was met.
        observed: what was found, for people.
        failed_rows: rows that break it; of a sum that must come out even, by how much it is off.
        failed_share: their share of the rows of the window.
        column: what it is about: the column, or the columns of a key, that break it; empty where all were looked at.
        places: where the first of the rows stand, for people: file, row and column, or the key.
    """

    expectation: str
    passed: bool
    observed: str
    failed_rows: int
    failed_share: float
    column: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValidationResult:
    """What a rule found.

    Args:
        rule: the rule.
        passed: whether every expectation of it was met.
        results: one per expectation: what was expected, observed, and how many rows failed.
    """

    rule: Rule
    passed: bool
    results: tuple[ExpectationResult, ...]


def rules_of(table: Table) -> tuple[Rule, ...]:
    """The rules that follow from a declaration, the same whatever the data are."""
    rules: list[Rule] = []
    remedy = _remedy(table)
    if table.expects_rows != "perhaps":
        severity: Severity = "error" if table.expects_rows == "always" else "warning"
        rules.append(Rule("row_count", "the window has at least one row", severity, (), _remedy_of_no_rows(table)))
    key = tuple(name for name in table.key if name != _WINDOW) or table.key
    rules.append(Rule("key_unique", f"{', '.join(key)} name one row only of a window", "error", key, remedy))
    required = _names(table, lambda column: column.required)
    rules.append(Rule("required_columns", f"never NULL: {', '.join(required)}", "error", required, remedy))
    allowed = _names(table, lambda column: bool(column.allowed or column.pattern))
    if allowed:
        meaning = f"only declared values, or of the declared form: {', '.join(allowed)}"
        rules.append(Rule("allowed_values", meaning, "error", allowed, remedy))
    ranges = _names(table, lambda column: column.minimum is not None or column.maximum is not None)
    if ranges:
        rules.append(Rule("ranges", f"within declared limits: {', '.join(ranges)}", "warning", ranges, remedy))
    return tuple(rules)


def _remedy(table: Table) -> str:
    if table.is_of_exports:
        return (
            "Look at these rows in the files of incoming/: what is wrong there, mend or export again; what is right,"
            " report with what mtw inspect FILE says"
        )
    return (
        f"Make the table anew: mtw run --select {table.name}; if it stays, it is an error of the program: report these"
        " keys"
    )


def _remedy_of_no_rows(table: Table) -> str:
    if table.stage == "collection":
        return (
            "Look why nothing was taken: mtw inspect FILE; then put exports of the window into incoming/: mtw add FILE"
        )
    return (
        f"Look at what it is made from, and at its settings in study.toml: mtw lineage {table.name}.{table.key[-1]}; a"
        " collection without any is possible"
    )


def balance_rules_of(table: Table) -> tuple[Rule, ...]:
    """The rules of a table that compare it with others; each reads counts that must all be 0."""
    rules = [
        Rule(one.name, one.meaning, "error" if one.is_error else "warning", one.columns, one.remedy)
        for one in table.balances
    ]
    if table.references:
        columns = tuple(reference.column for reference in table.references)
        named = ", ".join(f"{one.column} in {one.table}.{one.to_column}" for one in table.references)
        rules.append(Rule("references", f"every value stands there: {named}", "error", columns, _remedy(table)))
    return tuple(rules)


def _names(table: Table, chosen: Callable[[Column], bool]) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if chosen(column) and column.name != _WINDOW)
