"""The report written in a thread while this one makes something else of the same tables.

What belongs here: beginning it, waiting for it, its end. What does not: the report (writing.py), and what is made
meanwhile. To render a report is Python's work, to copy and compare tables is DuckDB's: two processors are busy.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from mtw_pipeline.report.drawings.beside import Beside
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import held_bytes

if TYPE_CHECKING:
    from mtw_pipeline.report.writing import WrittenReport

_FEWEST_BYTES = 1 << 29
"""What DuckDB may hold of some 2.5 GiB: of less, report, drawing process and copy need too much at once."""


class WrittenBeside:
    """Writes the report of one window, in a thread once that was begun; else when it is asked for."""

    def __init__(self, pool: ThreadPoolExecutor, readers: ExitStack) -> None:
        self._pool, self._readers = pool, readers
        self._begun: dict[CollectionWindow, Future[WrittenReport]] = {}

    def begin(self, warehouse: Warehouse, study: Study, window: CollectionWindow, drawing: Beside) -> bool:
        """Begin the report; until it was asked for, nobody writes what it reads.

        Args:
            warehouse: the open warehouse.
            study: the study.
            window: the collection window.
            drawing: draws the figures.

        Returns:
            Whether it was begun: not where an engine answers, nor where memory is short.
        """
        if warehouse.engine is not None or held_bytes(warehouse.connection) < _FEWEST_BYTES:
            return False
        reading = self._readers.enter_context(warehouse.reader())  # made here: the connection is this thread's
        self._begun[window] = self._pool.submit(_written, reading, study, window, drawing)
        return True

    def written(self, warehouse: Warehouse, study: Study, window: CollectionWindow, drawing: Beside) -> "WrittenReport":
        """The report, whatever failed of it raised here: the one that was begun, or one that is written now."""
        begun = self._begun.pop(window, None)
        return begun.result() if begun is not None else _written(warehouse, study, window, drawing)


@contextmanager
def written_beside() -> Iterator[WrittenBeside]:
    """One that may begin a report; the block ends no sooner than what was begun."""
    with ExitStack() as readers, ThreadPoolExecutor(1, "report") as pool:
        yield WrittenBeside(pool, readers)


def _written(warehouse: Warehouse, study: Study, window: CollectionWindow, drawing: Beside) -> "WrittenReport":
    from mtw_pipeline.report.writing import write_report  # figures and templates, which only the end of a run needs

    return write_report(warehouse, study, window, drawing)
