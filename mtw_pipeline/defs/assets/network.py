"""Assets of the network: who there is and how they are tied, and the layers with their ties, metrics and accounts.

What belongs here: these, and that layers are measured beside other steps. What does not: measuring (network/).
"""

from collections.abc import Generator, Iterator
from contextlib import closing

import dagster as dg

from mtw_pipeline.attempts import Attempts, attempt
from mtw_pipeline.defs.assets.table_assets import (
    Made,
    Reported,
    check_specs,
    filled_by_statement,
    made_or_left_out,
    statement_spec,
    table_spec,
)
from mtw_pipeline.defs.jobs import MEASURED_BESIDE, makes
from mtw_pipeline.defs.resources import NetworkBeside, StudyResource, WarehouseResource
from mtw_pipeline.lineage.known import REPORT
from mtw_pipeline.network.layers import Layer, measured_layers
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import SQL_FOLDER
from mtw_pipeline.warehouse.tables.network import (
    INTERACTIONS,
    NETWORK_METRICS,
    NETWORK_TIES,
    USER_METRICS,
)
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.tables.tweets import TWEETS, USERS
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
    """The tables that layers are read from, and those of the layers."""
    return [_users_and_interactions(), _measures()]


def _users_and_interactions() -> dg.AssetsDefinition:
    """What layers are read from, in one step: at its end they are read, and another process begins to measure them."""
    tables = (USERS, INTERACTIONS)

    @dg.multi_asset(
        name="users_and_interactions",
        specs=[statement_spec(table) for table in tables],
        check_specs=check_specs(tables),
    )
    def users_and_interactions(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        beside: dg.ResourceParam[NetworkBeside],
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window, opened = CollectionWindow.from_key(context.partition_key), warehouse.get()

        def begin() -> None:
            beside.layers.begin(opened, window, study.load().settings.network, beside.drawing.compute)

        for table in tables:
            yield from filled_by_statement(table, opened, validation, study, window)
        if beside.drawing.is_started and makes(context.run, NETWORK_METRICS.name):
            attempt("layers of the network", begin)

    return users_and_interactions


def _measures() -> dg.AssetsDefinition:
    tables = (NETWORK_METRICS, USER_METRICS, NETWORK_TIES)
    specs = [
        table_spec(table, [measured_layers], statements=(*table.filled_from, *_COUNTED)).merge_attributes(
            kinds={"igraph"}
        )
        for table in tables
    ]

    @dg.multi_asset(name="network_measures", specs=specs, check_specs=check_specs(tables), op_tags=MEASURED_BESIDE)
    def network_measures(
        context: dg.AssetExecutionContext,
        study: StudyResource,
        warehouse: WarehouseResource,
        beside: dg.ResourceParam[NetworkBeside],
        validation: dg.ResourceParam[ValidationProcess],
    ) -> Iterator[Reported]:
        window = CollectionWindow.from_key(context.partition_key)
        opened = warehouse.get()
        is_reported = makes(context.run, REPORT)
        if is_reported:
            beside.drawing.start(opened.rows_in(TWEETS, window))  # it loads what draws while this process measures

        def make(attempts: Attempts) -> Made:
            settings = study.load().settings.network
            begun = beside.layers.take(window, settings)
            return stored(opened, window, measured_layers(opened, window, settings, attempts, begun))

        yield from made_or_left_out(opened, validation, tables, window, make)
        if is_reported:
            from mtw_pipeline.report.drawings.network_pictures import begin_ahead  # only such a run needs it

            begin_ahead(opened, study.load(), window, beside.drawing)

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
