"""Rules on numbers and their types.

What belongs here: literals, types and aggregates of numbers that mean something else on Spark. What does not: counting
what is in a list (lists.py).
"""

from sqlglot import exp

from mtw_pipeline.spark.dialect.model import NotCarriedError, Rule, call, each

_UNSIGNED = {
    exp.DType.UTINYINT, exp.DType.USMALLINT, exp.DType.UINT, exp.DType.UBIGINT, exp.DType.UINT128, exp.DType.INT128,
}  # fmt: skip


def _double(node: exp.Expr) -> exp.Expr:
    if node.is_string or "." not in node.name or "e" in node.name.lower():
        return node
    return exp.cast(node.copy(), exp.DType.DOUBLE)


def _signed(node: exp.Expr) -> exp.Expr:
    return exp.DataType.build("bigint") if node.this in _UNSIGNED else node


def _by_extreme(node: exp.Expr) -> exp.Expr:
    if isinstance(node.parent, exp.Filter):
        raise NotCarriedError(f"arg_max or arg_min of some rows only: {node.sql('duckdb')}")
    name = "max_by" if isinstance(node, exp.ArgMax) else "min_by"
    is_known = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.null()))
    return exp.Filter(this=call(name, node.this, node.expression), expression=exp.Where(this=is_known))


NUMBER_RULES = (
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
