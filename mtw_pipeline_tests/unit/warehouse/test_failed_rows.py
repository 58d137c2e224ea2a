"""The message of every declared check names the first rows that break it, and what to do; it shows no text of a row."""

import pytest

from mtw_pipeline.defs.checks import in_words
from mtw_pipeline.study.windows import CollectionWindow
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables import TABLES, table_named
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type
from mtw_pipeline.warehouse.tables.rows import arrow_rows
from mtw_pipeline.warehouse.validation.process import ValidationProcess
from mtw_pipeline.warehouse.validation.quality import ValidationResult, balance_rules_of, rules_of
from mtw_pipeline.warehouse.validation.validating import naming_columns, validation_results
from mtw_pipeline_tests.unit.warehouse.test_quality import good_rows as quality_rows

WINDOW = CollectionWindow.from_key("2021-01-01_2021-01-31")
QUOTED = "a secret that somebody wrote"


def good_rows(table: Table) -> list[dict[str, object]]:
    return [{name: _secret(table.column(name), value) for name, value in row.items()} for row in quality_rows(table)]


def _secret(column: Column, value: object) -> object:
    """A value of a column that holds what people wrote says so, and is another in every row."""
    if column.holds not in (Holds.WORDS, Holds.LINK, Holds.PROFILE) or column.name == "export_file":
        return value
    return [QUOTED] if column.type == Type.TEXTS else f"{QUOTED}, {value}" if column.type == Type.TEXT else value


def broken_rows(table: Table) -> list[dict[str, object]]:
    """Good rows, and one more a rule that breaks it; the key stays another for each but the last."""
    rows = good_rows(table)
    first, last = rows[len(rows) // 2], rows[-1]
    columns = table.columns
    required = next(one.name for one in columns if one.required and one.name not in table.key)
    rows.append({**last, required: None, **_key(table, 11)})
    formed = [one.name for one in columns if (one.allowed or one.pattern) and one.name not in table.key]
    if formed:
        rows.append({**last, formed[-1]: "1.26E+18", **_key(table, 12)})
    limited = [one for one in columns if one.minimum is not None and one.name not in table.key]
    if limited and limited[-1].minimum is not None:
        rows.append({**last, limited[-1].name: limited[-1].minimum - 1, **_key(table, 13)})
    return [*rows, first]


def _key(table: Table, number: int) -> dict[str, object]:
    free = [table.column(name) for name in table.key if name != "collection_window" and not table.column(name).allowed]
    return {one.name: number if one.type == "BIGINT" else f"{number}" for one in free}


def found_in(validation: ValidationProcess, warehouse: Warehouse, table: Table) -> dict[str, ValidationResult]:
    results = validation_results(validation, warehouse, table, WINDOW)
    return {one.rule.name: one for one in results if not one.passed}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_failed_rule_names_its_rows_and_a_remedy(
    validation: ValidationProcess, warehouse: Warehouse, table: Table
) -> None:
    warehouse.insert_arrow(table, arrow_rows(table, broken_rows(table)))
    failed = found_in(validation, warehouse, table)
    rules = {rule.name for rule in rules_of(table)} - {"row_count", "allowed_values", "ranges"}
    assert failed.keys() >= rules
    for name, found in failed.items():
        told = in_words(found)
        assert found.rule.remedy in told
        if name not in {balance.name for balance in table.balances}:
            assert "First rows: " in told, name
            assert all(len(one.places) <= 5 for one in found.results)
            places = [place for one in found.results for place in one.places]
            assert all(", column " in place for place in places)
            first = naming_columns(table)[0]
            assert all(first == "export_file" or place.startswith(f"{first} ") for place in places)
            assert ", row " in told or not table.is_of_exports
            assert QUOTED not in told


def test_a_row_of_an_export_is_named_by_file_row_and_column(
    validation: ValidationProcess, warehouse: Warehouse
) -> None:
    table = table_named("raw_tweets")
    row = {
        **good_rows(table)[0],
        "export_file": "a, b.csv",
        "row_number": 17,
        "tweet_id": "1.26E+18",
        "text": "a secret",
    }
    warehouse.insert_arrow(table, arrow_rows(table, [row]))
    told = in_words(found_in(validation, warehouse, table)["allowed_values"])
    assert "First rows: a, b.csv, row 17, column tweet_id. Look at these rows in the files of incoming/" in told
    assert "1.26E+18" not in told
    assert "secret" not in told


def test_a_derived_row_is_named_by_its_key(validation: ValidationProcess, warehouse: Warehouse) -> None:
    table = table_named("sentiment_scores")
    row = {**good_rows(table)[0], "tweet_id": "1345", "scorer": "vader 3.3.2", "compound": 1.5}
    warehouse.insert_arrow(table, arrow_rows(table, [row]))
    told = in_words(found_in(validation, warehouse, table)["ranges"])
    assert "First rows: tweet_id 1345, column compound. Make the table anew: mtw run" in told


def test_a_key_of_words_is_named_by_the_number_of_the_row(validation: ValidationProcess, warehouse: Warehouse) -> None:
    table = table_named("word_frequencies")
    warehouse.insert_arrow(table, arrow_rows(table, [{**good_rows(table)[0], "word": "asecretword", "rank": -1}]))
    told = in_words(found_in(validation, warehouse, table)["ranges"])
    assert "rowid 0, column rank" in told
    assert "asecretword" not in told


PLANTED = {
    "row_accounting": [("raw_tweets", {"export_file": "lost.csv", "row_number": 1})],
    "no_refused_files": [("collection_exports", {"export_file": "lost.csv", "status": "refused"})],
    "duplicates_accounted": [("raw_tweets", {"export_file": "lost.csv", "row_number": 9, "tweet_id": "77"})],
    "accounts_of_one_platform": [
        ("tweets", {"tweet_id": "77", "author": "lost", "platform": "x"}),
        ("tweets", {"tweet_id": "at://did:plc:a/app.bsky.feed.post/3k", "author": "lost", "platform": "bluesky"}),
    ],
    "few_rejected_rows": [("rejected_rows", {"export_file": "lost.csv", "row_number": 4, "line_number": 6})],
    "agreement_reached": [("coded_variables", {"variable": "lost", "shared_tweets": 4, "is_reported": False})],
    "codes_of_this_codebook": [("codes", {"tweet_id": "99", "variable": "lost", "is_in_codebook": False})],
    "rules_agree_with_people": [
        ("computed_agreement", {"variable": "lost", "category": "all categories", "value": 0.1, "threshold": 0.8})
    ],
    "references": [("tweet_hashtags", {"tweet_id": "88", "position": 3})],
}
NAMED = {
    "row_accounting": "lost.csv, rows read 0, rows taken 1, rows rejected 0",
    "no_refused_files": "lost.csv",
    "duplicates_accounted": "lost.csv, row 9, tweet_id 77, rows in exports 1, rows in tweets 0",
    "accounts_of_one_platform": "platform bluesky, tweet_id at://did:plc:a/app.bsky.feed.post/3k; platform x, tweet_id",
    "few_rejected_rows": "lost.csv, row 4, line 6",
    "agreement_reached": "variable lost",
    "codes_of_this_codebook": "tweet_id 99, variable lost",
    "rules_agree_with_people": "variable lost",
    "references": "tweet_id 88, position 3, column tweet_id",
}
BALANCED = {
    "raw_tweets": "row_accounting", "collection_exports": "no_refused_files", "tweets": "duplicates_accounted",
    "users": "accounts_of_one_platform",
    "rejected_rows": "few_rejected_rows", "coded_variables": "agreement_reached", "codes": "codes_of_this_codebook",
    "computed_agreement": "rules_agree_with_people", "tweet_hashtags": "references",
}  # fmt: skip


def test_every_declared_balance_is_planted_here() -> None:
    declared = {rule.name for table in TABLES for rule in balance_rules_of(table)}
    assert declared == PLANTED.keys() == NAMED.keys() == set(BALANCED.values())


@pytest.mark.parametrize("table", BALANCED)
def test_a_sum_that_does_not_come_out_names_what_it_fails_by(
    validation: ValidationProcess, warehouse: Warehouse, table: str
) -> None:
    rule = BALANCED[table]
    for planted, values in PLANTED[rule]:
        declared = table_named(planted)
        warehouse.insert_arrow(declared, arrow_rows(declared, [{**good_rows(declared)[0], **values}]))
    found = found_in(validation, warehouse, table_named(table))[rule]
    assert f"First rows: {NAMED[rule]}" in in_words(found)
    assert found.rule.remedy in in_words(found)
