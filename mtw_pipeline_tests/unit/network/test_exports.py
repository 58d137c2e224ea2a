"""Layers as files for other programs."""

import csv
from pathlib import Path

from mtw_pipeline.network.exports import export_layer
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.network import NETWORK_TIES, USER_METRICS
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline_tests.builders import WINDOW

HOSTILE = ('=HYPERLINK("http://invented.example")', "@SUM(1+1)", "+1", "-1", "＝1", "inv_1")


def test_no_account_is_a_formula_in_the_tables_of_a_layer(warehouse: Warehouse, tmp_path: Path) -> None:
    of_layer = {"collection_window": WINDOW.key, "layer": "all"}
    users = [{**of_layer, "account": name, "community": 1, "indegree": 1, "outdegree": 1} for name in HOSTILE]
    ties = [{**of_layer, "source": name, "target": "inv_1", "times": 2} for name in HOSTILE]
    warehouse.replace_window(USER_METRICS, WINDOW, arrow_rows(USER_METRICS, users))
    warehouse.replace_window(NETWORK_TIES, WINDOW, arrow_rows(NETWORK_TIES, ties))
    *_, edges, nodes = export_layer(warehouse, WINDOW, "all", tmp_path)
    shown = sorted(name if name == "inv_1" else f"'{name}" for name in HOSTILE)
    for path, names in ((edges, ("Source",)), (nodes, ("Id", "Label"))):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert all(sorted(row[name] for row in rows) == shown for name in names)
    assert rows[0]["indegree"] == "1"
