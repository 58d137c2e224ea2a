"""Values shown by a format, as printf writes them.

What belongs here: ``%s``, ``%d`` and fractions of so many digits. What does not: other functions of texts (texts.py).
"""

import re

from sqlglot import exp

from mtw_pipeline.spark.dialect.model import NotCarriedError, call, number, text

_CONVERSION = re.compile(r"%(?:%|[^a-zA-Z%]*[a-zA-Z])")
_FRACTION = re.compile(r"%\.(\d)f")
_AS_IN_JAVA = re.compile(r"%(?:%|\d*[ds])")
_TOO_LARGE = 1_000_000_000


def formatted(pattern: exp.Expr, *values: exp.Expr) -> exp.Expr:
    """What printf gives; a fraction comes to Spark's as the text that it is, and of NULL nothing is shown.

    Raises:
        NotCarriedError: a format that Java reads otherwise, or one that is not written out.
    """
    if not isinstance(pattern, exp.Literal):
        raise NotCarriedError(f"a text is formatted as another says: {pattern.sql('duckdb')}")
    shown, found = iter(values), []
    for conversion in _CONVERSION.findall(pattern.name):
        fraction = _FRACTION.fullmatch(conversion)
        if fraction is None and not _AS_IN_JAVA.fullmatch(conversion):
            raise NotCarriedError(f"a number is formatted: {conversion}")
        if conversion != "%%":
            value = next(shown)
            found.append(_fraction(value, int(fraction[1])) if fraction is not None else value)
    given = call("printf", text(_FRACTION.sub("%s", pattern.name)), *found)
    unknown = [
        exp.Is(this=value.copy(), expression=exp.null()) for value in values if not isinstance(value, exp.Literal)
    ]
    return call("if", exp.or_(*unknown), exp.null(), given) if unknown else given


def _fraction(value: exp.Expr, digits: int) -> exp.Expr:
    """A fraction as a text, its last digit rounded by what the number is, where Java rounds what it shows."""
    given, unit = _double(value), 10**digits
    size = call("abs", given)
    units = exp.paren(_units(size, unit))
    whole = _integer(call("floor", exp.Div(this=units, expression=number(unit))))
    rest = exp.cast(exp.Mod(this=units.copy(), expression=number(unit)), exp.DType.TEXT)
    sign = call("if", call("startswith", exp.cast(given.copy(), exp.DType.TEXT), text("-")), text("-"), text(""))
    parts: list[exp.Expr] = [sign, exp.cast(whole, exp.DType.TEXT)]
    if digits:
        parts += [text("."), call("lpad", rest, number(digits), text("0"))]
    is_too_large = exp.GTE(this=size.copy(), expression=_double(number(_TOO_LARGE)))
    refused = call("raise_error", text("a number is too large to be shown with all digits of its fraction"))
    return call("if", is_too_large, refused, call("concat", *parts))


def _units(size: exp.Expr, unit: int) -> exp.Expr:
    """How many of the last digit: halves are compared as they are (fma rounds once), and go to the even one."""
    below = _integer(call("floor", size * _double(number(unit))))
    half = _double(exp.paren(number(-2) * below - number(1)))
    beyond = _double(call("java_method", text("java.lang.Math"), text("fma"), size, _double(number(2 * unit)), half))
    is_odd = exp.EQ(this=exp.Mod(this=below.copy(), expression=number(2)), expression=number(1))
    is_half = exp.EQ(this=beyond, expression=number(0))
    is_up = exp.or_(exp.GT(this=beyond.copy(), expression=number(0)), exp.and_(is_half, is_odd))
    return below.copy() + call("if", is_up, number(1), number(0))


def _double(value: exp.Expr) -> exp.Expr:
    return exp.cast(value.copy(), exp.DType.DOUBLE)


def _integer(value: exp.Expr) -> exp.Expr:
    return exp.cast(value, exp.DType.BIGINT)
