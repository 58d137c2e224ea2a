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


def carried(
    statement: str, parameters: Mapping[str, object], rules: Sequence[Rule] = RULES, *, in_order: bool = True
) -> Carried:
    """Carry a statement from DuckDB to Spark.

    Args:
        statement: one statement of DuckDB's SQL.
        parameters: the values of its parameters, by name; some are written otherwise for Spark.
        rules: what is done about the differences.
        in_order: whether the rows must come in the order that the statement ends with. Spark sorts all rows of a table
            by making them twice, once to learn how to divide them.

    Raises:
        NotCarriedError: it says what Spark would not say with the same rows.
        KeyError: a parameter has no value.
    """
    carrying = Carrying(parameters)
    tree: exp.Expr = _parsed(statement).copy()
    if not in_order and not tree.args.get("limit"):
        tree.set("order", None)
    for rule in rules:
        tree = rule.apply(tree, carrying)
    asked = {node.name for node in tree.find_all(exp.Placeholder)}
    given = {**parameters, **carrying.arguments}
    return Carried(tree.sql("spark", comments=False), {name: given[name] for name in sorted(asked)})


@cache
def _parsed(statement: str) -> exp.Expr:
    return parse_one(statement, read=_AsWritten)
