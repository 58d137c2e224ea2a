"""Every table's rules as Dagster asset checks: one step a table, one check a rule.

A rule that is an error blocks what depends on the table; a warning is shown. The metadata of a check hold counts,
the rule and the places of rows, never a text of one.
"""

from collections.abc import Iterator

import dagster as dg

from mtw_pipeline.defs.resources import WarehouseResource
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.quality import MOST_ROWS, Rule, ValidationResult, balance_rules_of, rules_of
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.validation import validation_results
from mtw_pipeline.warehouse.validation_process import ValidationProcess

_LONGEST = 2_000


def table_checks() -> list[dg.AssetChecksDefinition]:
    """The checks of every declared table."""
    return [checks_of(table) for table in TABLES]


def checks_of(table: Table) -> dg.AssetChecksDefinition:
    """The checks of one table."""
    rules = (*rules_of(table), *balance_rules_of(table))
    specs = [
        dg.AssetCheckSpec(
            rule.name,
            asset=table.name,
            description=f"{rule.meaning[0].upper()}{rule.meaning[1:]}.",
            blocking=rule.severity == "error",
        )
        for rule in rules
    ]

    @dg.multi_asset_check(name=f"{table.name}_checks", specs=specs)
    def check(
        context: dg.AssetCheckExecutionContext,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[dg.AssetCheckResult]:
        if not context.has_partition_key:
            raise dg.Failure("Checks look at one collection window: run them with the assets of that window")
        window = CollectionWindow.from_key(context.partition_key)
        for result in validation_results(validation, warehouse.get(), table, window):
            yield _check_result(table, window, result)

    return check


def _check_result(table: Table, window: CollectionWindow, found: ValidationResult) -> dg.AssetCheckResult:
    failing = [result for result in found.results if not result.passed]
    shown = failing or found.results
    metadata: dict[str, str | int | float] = {
        "collection_window": window.key,
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
