"""Every statement that Spark runs gives the rows that it gives in DuckDB."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtw_pipeline.defs.statement_parameters import statement_parameters
from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.queries import query
from mtw_pipeline.spark.tables import STATEMENTS
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.template import new_study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.statements import SQL_FOLDER, names_read, sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Table, Type
from mtw_pipeline_tests.builders import WINDOW
from mtw_pipeline_tests.spark.planted import is_of_a_window, plant, statement_tables
from mtw_pipeline_tests.warehouses import EmptyWarehouses

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession


@pytest.fixture(scope="module")
def study_with_lists(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return new_study(
        tmp_path_factory.mktemp("planted") / "study", hashtags=["InventedTag"], sample_size=60, seed=7,
        coders=("A", "B"), code_themes=True, marketing_lists=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def planted(
    study_with_lists: Study, session: "SparkSession", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Warehouse]:
    """A filled warehouse, of which Spark has every table as a view."""
    folder = tmp_path_factory.mktemp("tables")
    warehouses = EmptyWarehouses()
    with warehouses.lent() as warehouse:
        plant(warehouse, study_with_lists)
        read = {name for table in statement_tables() for name in names_read(table.statement)}
        for table in TABLES:
            if table.name in read:
                lay(warehouse, session, table, folder)
        yield warehouse
    warehouses.close()


def lay(warehouse: Warehouse, session: "SparkSession", table: Table, folder: Path) -> None:
    path = folder / f"{table.name}.parquet"
    warehouse.connection.execute(f"copy {table.name} to '{path}'")
    session.read.parquet(str(path)).createOrReplaceTempView(table.name)


@pytest.mark.parametrize("table", statement_tables(), ids=lambda table: table.name)
def test_spark_gives_the_rows_of_duckdb(
    planted: Warehouse, session: "SparkSession", study_with_lists: Study, table: Table
) -> None:
    parameters = statement_parameters(table.statement, study_with_lists)
    if is_of_a_window(table):
        parameters["collection_window"] = WINDOW.key
    columns = ", ".join(_comparable(name, table.column(name).type) for name in table.column_names)
    _compare(planted, session, table.statement, parameters, columns)


OTHER_STATEMENTS: dict[str, dict[str, object]] = {
    "text/style/words": {},
    "text/style/neighbours": {"words": ["words", "w1", "the", "мир", "a"]},
    "text/style/phrases": {"length": 2, "phrases": ["plain words", "w1 w2", "w8*", "two line*", "no such"]},
    "text/style/symbols": {"symbols": ["?", "*", "\\q", "♟️", "＃full", "zero"]},
    "text/style/stems": {"stems": ["d-*", "soft-*"]},
    "text/style/low_language": {"function_words": ["nothing", "the", "w1"], "fewest_words": 2, "smallest_share": 0.2},
    "checks/duplicates_accounted": {},
    "checks/accounts_of_one_platform": {},
}
"""What else Spark is asked, with parameters that planted rows answer."""


@pytest.mark.parametrize("statement", OTHER_STATEMENTS)
def test_spark_answers_what_duckdb_answers(planted: Warehouse, session: "SparkSession", statement: str) -> None:
    _compare(planted, session, statement, {"collection_window": WINDOW.key, **OTHER_STATEMENTS[statement]}, "*")


def test_every_statement_that_spark_answers_is_compared() -> None:
    assert OTHER_STATEMENTS.keys() == STATEMENTS


GATHERED = re.compile(r"(?<!, ''\) )\bnot in \(\s*select (?!unnest\()|\bnot in \(\s*select (?!unnest\(|coalesce\()")
"""NOT IN of rows, not of a list, where one of either side may be NULL: Spark gathers all of one side, whatever their
number, or compares each with each. What waits as a step has columns that may be NULL, whatever they were made of."""


def test_no_statement_has_spark_gather_a_table() -> None:
    assert GATHERED.search("where a not in (select a from b)")
    assert GATHERED.search("where coalesce(a, '') not in (select a from b)")
    assert GATHERED.search("where a not in (select coalesce(a, '') from b)")
    assert not GATHERED.search("where coalesce(a, '') not in (select coalesce(a, '') from b)")
    assert not GATHERED.search("where a not in (select unnest($left_out)) and not exists (select 1 from b)")
    folders = [SQL_FOLDER / one for one in ("tables", "network", "text", "checks")]
    asked = [path for folder in folders for path in folder.rglob("*.sql")]
    assert [path.name for path in asked if GATHERED.search(path.read_text(encoding="utf-8"))] == []


def test_spark_sees_that_no_tweet_is_without_an_id(planted: Warehouse, session: "SparkSession") -> None:
    """A join that must know of NULL ends in ``true`` in its plan; it takes no other way than to gather one side."""
    parameters = {"collection_window": WINDOW.key}
    asked = "select text from raw_tweets where {} not in (select {} from raw_tweets)"
    may_be_null, never = "tweet_id", "coalesce(first_version_id, tweet_id, '')"
    plans = [
        query(session, carried(asked.format(*sides), parameters))._explain_string()
        for sides in ((may_be_null, may_be_null), (never, may_be_null), (may_be_null, never), (never, never))
    ]
    assert ["LeftAnti, BuildRight, true" in plan for plan in plans] == [True, True, True, False]


def _compare(
    planted: Warehouse, session: "SparkSession", statement: str, parameters: dict[str, object], columns: str
) -> None:
    given = carried(sql_text(statement), parameters)
    by_spark = query(session, given).toArrow()
    with planted.connection.cursor() as connection:
        connection.register("by_spark", by_spark)
        connection.execute(f"create temp table here as select {columns} from ({sql_text(statement)})", parameters)
        connection.execute(f"create temp table there as select {columns} from by_spark")
        only_here = connection.execute("from here except all from there limit 3").fetchall()
        only_there = connection.execute("from there except all from here limit 3").fetchall()
        [(rows,)] = connection.execute("select count(*) from here").fetchall()
    assert (only_here, only_there) == ([], [])
    assert rows, f"nothing is planted of which {statement} would have a row"


def _comparable(name: str, kind: Type) -> str:
    value = f"cast({name} as {kind})"
    return f"round({value}, 9) as {name}" if kind is Type.NUMBER else f"{value} as {name}"
