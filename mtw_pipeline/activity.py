"""What goes on right now, for a screen that shows life: what is done, and how far it is.

What belongs here: saying it. What does not: when it is shown (cli/output.py). It is no log: nothing of it is kept, and
without somebody who watches it costs nothing.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

ACTIVITY = logging.getLogger("mtw.activity")
"""Apart from ``mtw_pipeline``, whose messages Dagster keeps."""

KEPT_ONLY = "kept_only"
"""Marks a message that is for the run's log, and for no screen."""


ENDED = "ended"
"""Marks that what the thread of the message began last is over."""


@contextmanager
def at_work(what: str) -> Iterator[None]:
    """Say that this thread is at something while the block runs: ``betweenness of the layer name``."""
    ACTIVITY.info("%s", what)
    try:
        yield
    finally:
        ACTIVITY.info("%s", what, extra={ENDED: True})


def so_far(how_far: str) -> None:
    """Say how far this thread is with what it began last: ``43 %``, ``file 3 of 12``."""
    ACTIVITY.debug("%s", how_far)
