"""Every rule of the dialect: with it DuckDB and Spark give the same, without it they do not."""

from typing import TYPE_CHECKING

import duckdb
import pytest

from mtw_pipeline.spark.dialect.carrying import carried
from mtw_pipeline.spark.dialect.model import NotCarriedError, Rule
from mtw_pipeline.spark.dialect.rules import RULES
from mtw_pipeline.spark.queries import query
from mtw_pipeline_tests.spark.rule_examples import EXAMPLES, REFUSED, Example

if TYPE_CHECKING:
    from pyspark.sql.connect.session import SparkSession


def _by_duckdb(example: Example) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(example.statement, example.parameters).fetchall()


def _by_spark(session: "SparkSession", example: Example, rules: tuple[Rule, ...]) -> list[tuple[object, ...]]:
    given = carried(example.statement, example.parameters, rules)
    return [tuple(row) for row in query(session, given).collect()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_makes_the_rows_equal_that_differ_without_it(session: "SparkSession", rule: Rule) -> None:
    from pyspark.errors import PySparkException

    others = tuple(one for one in RULES if one is not rule)
    examples, refused = EXAMPLES.get(rule.name, ()), REFUSED.get(rule.name, ())
    for example in examples:
        assert _by_spark(session, example, RULES) == _by_duckdb(example), example.statement
    for example in refused:
        with pytest.raises(NotCarriedError):
            carried(example.statement, example.parameters)
    without = []
    for example in examples or refused:
        try:
            without.append(_by_spark(session, example, others) == _by_duckdb(example))
        except (PySparkException, KeyError):
            without.append(False)
    assert not all(without)
