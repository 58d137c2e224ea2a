"""Every table's rules as Dagster asset checks: one step a table, one check a rule.

A rule that is an error blocks what depends on the table; a warning is shown. The metadata of a check hold counts and
the rule, never a value of a row.
"""

from collections.abc import Iterator
from dataclasses import replace

import dagster as dg
import pandas as pd

from mtw_pipeline.defs.resources import WarehouseResource
from mtw_pipeline.judge import Judge
from mtw_pipeline.quality import Finding, Rule, Verdict, balance_rules_of, rules_of
from mtw_pipeline.tables import RAW_TIES, RAW_TWEETS, TABLES, Column, Table
from mtw_pipeline.warehouse import Warehouse
from mtw_pipeline.windows import CollectionWindow

_WINDOW_TAG = "dagster/partition"


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
        context: dg.AssetCheckExecutionContext, warehouse: WarehouseResource, judge: dg.ResourceParam[Judge]
    ) -> Iterator[dg.AssetCheckResult]:
        key = context.run.tags.get(_WINDOW_TAG)
        if key is None:
            raise dg.Failure("Checks judge one collection window: run them with the assets of that window")
        window = CollectionWindow.from_key(key)
        for verdict in verdicts(judge, warehouse.get(), table, window):
            yield _result(table, window, verdict)

    return check


def verdicts(judge: Judge, warehouse: Warehouse, table: Table, window: CollectionWindow) -> tuple[Verdict, ...]:
    """What every rule of a table finds in one window."""
    differences = {
        rule.name: _references(warehouse, table, window)
        if rule.name == "references"
        else warehouse.query(f"checks/{rule.name}", {"collection_window": window.key}).to_arrow_table().to_pandas()
        for rule in balance_rules_of(table)
    }
    verdicts = judge.verdicts(table, _projected(warehouse, table, window), differences)
    return _without_tweets(verdicts) if _holds_ties_alone(warehouse, window) else verdicts


def _holds_ties_alone(warehouse: Warehouse, window: CollectionWindow) -> bool:
    return warehouse.rows_in(RAW_TWEETS, window) == 0 and warehouse.rows_in(RAW_TIES, window) > 0


def _without_tweets(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """The verdicts on a window of edge lists alone: tables of tweets are empty there, and rightly so."""
    finding = Finding("rows", True, "the window holds edge lists and no tweets", 0, 0.0)
    return tuple(
        replace(verdict, passed=True, findings=(finding,)) if verdict.rule.name == "row_count" else verdict
        for verdict in verdicts
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


def _result(table: Table, window: CollectionWindow, verdict: Verdict) -> dg.AssetCheckResult:
    failing = [finding for finding in verdict.findings if not finding.passed]
    shown = failing or verdict.findings
    return dg.AssetCheckResult(
        asset_key=table.name,
        check_name=verdict.rule.name,
        passed=verdict.passed,
        severity=_severity(verdict.rule),
        description=_said(verdict)[:1000] if failing else None,
        metadata={
            "collection_window": window.key,
            "expectation": verdict.rule.meaning,
            "observed": "; ".join(dict.fromkeys(one.observed for one in shown)),
            "failed_count": sum(one.failed_rows for one in verdict.findings),
            "failed_share": max((one.failed_share for one in verdict.findings), default=0.0),
        },
    )


def _said(verdict: Verdict) -> str:
    """What a rule demands and what was found, for people."""
    found = "; ".join(dict.fromkeys(one.observed for one in verdict.findings if not one.passed))
    return f"{verdict.rule.meaning[0].upper()}{verdict.rule.meaning[1:]}. Found: {found}."


def _severity(rule: Rule) -> dg.AssetCheckSeverity:
    return dg.AssetCheckSeverity.ERROR if rule.severity == "error" else dg.AssetCheckSeverity.WARN
