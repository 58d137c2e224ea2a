"""A statement of sql/ as Spark runs it.

What belongs here: the way of a statement through the rules. What does not: the rules (rules.py) and running it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlglot import exp, parse_one
from sqlglot.dialects.duckdb import DuckDB

from mtw_pipeline.spark.dialect.model import Carrying, Rule
from mtw_pipeline.spark.dialect.rules import RULES


class _AsWritten(DuckDB):
    """DuckDB's SQL with the places of lists as they are written, which sqlglot would count from 0 where it can."""

    INDEX_OFFSET = 0


@dataclass(frozen=True)
class Carried:
    """A statement for Spark.

    Args:
        text: Spark's SQL, with named parameters.
        arguments: what they are bound to.
    """

    text: str
    arguments: Mapping[str, object]


def carried(statement: str, parameters: Mapping[str, object], rules: Sequence[Rule] = RULES) -> Carried:
    """Carry a statement from DuckDB to Spark.

    Args:
        statement: one statement of DuckDB's SQL.
        parameters: the values of its parameters, by name; some are written otherwise for Spark.
        rules: what is done about the differences.

    Raises:
        NotCarriedError: it says what Spark would not say with the same rows.
        KeyError: a parameter has no value.
    """
    carrying = Carrying(parameters)
    tree: exp.Expr = _parsed(statement).copy()
    for rule in rules:
        tree = rule.apply(tree, carrying)
    asked = {node.name for node in tree.find_all(exp.Placeholder)}
    given = {**parameters, **carrying.arguments}
    return Carried(tree.sql("spark", comments=False), {name: given[name] for name in sorted(asked)})


@cache
def _parsed(statement: str) -> exp.Expr:
    return parse_one(statement, read=_AsWritten)
