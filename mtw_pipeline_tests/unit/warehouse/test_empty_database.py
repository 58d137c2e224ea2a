"""An empty database is what its statements make, whether they were executed now or their file is taken over."""

import errno
import sys
from pathlib import Path

import duckdb
import pytest

from mtw_pipeline.warehouse import empty_database
from mtw_pipeline.warehouse.declared import creating
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table, Type

_STATEMENTS = (
    "create table ties (source varchar, target varchar[], seen timestamp)",
    "comment on table ties is 'A row is a tie; from one account to others.'",
    "comment on column ties.seen is 'When [UTC]'",
    "create view loops as select source from ties where source = target[1]",
    "comment on view loops is 'Ties to oneself'",
)
_CATALOG = (
    "select table_name, column_name, data_type, comment from duckdb_columns() where not internal order by all",
    "select table_name, comment from duckdb_tables() order by all",
    "select view_name, comment from duckdb_views() where not internal order by all",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(empty_database, "__file__", str(tmp_path / "empty_database.py"))
    return tmp_path / "__pycache__"


def _made(statements: tuple[str, ...] = _STATEMENTS) -> list[list[tuple[object, ...]]]:
    with duckdb.connect() as connection:
        empty_database.lay_out(connection, "ties", statements)
        connection.execute("insert into ties values ('a', ['a'], null)")
        assert connection.execute("from loops").fetchall() == [("a",)]
        assert connection.execute("select count(*) from duckdb_databases() where not internal").fetchone() == (1,)
        return [connection.execute(one).fetchall() for one in _CATALOG]


def _executed() -> list[list[tuple[object, ...]]]:
    with duckdb.connect() as connection:
        connection.execute("; ".join(_STATEMENTS))
        return [connection.execute(one).fetchall() for one in _CATALOG]


def test_what_is_taken_over_is_what_the_statements_make(folder: Path) -> None:
    expected = _executed()
    assert _made() == expected
    [kept] = folder.iterdir()
    before = kept.stat().st_mtime_ns
    assert _made() == expected
    assert [(one, one.stat().st_mtime_ns) for one in folder.iterdir()] == [(kept, before)]


def test_other_statements_are_kept_in_place_of_those_before(folder: Path) -> None:
    _made()
    [before] = folder.iterdir()
    found = _made((*_STATEMENTS, "create table more (one varchar)", "comment on table more is 'More'"))
    assert ("more", "More") in found[1]
    [kept] = folder.iterdir()
    assert kept != before


def test_where_nothing_may_be_kept_the_statements_are_executed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _made() == _executed()
    assert not folder.exists()


def test_what_is_kept_is_taken_where_nothing_more_may_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _made()
    [kept] = folder.iterdir()
    with duckdb.connect(kept) as connection:
        connection.execute("comment on table ties is 'As the file says it'")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert ("ties", "As the file says it") in _made()[1]
    kept.write_bytes(b"damaged")
    assert _made() == _executed()
    assert kept.read_bytes() == b"damaged"


@pytest.mark.parametrize("keeps", [0, 100, 12_000, 60_000, None])
def test_a_damaged_file_costs_time_alone_and_is_made_anew(folder: Path, keeps: int | None) -> None:
    expected = _made()
    [kept] = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:keeps] if keeps is not None else whole[:12_288] + bytes(len(whole) - 12_288))
    assert _made() == expected
    assert _made() == expected
    assert [one.stat().st_size for one in folder.iterdir()] == [len(whole)]


def test_where_the_file_cannot_be_written_the_statements_are_executed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(_unfinished: Path, _path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(empty_database, "put_in_place", is_full)
    assert _made() == _executed()
    assert not [*folder.iterdir()]


@pytest.mark.parametrize("table", [one for one in TABLES if one.distinct], ids=lambda table: table.name)
def test_no_dictionary_is_sought_of_what_hardly_repeats(folder: Path, tmp_path: Path, table: Table) -> None:
    assert {column.name for column in table.columns if column.type is Type.TEXT} > set(table.distinct)
    text = "a text that repeats, so that a dictionary would be taken"
    with duckdb.connect(tmp_path / "made.duckdb") as connection:
        empty_database.lay_out(connection, "distinct", [creating(table)])
        texts = ", ".join(f"'{text}'" if column.type is Type.TEXT else "null" for column in table.columns)
        connection.execute(f"insert into {table.name} select {texts} from range(5000)")
        connection.execute("checkpoint")
        stored = connection.execute(
            f"select column_name, list(distinct compression) from pragma_storage_info('{table.name}')"
            " where segment_type = 'VARCHAR' and persistent group by column_name"
        ).fetchall()
    as_they_are = {column for column, ways in stored if ways == ["Uncompressed"]}
    assert as_they_are == set(table.distinct)
