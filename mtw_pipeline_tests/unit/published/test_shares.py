"""A copy that is made a few rows at a time is the one that is made at once."""

import duckdb
import pytest

from mtw_pipeline.published import shares
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline_tests.unit.published.test_parts import anew, content, plant_people, plant_texts, published

WINDOW = "people"


def test_rows_that_are_copied_in_shares_are_those_that_are_copied_at_once(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_people(warehouse, WINDOW)
    plant_texts(warehouse)
    copy = published(warehouse, study)
    at_once = content(study)
    monkeypatch.setattr(shares, "_ROWS_OF_A_RUN", 20)
    monkeypatch.setattr(shares, "_BYTES_OF_A_VALUE", 1e12)
    found = shares.shares(warehouse, copy.plan)
    assert len(found) > 3
    assert sum("tweets" in share.ends for share in found) == 1
    assert anew(warehouse, study) == at_once
    with duckdb.connect(str(study.published_database), read_only=True) as made:
        ids = [
            row[0] for row in made.execute("select tweet_id from tweets where collection_window = 'texts'").fetchall()
        ]
    assert len(ids) > 20
    assert ids == sorted(ids)  # not in the order of the collection
