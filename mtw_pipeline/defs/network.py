"""Assets of the network: interactions and the metrics of their layers."""

import time

import dagster as dg
import pyarrow as pa

from mtw_pipeline.defs.resources import WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, sql_asset, table_spec
from mtw_pipeline.network.metrics import metrics_of_layers
from mtw_pipeline.tables import INTERACTIONS, NETWORK_METRICS
from mtw_pipeline.windows import CollectionWindow


def network_assets() -> list[dg.AssetsDefinition]:
    """Interactions and network_metrics."""
    return [sql_asset(INTERACTIONS, ["tweets", "tweet_mentions", "raw_ties"]), _network_metrics()]


def _network_metrics() -> dg.AssetsDefinition:
    spec = table_spec(NETWORK_METRICS, ["interactions"], "1").merge_attributes(kinds={"networkx"})

    @dg.multi_asset(name="network_metrics", specs=[spec])
    def network_metrics(context: dg.AssetExecutionContext, warehouse: WarehouseResource) -> dg.MaterializeResult:
        window = CollectionWindow.from_key(context.partition_key)
        started = time.monotonic()
        ties = warehouse.get().query("layer_ties", {"collection_window": window.key}).fetchall()
        metrics = metrics_of_layers(ties)
        rows = [{"collection_window": window.key, **vars(metric)} for metric in metrics]
        stored = warehouse.get().replace_window(NETWORK_METRICS, window, pa.Table.from_pylist(rows))
        figures = {f"{metric.layer}_{metric.metric}": metric.value for metric in metrics if metric.layer == "all"}
        return materialized(NETWORK_METRICS, stored, time.monotonic() - started, figures)

    return network_metrics
