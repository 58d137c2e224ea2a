"""Layers that cannot be written let go of what they are measured with at once."""

from collections.abc import Generator

import pytest

from mtw_pipeline.defs.assets.network import stored
from mtw_pipeline.network.layers import Layer, MeasuredLayer
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.parts import Parts
from mtw_pipeline.warehouse.tables.network import NETWORK_TIES, USER_METRICS
from mtw_pipeline.warehouse.tables.rows import arrow_rows


class FullDisk(MeasuredLayer):
    """A layer that cannot be written."""

    def store(self, users: Parts, ties: Parts) -> None:
        """Fail."""
        raise OSError(28, "No space left on device")


def test_a_layer_that_cannot_be_written_frees_the_others_before_its_error_is_told(warehouse: Warehouse) -> None:
    steps = []

    def layers() -> Generator[Layer]:
        try:
            yield FullDisk("all", [], arrow_rows(USER_METRICS, []), arrow_rows(NETWORK_TIES, []))
        finally:
            steps.append("freed")

    measuring = layers()
    with pytest.raises(OSError, match="No space"):
        stored(warehouse, CollectionWindow.between("2021-01-01", "2021-01-02"), measuring)
    assert steps == ["freed"]
    assert next(measuring, None) is None
