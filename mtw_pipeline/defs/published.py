"""Assets across windows: window_trends, and the analysts' copy with its checks."""

import logging
import time
from collections.abc import Iterator

import dagster as dg

from mtw_pipeline.defs.lineage import column_lineage, shown_columns
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import OWNERS, materialized, statement_spec
from mtw_pipeline.lineage.known import PUBLISHED, REPORT
from mtw_pipeline.published.inspection import findings
from mtw_pipeline.published.publishing import publish
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.trends import WINDOW_TRENDS

log = logging.getLogger(__name__)

_MASKED_WORDS = (
    "%s: accounts are called %s, so that these words are masked there. If one names nobody, list it in study.toml,"
    " [publish] words"
)
_CHECKS = {
    "rows_equal": "Every table has the rows and values of the warehouse's, but for words that name somebody",
    "no_person": "No handle, display name or id of the study stands in the copy, unless the study identifies people",
    "commented": "Every table, view and column says what it is",
    "parquet_equal": "Every Parquet file holds what its table holds",
}


def published_assets() -> list[dg.AssetsDefinition]:
    """window_trends and published_warehouse."""
    return [_window_trends(), _published_warehouse()]


def _window_trends() -> dg.AssetsDefinition:
    spec = statement_spec(WINDOW_TRENDS).replace_attributes(partitions_def=None)

    @dg.multi_asset(name=WINDOW_TRENDS.name, specs=[spec])
    def window_trends(warehouse: WarehouseResource) -> dg.MaterializeResult:
        started = time.monotonic()
        rows = warehouse.get().replace_all(WINDOW_TRENDS)
        return materialized(WINDOW_TRENDS, rows, time.monotonic() - started)

    return window_trends


def _published_warehouse() -> dg.AssetsDefinition:
    @dg.asset(
        name=PUBLISHED,
        deps=[REPORT, *(table.name for table in TABLES)],
        group_name="published",
        kinds={"duckdb", "parquet"},
        owners=OWNERS,
        description="The analysts' copy: published/study.duckdb and published/parquet/, with views and comments.",
        metadata={"dagster/column_schema": shown_columns(PUBLISHED), **column_lineage(PUBLISHED)},
        check_specs=[
            dg.AssetCheckSpec(name, asset=PUBLISHED, description=f"{said}.", blocking=True)
            for name, said in _CHECKS.items()
        ],
    )
    def published_warehouse(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult]:
        started = time.monotonic()
        loaded = study.load()
        copy = publish(warehouse.get(), loaded, context.run.run_id)
        seconds = time.monotonic() - started
        size = copy.database.stat().st_size
        log.info("%s: %s tables, %.1f MB in %.1f s", PUBLISHED, len(copy.rows), size / 1e6, seconds)
        if copy.masked_words:
            log.info(_MASKED_WORDS, PUBLISHED, ", ".join(copy.masked_words))
        found = findings(warehouse.get(), loaded)
        yield dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(copy.database),
                "tables": len(copy.rows),
                "rows": sum(copy.rows.values()),
                "bytes": size,
                "seconds": round(seconds, 3),
                "is_identified": copy.is_identified,
            },
            check_results=[
                dg.AssetCheckResult(
                    passed=not found[name], check_name=name, description="; ".join(found[name])[:1000] or None
                )
                for name in _CHECKS
            ],
        )

    return published_warehouse
