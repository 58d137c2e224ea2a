"""Macros of sql/macros/: written out where they are called, as DuckDB itself would call them."""

import duckdb
import pytest
from scipy.stats import binomtest

from mtw_pipeline.warehouse.macros import MACROS, Macro, expanded, macros_called
from mtw_pipeline.warehouse.statements import SQL_FOLDER, files_of, names_read

COUNTS = [(0, 3), (3, 3), (1, 2), (579, 1500), (1, 100_000), (7, 7000)]


@pytest.mark.parametrize(("part", "whole"), COUNTS)
def test_the_interval_of_a_share_is_wilsons(part: int, whole: int) -> None:
    text = f"select wilson_low({part}, cast({whole} as bigint), 100), wilson_high({part}, {whole}, 1)"
    low, high = duckdb.sql(expanded(text)).fetchall()[0]
    expected = binomtest(part, whole).proportion_ci(method="wilson")
    assert (low / 100, high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(("part", "whole"), [("null", "5"), ("3", "null"), ("0", "0")])
def test_an_interval_of_nothing_is_not_known(part: str, whole: str) -> None:
    text = f"select wilson_low({part}::bigint, {whole}::bigint, 1), wilson_high({part}::bigint, {whole}::bigint, 1)"
    assert duckdb.sql(expanded(text)).fetchall() == [(None, None)]


def test_what_is_written_out_is_what_duckdb_would_call() -> None:
    connection = duckdb.connect()
    for path in sorted(MACROS.glob("wilson_*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    calls = (
        "select wilson_low(a + b, greatest(a, (b * 2)), 10), wilson_high(b, a + b, 1)"
        " from (values (3, 4), (1, 9)) as counts(a, b)"
    )
    assert connection.sql(calls).fetchall() == duckdb.sql(expanded(calls)).fetchall()


def test_a_call_keeps_what_stands_around_it_and_must_have_all_arguments() -> None:
    assert Macro(("a", "b"), "a + b * ab").called(("b", "f(a, 1)")) == "(b + (f(a, 1)) * ab)"
    assert expanded("select low, wilson_lower(1) from t") == "select low, wilson_lower(1) from t"
    said = "-- what wilson_low(a, 1, 1) gives\nselect 'wilson_low(a, 1, 1)'"
    assert expanded(said) == said
    assert Macro(("a",), "a || 'a'").called(("f(b, ')')",)) == "((f(b, ')')) || 'a')"
    assert expanded("select wilson_low(case when x = ')' then 1 end, n, 1)").count("(case when x = ')' then 1 end)") > 1
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        expanded("select wilson_low(1, 2)")


def test_dependencies_and_versions_of_a_statement_see_its_macros() -> None:
    assert "tweets" in names_read("tables/network/lorenz_curve")
    assert [path.name for path in files_of("tables/network/lorenz_curve")] == [
        "lorenz_curve.sql", "tweets_of_each_poster.sql",
    ]  # fmt: skip


def test_every_macro_is_called_by_several_statements() -> None:
    called = [path for statement in SQL_FOLDER.rglob("*.sql") for path in macros_called(statement.read_text("utf-8"))]
    assert {path: called.count(path) > 1 for path in MACROS.glob("*.sql")} == dict.fromkeys(MACROS.glob("*.sql"), True)
