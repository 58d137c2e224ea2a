"""What the columns of one statement are made of.

What belongs here: reading SQL by sqlglot. What does not: which statement fills what (derivation.py).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mtw_pipeline.lineage.known import Source

if TYPE_CHECKING:
    from sqlglot.lineage import Node
    from sqlglot.optimizer.scope import Scope

Schema = Mapping[str, Mapping[str, str]]
"""By table and column, the type as DuckDB writes it."""


def sources_of(sql: str, schema: Schema, keys: Mapping[str, tuple[str, ...]]) -> dict[str, list[Source]]:
    """The columns that each column of a statement is made of.

    Where rows are counted, the column is made of the keys of the tables that the statement reads, too. One that is
    given (a parameter, a constant) is made of none.

    Args:
        sql: the statement, as DuckDB reads it.
        schema: the tables that it may read; others are temporary ones and no source.
        keys: by table, the columns that name a row of it.
    """
    from sqlglot import parse_one
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope
    from sqlglot.schema import MappingSchema

    declared = MappingSchema({table: dict(columns) for table, columns in schema.items()}, dialect="duckdb")
    tree = qualify(
        parse_one(sql, dialect="duckdb"),
        schema=declared,
        dialect="duckdb",
        validate_qualify_columns=False,
        quote_identifiers=False,
    )
    scope = build_scope(tree)
    assert scope is not None  # noqa: S101 - every statement of sql/ selects
    counted = {(table, key) for table in _tables_read(scope) for key in keys.get(table, ())}
    found = {}
    for name in (one.alias_or_name for one in getattr(tree, "selects", [])):
        # Copies of the statement, and of it with one column alone, would serve its drawing and cost nine tenths.
        node = lineage(name, tree, schema=declared, dialect="duckdb", scope=scope, copy=False, trim_selects=False)
        found[name] = sorted(_leaves(node, schema) | (counted if _counts_rows(node) else set()))
    return found


def _leaves(node: "Node", schema: Schema) -> set[Source]:
    from sqlglot import exp

    leaves = {
        (one.source.name, one.name.split(".", 1)[-1].strip('"'))
        for one in node.walk()
        if isinstance(one.source, exp.Table)
    }
    return {(table, column) for table, column in leaves if column in schema.get(table, {})}


def _counts_rows(node: "Node") -> bool:
    from sqlglot import exp

    return any(isinstance(count.this, exp.Star) for one in node.walk() for count in one.expression.find_all(exp.Count))


def _tables_read(scope: "Scope") -> set[str]:
    from sqlglot import exp

    found = set()
    for part in scope.set_operation_scopes:
        found |= _tables_read(part)
    for _, source in scope.selected_sources.values():
        found |= {source.name} if isinstance(source, exp.Table) else _tables_read(source)
    return found
