"""What a run lends to its analysts' copy: a thread and a process beside, once a step begins them.

What belongs here: whether and when they begin, and their end. What does not: what they do (ahead.py, process.py), which
only a run needs that makes a copy.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import is_short
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline.warehouse.validation_process import ValidationProcess

if TYPE_CHECKING:
    from mtw_pipeline.published.beside.ahead import Begun, MaskedFor

_FEWEST_TWEETS = 5_000
"""Tweets of which masking takes longer than the process takes to start."""


class CopyBeside:
    """Masks ahead once that was begun, and masks and searches for the copy then.

    Args:
        pool: the thread that asks the process.
        validation: the process that judges tables.

    Attributes:
        begun: what goes on, or waits to be taken; None where nothing does.
    """

    def __init__(self, pool: ThreadPoolExecutor, validation: ValidationProcess) -> None:
        self._pool, self._validation = pool, validation
        self.begun: Begun | None = None

    def begin(self, warehouse: Warehouse, study: Study, window: CollectionWindow) -> None:
        """Begin, where it is worth it, with what tables hold by now.

        Args:
            warehouse: the open warehouse; of one that an engine answers for, or that may hold little in memory,
                nothing is begun.
            study: the study; of one that identifies people nothing is begun.
            window: the collection window whose texts are masked.
        """
        is_possible = self.begun is None and warehouse.engine is None and not is_short(warehouse.connection)
        is_wanted = not study.settings.publish.identify and warehouse.rows_in(TWEETS, window) >= _FEWEST_TWEETS
        if is_possible and is_wanted:
            from mtw_pipeline.published.beside.ahead import Begun

            self.begun = Begun(self._pool, warehouse, study, window)

    def begun_for(self, wanted: "MaskedFor") -> "Begun | None":
        """What was begun, if it rests on the same; else it ends."""
        if self.begun is not None and self.begun.rests_on() != wanted:
            self.end()
        return self.begun

    def make_room(self, warehouse: Warehouse) -> None:
        """End the process that judges, where memory is short: it is started again when it is asked."""
        if is_short(warehouse.connection):
            self._validation.end()

    def end(self) -> None:
        """End whatever goes on, and let go of what was masked."""
        if self.begun is not None:
            self.begun.end()
            self.begun = None


@contextmanager
def copy_beside(validation: ValidationProcess) -> Iterator[CopyBeside]:
    """One that may begin; nothing of it is left when the block ends.

    Args:
        validation: the process that judges tables.
    """
    with ThreadPoolExecutor(1, "copying") as pool:
        beside = CopyBeside(pool, validation)
        try:
            yield beside
        finally:
            beside.end()
