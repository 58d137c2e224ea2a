"""Assets of the network that Python fills: its layers with their ties, metrics and accounts."""

import time
from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, table_spec
from mtw_pipeline.network.layers import measured_layers
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.network import (
    NETWORK_METRICS,
    NETWORK_TIES,
    USER_METRICS,
)
from mtw_pipeline.warehouse.tables.rows import arrow_rows


def network_assets() -> list[dg.AssetsDefinition]:
    """The tables of the network that Python fills."""
    return [_measures()]


def _measures() -> dg.AssetsDefinition:
    tables = (NETWORK_TIES, NETWORK_METRICS, USER_METRICS)
    specs = [table_spec(table, [measured_layers]).merge_attributes(kinds={"igraph"}) for table in tables]

    @dg.multi_asset(name="network_measures", specs=specs)
    def network_measures(
        context: dg.AssetExecutionContext, study: StudyResource, warehouse: WarehouseResource
    ) -> Iterator[dg.MaterializeResult]:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        layers = list(measured_layers(warehouse.get(), window, study.load().settings.network.seed))
        metrics = [metric for one in layers for metric in one.metrics]
        rows = [{"collection_window": window.key, **vars(metric)} for metric in metrics]
        none = arrow_rows(USER_METRICS, [])
        stored = {
            NETWORK_METRICS: warehouse.get().replace_window(NETWORK_METRICS, window, arrow_rows(NETWORK_METRICS, rows)),
            USER_METRICS: _store(warehouse, USER_METRICS, window, [one.users for one in layers] or [none]),
            NETWORK_TIES: _store(
                warehouse, NETWORK_TIES, window, [one.ties for one in layers] or [arrow_rows(NETWORK_TIES, [])]
            ),
        }
        seconds = time.monotonic() - started
        figures = {f"all_{one.metric}": one.value for one in metrics if one.layer == "all" and one.value is not None}
        for table in tables:
            yield materialized(table, stored[table], seconds, figures if table is NETWORK_METRICS else None)

    return network_measures


def _store(warehouse: WarehouseResource, table: Table, window: CollectionWindow, parts: list[pa.Table]) -> int:
    """Rows of every layer, stored layer by layer so that no more than one is in memory twice."""
    opened = warehouse.get()
    with opened.window_in_parts(table, window) as store:
        for part in parts:
            store(part)
    return opened.rows_in(table, window)
