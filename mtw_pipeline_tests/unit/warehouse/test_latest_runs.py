"""By the run that wrote it last a warehouse is known that was put back from a copy."""

from datetime import UTC, datetime

import duckdb
import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.inputs import PROGRAM, program
from mtw_pipeline.study.run_records import BegunRun, RunHistory, RunRecord
from mtw_pipeline.warehouse.latest_runs import is_put_back, note_run, noted_runs
from mtw_pipeline.warehouse.opening import open_warehouse
from mtw_pipeline_tests.builders import WINDOW

NOW = datetime(2021, 1, 1, tzinfo=UTC)


def test_the_last_run_of_each_window_is_noted(study: Study) -> None:
    with open_warehouse(study.warehouse, "a test") as warehouse:
        assert note_run(warehouse, WINDOW, "one") == ""
        assert note_run(warehouse, WINDOW, "two") == "one"
    assert noted_runs(study.warehouse) == {WINDOW.key: "two"}


def test_what_cannot_be_asked_says_nothing(study: Study) -> None:
    assert noted_runs(study.warehouse) is None
    with duckdb.connect(str(study.warehouse)) as of_an_earlier_version:
        of_an_earlier_version.execute("create table tweets (tweet_id varchar)")
    assert noted_runs(study.warehouse) == {}


@pytest.mark.parametrize("left", [b"", b"no database", bytes(1 << 20)], ids=["nothing", "another file", "zeros"])
def test_a_damaged_warehouse_is_told_by_whoever_asks_it(study: Study, left: bytes) -> None:
    study.warehouse.write_bytes(left)
    with pytest.raises(UserError, match="The warehouse is damaged"):
        noted_runs(study.warehouse)


@pytest.mark.parametrize(
    ("by", "good", "begun", "written_by", "expected"),
    [
        (program(), "a", (), "a", False),
        (program(), "a", (), "b", True),
        (program(), "a", (), None, True),
        (program(), "a", ("b",), "b", False),
        (program(), "a", ("b",), "a", True),
        (program(), "", (), None, False),
        ("another version", "a", (), None, False),
    ],
)
def test_a_warehouse_of_another_run_than_the_last_was_put_back(
    by: str, good: str, begun: tuple[str, ...], written_by: str | None, *, expected: bool
) -> None:
    inputs = {PROGRAM: by}
    history = RunHistory(
        RunRecord(inputs, good, NOW, 0) if good else None, tuple(BegunRun(inputs, one, NOW) for one in begun)
    )
    assert is_put_back(history, written_by) is expected
