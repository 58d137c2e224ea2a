"""Every table's rules as Dagster asset checks, validated in the step that makes the table: one check a rule.

A rule that is an error blocks what depends on the table; a warning is shown. The metadata of a check hold counts,
the rule and the places of rows, never a text of one.

What belongs here: rules in Dagster's terms. What does not: the rules, and validating them (warehouse/validation/).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import dagster as dg

from mtw_pipeline.activity import at_work
from mtw_pipeline.defs.resources import WarehouseResource
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import has_statement, names_read
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.warehouse.validation.quality import MOST_ROWS, Rule, ValidationResult, balance_rules_of, rules_of
from mtw_pipeline.warehouse.validation.validating import validation_results

_LONGEST = 2_000
_NO_WINDOW = "No collection window was made yet: run one first (mtw run)"


def tables_read(statements: Iterable[str]) -> list[str]:
    """The declared tables that some statements read, in the order of their declaration."""
    read = {name for statement in statements for name in names_read(statement)}
    return [table.name for table in TABLES if table.name in read]


def is_validated_apart(table: Table) -> bool:
    """Whether the rules of a table need a step of their own: they refer to a table that is not made before it."""
    return bool(_made_later(table))


def rule_specs(tables: Iterable[Table]) -> list[dg.AssetCheckSpec]:
    """The checks of the rules of tables that are validated in the step that makes them."""
    return [spec for table in tables if not is_validated_apart(table) for spec in _specs_of(table)]


def rule_results(
    validation: ValidationProcess, warehouse: Warehouse, table: Table, window: CollectionWindow
) -> list[dg.AssetCheckResult]:
    """What the rules of a table that was just made find; of one that is validated apart, nothing yet."""
    if is_validated_apart(table):
        return []
    with at_work(f"the checks of {table.name}"):
        return list(_validated(validation, warehouse, table, [window]))


def rule_results_of_run(
    context: dg.AssetExecutionContext, validation: ValidationProcess, warehouse: Warehouse, table: Table
) -> list[dg.AssetCheckResult]:
    """What the rules of a table of all windows find, in the windows that the run looks at."""
    with at_work(f"the checks of {table.name}"):
        return list(_validated(validation, warehouse, table, _windows_validated(context, warehouse)))


def checks_apart() -> list[dg.AssetChecksDefinition]:
    """The steps that validate tables apart, once what they refer to is made."""
    return [checks_of(table) for table in TABLES if is_validated_apart(table)]


def checks_of(table: Table) -> dg.AssetChecksDefinition:
    """The checks of one table as a step of their own."""

    @dg.multi_asset_check(name=f"{table.name}_checks", specs=_specs_of(table))
    def check(
        context: dg.AssetCheckExecutionContext,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[dg.AssetCheckResult]:
        opened = warehouse.get()
        yield from _validated(validation, opened, table, _windows_validated(context, opened))

    return check


def _windows_validated(
    context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext, warehouse: Warehouse
) -> list[CollectionWindow]:
    """The collection windows whose rows a run validates: its own, or of a run of none all that were made.

    Dagster gives what stands for all windows a run of no window, in a backfill behind those of the windows.

    Raises:
        dagster.Failure: the run is of none, and none was made.
    """
    if context.has_partition_key:
        return [CollectionWindow.from_key(context.partition_key)]
    windows = [CollectionWindow.from_key(str(key)) for (key,) in warehouse.query("checks/windows_made").fetchall()]
    if not windows:
        raise dg.Failure(_NO_WINDOW)
    return windows


def _specs_of(table: Table) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            rule.name,
            asset=table.name,
            description=f"{rule.meaning[0].upper()}{rule.meaning[1:]}.",
            blocking=rule.severity == "error",
            additional_deps=_made_later(table),
        )
        for rule in (*rules_of(table), *balance_rules_of(table))
    ]


def _validated(
    validation: ValidationProcess, warehouse: Warehouse, table: Table, windows: Sequence[CollectionWindow]
) -> Iterator[dg.AssetCheckResult]:
    of_windows = [validation_results(validation, warehouse, table, window) for window in windows]
    for of_rule in zip(*of_windows, strict=True):
        failing = [window for window, found in zip(windows, of_rule, strict=True) if not found.passed]
        results = tuple(one for found in of_rule for one in found.results)
        found = replace(of_rule[0], passed=not failing, results=results)
        yield _check_result(table, failing or windows, found)


@cache
def _made_later(table: Table) -> list[str]:
    """The tables that a table refers to and that are not made from what it is made from."""
    before = _made_before(table)
    return sorted({one.table for one in table.references} - before - {table.name})


@cache
def _made_before(table: Table) -> frozenset[str]:
    statements = (table.statement,) if has_statement(table.statement) else table.filled_from
    read = {name for name in tables_read(statements) if name != table.name}
    return frozenset(read.union(*(_made_before(table_named(name)) for name in read)))


def _check_result(table: Table, windows: Sequence[CollectionWindow], found: ValidationResult) -> dg.AssetCheckResult:
    failing = [result for result in found.results if not result.passed]
    shown = failing or found.results
    metadata: dict[str, str | int | float] = {
        "collection_window": ", ".join(window.key for window in windows),
        "expectation": found.rule.meaning,
        "great_expectations": "; ".join(dict.fromkeys(one.expectation for one in shown)),
        "observed": "; ".join(dict.fromkeys(one.observed for one in shown)),
        "failed_count": sum(one.failed_rows for one in found.results),
        "failed_share": max((one.failed_share for one in found.results), default=0.0),
    }
    if failing:
        metadata |= {"first_rows": "; ".join(_places(found)), "remedy": found.rule.remedy}
    return dg.AssetCheckResult(
        asset_key=table.name,
        check_name=found.rule.name,
        passed=found.passed,
        severity=_severity(found.rule),
        description=in_words(found)[:_LONGEST] if failing else None,
        metadata=metadata,
    )


def in_words(found: ValidationResult) -> str:
    """What a rule demands, what was found, which rows break it first, and what to do; for people."""
    observed = "; ".join(dict.fromkeys(one.observed for one in found.results if not one.passed))
    first = f" First rows: {'; '.join(_places(found))}." if _places(found) else ""
    return f"{found.rule.meaning[0].upper()}{found.rule.meaning[1:]}. Found: {observed}.{first} {found.rule.remedy}."


def _places(found: ValidationResult) -> list[str]:
    places = dict.fromkeys(place for one in found.results if not one.passed for place in one.places)
    return list(places)[:MOST_ROWS]


def _severity(rule: Rule) -> dg.AssetCheckSeverity:
    return dg.AssetCheckSeverity.ERROR if rule.severity == "error" else dg.AssetCheckSeverity.WARN
