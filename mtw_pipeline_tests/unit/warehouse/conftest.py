"""What tests of locks and of opening share: hearing what is said to those who wait."""

import logging
from collections.abc import Iterator
from queue import Queue

import pytest


@pytest.fixture
def said() -> Iterator[Queue[str]]:
    """What is said to those who wait, as it is said."""
    messages: Queue[str] = Queue()

    class Hearer(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.put(record.getMessage())

    hearer, log = Hearer(), logging.getLogger("mtw_pipeline.warehouse")
    log.addHandler(hearer)
    yield messages
    log.removeHandler(hearer)
