"""How a declared table becomes an asset: its facts in the UI, and its rows from one statement of sql/.

What belongs here: what every table's asset has in common. What does not: any particular asset.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dagster as dg

from mtw_pipeline.defs.lineage import column_lineage, made_from
from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.study import Study
from mtw_pipeline.tables import Table
from mtw_pipeline.warehouse import sql_text
from mtw_pipeline.windows import CollectionWindow

log = logging.getLogger(__name__)

OWNERS = ["team:study-maintainers"]

StatementParameters = Callable[[Study], Mapping[str, object]]


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


def table_spec(table: Table, deps: Sequence[str], code_version: str) -> dg.AssetSpec:
    """The asset of a table."""
    return dg.AssetSpec(
        table.name,
        deps=list(deps),
        description=description(table),
        group_name=table.stage,
        kinds={"duckdb", "table"},
        owners=OWNERS,
        code_version=code_version,
        metadata=definition_metadata(table),
        partitions_def=COLLECTION_WINDOWS,
    )


def sql_asset(
    table: Table, deps: Sequence[str], parameters: StatementParameters = lambda _study: {}
) -> dg.AssetsDefinition:
    """The asset of a table that the statement of the same name in sql/ fills.

    Args:
        table: the declared table.
        deps: the tables that the statement reads.
        parameters: its bound parameters besides the window, from the study.
    """
    version = hashlib.sha256(sql_text(table.name).encode()).hexdigest()[:12]
    spec = table_spec(table, deps, version).replace_attributes(kinds={"duckdb", "sql", "table"})

    @dg.multi_asset(name=table.name, specs=[spec])
    def fill(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        rows = warehouse.get().replace_window(table, window, **parameters(study.load()))
        return materialized(table, rows, time.monotonic() - started)

    return fill


def materialized(
    table: Table, rows: int, seconds: float, metadata: Mapping[str, Any] | None = None
) -> dg.MaterializeResult:
    """What a run reports of a table: its rows in this window and what it took, besides the given metadata."""
    log.info("%s: %s rows in %.1f s", table.name, f"{rows:,}", seconds)
    return dg.MaterializeResult(
        asset_key=table.name,
        metadata={"dagster/row_count": rows, "rows": rows, "seconds": round(seconds, 3), **(metadata or {})},
    )
