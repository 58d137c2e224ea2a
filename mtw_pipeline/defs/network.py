"""Assets of the network: interactions, its layers with their metrics, accounts, communities and leaders."""

import time
from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from mtw_pipeline.defs.resources import StudyResource, WarehouseResource
from mtw_pipeline.defs.table_assets import materialized, sql_asset, table_spec
from mtw_pipeline.network.layers import measured_layers
from mtw_pipeline.network.leader_classes import leader_parameters
from mtw_pipeline.study import Study
from mtw_pipeline.tables import (
    COMMUNITIES,
    INTERACTIONS,
    LEADERS,
    NETWORK_METRICS,
    NETWORK_TIES,
    USER_METRICS,
    Table,
    arrow_rows,
)
from mtw_pipeline.text.words import counted_parameters
from mtw_pipeline.windows import CollectionWindow

_DESCRIBED = 12


def network_assets() -> list[dg.AssetsDefinition]:
    """The tables of the network."""
    return [
        sql_asset(INTERACTIONS, ["tweets", "tweet_mentions", "raw_ties"]),
        _measures(),
        sql_asset(COMMUNITIES, ["user_metrics", "network_ties", "tweet_tokens"], _described),
        sql_asset(LEADERS, ["user_metrics", "users"], leader_parameters),
    ]


def _measures() -> dg.AssetsDefinition:
    deps = ["interactions", "tweet_mentions", "tweets", "users"]
    tables = (NETWORK_TIES, NETWORK_METRICS, USER_METRICS)
    specs = [table_spec(table, deps, "2").merge_attributes(kinds={"igraph"}) for table in tables]

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


def _described(study: Study) -> dict[str, object]:
    own = [f"#{hashtag.lower()}" for hashtag in study.settings.hashtags]
    stop_words = counted_parameters(study.settings)["stop_words"]
    return {
        "smallest": study.settings.network.smallest_community,
        "described": _DESCRIBED,
        "left_out": [*(stop_words if isinstance(stop_words, list) else ()), *own],
    }
