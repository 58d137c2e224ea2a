"""How a declared table becomes an asset: its facts in the UI, what it depends on, its version, and its rows.

What belongs here: what every table's asset has in common. What does not: any particular asset. A table that its own
statement fills needs no line anywhere in defs/: ``statement_assets`` finds it.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import dagster as dg

from mtw_pipeline.activity import at_work
from mtw_pipeline.attempts import Attempts, Omission, attempt, told
from mtw_pipeline.defs.checks import rule_results, rule_specs, tables_read
from mtw_pipeline.defs.code_versions import code_version
from mtw_pipeline.defs.lineage import column_lineage, made_from
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.statement_parameters import parameter_sources_of, statement_parameters
from mtw_pipeline.lineage.settings import settings_read
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import has_statement
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.wording import number_of

log = logging.getLogger(__name__)

OWNERS = ["team:study-maintainers"]

Rows = Sequence[Mapping[str, object]]
RowsOfWindow = Callable[[Warehouse, Study, CollectionWindow], Rows]
MeasuredRowsOfWindow = Callable[[Warehouse, Study, CollectionWindow, Attempts], Rows]
Made = Mapping[Table, tuple[int, Mapping[str, Any]]]
"""Of each table the rows that it has now, and what else a run reports of it."""

Reported = dg.MaterializeResult | dg.AssetCheckResult

MADE_WHOLE = "made_whole"
_LONGEST = 2_000


def column_schema(table: Table) -> dg.TableSchema:
    """The declared columns as the UI shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=str(column.type),
                description=f"{column.meaning}. {made_from(table.name, column.name)}".rstrip(),
                constraints=dg.TableColumnConstraints(nullable=not column.required),
                tags={"unit": column.unit.replace(" ", "-")} if column.unit else {},
            )
            for column in table.columns
        ]
    )


def definition_metadata(table: Table) -> dict[str, object]:
    """What the UI knows of a table before any run."""
    return {
        "dagster/column_schema": column_schema(table),
        "dagster/table_name": table.name,
        **column_lineage(table.name),
    }


def description(table: Table) -> str:
    """What a row is, and which columns name it."""
    return f"A row is {table.row}. Key: {', '.join(table.key)}."


def table_spec(
    table: Table, functions: Sequence[Callable[..., object]] = (), *, statements: Collection[str] | None = None
) -> dg.AssetSpec:
    """The asset of a table: it depends on what its statements read, and its version is that of its code.

    Args:
        table: the declared table.
        functions: the functions of the domain that make its rows.
        statements: the statements that it is filled from; by default those that the declaration names.
    """
    read = table.filled_from if statements is None else statements
    return dg.AssetSpec(
        table.name,
        deps=[*(name for name in tables_read(read) if name != table.name), *settings_read(table.name)],
        description=description(table),
        group_name=table.group,
        kinds={"duckdb", "table"},
        owners=OWNERS,
        code_version=code_version(read, functions),
        metadata=definition_metadata(table),
        partitions_def=COLLECTION_WINDOWS,
    )


def tables_at_the_end(assets: Iterable[dg.AssetsDefinition]) -> list[str]:
    """The tables that no other table is made from: whatever comes after them comes after every table."""
    specs = {spec.key.to_user_string(): spec for one in assets for spec in one.specs}
    read = {dep.asset_key.to_user_string() for spec in specs.values() for dep in spec.deps}
    return [table.name for table in TABLES if table.name in specs and table.name not in read]


def statement_assets(others: Collection[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The assets of all tables that their own statement fills, the assets that other modules define apart."""
    defined = {key.to_user_string() for one in others for key in one.keys}
    return [sql_asset(table) for table in TABLES if table.name not in defined and has_statement(table.statement)]


def statement_spec(table: Table) -> dg.AssetSpec:
    """The asset of a table that its own statement fills."""
    functions = [source.function for source in parameter_sources_of(table.statement)]
    return table_spec(table, functions, statements=(table.statement,)).merge_attributes(kinds={"sql"})


def sql_asset(table: Table) -> dg.AssetsDefinition:
    """The asset of a table that its own statement fills, its parameters taken from the study by their names."""

    @dg.multi_asset(name=table.name, specs=[statement_spec(table)], check_specs=check_specs([table]))
    def fill(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)
        yield from filled_by_statement(table, warehouse.get(), validation, study, window)

    return fill


def filled_by_statement(
    table: Table, warehouse: Warehouse, validation: ValidationProcess, study: StudyResource, window: CollectionWindow
) -> Iterator[Reported]:
    """Fill a table by its own statement, as ``made_or_left_out``."""

    def make(_: Attempts) -> Made:
        parameters = statement_parameters(table.statement, study.load())
        return {table: (warehouse.replace_window(table, window, **parameters), {})}

    return made_or_left_out(warehouse, validation, [table], window, make)


def python_asset(table: Table, rows_of: RowsOfWindow) -> dg.AssetsDefinition:
    """The asset of a table whose rows a function of the domain gives, without their window."""
    return _python_asset(table, rows_of, lambda warehouse, study, window, _: rows_of(warehouse, study, window))


def measured_asset(table: Table, rows_of: MeasuredRowsOfWindow) -> dg.AssetsDefinition:
    """As ``python_asset``, of a function that makes measures one by one and leaves out those that fail."""
    return _python_asset(table, rows_of, rows_of)


def _python_asset(table: Table, function: Callable[..., Rows], rows_of: MeasuredRowsOfWindow) -> dg.AssetsDefinition:
    spec = table_spec(table, [function]).merge_attributes(kinds={"python"})

    @dg.multi_asset(name=table.name, specs=[spec], check_specs=check_specs([table]))
    def fill(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)

        def make(attempts: Attempts) -> Made:
            rows = rows_of(warehouse.get(), study.load(), window, attempts)
            arrow = arrow_rows(table, [{"collection_window": window.key, **row} for row in rows])
            return {table: (warehouse.get().replace_window(table, window, arrow), {})}

        yield from made_or_left_out(warehouse.get(), validation, [table], window, make)

    return fill


def made_or_left_out(
    warehouse: Warehouse,
    validation: ValidationProcess,
    tables: Sequence[Table],
    window: CollectionWindow,
    make: Callable[[Attempts], Made],
) -> Iterator[Reported]:
    """Fill tables together, and validate them once all are filled.

    Where that fails, they have no row of the window, what reads them is told, and the run goes on.
    Without the exports and the tweets themselves there is nothing to measure: their failure ends the run.

    Args:
        warehouse: the open warehouse.
        validation: validates the tables.
        tables: what is filled; what is left out in part is noted of the first.
        window: the window.
        make: fills them, and says of each its rows and what else a run reports of it.
    """
    started = time.monotonic()
    attempts = Attempts()
    omitted: dict[str, list[Omission]] = {}
    if any(table.is_ground for table in tables):
        with at_work(", ".join(table.name for table in tables)):
            made = make(attempts)
    else:
        found = attempt(", ".join(table.name for table in tables), lambda: make(attempts))
        whole = replace(found, what="") if isinstance(found, Omission) else None
        made = {table: (0, {}) for table in tables} if isinstance(found, Omission) else found
        for table in tables:
            if whole is not None:
                warehouse.empty_window(table, window)
            omitted[table.name] = [whole] if whole is not None else attempts.omissions if table is tables[0] else []
            warehouse.keep_omissions(table.name, window, omitted[table.name])
    seconds = time.monotonic() - started
    for table, (rows, facts) in made.items():
        checks = [made_whole(table.name, omitted[table.name], window.key)] if table.name in omitted else []
        checks += rule_results(validation, warehouse, table, window)
        yield from materialized(table, rows, seconds, facts, checks)


def check_specs(tables: Sequence[Table]) -> list[dg.AssetCheckSpec]:
    """The checks of tables in the step that makes them: of their rules, and that nothing of them was left out.

    Of the exports and the tweets themselves nothing may be left out: their failure ends the run.
    """
    return [*(made_whole_spec(table.name) for table in tables if not table.is_ground), *rule_specs(tables)]


def made_whole_spec(asset: str) -> dg.AssetCheckSpec:
    """The check that nothing of an asset failed; a warning, because the rest is made."""
    return dg.AssetCheckSpec(MADE_WHOLE, asset=asset, description="Every measure and part of it was made.")


def made_whole(asset: str, omissions: Sequence[Omission], window: str) -> dg.AssetCheckResult:
    """What was left out of an asset and what to do; what is beyond its budget is no failure."""
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=MADE_WHOLE,
        passed=not any(one.is_failure for one in omissions),
        severity=dg.AssetCheckSeverity.WARN,
        description=f"Left out: {told(omissions)}"[:_LONGEST] if omissions else None,
        metadata={"collection_window": window, "left_out": len(omissions)},
    )


def materialized(
    table: Table,
    rows: int,
    seconds: float,
    metadata: Mapping[str, Any] | None = None,
    checks: Iterable[dg.AssetCheckResult] = (),
) -> Iterator[Reported]:
    """What a run reports of a table: its rows in this window and what it took, besides the given metadata; its checks.

    Each check stands for itself: of those within a materialization Dagster makes every evaluation twice.
    """
    log.info("%s: %s in %.1f s", table.name, number_of(rows, "row"), seconds)
    yield dg.MaterializeResult(
        asset_key=table.name,
        metadata={"dagster/row_count": rows, "rows": rows, "seconds": round(seconds, 3), **(metadata or {})},
    )
    yield from checks
