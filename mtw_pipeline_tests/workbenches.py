"""Work in several steps, by DuckDB: what an engine would be asked, answered at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from mtw_pipeline.attempts import Attempts
from mtw_pipeline.network.layers import LAYERS, measured_as_loaded
from mtw_pipeline.network.layers_of_engine import layers_of_engine
from mtw_pipeline.network.metric_rows import Metric
from mtw_pipeline.study.settings.network import NetworkSettings
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.parts import Parts, RowMapping
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline_tests.builders import WINDOW


class DuckDBWorkbench:
    """A workbench in temporary tables.

    Args:
        connection: the connection, which sees the tables of the warehouse.
        window: the key of the window.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, window: str) -> None:
        self._connection = connection
        self._window = window

    def keep(self, name: str, text: str, parameters: Mapping[str, object]) -> None:
        """Keep what a statement gives under a name."""
        self._connection.execute(f"create or replace temp table {name} as {text}", self._asked(text, parameters))

    def rows(self, text: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """What a statement gives."""
        return self._connection.execute(text, self._asked(text, parameters)).fetchall()

    def arrow(self, text: str, parameters: Mapping[str, object]) -> pa.Table:
        """What a statement gives."""
        return self._connection.execute(text, self._asked(text, parameters)).to_arrow_table()

    def _asked(self, text: str, parameters: Mapping[str, object]) -> dict[str, object]:
        given = {"collection_window": self._window, **parameters}
        return {name: value for name, value in given.items() if f"${name}" in text}


class GatheredParts(Parts):
    """Rows that are gathered, of tables and of statements of a workbench."""

    def __init__(self, bench: DuckDBWorkbench) -> None:
        self._bench = bench
        self.rows: list[dict[str, Any]] = []

    def add(self, rows: pa.Table) -> None:
        """Rows more."""
        self.rows += rows.to_pylist()

    def mark(self) -> int:
        """How many there are."""
        return len(self.rows)

    def back_to(self, mark: int) -> None:
        """Those that there were."""
        del self.rows[mark:]

    def add_query(self, statement: str, parameters: Mapping[str, object], mapping: RowMapping | None = None) -> int:
        """What a statement gives."""
        before = len(self.rows)
        self.add(self._bench.arrow(sql_text(statement), parameters))
        return len(self.rows) - before


@dataclass(frozen=True)
class OnBench:
    """What was measured: metrics, rows of user_metrics and of network_ties, and what was left out."""

    metrics: list[Metric]
    users: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    attempts: Attempts


def on_bench(warehouse: Warehouse, settings: NetworkSettings) -> OnBench:
    """The layers of the usual window, as an engine would be asked for them."""
    bench, attempts = DuckDBWorkbench(warehouse.connection, WINDOW.key), Attempts()
    users, ties = GatheredParts(bench), GatheredParts(bench)
    spread, loaded = layers_of_engine(bench, LAYERS, settings.ties_on_one_machine)
    metrics: list[Metric] = []
    for one in measured_as_loaded(loaded, spread, WINDOW, settings, attempts):
        one.store(users, ties)
        metrics += one.metrics
    return OnBench(metrics, users.rows, ties.rows, attempts)
