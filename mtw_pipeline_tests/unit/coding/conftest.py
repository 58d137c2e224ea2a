"""What tests of coding share: a study with a sample and the sheets of its coders."""

from pathlib import Path

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.coding.desk import Desk, coding_study


@pytest.fixture
def desk(tmp_path: Path, warehouse: Warehouse) -> Desk:
    return Desk(coding_study(tmp_path / "coded", size=30), warehouse)
