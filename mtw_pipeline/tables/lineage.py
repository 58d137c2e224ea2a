"""From which columns a column is made: derived from the statements of sql/ by sqlglot, never written by hand.

What belongs here: deriving, and the file that holds what was derived, so that Dagster starts without parsing. Tables
that no statement of their own fills have none. Run this module after a statement or a table has changed.
"""

import json
from pathlib import Path

from mtw_pipeline.tables import TABLES
from mtw_pipeline.warehouse import SQL_FOLDER

_FILE = Path(__file__).with_name("lineage.json")
Lineage = dict[str, dict[str, list[tuple[str, str]]]]


def known_lineage() -> Lineage:
    """By table and column, the tables and columns that it is made of, as derived last."""
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        table: {column: [(source, name) for source, name in sources] for column, sources in columns.items()}
        for table, columns in content.items()
    }


def derived_lineage() -> Lineage:
    """The same, derived from the statements now; columns that only count rows or are given have no sources."""
    schema = {table.name: {column.name: str(column.type) for column in table.columns} for table in TABLES}
    found: Lineage = {}
    for table in TABLES:
        path = SQL_FOLDER / f"{table.name}.sql"
        if path.is_file():
            columns = _of_statement(path.read_text(encoding="utf-8"), table.column_names, schema)
            if columns:
                found[table.name] = columns
    return found


def _of_statement(
    sql: str, names: tuple[str, ...], schema: dict[str, dict[str, str]]
) -> dict[str, list[tuple[str, str]]]:
    from sqlglot import parse_one
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    statement = parse_one(sql, dialect="duckdb")
    declared: dict[str, object] = {**schema}
    tree = qualify(
        statement, schema=declared, dialect="duckdb", validate_qualify_columns=False, quote_identifiers=False
    )
    scope = build_scope(tree)
    selected = {one.alias_or_name for one in getattr(tree, "selects", [])}
    found = {}
    for name in names:
        if name in selected and name != "collection_window":
            sources = _sources(lineage(name, tree, schema=schema, dialect="duckdb", scope=scope), schema)
            if sources:
                found[name] = sources
    return found


def _sources(node: object, schema: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    from sqlglot import exp
    from sqlglot.lineage import Node

    assert isinstance(node, Node)  # noqa: S101 - lineage of one column is one node
    leaves = {(one.source.name, one.name.split(".")[-1]) for one in node.walk() if isinstance(one.source, exp.Table)}
    return sorted((table, column) for table, column in leaves if column in schema.get(table, {}))


if __name__ == "__main__":
    _FILE.write_text(json.dumps(derived_lineage(), indent=1) + "\n", encoding="utf-8")
