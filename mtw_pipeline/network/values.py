"""All that is measured of one layer that this machine holds, by itself.

What belongs here: metrics of the layer and measures of its accounts, together. What does not: which layers there are
and what becomes of the values (layers.py). It loads nothing of the warehouse: a process beside can measure.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from mtw_pipeline.attempts import Attempts, Omission
from mtw_pipeline.network.budget import Budget
from mtw_pipeline.network.centralities import centralities
from mtw_pipeline.network.engine import load_igraph
from mtw_pipeline.network.graph import LayerGraph
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.metrics import LayerFacts, measure_layer
from mtw_pipeline.study.settings.network import NetworkSettings


class LayerValues(NamedTuple):
    """What was measured of a layer, and what was left out of it.

    Args:
        metrics: its metrics.
        columns: by column of user_metrics, the values of all accounts in their order.
        omissions: what was left out.
    """

    metrics: list[Metric]
    columns: Mapping[str, object]
    omissions: list[Omission]


def layer_values(layer: str, graph: LayerGraph, facts: LayerFacts, settings: NetworkSettings) -> LayerValues:
    """Measure a layer.

    Args:
        layer: its name.
        graph: its ties.
        facts: what these alone do not say.
        settings: what measures may cost.
    """
    load_igraph()
    attempts = Attempts()
    measured = measure_layer(layer, graph, facts, settings, attempts)
    columns = centralities(layer, graph, measured.partition, Budget(settings.seconds_per_measure), attempts)
    kept = {name: pa.array(values) for name, values in columns.items()}  # lists of Python take three times as much
    return LayerValues(measured.metrics, kept, attempts.omissions)
