"""What a warehouse asks of an engine other than DuckDB.

What belongs here: the interface. What does not: any engine (spark/), and what DuckDB does itself (connection.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.tables.model import Table

if TYPE_CHECKING:
    import pyarrow as pa

    from mtw_pipeline.warehouse.parts import Parts
    from mtw_pipeline.warehouse.workbench import Workbench


class Engine(Protocol):
    """Runs statements of sql/ elsewhere than in DuckDB, for the warehouse that has it."""

    def keeps(self, table: Table) -> bool:
        """Whether the rows of a table lie in the lake."""

    def runs(self, table: Table) -> bool:
        """Whether the table's statement runs there; its rows come to DuckDB where the lake does not keep them."""

    def write(self, table: Table, window: CollectionWindow, parameters: Mapping[str, object]) -> None:
        """Put what a table's statement gives in place of a window's rows in the lake: all of them, or nothing."""

    def rows(self, table: Table, window: CollectionWindow, parameters: Mapping[str, object]) -> "pa.Table":
        """What a table's statement gives of a window."""

    def answers(self, statement: str) -> bool:
        """Whether what sql/``statement``.sql asks is asked there."""

    def found(self, statement: str, parameters: Mapping[str, object]) -> "pa.Table":
        """What such a statement gives of the window that its parameters name."""

    def parts(self, table: Table, window: CollectionWindow) -> AbstractContextManager["Parts"]:
        """Take rows of a window of a table in the lake part by part; all of them are put there, or none."""

    def counts(self, text: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows, few of them, that a text in DuckDB's SQL gives of the window that its parameters name."""

    def made_on_workers(
        self,
        table: Table,
        window: CollectionWindow,
        function: "Callable[[Any], Iterator[pa.Table]]",
        tasks: Sequence[object],
        *,
        needed: str,
    ) -> AbstractContextManager[str]:
        """What a function of this program makes of tasks, a worker each; for the block, a relation of DuckDB's SQL.

        Args:
            table: what the rows look like; none of the warehouse's.
            window: the window that they are of.
            function: a function of a module; it and the tasks can be pickled.
            tasks: one or more.
            needed: the packages that it needs there, in words.
        """

    def workbench(self, table: Table, window: CollectionWindow) -> AbstractContextManager["Workbench"]:
        """Work on a window of a table in several steps; statements see the tables, and what was kept."""
