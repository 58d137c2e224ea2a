"""Assets of all windows together: window_trends, window_changes, member_retention, word_keyness."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import dagster as dg

from mtw_pipeline.attempts import Attempts, Omission, attempt
from mtw_pipeline.defs.assets.table_assets import (
    Reported,
    check_specs,
    made_whole,
    materialized,
    statement_spec,
    table_spec,
)
from mtw_pipeline.defs.checks import rule_results_of_run
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.text.keyness import compare_windows
from mtw_pipeline.trends.kept import store
from mtw_pipeline.trends.measuring import measure_trends
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.text import WORD_KEYNESS
from mtw_pipeline.warehouse.tables.trends import MEMBER_RETENTION, WINDOW_CHANGES, WINDOW_TRENDS
from mtw_pipeline.warehouse.validation.process import ValidationProcess

_ALL = "all windows"


def trends_assets() -> list[dg.AssetsDefinition]:
    """The tables that set windows beside each other."""
    return [_measures(), _keyness(), _retention()]


def _measures() -> dg.AssetsDefinition:
    tables = (WINDOW_TRENDS, WINDOW_CHANGES)
    specs = [
        table_spec(table, [measure_trends]).replace_attributes(partitions_def=None).merge_attributes(kinds={"numpy"})
        for table in tables
    ]

    @dg.multi_asset(name="trend_measures", specs=specs, check_specs=check_specs(tables))
    def trend_measures(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        opened, validated = warehouse.get(), partial(rule_results_of_run, context, validation)

        def make(attempts: Attempts) -> Mapping[Table, int]:
            loaded = study.load()
            return store(opened, loaded, measure_trends(opened, loaded, attempts))

        yield from _filled(opened, tables, make, validated)

    return trend_measures


def _keyness() -> dg.AssetsDefinition:
    spec = (
        table_spec(WORD_KEYNESS, [compare_windows], statements=(WORD_KEYNESS.statement,))
        .replace_attributes(partitions_def=None)
        .merge_attributes(kinds={"sql"})
    )

    @dg.multi_asset(name=WORD_KEYNESS.name, specs=[spec], check_specs=check_specs([WORD_KEYNESS]))
    def word_keyness(
        context: dg.AssetExecutionContext,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        opened, validated = warehouse.get(), partial(rule_results_of_run, context, validation)
        yield from _filled(opened, (WORD_KEYNESS,), lambda _: {WORD_KEYNESS: compare_windows(opened)}, validated)

    return word_keyness


def _retention() -> dg.AssetsDefinition:
    spec = statement_spec(MEMBER_RETENTION).replace_attributes(partitions_def=None)

    @dg.multi_asset(name=MEMBER_RETENTION.name, specs=[spec], check_specs=check_specs([MEMBER_RETENTION]))
    def member_retention(
        context: dg.AssetExecutionContext,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        opened, validated = warehouse.get(), partial(rule_results_of_run, context, validation)
        yield from _filled(
            opened, (MEMBER_RETENTION,), lambda _: {MEMBER_RETENTION: opened.replace_all(MEMBER_RETENTION)}, validated
        )

    return member_retention


def _filled(
    warehouse: Warehouse,
    tables: tuple[Table, ...],
    make: Callable[[Attempts], Mapping[Table, int]],
    validated: Callable[[Warehouse, Table], list[dg.AssetCheckResult]],
) -> Iterator[Reported]:
    """Tables of all windows; where they cannot be made they are empty, and what reads them is told."""
    started = time.monotonic()
    attempts = Attempts()
    made = attempt(", ".join(table.name for table in tables), lambda: make(attempts))
    whole = replace(made, what="") if isinstance(made, Omission) else None
    for table in tables:
        omitted = [whole] if whole else attempts.omissions if table is tables[0] else []
        if whole:
            warehouse.empty_table(table)
        warehouse.keep_omissions(table.name, None, omitted)
        rows = 0 if isinstance(made, Omission) else made[table]
        checks = [made_whole(table.name, omitted, _ALL), *validated(warehouse, table)]
        yield from materialized(table, rows, time.monotonic() - started, None, checks)
