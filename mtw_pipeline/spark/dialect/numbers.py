"""Rules on numbers and their types.

What belongs here: literals, types and aggregates of numbers that mean something else on Spark. What does not: counting
what is in a list (lists.py).
"""

from collections.abc import Collection, Iterator

from sqlglot import exp

from mtw_pipeline.spark.dialect.model import Carrying, NotCarriedError, Rule, call, each, replaced, text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.model import Type

_UNSIGNED = {
    exp.DType.UTINYINT, exp.DType.USMALLINT, exp.DType.UINT, exp.DType.UBIGINT, exp.DType.UINT128, exp.DType.INT128,
}  # fmt: skip


_FRACTIONS = (
    exp.Div, exp.Avg, exp.Median, exp.PercentileCont, exp.Quantile, exp.Stddev, exp.StddevSamp, exp.StddevPop,
    exp.Variance, exp.VariancePop, exp.Sqrt, exp.Pow, exp.Ln, exp.Log, exp.Exp, exp.Corr, exp.Rand,
)  # fmt: skip
_NAMED_FRACTIONS = frozenset({"log10", "log2", "quantile_cont", "entropy", "sin", "cos", "pi", "kurtosis", "skewness"})
"""What gives a double whatever it is given: as sqlglot knows it, and as DuckDB names the rest."""

_UNITS = frozenset({"second", "minute", "hour", "day", "month", "year"})


def _double(node: exp.Expr) -> exp.Expr:
    return exp.cast(node.copy(), exp.DType.DOUBLE) if _is_decimal(node) else node


def _signed(node: exp.Expr) -> exp.Expr:
    return exp.DataType.build("bigint") if node.this in _UNSIGNED else node


def _whole_numbers(tree: exp.Expr, carrying: Carrying) -> exp.Expr:
    """Casts to whole numbers: DuckDB rounds halves of a fraction to even ones, and of a decimal away from 0."""
    fractions = _names_of_fractions(tree, carrying)

    def whole(node: exp.Expr) -> exp.Expr:
        given, to = node.this.unnest(), node.args["to"]
        if not to.is_type(*exp.DataType.INTEGER_TYPES) or _is_whole(given):
            return node
        if any(_is_decimal(one) for one in given.find_all(exp.Literal)) and not given.find(exp.Div):
            raise NotCarriedError(f"a decimal becomes a whole number: {node.sql('duckdb')}")
        return exp.cast(call("rint", given), to.copy()) if _is_fraction(given, fractions) else node

    return replaced(tree, exp.Cast, whole)


def _is_whole(node: exp.Expr) -> bool:
    return isinstance(node, exp.Ceil | exp.Floor) or (isinstance(node, exp.Anonymous) and node.name.lower() == "floor")


def _names_of_fractions(tree: exp.Expr, carrying: Carrying) -> set[str]:
    """The columns and parameters that hold fractions: as declared, or as the statement makes them of others."""
    names = {name for name, value in carrying.parameters.items() if isinstance(value, float)}
    names |= {column.name for table in TABLES for column in table.columns if column.type == Type.NUMBER}
    aliases = [(one.alias, one.this) for one in tree.find_all(exp.Alias)]
    while found := {name for name, made in aliases if name not in names and _is_fraction(made, names)}:
        names |= found
    return names


def _is_fraction(node: exp.Expr, names: Collection[str]) -> bool:
    """Whether a value is a double, or is made of one."""
    if isinstance(node, exp.Cast) and not node.is_type(*exp.DataType.REAL_TYPES):
        return False
    if isinstance(node, exp.Predicate | exp.Count | exp.Length | exp.Subquery):
        return False
    if isinstance(node, exp.Column | exp.Placeholder):
        return node.name in names
    is_one = isinstance(node, _FRACTIONS) or (isinstance(node, exp.Anonymous) and node.name.lower() in _NAMED_FRACTIONS)
    return is_one or any(_is_fraction(one, names) for one in _values_of(node))


def _values_of(node: exp.Expr) -> Iterator[exp.Expr]:
    """What a value is made of, conditions apart."""
    if isinstance(node, exp.Case):
        yield from (one.args["true"] for one in node.args["ifs"])
        yield from filter(None, [node.args.get("default")])
        return
    yield from (one for one in node.iter_expressions() if not isinstance(one, exp.Where | exp.Order | exp.DataType))


def _is_decimal(literal: exp.Expr) -> bool:
    return not literal.is_string and "." in literal.name and "e" not in literal.name.lower()


def _rounded(node: exp.Expr) -> exp.Expr:
    if node.args.get("decimals") is not None:
        raise NotCarriedError(f"a fraction is rounded to digits: {node.sql('duckdb')}")
    return node


def _logarithm(node: exp.Expr) -> exp.Expr:
    return node if node.expression else call("log10", node.this)


def _difference(node: exp.Expr) -> exp.Expr:
    """DuckDB counts the borders between two times, Spark whole units: of whole units these are the same."""
    unit = text(node.text("unit").lower())
    if unit.name not in _UNITS:
        raise NotCarriedError(f"a difference of times in units of {unit.name!r}")
    here, there = (call("date_trunc", unit, one) for one in (node.this, node.expression))
    return call("timestampdiff", exp.var(unit.name), there, here)


def _by_extreme(node: exp.Expr) -> exp.Expr:
    if isinstance(node.parent, exp.Filter):
        raise NotCarriedError(f"arg_max or arg_min of some rows only: {node.sql('duckdb')}")
    name = "max_by" if isinstance(node, exp.ArgMax) else "min_by"
    is_known = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.null()))
    return exp.Filter(this=call(name, node.this, node.expression), expression=exp.Where(this=is_known))


NUMBER_RULES = (
    Rule(
        "whole numbers of fractions",
        "A fraction that is cast to a whole number is rounded in DuckDB, cut off on Spark.",
        _whole_numbers,
    ),
    Rule(
        "rounded digits",
        "round(x, 2) rounds the digits of a fraction as they are shown on Spark, in DuckDB those that it really has.",
        each(exp.Round, _rounded),
    ),
    Rule("logarithms", "log(x) is to the base of 10 in DuckDB, natural on Spark.", each(exp.Log, _logarithm)),
    Rule(
        "differences of times",
        "date_diff counts the borders between two times in DuckDB, and whole units on Spark.",
        each(exp.DateDiff, _difference),
    ),
    Rule(
        "fractions",
        "1.0 is a DECIMAL on Spark, whose averages and quotients keep few digits.",
        each(exp.Literal, _double),
    ),
    Rule(
        "values at a maximum",
        "arg_max passes over values that are NULL, max_by does not.",
        lambda tree, carrying: each(exp.ArgMin, _by_extreme)(each(exp.ArgMax, _by_extreme)(tree, carrying), carrying),
    ),
    Rule("unsigned types", "Spark has no unsigned integers.", each(exp.DataType, _signed)),
    Rule(
        "quantiles",
        "Spark's percentile_cont is written otherwise; percentile interpolates as DuckDB's quantile_cont does.",
        each(exp.PercentileCont, lambda node: call("percentile", node.this, node.expression)),
    ),
)
