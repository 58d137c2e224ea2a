"""Tables in the lake: a window's rows are one version or the other, whatever happens in between."""

import shutil
from pathlib import Path, PureWindowsPath

import duckdb
import pytest

from mtw_pipeline.errors import UserError
from mtw_pipeline.spark.engine import SparkEngine
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.lake_files import MountedFiles, address_of
from mtw_pipeline.warehouse.tables.text import WORD_FREQUENCIES
from mtw_pipeline.warehouse.tables.tweets import TWEETS
from mtw_pipeline_tests.builders import WINDOW

LATER = CollectionWindow.between("2021-02-01", "2021-02-28")


@pytest.fixture
def held() -> Warehouse:
    """A warehouse of its own, for what is in the lake is a view and no table that could be lent again."""
    warehouse = Warehouse(duckdb.connect(":memory:"))
    warehouse.make_tables()
    with warehouse.transaction():
        warehouse.lake.hold(WORD_FREQUENCIES)
    return warehouse


@pytest.fixture
def root(held: Warehouse, tmp_path: Path) -> Path:
    """The folder that this warehouse has in the lake."""
    return _settled(held, tmp_path)


def _settled(warehouse: Warehouse, lake: Path) -> Path:
    return warehouse.lake.settle(f"file:{lake}", lake, MountedFiles())


def _written(warehouse: Warehouse, root: Path, word: str, window: CollectionWindow = WINDOW) -> Path:
    folder = warehouse.lake.fresh_folder(root, WORD_FREQUENCIES, window)
    folder.mkdir()
    warehouse.connection.execute(
        f"copy (select '{window.key}' as collection_window, '{word}' as word, 1 as rank, 2 as uses, 1 as tweets,"
        f" 1 as posters) to '{folder / 'part-0.parquet'}'"
    )
    return folder


def _put(warehouse: Warehouse, root: Path, word: str, window: CollectionWindow = WINDOW) -> Path:
    folder = _written(warehouse, root, word, window)
    with warehouse.transaction():
        warehouse.lake.put(WORD_FREQUENCIES, window, folder)
    return folder


def _put_and_fail(warehouse: Warehouse, folder: Path) -> None:
    with warehouse.transaction():
        warehouse.lake.put(WORD_FREQUENCIES, WINDOW, folder)
        warehouse.connection.execute("stopped")


def _hold_and_fail(warehouse: Warehouse) -> None:
    with warehouse.transaction():
        warehouse.lake.hold(WORD_FREQUENCIES)
        warehouse.connection.execute("stopped")


def _words(warehouse: Warehouse) -> list[str]:
    found = warehouse.connection.execute("select word from word_frequencies order by collection_window, word")
    return [str(word) for (word,) in found.fetchall()]


def test_a_version_stands_in_place_of_the_one_before_and_its_files_go(held: Warehouse, root: Path) -> None:
    assert _words(held) == []
    first, other = _put(held, root, "one"), _put(held, root, "other", LATER)
    second = _put(held, root, "two")
    assert _words(held) == ["two", "other"]
    assert (first.exists(), second.is_dir(), other.is_dir()) == (False, True, True)
    assert held.rows_in(WORD_FREQUENCIES, WINDOW) == 1


def test_what_is_not_committed_changes_nothing_and_leaves_only_files(held: Warehouse, root: Path) -> None:
    first = _put(held, root, "one")
    lost = _written(held, root, "lost")
    with pytest.raises(duckdb.ParserException):
        _put_and_fail(held, lost)
    assert _words(held) == ["one"]
    assert first.is_dir()
    held.lake.discard(lost)
    assert (first.is_dir(), lost.exists()) == (True, False)


def test_emptying_a_window_takes_its_files_and_what_spark_was_given(held: Warehouse, root: Path) -> None:
    folder, other = _put(held, root, "one"), _put(held, root, "other", LATER)
    given = held.lake.fresh_folder(root, TWEETS, WINDOW, is_given=True)
    given.mkdir()
    with held.transaction():
        held.lake.give(TWEETS, WINDOW, given)
    held.empty_window(WORD_FREQUENCIES, WINDOW)
    assert _words(held) == ["other"]
    assert (folder.exists(), given.exists(), other.is_dir()) == (False, False, True)


def test_changing_rows_in_duckdb_takes_what_spark_was_given_of_them(held: Warehouse, root: Path) -> None:
    given = held.lake.fresh_folder(root, TWEETS, WINDOW, is_given=True)
    given.mkdir()
    with held.transaction():
        held.lake.give(TWEETS, WINDOW, given)
    held.empty_window(TWEETS, WINDOW)
    assert not given.exists()
    assert held.lake.given(TWEETS, WINDOW) is None


def test_a_view_has_the_columns_of_its_table_in_order_and_a_row_id(held: Warehouse, root: Path) -> None:
    _put(held, root, "one")
    _put(held, root, "other", LATER)
    found = held.connection.execute("select * from word_frequencies order by rowid")
    assert [column[0] for column in found.description] == [*WORD_FREQUENCIES.column_names, "rowid"]
    assert len({row[-1] for row in found.fetchall()}) == 2


def test_opening_keeps_what_lies_in_the_lake(held: Warehouse, root: Path) -> None:
    _put(held, root, "one")
    again = Warehouse(held.connection)
    again.make_tables()
    assert _words(again) == ["one"]


def test_a_view_of_another_version_of_the_table_is_made_anew(held: Warehouse, root: Path) -> None:
    folder = _put(held, root, "one")
    held.connection.execute("create or replace view word_frequencies as select 1 as word")
    held.make_tables()
    assert _words(held) == []
    assert not folder.exists()


def test_leaving_the_lake_makes_tables_again(held: Warehouse, root: Path) -> None:
    folder = _put(held, root, "one")
    held.leave_lake()
    assert _words(held) == []
    assert not folder.exists()
    held.connection.execute("delete from word_frequencies")
    assert held.lake.tables() == frozenset()


def test_what_was_begun_in_a_transaction_that_failed_is_not_there(tmp_path: Path) -> None:
    warehouse = Warehouse(duckdb.connect(":memory:"))
    warehouse.make_tables()
    with pytest.raises(duckdb.ParserException):
        _hold_and_fail(warehouse)
    assert not warehouse.lake.is_used()
    warehouse.empty_window(WORD_FREQUENCIES, WINDOW)
    warehouse.leave_lake()


def test_a_run_takes_away_what_a_killed_one_left_and_nothing_of_other_studies(
    held: Warehouse, root: Path, tmp_path: Path
) -> None:
    folder = _put(held, root, "one")
    lost = [_written(held, root, "lost", LATER), held.lake.fresh_folder(root, TWEETS, WINDOW, is_given=True)]
    lost[1].mkdir()
    of_another = tmp_path / "0" / WORD_FREQUENCIES.name / WINDOW.key / "version"
    of_another.mkdir(parents=True)
    after_a_kill = Warehouse(held.connection)
    assert _settled(after_a_kill, tmp_path) == root
    assert [one.exists() for one in (*lost, folder, of_another)] == [False, False, True, True]


def test_what_cannot_be_taken_away_is_said(held: Warehouse, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = _written(held, root, "lost")
    monkeypatch.setattr(MountedFiles, "remove", lambda *_: False)
    held.lake.discard(lost)
    assert held.lake.sweep() == [f"file:{root.parent}, {lost}"]


def test_a_lake_that_was_left_for_another_one_is_empty(held: Warehouse, root: Path, tmp_path: Path) -> None:
    _put(held, root, "one")
    assert held.lake.lies_elsewhere("file:/other")
    held.leave_lake()
    assert not root.exists()
    assert _settled(held, tmp_path) != root


def test_a_copied_study_changes_nothing_of_the_one_that_it_was_copied_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, copy = tmp_path / "first.duckdb", tmp_path / "copy.duckdb"
    with duckdb.connect(first) as connection:
        warehouse = Warehouse(connection)
        warehouse.make_tables()
        root = _settled(warehouse, tmp_path / "lake")
        warehouse.lake.hold(WORD_FREQUENCIES)
        folder = _put(warehouse, root, "one")
    shutil.copy(first, copy)
    with duckdb.connect(copy) as connection:
        warehouse = Warehouse(connection)
        with pytest.raises(UserError, match="copy"):
            _settled(warehouse, tmp_path / "lake")
        warehouse.empty_window(WORD_FREQUENCIES, WINDOW)
        warehouse.leave_lake()
        assert _words(warehouse) == []
        assert _settled(warehouse, tmp_path / "lake") != root
    assert folder.is_dir()
    monkeypatch.chdir(tmp_path)
    with duckdb.connect("first.duckdb") as connection:
        assert _settled(Warehouse(connection), tmp_path / "lake") == root
    (tmp_path / "mounted").mkdir()
    (tmp_path / "mounted" / "first.duckdb").hardlink_to(first)  # one file of two paths, as a mount makes it
    with duckdb.connect(tmp_path / "mounted" / "first.duckdb") as connection:
        assert _settled(Warehouse(connection), tmp_path / "lake") == root
    with duckdb.connect(first) as connection:
        assert _settled(Warehouse(connection), tmp_path / "lake") == root
    (tmp_path / "mounted" / "first.duckdb").unlink()
    first.rename(tmp_path / "moved.duckdb")
    with duckdb.connect(tmp_path / "moved.duckdb") as connection:
        moved = Warehouse(connection)
        assert _settled(moved, tmp_path / "lake") == root
        assert _words(moved) == ["one"]


def test_spark_is_given_addresses_whatever_a_machine_writes_between_folders() -> None:
    assert address_of("hdfs://host:8020", PureWindowsPath("/lake") / "a" / "tweets") == "hdfs://host:8020/lake/a/tweets"


def test_what_fails_first_on_a_workbench_is_told(held: Warehouse, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_bench: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("mtw_pipeline.spark.engine.SparkWorkbench.end", fails)
    engine = SparkEngine(held, None, root)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError), engine.workbench(WORD_FREQUENCIES, WINDOW):
        raise ZeroDivisionError
    with pytest.raises(ConnectionError), engine.workbench(WORD_FREQUENCIES, WINDOW):
        pass
    assert [*root.rglob("*-*")] == [root / "word_frequencies" / WINDOW.key]
