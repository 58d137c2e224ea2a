"""Every rule of every declared table is broken here, by every column that it reads, and seen to fail alone."""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Column, Table, Type
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.validation.counting import counted
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.warehouse.validation.quality import Rule, ValidationResult, balance_rules_of, rules_of
from mtw_pipeline.warehouse.validation.validating import validation_results

WINDOW = CollectionWindow.from_key("2021-01-01_2021-01-31")
RULES = [(table, rule.name) for table in TABLES for rule in rules_of(table)]
NOTHING_DECLARED = "1.26E+18"
BY_COLUMN = {"required_columns", "allowed_values", "ranges"}

Row = dict[str, object]


@pytest.fixture(scope="module")
def every_table() -> Iterator[Warehouse]:
    """A warehouse in memory with every declared table, empty."""
    with duckdb.connect() as connection:
        made = Warehouse(connection)
        made.make_tables()
        yield made


@pytest.fixture
def emptied(every_table: Warehouse) -> Iterator[Warehouse]:
    """The same; what a test puts into it is taken back."""
    every_table.connection.execute("begin")
    yield every_table
    every_table.connection.execute("rollback")


def good_value(column: Column, row: int) -> object:
    """A value that keeps every rule of its column, another for every row."""
    if column.allowed:
        return column.allowed[row % len(column.allowed)]
    if column.name == "collection_window":
        return WINDOW.key
    if column.pattern == "[0-9a-f]{64}":
        return f"{row:064x}"
    if column.pattern == "[0-9a-f]{32}":
        return f"{row:032x}"
    if column.pattern:
        return str(1000 + row)
    match column.type:
        case Type.TEXT:
            return f"text {row}"
        case Type.TEXTS:
            return [f"text {row}"]
        case Type.INTEGER:
            return int(column.minimum or 0) + row
        case Type.NUMBER:
            return 0.25 * row
        case Type.BOOLEAN:
            return row % 2 == 0
        case _:
            return datetime(2021, 1, 1 + row)


def good_rows(table: Table) -> list[Row]:
    """Three rows, or as many as the key has values where it has fewer: one where a window has one row."""
    key = [table.column(name).allowed for name in table.key if name != "collection_window"]
    most = 1 if not key else len(key[0]) if len(key) == 1 and key[0] else 3
    return [{column.name: good_value(column, row) for column in table.columns} for row in range(min(most, 3))]


def broken_rows(table: Table, rule: str) -> list[Row]:
    """Good rows with one that breaks one rule and, as far as possible, no other."""
    rows = good_rows(table)
    match rule:
        case "row_count":
            return []
        case "key_unique":
            return [*rows, rows[0]]
        case "required_columns":
            name = next(column.name for column in table.columns if column.required and column.name not in table.key)
            rows[-1][name] = None
        case "allowed_values":
            rows[-1][[column.name for column in table.columns if column.allowed or column.pattern][-1]] = (
                NOTHING_DECLARED
            )
        case "ranges":
            column = next(one for one in table.columns if one.minimum is not None)
            assert column.minimum is not None
            rows[-1][column.name] = column.minimum - 1
    return rows


def breaches(rule: Rule, column: Column) -> list[object]:
    """Values of a column that break a rule, one for every way of doing so."""
    match rule.name:
        case "required_columns":
            return [None]
        case "allowed_values":
            return [NOTHING_DECLARED]
    found: list[object] = [column.minimum - 1] if column.minimum is not None else []
    found += [column.maximum + 1] if column.maximum is not None else []
    return [*found, math.nan] if column.type == Type.NUMBER else found


def with_another_key(table: Table, row: Row, number: int) -> Row:
    columns = [table.column(name) for name in table.key if name != "collection_window"]
    free = [one for one in columns if not one.allowed and one.maximum is None]
    return {**row, **{one.name: number if one.type == "BIGINT" else f"{number}" for one in free}}


def put(warehouse: Warehouse, table: Table, rows: list[Row]) -> None:
    warehouse.insert_arrow(table, arrow_rows(table, rows))


def failed(validation: ValidationProcess, warehouse: Warehouse, table: Table) -> list[ValidationResult]:
    """The rules of the table's own rows that fail."""
    names = {rule.name for rule in rules_of(table)}
    results = validation_results(validation, warehouse, table, WINDOW)
    return [one for one in results if not one.passed and one.rule.name in names]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_good_rows_pass_every_rule(validation: ValidationProcess, emptied: Warehouse, table: Table) -> None:
    put(emptied, table, good_rows(table))
    assert [one.rule.name for one in failed(validation, emptied, table)] == []


@pytest.mark.parametrize(("table", "rule"), RULES, ids=lambda value: getattr(value, "name", value))
def test_a_broken_rule_fails_and_no_other(
    validation: ValidationProcess, emptied: Warehouse, table: Table, rule: str
) -> None:
    put(emptied, table, broken_rows(table, rule))
    assert [one.rule.name for one in failed(validation, emptied, table)] == [rule]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_every_rule_is_counted_by_what_breaks_it(emptied: Warehouse, table: Table) -> None:
    """One row for every way in which a column can break a rule: each is counted there and nowhere else."""
    rules = [rule for rule in rules_of(table) if rule.name in BY_COLUMN]
    planted = {(rule.name, name): breaches(rule, table.column(name)) for rule in rules for name in rule.columns}
    rows = [(name, value) for (_, name), values in planted.items() for value in values]
    first = good_rows(table)[0]
    put(
        emptied,
        table,
        [{**with_another_key(table, first, 100 + number), name: value} for number, (name, value) in enumerate(rows)],
    )
    found = counted(emptied, table, WINDOW)
    counts = {(rule, name): count for rule in BY_COLUMN for name, count in found.failed.get(rule, {}).items()}
    assert counts == {place: len(values) for place, values in planted.items()}
    assert {
        (rule, name): len(some) for rule in BY_COLUMN for name, some in found.broken.get(rule, {}).items()
    } == counts


@pytest.mark.parametrize(
    ("value", "is_an_id"),
    [
        ("0", True), ("007", True), ("9" * 18, True), ("8" + "9" * 18, True),
        ("9" * 19, False),
        ("9" * 20, False), ("", False), (" 1", False), ("1\n", False), ("+1", False), ("-1", False), ("1e5", False),
        ("1_000", False), ("0x1f", False), ("1.0", False), ("\u0661\u0662", False), ("\uff11", False),
        ("1\x002", False),
    ],
)  # fmt: skip
def test_an_id_is_digits_and_nothing_else(emptied: Warehouse, value: str, is_an_id: bool) -> None:
    table = table_named("tweets")
    put(emptied, table, [{**good_rows(table)[0], "author_id": value}])
    assert counted(emptied, table, WINDOW).failed["allowed_values"]["author_id"] == (0 if is_an_id else 1)


def test_rows_of_other_windows_break_no_rule(validation: ValidationProcess, emptied: Warehouse) -> None:
    table = table_named("tweets")
    elsewhere = {"collection_window": "2022-01-01_2022-01-31", "tweet_id": "no id"}
    put(emptied, table, [*good_rows(table), *({**row, **elsewhere} for row in good_rows(table))])
    assert failed(validation, emptied, table) == []


def test_a_key_of_which_nothing_is_there_is_another_rules_and_one_without_a_part_is_not(emptied: Warehouse) -> None:
    tweets, mentions = table_named("tweets"), table_named("tweet_mentions")
    put(emptied, tweets, [{**row, "tweet_id": None} for row in good_rows(tweets)])
    good = good_rows(mentions)
    put(emptied, mentions, [{**row, "tweet_id": None, "position": 1} for row in good])
    put(emptied, mentions, [{**row, "tweet_id": None, "position": None} for row in good])
    assert counted(emptied, tweets, WINDOW).failed["key_unique"] == {"tweet_id": 0}
    assert counted(emptied, mentions, WINDOW).failed["key_unique"] == {"tweet_id, position": 3}


PARTS = st.sampled_from(["1", "2", "3", None])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.tuples(PARTS, st.sampled_from([1, 2, None])), max_size=6))
def test_rows_of_repeated_keys_are_counted_whatever_their_order(
    every_table: Warehouse, keys: list[tuple[str | None, int | None]]
) -> None:
    table = table_named("tweet_mentions")
    with every_table.connection.cursor() as cursor:
        warehouse = Warehouse(cursor)
        cursor.execute("begin")
        good = good_rows(table)[0]
        put(warehouse, table, [{**good, "tweet_id": tweet, "position": position} for tweet, position in keys])
        found = counted(warehouse, table, WINDOW)
        cursor.execute("rollback")
    times = Counter(key for key in keys if key != (None, None))
    assert found.failed["key_unique"]["tweet_id, position"] == sum(count for count in times.values() if count > 1)


def test_a_result_counts_the_failed_rows_and_shows_no_value(validation: ValidationProcess, emptied: Warehouse) -> None:
    table = table_named("tweets")
    good = good_rows(table)
    put(emptied, table, [*({**row, "tweet_type": "a secret text"} for row in good[:2]), good[2]])
    [result] = failed(validation, emptied, table)
    [result_of_column] = result.results
    assert (result_of_column.failed_rows, result_of_column.failed_share) == (2, pytest.approx(2 / 3))
    assert result_of_column.observed == "tweet_type: 2 of 3 rows break it"
    assert "secret" not in repr(result)


def test_rows_are_counted_beyond_those_that_are_looked_at(validation: ValidationProcess, emptied: Warehouse) -> None:
    table = table_named("tweets")
    first = good_rows(table)[0]
    put(emptied, table, [{**first, "tweet_id": f"{number}", "text": None} for number in range(2_000)])
    [result] = failed(validation, emptied, table)
    [result_of_column] = result.results
    assert (result_of_column.failed_rows, result_of_column.failed_share) == (2_000, 1.0)
    assert len(result_of_column.places) == 5


DECLARED = {
    "key_unique": "expect_column_values_to_be_unique",
    "required_columns": "expect_column_values_to_not_be_null",
    "allowed_values": "expect_column_values_to_match_regex",
    "ranges": "expect_column_values_to_be_between",
}


@pytest.mark.parametrize("rule", DECLARED)
def test_rows_that_break_a_rule_are_judged_by_the_expectation_that_is_declared(
    validation: ValidationProcess, emptied: Warehouse, rule: str
) -> None:
    table = table_named("tweets")
    put(emptied, table, broken_rows(table, rule))
    [result] = failed(validation, emptied, table)
    assert [one.expectation.split(" {")[0] for one in result.results] == [f"tweets: {DECLARED[rule]}"]


def test_what_is_no_number_is_outside_of_every_range(validation: ValidationProcess, emptied: Warehouse) -> None:
    """Great Expectations takes it for NULL, and so finds nothing in the rows: what was counted holds."""
    table = table_named("sentiment_scores")
    put(emptied, table, [{**good_rows(table)[0], "compound": math.nan}])
    [result] = failed(validation, emptied, table)
    assert result.rule.name == "ranges"
    [of_counts] = result.results
    assert (of_counts.failed_rows, of_counts.observed) == (1, "1 of 1 row breaks it")
    assert [place.rsplit(", ")[-1] for place in of_counts.places] == ["column compound"]


def test_every_table_is_checked_for_rows_keys_and_required_columns() -> None:
    for table in TABLES:
        names = {rule.name for rule in (*rules_of(table), *balance_rules_of(table))}
        assert {"key_unique", "required_columns"} <= names
        assert "row_count" in names or table.expects_rows == "perhaps"
