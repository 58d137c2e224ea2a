"""Rules on texts: regular expressions, cases, blanks, bytes, normal forms.

What belongs here: functions of texts that DuckDB and Spark write or mean differently. What does not: the patterns
themselves (patterns.py).
"""

import re
from collections.abc import Callable

from sqlglot import exp

from mtw_pipeline.spark.dialect.formats import formatted
from mtw_pipeline.spark.dialect.model import Carrying, NotCarriedError, Rule, call, each, each_call, number, text
from mtw_pipeline.spark.dialect.patterns import java_full_pattern, java_pattern, java_replacement, matches_once

_BLANKS = "".join(
    chr(point)
    for point in (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
)  # fmt: skip
"""What DuckDB's trim takes off: the separators of Unicode that are blanks."""

_ONE_CLASS = re.compile(r"(?:\\\w|\[[^][]+\]|\w)\+")
_SIGN_OF_PATTERNS = re.compile(r"[\\.\[\](){}$^*+?|]")
_SPECIAL = frozenset("\\.[]()$^")


def _patterns(tree: exp.Expr, carrying: Carrying) -> exp.Expr:
    for node in list(tree.find_all(exp.RegexpLike, exp.RegexpFullMatch, exp.RegexpExtract, exp.RegexpExtractAll)):
        is_whole = isinstance(node, exp.RegexpFullMatch)
        pattern = _carried_pattern(node.expression, carrying, java_full_pattern if is_whole else java_pattern)
        if isinstance(node, exp.RegexpLike | exp.RegexpFullMatch):
            _refuse_flags(node)
            node.replace(exp.RegexpLike(this=node.this, expression=pattern))
        else:
            name = "regexp_extract" if isinstance(node, exp.RegexpExtract) else "regexp_extract_all"
            node.replace(call(name, node.this, pattern, node.args.get("group") or number(0)))
    for node in list(tree.find_all(exp.RegexpReplace, bfs=True))[::-1]:
        node.replace(_carried_replacement(node, carrying))
    return each_call("regexp_split_to_array", _split)(tree, carrying)


def _split(written: exp.Expr, pattern: exp.Expr) -> exp.Expr:
    if not isinstance(pattern, exp.Literal) or not _ONE_CLASS.fullmatch(pattern.name):
        raise NotCarriedError(f"a text is split where nothing may stand: {pattern.sql('duckdb')}")
    return call("split", written, text(java_pattern(pattern.name)))


def _refuse_flags(node: exp.Expr) -> None:
    if node.args.get("flag") or node.args.get("options"):
        raise NotCarriedError(f"flags of a regular expression: {node.sql('duckdb')}")


def _carried_replacement(node: exp.Expr, carrying: Carrying) -> exp.Expr:
    modifiers = node.args.get("modifiers")
    flags = modifiers.name if modifiers is not None else ""
    if flags not in {"", "g"}:
        raise NotCarriedError(f"flags of a replacement: {node.sql('duckdb')}")
    pattern = _folded(node.expression)
    if flags == "" and not _matches_once(pattern, carrying):
        raise NotCarriedError(f"a replacement of the first match only: {node.sql('duckdb')}")
    replacement = _folded(node.args["replacement"])
    if isinstance(replacement, exp.Literal):
        replacement = text(java_replacement(replacement.name))
    elif replacement.find(exp.Placeholder) or _SPECIAL & set(_literals_of(replacement)):
        raise NotCarriedError(f"a replacement that is made of more than columns: {node.sql('duckdb')}")
    return call("regexp_replace", node.this, _carried_pattern(pattern, carrying, java_pattern), replacement)


def _matches_once(pattern: exp.Expr, carrying: Carrying) -> bool:
    if isinstance(pattern, exp.Placeholder):
        return matches_once(str(carrying.parameters[pattern.name]))
    return isinstance(pattern, exp.Literal) and matches_once(pattern.name)


def _carried_pattern(pattern: exp.Expr, carrying: Carrying, written: Callable[[str], str]) -> exp.Expr:
    pattern = _folded(pattern)
    if isinstance(pattern, exp.Literal):
        return text(written(pattern.name))
    if isinstance(pattern, exp.Placeholder):
        value = carrying.parameters[pattern.name]
        name = f"{pattern.name}_{'full_' if written is java_full_pattern else ''}pattern"
        carrying.arguments[name] = None if value is None else written(str(value))
        return exp.Placeholder(this=name)
    if written is java_full_pattern or pattern.find(exp.Placeholder) or _SPECIAL & set(_literals_of(pattern)):
        raise NotCarriedError(f"a pattern that is made of more than plain pieces: {pattern.sql('duckdb')}")
    return pattern.copy()


def _folded(node: exp.Expr) -> exp.Expr:
    """Literals that are joined by ``||`` as one."""
    if isinstance(node, exp.Paren):
        return _folded(node.this)
    if isinstance(node, exp.DPipe):
        left, right = _folded(node.this), _folded(node.expression)
        if isinstance(left, exp.Literal) and isinstance(right, exp.Literal):
            return text(left.name + right.name)
    return node


def _literals_of(node: exp.Expr) -> str:
    return "".join(one.name for one in node.find_all(exp.Literal))


def _lower(node: exp.Expr) -> exp.Expr:
    without_sigma = call("replace", node.this, text("Σ"), text("σ"))
    return call("lower", call("replace", without_sigma, text("İ"), text("i")))


def _parted(node: exp.Expr) -> exp.Expr:
    separator = node.expression
    if not isinstance(separator, exp.Literal) or not separator.name:
        raise NotCarriedError(f"a text is split at what is not written out: {node.sql('duckdb')}")
    return call("split", node.this, text(_SIGN_OF_PATTERNS.sub(r"\\\g<0>", separator.name)))


def _upper(node: exp.Expr) -> exp.Expr:
    raise NotCarriedError(f"capitals: {node.sql('duckdb')}")


def _trim(node: exp.Expr) -> exp.Expr:
    signs = node.expression or text(_BLANKS)
    where = str(node.args.get("position") or "BOTH").upper()
    return exp.Trim(this=node.this.copy(), expression=signs.copy(), position=where)


def _chr(node: exp.Expr) -> exp.Expr:
    [code] = node.expressions
    if not isinstance(code, exp.Literal):
        raise NotCarriedError(f"a character by a number that is not written out: {node.sql('duckdb')}")
    return text(chr(int(code.name)))


def _composed(written: exp.Expr) -> exp.Expr:
    return call("java_method", text("com.ibm.icu.text.Normalizer"), text("compose"), written, exp.false())


TEXT_RULES = (
    Rule(
        "regular expressions",
        "RE2 and Java write and mean patterns differently; Spark has no match of a whole text, extracts group 1 unless "
        "told, replaces every match, and names its split otherwise.",
        _patterns,
    ),
    Rule(
        "lower case",
        "Spark's lower() knows the final sigma and makes two characters of a capital I with a dot.",
        each(exp.Lower, _lower),
    ),
    Rule(
        "split texts",
        "Spark splits at a pattern: one that is quoted by \\Q and \\E ends where the text has \\E, and is compiled for "
        "every row.",
        each(exp.Split, _parted),
    ),
    Rule("upper case", "Spark makes two letters of some: SS of ß.", each(exp.Upper, _upper)),
    Rule("blanks", "DuckDB's trim takes off all blanks of Unicode, Spark's only U+0020.", each(exp.Trim, _trim)),
    Rule("characters by number", "Spark's chr() takes the number modulo 256.", each(exp.Chr, _chr)),
    Rule(
        "bytes of a text",
        "strlen counts bytes and is not known to Spark.",
        each_call("strlen", lambda written: call("octet_length", written)),
    ),
    Rule(
        "composed characters",
        "Spark has no nfc_normalize; the ICU that it carries has.",
        each_call("nfc_normalize", _composed),
    ),
    Rule(
        "formatted fractions",
        "printf rounds the digits of a fraction as they are shown on Spark, in DuckDB those that it really has.",
        each_call("printf", formatted),
    ),
)
