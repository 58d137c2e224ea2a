"""Rows that lie in files are changed as those of a table are, and nothing is lost on the way into a lake and back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.exports.reading.window import read_window
from mtw_pipeline.forgetting.register import read_register, write_register
from mtw_pipeline.forgetting.rows import drop_forgotten
from mtw_pipeline.forgetting.tables import empty_windows
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.changing import (
    add_rows,
    change_rows,
    forget_changes,
    move_into_lake,
    remove_rows,
    show_files,
)
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.lake_files import MountedFiles
from mtw_pipeline.warehouse.tables.collection import COLLECTION_EXPORTS, RAW_TIES, RAW_TWEETS, REJECTED_ROWS
from mtw_pipeline_tests.builders import WINDOW, csv_text, put
from mtw_pipeline_tests.studies import GONE, forgettable_rows

_READ = (RAW_TWEETS, RAW_TIES, REJECTED_ROWS)


def test_a_view_over_files_is_changed_as_a_table_is(tmp_path: Path) -> None:
    """Twice each, so that what is changed was changed before; a row of the table itself, and one of the files."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 2 as n, 'b' as x union all select 3, 'c') to '{tmp_path}/rows.parquet'")
        for is_view in (False, True):
            connection.execute("create or replace temp table letters as select 1 as n, 'a' as x")
            files = f"from read_parquet('{tmp_path}/rows.parquet')"
            if is_view:
                show_files(connection, "letters", files)
            else:
                connection.execute(f"insert into letters {files}")
            for number in (1, 2):
                query = "select n, x || $end as fresh from letters where n <= $most"
                given = {"end": str(number), "most": number}
                change_rows(connection, "letters", query, given, key=("n",), columns={"x": "upper(changes.fresh)"})
                add_rows(connection, "letters", "select $n as n, 'new' as x", {"n": 10 * number})
                remove_rows(connection, "letters", "select $n as n", {"n": 3 if number == 1 else 10}, key=("n",))
            found.append(connection.execute("from letters order by n").fetchall())
        forget_changes(connection, "letters")
        assert connection.execute("select count(*) from duckdb_tables() where temporary").fetchall() == [(0,)]
    assert found == [[(1, "A12"), (2, "B2"), (20, "new")]] * 2


@pytest.fixture
def in_lake(tmp_path: Path) -> Iterator[Warehouse]:
    with duckdb.connect(":memory:") as connection:
        warehouse = Warehouse(connection)
        warehouse.make_tables()
        warehouse.lake.settle(f"file:{tmp_path}/lake", tmp_path / "lake", MountedFiles())
        for table in _READ:
            move_into_lake(warehouse, table)
        yield warehouse


def _rows(warehouse: Warehouse) -> list[list[tuple[object, ...]]]:
    tables = {one.name: ", ".join(one.column_names) for one in (COLLECTION_EXPORTS, *_READ)}
    return [
        warehouse.connection.execute(f"select {columns} from {name} order by all").fetchall()
        for name, columns in tables.items()
    ]


def test_somebody_is_forgotten_in_a_lake_as_in_a_file(
    warehouse: Warehouse, in_lake: Warehouse, study: Study, tmp_path: Path
) -> None:
    """First while the exports are there, then another one when only the rows are left; these come back whole."""
    first, second = (str(row["status_id"]) for row in forgettable_rows()[4:6])
    put(study, "a.csv", csv_text(forgettable_rows()))
    both = (warehouse, in_lake)
    write_register(study.forgotten, read_register(study.forgotten).with_tweets([GONE, first]))
    for one in both:
        read_window(one, study, WINDOW, withdraw=drop_forgotten)
    assert _rows(in_lake) == _rows(warehouse)
    assert len(_rows(in_lake)[1]) == 12 - 4, "two asked for, a retweet and a row that cannot be read are none"
    write_register(study.forgotten, read_register(study.forgotten).with_tweets([second]))
    shutil.rmtree(study.incoming_of(WINDOW))
    for one in both:
        empty_windows(one, study, [WINDOW])
    assert _rows(in_lake) == _rows(warehouse)
    assert len(_rows(in_lake)[1]) == 12 - 5
    before = _rows(in_lake)
    assert len([*(tmp_path / "lake").rglob("*.parquet")]) == len(_READ)
    (tmp_path / "lake").rename(tmp_path / "not mounted")
    with pytest.raises(UserError, match="Mount it"):
        in_lake.leave_lake()
    (tmp_path / "not mounted").rename(tmp_path / "lake")
    assert _rows(in_lake) == before
    in_lake.leave_lake()
    assert _rows(in_lake) == before
    assert not [*(tmp_path / "lake").rglob("*.parquet")]
    in_lake.lake.settle(f"file:{tmp_path}/lake", tmp_path / "lake", MountedFiles())
    for table in _READ:
        move_into_lake(in_lake, table)
    assert _rows(in_lake) == before
