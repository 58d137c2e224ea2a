"""Assets of the network that Python fills: its layers with their ties, metrics and accounts."""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import Made, made_or_left_out, made_whole_specs, table_spec
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.network.layers import measured_layers
from mtw_pipeline.report.drawings.beside import Beside
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.network import (
    NETWORK_METRICS,
    NETWORK_TIES,
    USER_METRICS,
)
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.tweets import TWEETS


def network_assets() -> list[dg.AssetsDefinition]:
    """The tables of the network that Python fills."""
    return [_measures()]


def _measures() -> dg.AssetsDefinition:
    tables = (NETWORK_METRICS, USER_METRICS, NETWORK_TIES)
    specs = [table_spec(table, [measured_layers]).merge_attributes(kinds={"igraph"}) for table in tables]

    @dg.multi_asset(name="network_measures", specs=specs, check_specs=made_whole_specs(tables))
    def network_measures(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        drawing: dg.ResourceParam[Beside],
    ) -> Iterator[dg.MaterializeResult]:
        window = CollectionWindow.from_key(context.partition_key)
        opened = warehouse.get()
        if _is_reported(context.run):
            drawing.start(opened.rows_in(TWEETS, window))  # it loads what draws while this process measures

        def make(attempts: Attempts) -> Made:
            layers = list(measured_layers(opened, window, study.load().settings.network, attempts))
            metrics = [metric for one in layers for metric in one.metrics]
            rows = arrow_rows(NETWORK_METRICS, [{"collection_window": window.key, **vars(one)} for one in metrics])
            figures = {
                f"all_{one.metric}": one.value for one in metrics if one.layer == "all" and one.value is not None
            }
            return {
                NETWORK_METRICS: (opened.replace_window(NETWORK_METRICS, window, rows), figures),
                USER_METRICS: (_store(opened, USER_METRICS, window, [one.users for one in layers]), {}),
                NETWORK_TIES: (_store(opened, NETWORK_TIES, window, [one.ties for one in layers]), {}),
            }

        yield from made_or_left_out(opened, tables, window, make)

    return network_measures


def _is_reported(run: dg.DagsterRun) -> bool:
    """Whether the run makes the report too, which shows what is measured."""
    return run.asset_selection is None or dg.AssetKey(REPORT) in run.asset_selection


def _store(warehouse: Warehouse, table: Table, window: CollectionWindow, parts: list[pa.Table]) -> int:
    """Rows of every layer, stored layer by layer so that no more than one is in memory twice."""
    with warehouse.window_in_parts(table, window) as stored:
        for part in parts or [arrow_rows(table, [])]:
            stored.add(part)
    return warehouse.rows_in(table, window)
