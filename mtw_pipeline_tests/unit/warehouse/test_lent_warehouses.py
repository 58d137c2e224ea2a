"""The warehouses in memory that tests get: what one test leaves behind, the next does not see."""

from collections.abc import Iterator

import pytest

from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.own_tables import OWN_TABLES
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline_tests.warehouses import EmptyWarehouses

USER = "insert into users (collection_window, account, tweets) values ('w', 'ann', 1)"


@pytest.fixture
def warehouses() -> Iterator[EmptyWarehouses]:
    made = EmptyWarehouses()
    yield made
    made.close()


def asked(warehouse: Warehouse, query: str) -> list[tuple[object, ...]]:
    return warehouse.connection.execute(query).fetchall()


def rows_of(warehouse: Warehouse) -> set[object]:
    return {asked(warehouse, f"select count(*) from {table.name}")[0][0] for table in (*TABLES, *OWN_TABLES)}


def test_rows_settings_and_temporary_tables_end_with_the_test(warehouses: EmptyWarehouses) -> None:
    with warehouses.lent() as one:
        for statement in (
            USER, "create temp table mine as select 1", "set TimeZone = 'Asia/Tokyo'", "begin transaction",
            "insert into sample (tweet_id) values ('1')",
        ):  # fmt: skip
            one.connection.execute(statement)
    with warehouses.lent() as another:
        assert rows_of(another) == {0}
        assert asked(another, "select count(*) from duckdb_tables() where table_name = 'mine'") == [(0,)]
        assert asked(another, "select current_setting('TimeZone')") == [("UTC",)]
        another.connection.execute(USER)
        assert asked(another, "select rowid from users") == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "drop table users", "create table mine as select 1", "alter table users add column mine int",
        "attach ':memory:' as other",
    ],
)  # fmt: skip
def test_a_database_that_was_changed_is_not_lent_again(warehouses: EmptyWarehouses, change: str) -> None:
    with warehouses.lent() as one:
        one.connection.execute(change)
    with warehouses.lent() as another:
        assert rows_of(another) == {0}
        assert asked(another, "select count(*) from duckdb_columns() where column_name = 'mine'") == [(0,)]
        assert asked(another, "select count(*) from duckdb_databases() where not internal") == [(1,)]


def test_two_at_once_are_apart(warehouses: EmptyWarehouses) -> None:
    with warehouses.lent() as one, warehouses.lent() as other:
        one.connection.execute(USER)
        assert rows_of(other) == {0}
