"""Every rule of every declared table is broken here, one at a time, and seen to fail alone."""

from datetime import datetime

import pandas as pd
import pytest

from mtw_pipeline.warehouse.quality import balance_rules_of, rules_of, validate_rows
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Column, Table, Type

RULES = [(table, rule.name) for table in TABLES for rule in rules_of(table)]


def good_value(column: Column, row: int) -> object:
    """A value that keeps every rule of its column, another for every row."""
    if column.allowed:
        return column.allowed[row % len(column.allowed)]
    if column.name == "collection_window":
        return "2021-01-01_2021-01-31"
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


def good_frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame({column.name: [good_value(column, row) for row in range(3)] for column in table.columns})


def break_rule(table: Table, rule: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one row that breaks one rule and, as far as possible, no other."""
    frame = frame.astype(object)
    match rule:
        case "row_count":
            return frame.iloc[:0]
        case "key_unique":
            return pd.concat([frame, frame.iloc[[0]]], ignore_index=True)
        case "required_columns":
            names = [column.name for column in table.columns if column.required and column.name not in table.key]
            frame.loc[1, names[0]] = None
        case "allowed_values":
            name = [column.name for column in table.columns if column.allowed or column.pattern][-1]
            frame.loc[1, name] = "1.26E+18"
        case "ranges":
            column = next(one for one in table.columns if one.minimum is not None)
            assert column.minimum is not None
            frame.loc[1, column.name] = column.minimum - 1
    return frame


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_good_rows_pass_every_rule(table: Table) -> None:
    assert [result.rule.name for result in validate_rows(table, good_frame(table)) if not result.passed] == []


@pytest.mark.parametrize(("table", "rule"), RULES, ids=lambda value: getattr(value, "name", value))
def test_a_broken_rule_fails_and_no_other(table: Table, rule: str) -> None:
    results = validate_rows(table, break_rule(table, rule, good_frame(table)))
    assert [result.rule.name for result in results if not result.passed] == [rule]


def test_a_result_counts_the_failed_rows_and_shows_no_value() -> None:
    table = next(table for table in TABLES if table.name == "tweets")
    frame = good_frame(table).astype(object)
    frame.loc[[0, 1], "tweet_type"] = "a secret text"
    [result] = [one for one in validate_rows(table, frame) if not one.passed]
    [result] = [one for one in result.results if not one.passed]
    assert (result.failed_rows, result.failed_share) == (2, pytest.approx(2 / 3))
    assert "secret" not in repr(result)


def test_a_frame_without_a_needed_column_is_an_error_and_no_result() -> None:
    with pytest.raises(KeyError, match="tweet_id"):
        validate_rows(TABLES[3], good_frame(TABLES[3]).drop(columns="tweet_id"))


def test_every_table_is_checked_for_rows_keys_and_required_columns() -> None:
    for table in TABLES:
        names = {rule.name for rule in (*rules_of(table), *balance_rules_of(table))}
        assert {"key_unique", "required_columns"} <= names
        assert "row_count" in names or table.expects_rows == "perhaps"
