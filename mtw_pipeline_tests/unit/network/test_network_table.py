"""The metrics of all layers stand in one table, in groups, and none is lost."""

from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.network.network_table import FURTHER, GROUPS, MAIN, network_table
from mtw_pipeline_tests.unit.network.layers import metrics_of_layers


def _metric(layer: str, metric: str, value: float | None, reason: str | None = None) -> Metric:
    return Metric(layer, metric, value, f"definition of {metric}", 4, 3, reason)


def test_each_metric_of_each_layer_stands_once() -> None:
    found = [
        _metric("all", "ties", 5.0),
        _metric("all", "gini_tweets", 0.5),
        _metric("all", "self_ties", 1.0),
        _metric("chain", "ties", None, "too large"),
    ]
    table = network_table(found)
    assert table.layers == ("all", "chain")
    assert [row.by_layer for row in table.main] == [(found[0], found[3])]
    assert table.main[0].unknown == [found[3]]
    assert {title: [row.by_layer for row in rows] for title, rows in table.further.items()} == {
        "Size": [(found[2], None)],
        FURTHER: [(found[1], None)],
    }


def test_every_metric_that_a_group_names_is_computed() -> None:
    computed = {one.metric for one in metrics_of_layers([("reply", "ann", "bob"), ("retweet", "bob", "cat")])}
    assert {name for names in GROUPS.values() for name in (*names, *MAIN)} <= computed | {"isolates", "two_way_tweets"}
