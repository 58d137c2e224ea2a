"""The warehouse of the tests of proposals: the tables that a reading fills."""

from collections.abc import Iterator

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.opening import scratch_warehouse
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS, REJECTED_ROWS


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    with scratch_warehouse((RAW_TWEETS, RAW_TIES, REJECTED_ROWS)) as opened:
        yield opened
