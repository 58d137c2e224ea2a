"""What is stored in a copy is held against the warehouse, twice; and where a pseudonym must stand nothing else may."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from mtw_pipeline.published.stored import StoredTable, misplaced, rows_of_file
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

TABLE = Table(
    name="things",
    row="a thing",
    stage="tweets",
    key=("collection_window", "tweet_id"),
    columns=(
        Column("collection_window", Type.TEXT, "its window", holds=Holds.NOTHING),
        Column("tweet_id", Type.TEXT, "its tweet", holds=Holds.TWEET_ID),
        Column("accounts", Type.TEXTS, "its accounts", holds=Holds.ACCOUNT),
        Column("likes", Type.INTEGER, "its likes"),
    ),
)
ROWS = {"w1": ("tweet_0123456789abcde", ["user_0123456789abcde"], 1), "w2": ("tweet_0123456789abcdf", [], None)}


@pytest.fixture
def copy() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("create table things (collection_window text, tweet_id text, accounts text[], likes bigint)")
        for window, values in ROWS.items():
            connection.execute("insert into things values ($1, $2, $3, $4)", [window, *values])
        yield connection


@pytest.fixture
def files(copy: duckdb.DuckDBPyConnection, tmp_path: Path) -> list[Path]:
    for window in ROWS:
        write(copy, f"from things where collection_window = '{window}'", tmp_path / f"{window}.parquet")
    return sorted(tmp_path.glob("*.parquet"))


def write(copy: duckdb.DuckDBPyConnection, statement: str, file: Path) -> None:
    copy.execute(f"copy ({statement}) to '{file}' (format parquet)")


@pytest.mark.parametrize("new", [0, 1, 2])
def test_a_copy_that_is_whole_has_no_difference(copy: duckdb.DuckDBPyConnection, files: list[Path], new: int) -> None:
    assert StoredTable(TABLE, copy, files[:new], files[new:]).differences(copy, identify=False) == ("", False)


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ("update things set likes = 2 where likes = 1", 1),
        ("update things set accounts = ['user_0123456789abcdf'] where likes = 1", 2),
        ("delete from things where likes is null", 1),  # of an earlier part
        ("insert into things from things limit 1", 2),
    ],
)
def test_files_that_hold_anything_else_are_found(
    copy: duckdb.DuckDBPyConnection, files: list[Path], change: str, new: int
) -> None:
    copy.execute(change)
    assert StoredTable(TABLE, copy, files[:new], files[new:]).differences(copy, identify=False)[1]


@pytest.mark.parametrize("new", [1, 2])
def test_a_value_or_a_row_that_is_missing_is_said(copy: duckdb.DuckDBPyConnection, files: list[Path], new: int) -> None:
    stored = StoredTable(TABLE, copy, files[:new], files[new:])
    with duckdb.connect() as warehouse:
        for likes, rows in ((3, 2), (None, 3)):
            warehouse.execute("create or replace table things as select '' as collection_window, '' as tweet_id,"
                              f" [''] as accounts, {likes or 'null'}::bigint as likes from range({rows})")  # fmt: skip
            said, is_unequal = stored.differences(warehouse, identify=False)
            assert said == f"things: {rows} rows here, 2 there, or values are missing"
            assert not is_unequal


@pytest.mark.parametrize(
    ("in_warehouse", "in_copy", "expected"),
    [
        (0, 0, ("", False)),
        (1, 0, ("things: 1 row here, 0 there, or values are missing", False)),
        (1, 1, ("", True)),  # the files lack it
    ],
)
def test_of_a_table_whose_file_holds_no_row_the_others_are_asked(
    tmp_path: Path, copy: duckdb.DuckDBPyConnection, in_warehouse: int, in_copy: int, expected: tuple[str, bool]
) -> None:
    file = tmp_path / "empty.parquet"
    write(copy, "from things limit 0", file)
    copy.execute(f"create table held as from things limit {in_warehouse}")
    copy.execute(f"create or replace table things as from things limit {in_copy}")
    with duckdb.connect() as warehouse:
        warehouse.register("things", copy.execute("from held").to_arrow_table())
        for new in (0, 1):
            stored = StoredTable(TABLE, copy, [file][:new], [file][new:])
            assert stored.differences(warehouse, identify=False) == expected


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tweet_id", "'1345000000000000001'"),
        ("tweet_id", "'tweet_0123456789abcde '"),
        ("tweet_id", "e'tweet_0123456789abcde\\nann'"),
        ("tweet_id", "'xtweet_0123456789abcde'"),
        ("tweet_id", "'tweet_0123456789abcde0'"),
        ("tweet_id", "''"),
        ("accounts", "['user_0123456789abcde', 'ann']"),
        ("accounts", "['user_0123456789abcde user_0123456789abcde']"),
        ("accounts", "['id:77', null]"),
    ],
)
@pytest.mark.parametrize("at_once", [1, 100])
def test_what_is_no_pseudonym_is_found(
    copy: duckdb.DuckDBPyConnection, files: list[Path], tmp_path: Path, column: str, value: str, at_once: int
) -> None:
    assert said_of(TABLE, files, 1) == []
    write(copy, f"select * replace ({value} as {column}) from things", tmp_path / "w3.parquet")
    assert said_of(TABLE, [*files, tmp_path / "w3.parquet"], at_once) == [
        f"things.{column}: {len(ROWS)} values that are no pseudonyms"
    ]


@pytest.mark.parametrize(
    "value",
    [
        "tweet_0123456789abcdeg", "tweet_0123456789abcdG", "tweet_0123456789ABCDE", "tweet-0123456789abcde",
        "ann_i_0123456789abcde", "tweet_0123456789abcé", "tweet_0123456789abcd", "@ann", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", [0, 1, 7])
def test_one_value_among_many_pseudonyms_is_found(
    copy: duckdb.DuckDBPyConnection, tmp_path: Path, value: str, first: int
) -> None:
    shown = "'tweet_' || left(md5(row::text), 15)"
    copy.execute(f"create table many as select case when row = 4 then $1 when row = 5 then null else {shown} end as"
                 f" tweet_id, ['user_0123456789abcde'] as accounts from range({4 - min(first, 4)}, 9) as rows(row)",
                 [value])  # fmt: skip
    write(copy, "from many", tmp_path / "many.parquet")
    assert said_of(TABLE, [tmp_path / "many.parquet"], 100) == ["things.tweet_id: 1 value that is no pseudonym"]
    copy.execute("delete from many where tweet_id = $1", [value])
    write(copy, "from many", tmp_path / "right.parquet")
    assert said_of(TABLE, [tmp_path / "right.parquet"], 3) == []


@pytest.mark.parametrize(
    ("kind", "md5", "wrong"),
    [
        ("all tweets", "0f", []),
        (None, None, []),
        ("ann", "0f", ["kind"]),
        ("all tweets ", "0f", ["kind"]),
        ("no", "ann", ["md5"]),
        ("no", "0f0", ["md5"]),
    ],
)
def test_what_is_none_of_the_values_of_a_column_in_which_nobody_is_searched_for_is_found(
    copy: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str | None, md5: str | None, wrong: list[str]
) -> None:
    columns = (
        Column("kind", Type.TEXT, "its kind", allowed=("no", "all tweets")),
        Column("md5", Type.TEXT, "its hash", pattern="[0-9a-f]{2}", holds=Holds.NOTHING),
    )
    file = tmp_path / "kinds.parquet"
    copy.execute("create table kinds (kind text, md5 text)")
    copy.execute("insert into kinds values ('no', '00'), ($1, $2)", [kind, md5])
    write(copy, "from kinds", file)
    found = said_of(Table(name="kinds", row="a kind", stage="tweets", key=("kind",), columns=columns), [file], 10)
    assert found == [f"kinds.{one}: 1 value that may not stand there" for one in wrong]


def said_of(table: Table, files: list[Path], at_once: int) -> list[str]:
    return [f"{one.table.name}.{one.column.name}: {one.said}" for one in misplaced(table, files, at_once)]


def test_distinct_values_are_read_of_all_groups_of_rows(copy: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    copy.execute("create table long as select case when row = 5000 then 'ann' else 'tweet_0123456789abcd' || row % 7"
                 " end as tweet_id, ['user_0123456789abcde'] as accounts from range(10000) as rows(row)")  # fmt: skip
    file = tmp_path / "long.parquet"
    copy.execute(f"copy long to '{file}' (format parquet, row_group_size 2048)")
    batches = list(rows_of_file(file, ["tweet_id", "accounts"], 1000))
    assert all(pa.types.is_dictionary(rows.column("tweet_id").type) for rows in batches)
    read = [row for rows in batches for row in zip(*(one.to_pylist() for one in rows.columns), strict=True)]
    assert read == copy.execute("select tweet_id, accounts from long").fetchall()
    for at_once in (1000, 2):  # more rows and fewer than there are values
        assert said_of(TABLE, [file], at_once) == ["things.tweet_id: 1 value that is no pseudonym"]
