"""Rules on lists: elements, lengths, joining, order, and lists among the parameters.

What belongs here: what DuckDB and Spark mean differently by a list as a value. What does not: rows made of lists
(selects.py).
"""

import json
from collections.abc import Sequence

from sqlglot import exp

from mtw_pipeline.spark.dialect.model import (
    Carrying,
    NotCarriedError,
    Rule,
    call,
    each,
    each_call,
    empty_list,
    number,
    replaced,
    text,
)

_FROM_JSON = "from_json"


def _parameters(tree: exp.Expr, carrying: Carrying) -> exp.Expr:
    for node in list(tree.find_all(exp.Placeholder)):
        if node.name in carrying.arguments:
            continue
        value = carrying.parameters[node.name]
        if isinstance(value, list | tuple):
            carrying.arguments[f"{node.name}_list"] = json.dumps(value, ensure_ascii=False)
            written = exp.Placeholder(this=f"{node.name}_list")
            node.replace(call(_FROM_JSON, written, text(f"array<{_type_of(node.name, value)}>")))
        else:
            carrying.arguments[node.name] = value
    return tree


def _type_of(name: str, values: Sequence[object]) -> str:
    kinds = {type(value) for value in values if value is not None}
    names = {str: "string", bool: "boolean", int: "bigint", float: "double"}
    if kinds == {int, float}:
        return "double"
    if len(kinds) > 1 or not kinds <= names.keys():
        raise NotCarriedError(f"the list ${name} holds {', '.join(sorted(kind.__name__ for kind in kinds))}")
    return names[kinds.pop()] if kinds else "string"


def _element(node: exp.Expr) -> exp.Expr:
    [place] = node.expressions
    size = call("array_size", node.this)
    if not isinstance(place, exp.Slice):
        return call("get", node.this, call("int", _place(place, size) - number(1)))
    first = place.this or number(1)
    begin = _at_least(_place(first, size), 1)
    length = _at_least(_place(place.expression, size) - begin + number(1) if place.expression else size, 0)
    return call("slice", node.this, call("int", begin), call("int", length))


def _place(place: exp.Expr, size: exp.Expr) -> exp.Expr:
    """A place counted from 1, which DuckDB counts from the end where it is negative."""
    if _is_number(place) and not isinstance(place, exp.Neg):
        return place.copy()
    from_end = exp.Paren(this=size.copy() + number(1) + exp.paren(place.copy()))
    return from_end if isinstance(place, exp.Neg) else call("if", exp.paren(place.copy()) < 0, from_end, place)


def _at_least(value: exp.Expr, least: int) -> exp.Expr:
    """A number, or the least that it may be; NULL stays NULL, which greatest() passes over."""
    if isinstance(value, exp.Literal):
        return number(max(int(value.name), least))
    return call("if", exp.paren(value.copy()) < least, number(least), value)


def _is_number(node: exp.Expr) -> bool:
    literal = node.this if isinstance(node, exp.Neg) else node
    return isinstance(literal, exp.Literal) and not literal.is_string


def _joined(node: exp.Expr) -> exp.Expr:
    return call("concat", *(call("coalesce", one, empty_list()) for one in (node.this, *node.expressions)))


def _contained(tree: exp.Expr, carrying: Carrying) -> exp.Expr:
    def one_of(node: exp.Expr) -> exp.Expr:
        values = _texts(node.this, carrying)
        return _contains(node) if values is None else _one_of(node.expression, values)

    return replaced(tree, exp.ArrayContains, one_of)


def _texts(node: exp.Expr, carrying: Carrying) -> list[str] | None:
    """The texts, NULL apart, of a list that was a parameter; None of all other lists."""
    written = node.find(exp.Placeholder) if isinstance(node, exp.Anonymous) and node.name == _FROM_JSON else None
    values = [] if written is None else json.loads(str(carrying.arguments[written.name]))
    texts = [one for one in values if isinstance(one, str)]
    return texts if len(texts) > 0 and len(texts) == sum(one is not None for one in values) else None


def _one_of(value: exp.Expr, texts: Sequence[str]) -> exp.Expr:
    """Spark looks a value up among many literals by its hash; of an array it compares one element after the other."""
    return exp.paren(exp.In(this=value.copy(), expressions=[text(one) for one in texts]))


def _contains(node: exp.Expr) -> exp.Expr:
    found = call(
        "array_contains" if isinstance(node, exp.ArrayContains) else "arrays_overlap", node.this, node.expression
    )
    unknown = exp.or_(*(exp.Is(this=one.copy(), expression=exp.null()) for one in (node.this, node.expression)))
    return call("if", unknown, exp.null(), call("coalesce", found, exp.false()))


def _ordered(tree: exp.Expr, _carrying: Carrying) -> exp.Expr:
    for node in list(tree.find_all(exp.ArrayAgg)):
        order = node.this
        if isinstance(order, exp.Order):
            outer = node.parent if isinstance(node.parent, exp.Filter) else node
            outer.replace(_sorted_list(order, outer))
    return tree


def _sorted_list(order: exp.Expr, outer: exp.Expr) -> exp.Expr:
    """The values beside what they are sorted by, gathered, sorted and taken out again; NULL where there are none."""
    keys = [(f"key_{place}", one) for place, one in enumerate(order.expressions)]
    fields = [part for name, one in keys for part in (text(name), one.this)]
    gathered: exp.Expr = call("collect_list", call("named_struct", *fields, text("value"), order.this))
    if isinstance(outer, exp.Filter):
        gathered = exp.Filter(this=gathered, expression=outer.expression.copy())
    compared = exp.Case(default=number(0))
    for name, one in keys:
        here, there = exp.column(name, table="here"), exp.column(name, table="there")
        sign = 1 if one.args.get("desc") else -1
        compared = compared.when(exp.LT(this=here, expression=there), number(sign))
        compared = compared.when(exp.GT(this=here.copy(), expression=there.copy()), number(-sign))
    in_order = exp.Lambda(this=compared, expressions=[exp.to_identifier("here"), exp.to_identifier("there")])
    value = exp.Lambda(this=exp.column("value", table="one"), expressions=[exp.to_identifier("one")])
    return call("nullif", call("transform", call("array_sort", gathered, in_order), value), empty_list())


def _zipped() -> exp.Expr:
    return exp.Lambda(
        this=call("array", exp.column("here"), exp.column("there")),
        expressions=[exp.to_identifier("here"), exp.to_identifier("there")],
    )


def _zip(*lists: exp.Expr) -> exp.Expr:
    if len(lists) != 2:  # noqa: PLR2004
        raise NotCarriedError("list_zip of other than two lists")
    one, other = lists
    return call("zip_with", one, other, _zipped())


def _reduce(*arguments: exp.Expr) -> exp.Expr:
    values, function = arguments[:2]
    if len(arguments) != 2 or not isinstance(values, exp.ArrayPrepend):  # noqa: PLR2004
        raise NotCarriedError("list_reduce of anything but list_prepend(first, others)")
    return call("aggregate", values.this, values.expression, function)


LIST_RULES = (
    Rule(
        "lists among parameters",
        "Spark takes seconds to bind a long list and cannot tell what an empty one holds; as JSON it is one text.",
        _parameters,
    ),
    Rule(
        "zipped lists",
        "Spark has no list_zip; of two lists each pair is a list.",
        each_call("list_zip", _zip),
    ),
    Rule(
        "reduced lists",
        "list_reduce over list_prepend is aggregate with a first value in Spark.",
        each_call("list_reduce", _reduce),
    ),
    Rule(
        "elements and slices",
        "DuckDB counts from 1 and gives NULL or less beyond the end; Spark counts from 0 and fails, and has slice().",
        each(exp.Bracket, _element),
    ),
    Rule(
        "joined lists", "A list joined with NULL is the list in DuckDB, NULL on Spark.", each(exp.ArrayConcat, _joined)
    ),
    Rule(
        "what is in a list",
        "Of a list that holds a NULL, Spark does not know that it lacks a value.",
        _contained,
    ),
    Rule(
        "what lists share",
        "Spark has no && of lists, and does not know whether those that hold a NULL share anything.",
        each(exp.ArrayOverlaps, _contains),
    ),
    Rule(
        "distinct values of a list",
        "list_distinct leaves out NULL, Spark keeps it.",
        each(exp.ArrayDistinct, lambda node: call("array_compact", call("array_distinct", node.this))),
    ),
    Rule(
        "places in a list",
        "What a list lacks is at NULL in DuckDB, at 0 on Spark.",
        each_call(
            "list_position", lambda values, value: call("nullif", call("array_position", values, value), number(0))
        ),
    ),
    Rule("ordered lists", "list(x order by y) loses its order: collect_list has none.", _ordered),
)
