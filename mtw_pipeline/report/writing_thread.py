"""The report, and the page of trends, written in a thread while this one makes something else of the same tables.

What belongs here: beginning them, waiting for them, their end. What does not: the pages (writing.py, trends/page.py),
and what is made meanwhile. To render a page is Python's work, to copy and compare tables is DuckDB's: so two processors
are busy.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from mtw_pipeline.activity import at_work
from mtw_pipeline.report.drawings.process import DrawingProcess
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import is_short

if TYPE_CHECKING:
    from mtw_pipeline.report.trends.page import WrittenTrends
    from mtw_pipeline.report.writing import WrittenReport


class WritingThread:
    """Writes the report of one window and the page of trends, in a thread once that was begun; else when it is asked.

    Args:
        pool: its thread.
        readers: closes the connections by which pages are written.
        drawing: draws the figures.
    """

    def __init__(self, pool: ThreadPoolExecutor, readers: ExitStack, drawing: DrawingProcess) -> None:
        self._pool, self._readers, self._drawing = pool, readers, drawing
        self._reports: dict[CollectionWindow, Future[WrittenReport]] = {}
        self._trends: list[Future[WrittenTrends]] = []

    def begin(self, warehouse: Warehouse, study: Study, window: CollectionWindow) -> None:
        """Begin the report; until it was asked for, nobody writes what it reads.

        Args:
            warehouse: the open warehouse; of one that an engine answers for, or that may hold little in memory,
                nothing is begun.
            study: the study.
            window: the collection window.
        """
        if _may_begin(warehouse):
            self._reports[window] = self._pool.submit(_written, self._reader(warehouse), study, window, self._drawing)

    def begin_trends(self, warehouse: Warehouse, study: Study) -> None:
        """Begin the page of trends, as a report."""
        if _may_begin(warehouse):
            self._trends.append(self._pool.submit(_written_trends, self._reader(warehouse), study, self._drawing))

    def rest(self) -> None:
        """End the process that draws, for the sake of its memory; behind the pages that are being written."""
        if self._reports or self._trends:
            self._pool.submit(self._drawing.end)  # nobody has to wait for its end then
        else:
            self._drawing.rest()

    def written(self, warehouse: Warehouse, study: Study, window: CollectionWindow) -> "WrittenReport":
        """The report, whatever failed of it raised here: the one that was begun, or one that is written now."""
        begun = self._reports.pop(window, None)
        return begun.result() if begun is not None else _written(warehouse, study, window, self._drawing)

    def written_trends(self, warehouse: Warehouse, study: Study) -> "WrittenTrends":
        """The page of trends, as the report."""
        return self._trends.pop().result() if self._trends else _written_trends(warehouse, study, self._drawing)

    def _reader(self, warehouse: Warehouse) -> Warehouse:
        return self._readers.enter_context(warehouse.reader())  # made here: the connection is this thread's


def _may_begin(warehouse: Warehouse) -> bool:
    return warehouse.engine is None and not is_short(warehouse.connection)


@contextmanager
def writing_thread(drawing: DrawingProcess) -> Iterator[WritingThread]:
    """One that may begin a report; the block ends no sooner than what was begun.

    Args:
        drawing: draws the figures.
    """
    with ExitStack() as readers, ThreadPoolExecutor(1, "report") as pool:
        yield WritingThread(pool, readers, drawing)


def _written(warehouse: Warehouse, study: Study, window: CollectionWindow, drawing: DrawingProcess) -> "WrittenReport":
    from mtw_pipeline.report.writing import write_report  # figures and templates, which only the end of a run needs

    with at_work("the report"):
        return write_report(warehouse, study, window, drawing)


def _written_trends(warehouse: Warehouse, study: Study, drawing: DrawingProcess) -> "WrittenTrends":
    from mtw_pipeline.report.trends.page import write_trends

    with at_work("the page of trends"):
        return write_trends(warehouse, study, drawing)
