"""A statement of sql/ as Spark runs it.

What belongs here: the way of a statement through the rules. What does not: the rules (rules.py) and running it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
        steps: what it reads that is to be made before it, by the names under which it does, in their order.
    """

    text: str
    arguments: Mapping[str, object]
    steps: tuple[tuple[str, "Carried"], ...] = ()


def carried(
    statement: str,
    parameters: Mapping[str, object],
    rules: Sequence[Rule] = RULES,
    *,
    in_order: bool = True,
    in_steps: bool = False,
) -> Carried:
    """Carry a statement from DuckDB to Spark.

    Args:
        statement: one statement of DuckDB's SQL.
        parameters: the values of its parameters, by name; some are written otherwise for Spark.
        rules: what is done about the differences.
        in_order: whether the rows must come in the order that the statement ends with. Spark sorts all rows of a table
            by making them twice, once to learn how to divide them.
        in_steps: whether what the statement calls materialized is given as steps of its own. Spark has no such word: it
            makes it as often as it is read, and plans the joins with it without knowing its size.

    Raises:
        NotCarriedError: it says what Spark would not say with the same rows.
        KeyError: a parameter has no value.
    """
    carrying = Carrying(parameters)
    tree: exp.Expr = _parsed(statement).copy()
    if not in_order and not tree.args.get("limit"):
        tree.set("order", None)
    parts = tree.args["with_"].expressions if in_steps and tree.args.get("with_") else []
    materialized = [one.alias for one in parts if one.args.get("materialized")]
    for rule in rules:
        tree = rule.apply(tree, carrying)
    given = {**parameters, **carrying.arguments}
    steps = tuple((name, _written(step, given)) for name, step in _steps(tree, materialized))
    return replace(_written(tree, given), steps=steps)


def _written(tree: exp.Expr, given: Mapping[str, object]) -> Carried:
    asked = {node.name for node in tree.find_all(exp.Placeholder)}
    return Carried(tree.sql("spark", comments=False), {name: given[name] for name in sorted(asked)})


def _steps(tree: exp.Expr, names: Sequence[str]) -> list[tuple[str, exp.Expr]]:
    """Take parts of a statement out of it, each a statement with the parts before it that stay."""
    steps: list[tuple[str, exp.Expr]] = []
    left: list[exp.Expr] = []
    for part in tree.args["with_"].expressions if names else ():
        if part.alias not in names:
            left.append(part)
            continue
        step = part.this.copy()
        if left:
            step.set("with_", exp.With(expressions=[one.copy() for one in left]))
        steps.append((part.alias, step))
    if steps:
        tree.set("with_", exp.With(expressions=left) if left else None)
    return steps


@cache
def _parsed(statement: str) -> exp.Expr:
    return parse_one(statement, read=_AsWritten)
