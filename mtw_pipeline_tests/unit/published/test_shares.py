"""A copy that is made a few rows at a time is the one that is made at once."""

import duckdb
import pytest

from mtw_pipeline.published.parts import files, shares
from mtw_pipeline.published.parts.planning import planned, record_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline_tests.published_copies import publish
from mtw_pipeline_tests.unit.published.test_parts import anew, content, plant_people, plant_texts, published

WINDOW = "people"


def no_space(_: files.PartFiles, table: Table, *, in_shares: bool) -> frozenset[str]:
    if in_shares:
        raise OSError(f"no space for {table.name}")
    return frozenset()


def test_rows_that_are_copied_in_shares_are_those_that_are_copied_at_once(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_people(warehouse, WINDOW)
    plant_texts(warehouse)
    copy = published(warehouse, study)
    at_once = content(study)
    monkeypatch.setattr(shares, "_ROWS_OF_A_RUN", 36)
    monkeypatch.setattr(shares, "_BYTES_OF_A_VALUE", 1e12)
    found = shares.shares(warehouse, copy.plan)
    assert len(found) > 3
    assert all(len(share.rows) == 1 for share in found[1:]), "of one table: its values alone are in memory"
    assert sum("tweets" in share.ends for share in found) == 1
    record_of(study).drop()
    with monkeypatch.context() as full:
        full.setattr(files.PartFiles, "_write_table", no_space)
        with pytest.raises(OSError, match="no space"):
            publish(warehouse, study, "fails with shares put aside")
    assert anew(warehouse, study) == at_once
    monkeypatch.setattr(files, "is_short", lambda _: True)
    assert anew(warehouse, study) == at_once, "by few joins at once"
    with duckdb.connect(str(study.published_database), read_only=True) as made:
        ids = [
            row[0] for row in made.execute("select tweet_id from tweets where collection_window = 'texts'").fetchall()
        ]
    assert len(ids) > 20
    assert ids == sorted(ids)  # not in the order of the collection


def test_long_texts_are_copied_in_more_shares(
    study: Study, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_texts(warehouse)
    monkeypatch.setattr(shares, "_ROWS_OF_A_RUN", 1)
    monkeypatch.setattr(shares, "held_bytes", lambda _: 32_000)

    plan = planned(warehouse, study, None)

    def shares_of_tweets() -> int:
        return sum("tweets" in share.rows for share in shares.shares(warehouse, plan))

    short = shares_of_tweets()
    warehouse.connection.execute("update tweets set text = repeat('wort ', 1000)")
    assert shares_of_tweets() > 2 * short > 2
