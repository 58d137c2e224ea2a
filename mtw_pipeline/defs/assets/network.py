"""Assets of the network that Python fills: its layers with their ties, metrics and accounts."""

from collections.abc import Generator, Iterator
from contextlib import closing

import dagster as dg

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.defs.assets.table_assets import Made, Reported, check_specs, made_or_left_out, table_spec
from mtw_pipeline.defs.jobs import makes
from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.network.layers import Layer, measured_layers
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.report.drawings.process import DrawingProcess
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import SQL_FOLDER
from mtw_pipeline.warehouse.tables.network import (
    NETWORK_METRICS,
    NETWORK_TIES,
    USER_METRICS,
)
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline.warehouse.validation.process import ValidationProcess

_COUNTED = (
    "network/layer_accounts",
    "network/numbered_ties",
    "network/posters_of_layers",
    "network/tie_counts",
    "network/two_way",
    *sorted(
        path.relative_to(SQL_FOLDER).with_suffix("").as_posix()
        for path in (SQL_FOLDER / "network" / "large").rglob("*.sql")
    ),
)
"""Statements behind those that tie a layer, of which no column is made but by Python or by an engine."""


def network_assets() -> list[dg.AssetsDefinition]:
    """The tables of the network that Python fills."""
    return [_measures()]


def _measures() -> dg.AssetsDefinition:
    tables = (NETWORK_METRICS, USER_METRICS, NETWORK_TIES)
    specs = [
        table_spec(table, [measured_layers], statements=(*table.filled_from, *_COUNTED)).merge_attributes(
            kinds={"igraph"}
        )
        for table in tables
    ]

    @dg.multi_asset(name="network_measures", specs=specs, check_specs=check_specs(tables))
    def network_measures(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        drawing: dg.ResourceParam[DrawingProcess],
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)
        opened = warehouse.get()
        is_reported = makes(context.run, REPORT)
        if is_reported:
            drawing.start(opened.rows_in(TWEETS, window))  # it loads what draws while this process measures

        def make(attempts: Attempts) -> Made:
            settings = study.load().settings.network
            return stored(opened, window, measured_layers(opened, window, settings, attempts, drawing.compute))

        yield from made_or_left_out(opened, validation, tables, window, make)
        if is_reported:
            from mtw_pipeline.report.drawings.network_pictures import begin_ahead  # only such a run needs it

            begin_ahead(opened, study.load(), window, drawing)

    return network_measures


def stored(warehouse: Warehouse, window: CollectionWindow, layers: Generator[Layer]) -> Made:
    """Write layers, each as it is measured; where one cannot be written, what the others hold is let go at once."""
    metrics: list[Metric] = []
    with (
        closing(layers),
        warehouse.window_in_parts(USER_METRICS, window) as users,
        warehouse.window_in_parts(NETWORK_TIES, window) as ties,
    ):
        for one in layers:
            metrics += one.metrics
            one.store(users, ties)
    rows = arrow_rows(NETWORK_METRICS, [{"collection_window": window.key, **vars(one)} for one in metrics])
    figures = {f"all_{one.metric}": one.value for one in metrics if one.layer == "all" and one.value is not None}
    return {
        NETWORK_METRICS: (warehouse.replace_window(NETWORK_METRICS, window, rows), figures),
        USER_METRICS: (warehouse.rows_in(USER_METRICS, window), {}),
        NETWORK_TIES: (warehouse.rows_in(NETWORK_TIES, window), {}),
    }
