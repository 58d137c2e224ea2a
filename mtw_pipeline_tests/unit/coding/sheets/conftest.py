"""A desk of tweets, categories and coders with letters that code pages lack."""

from pathlib import Path

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.coding.desk import Desk, coding_study
from mtw_pipeline_tests.unit.coding.sheets.saved_tables import SPANISH, TEXTS


@pytest.fixture
def wide(tmp_path: Path, warehouse: Warehouse) -> Desk:
    return Desk(coding_study(tmp_path / "coded", SPANISH, size=30), warehouse, TEXTS)
