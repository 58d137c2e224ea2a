"""Work on one window in several steps on Spark: each step's rows lie in the lake until the next has read them.

What belongs here: keeping and reading them. What does not: any step (network/large_layer.py). Rows are written down
after every step, so that an executor that dies costs one step and a plan never grows with the steps before it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mtw_pipeline.spark.statements import SparkStatements

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame


class SparkWorkbench:
    """Steps that wait in folders of the lake, each a view of the session.

    Args:
        statements: the statements of the warehouse.
        window: the key of the window.
        folder: where a folder of each step is made.
    """

    def __init__(self, statements: SparkStatements, window: str, folder: Path) -> None:
        self._statements = statements
        self._window = {"collection_window": window}
        self._folder = folder
        self._kept: dict[str, Path] = {}
        self._steps = 0

    def keep(self, name: str, text: str, parameters: Mapping[str, object]) -> None:
        """Keep what a statement gives under a name, in place of what was kept so, which it may read."""
        self._steps += 1
        folder = self._folder / f"{name}-{self._steps}"
        self._statements.rows.keep(self._asked(text, parameters), name, folder)
        before = self._kept.pop(name, None)
        self._kept[name] = folder
        if before is not None:
            self._statements.warehouse.lake.remove(before)

    def rows(self, text: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """What a statement gives, where that is few rows."""
        return [tuple(row) for row in self._asked(text, parameters).collect()]

    def arrow(self, text: str, parameters: Mapping[str, object]) -> pa.Table:
        """What a statement gives, where this machine holds it."""
        return self._asked(text, parameters).toArrow()

    def end(self) -> None:
        """Let go of all of it."""
        for name in self._kept:
            self._statements.rows.session.catalog.dropTempView(name)

    def _asked(self, text: str, parameters: Mapping[str, object]) -> "DataFrame":
        return self._statements.sql(text, {**self._window, **parameters})
