"""The vocabulary of the dialect: a rule, and what is refused.

What belongs here: what the modules of rules share. What does not: any particular rule.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp


class NotCarriedError(Exception):
    """A statement says something that Spark would not say with the same rows."""


@dataclass
class Carrying:
    """A statement on its way: its parameters, and the arguments that Spark is given for them.

    Args:
        parameters: the values, by the names that the statement uses.
        arguments: what Spark binds, by the names that the carried text uses; a list is JSON, a pattern is Java's.
    """

    parameters: Mapping[str, object]
    arguments: dict[str, object] = field(default_factory=dict)


Apply = Callable[[exp.Expr, Carrying], exp.Expr]


@dataclass(frozen=True)
class Rule:
    """One difference between the engines, and what is done about it.

    Args:
        name: what it is about.
        difference: how DuckDB and Spark differ, in a sentence.
        apply: rewrites a tree; gives it back where nothing of it is concerned.
    """

    name: str
    difference: str
    apply: Apply


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """A call of a function by Spark's name, which sqlglot leaves as it stands."""
    return exp.Anonymous(this=name, expressions=[one.copy() for one in arguments])


def number(value: int) -> exp.Expr:
    """A whole number as it is written."""
    return exp.Literal.number(value)


def text(value: str) -> exp.Expr:
    """A text as a literal."""
    return exp.Literal.string(value)


def empty_list() -> exp.Expr:
    """A list of nothing, which takes the type of what it stands beside."""
    return call("array")


def each(kind: type[exp.Expr], rewrite: Callable[[exp.Expr], exp.Expr]) -> Apply:
    """Rewrite every node of a kind, the inner ones first."""

    def apply(tree: exp.Expr, _carrying: Carrying) -> exp.Expr:
        return replaced(tree, kind, rewrite)

    return apply


def each_call(name: str, rewrite: Callable[..., exp.Expr]) -> Apply:
    """Rewrite every call of a function that sqlglot does not know, given its arguments."""

    def of_call(node: exp.Expr) -> exp.Expr:
        return rewrite(*node.expressions) if str(node.this).lower() == name else node

    return each(exp.Anonymous, of_call)


def replaced(tree: exp.Expr, kind: type[exp.Expr], rewrite: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """The tree with every node of a kind rewritten, the inner ones before those that hold them."""
    for node in reversed(list(tree.find_all(kind, bfs=True))):
        new = rewrite(node)
        if new is node:
            continue
        if node is tree:
            tree = new
        else:
            node.replace(new)
    return tree
