"""Rules on selects: rows made of lists, QUALIFY, stars, and what a window must have.

What belongs here: what concerns a select as a whole. What does not: single values in it.
"""

from collections.abc import Mapping

from sqlglot import exp

from mtw_pipeline.spark.dialect.model import Carrying, NotCarriedError, Rule, call, each, empty_list, number

_ROW = "unnested"
_AT = "unnested_at"
_STAYS_OUTSIDE = ("order", "with_")
"""Parts of a select that stay where they are when the rest of it becomes a subquery."""


def _is_subscripts(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == "generate_subscripts"


def _generators_in(node: exp.Expr) -> list[exp.Expr]:
    """The calls of unnest and generate_subscripts in a value, those of selects within it apart."""
    here = node.parent_select
    return [
        one
        for one in node.find_all(exp.Explode, exp.Anonymous)
        if (isinstance(one, exp.Explode) or _is_subscripts(one)) and one.parent_select is here
    ]


def _list_of(generator: exp.Expr) -> exp.Expr:
    """The list that a generator makes rows of."""
    given: exp.Expr = generator.expressions[0] if _is_subscripts(generator) else generator.this
    return given


def _unnested(select: exp.Expr) -> exp.Expr:
    """Lists side by side become rows side by side: the lists are computed first, then zipped and taken apart."""
    generators = {one: _generators_in(one) for one in select.expressions}
    found = [generator for given in generators.values() for generator in given]
    if not found or _is_plain(select, found):
        return select
    if select.args.get("distinct") or select.args.get("limit"):
        raise NotCarriedError("DISTINCT or LIMIT beside several lists that become rows")
    names = {one: f"list_{place}" for place, one in enumerate(dict.fromkeys(map(_list_of, found)))}
    kept = [one.copy() for one, given in generators.items() if not given]
    inner = _inner(select)
    inner.set("expressions", kept + [exp.alias_(one.copy(), name) for one, name in names.items()])
    outer = exp.Select(
        expressions=[
            _outside(one, names) if given else exp.column(one.alias_or_name) for one, given in generators.items()
        ]
    )
    return _around(outer, inner, "with_lists", select, laterals=[_zipped(names)])


def _is_plain(select: exp.Expr, generators: list[exp.Expr]) -> bool:
    """Whether a select takes one list apart, as such, beside plain values: as Spark does."""
    if len(generators) > 1 or _is_subscripts(generators[0]):
        return False
    stands_alone = any(one.unalias() is generators[0] for one in select.expressions)
    return stands_alone and not any(one.find(exp.AggFunc) for one in select.expressions)


def _zipped(names: Mapping[exp.Expr, str]) -> exp.Expr:
    """The lists as rows: the place from 0, and a struct with a value of each; NULL is a list of nothing."""
    lists = call("arrays_zip", *(call("coalesce", exp.column(name), empty_list()) for name in names.values()))
    columns = [exp.to_identifier(_AT), exp.to_identifier(_ROW)]
    alias = exp.TableAlias(this=exp.to_identifier(f"{_ROW}_rows"), columns=columns)
    return exp.Lateral(this=call("posexplode", lists), view=True, alias=alias)


def _outside(projection: exp.Expr, names: Mapping[exp.Expr, str]) -> exp.Expr:
    """A value that was made of generators, made of what they became."""
    outside = projection.copy()
    for node in _generators_in(outside):
        name = names[_list_of(node)]
        if _is_subscripts(node):
            is_there = exp.LT(this=exp.column(_AT), expression=call("array_size", exp.column(name)))
            new: exp.Expr = call("if", is_there, exp.column(_AT) + number(1), exp.null())
        else:
            place = list(names.values()).index(name)
            new = exp.Dot(this=exp.column(_ROW), expression=exp.to_identifier(str(place), quoted=True))
        outside = new if node is outside else _with(outside, node, new)
    if any(column.name not in {_ROW, _AT, *names.values()} for column in outside.find_all(exp.Column)):
        raise NotCarriedError(f"an unnested list beside other columns in one value: {projection.sql('duckdb')}")
    return outside


def _with(tree: exp.Expr, node: exp.Expr, new: exp.Expr) -> exp.Expr:
    node.replace(new)
    return tree


def _inner(select: exp.Expr) -> exp.Select:
    inner = select.copy()
    if not isinstance(inner, exp.Select):
        raise TypeError(f"not a select: {select.sql()}")
    for part in _STAYS_OUTSIDE:
        inner.set(part, None)
    return inner


def _around(outer: exp.Select, inner: exp.Select, name: str, select: exp.Expr, **parts: object) -> exp.Select:
    """A select from what another one became, with what was around that one."""
    outer = outer.from_(inner.subquery(name))
    for part in _STAYS_OUTSIDE:
        if select.args.get(part):
            outer.set(part, select.args[part].copy())
    for part, value in parts.items():
        outer.set(part, value)
    return outer


def _qualified(select: exp.Expr) -> exp.Expr:
    qualify = select.args.get("qualify")
    if qualify is None:
        return select
    inner = _inner(select)
    inner.set("qualify", None)
    inner.append("expressions", exp.alias_(qualify.this.copy(), "is_qualified"))
    outer = exp.Select(expressions=[exp.Star(except_=[exp.column("is_qualified")])])
    return _around(outer.where(exp.column("is_qualified")), inner, "with_qualified", select)


def _replaced_stars(select: exp.Expr) -> exp.Expr:
    projections: list[exp.Expr] = []
    for one in select.expressions:
        changed = one.args.get("replace") if isinstance(one, exp.Star) else None
        if not changed:
            projections.append(one)
            continue
        names = [exp.column(new.alias) for new in changed]
        projections += [exp.Star(except_=[*(one.args.get("except_") or []), *names]), *(new.copy() for new in changed)]
    select.set("expressions", projections)
    return select


def _numbered(window: exp.Expr) -> exp.Expr:
    if not isinstance(window.this, exp.RowNumber) or window.args.get("order"):
        return window
    select = window.parent_select
    columns = [one.unalias() for one in select.expressions if not one.find(exp.Window)] if select else []
    if not columns:
        raise NotCarriedError(f"rows are numbered in no order: {window.sql('duckdb')}")
    ordered = [exp.Ordered(this=one.copy(), nulls_first=False) for one in columns]
    window.set("order", exp.Order(expressions=ordered))
    return window


def _without_hints(tree: exp.Expr, _carrying: Carrying) -> exp.Expr:
    for node in tree.find_all(exp.CTE):
        node.set("materialized", None)
    return tree


SELECT_RULES = (
    Rule(
        "several lists as rows",
        "Spark crosses lists that DuckDB puts side by side, has no generate_subscripts, and takes a list apart only "
        "where it stands alone.",
        each(exp.Select, _unnested),
    ),
    Rule("QUALIFY", "Spark has no QUALIFY.", each(exp.Select, _qualified)),
    Rule("replaced columns of a star", "Spark has no * replace.", each(exp.Select, _replaced_stars)),
    Rule(
        "numbers in no order",
        "row_number() needs an order on Spark; any will do where DuckDB's statement has none.",
        each(exp.Window, _numbered),
    ),
    Rule("MATERIALIZED", "Spark has no such word.", _without_hints),
)
