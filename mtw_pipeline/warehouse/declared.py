"""Tables in DuckDB as they are declared: what makes them, what is said of them, and following what is declared since.

What belongs here: definitions and comments. What does not: rows (connection.py) and the declarations themselves
(tables/).
"""

from collections.abc import Mapping

import duckdb

from mtw_pipeline.warehouse.tables.model import Table, Type


def creating(table: Table) -> str:
    """The statement that makes a table, without what its comments say."""
    as_it_is = " using compression uncompressed"
    columns = ", ".join(
        f"{column.name} {column.type}{as_it_is if column.name in table.distinct else ''}" for column in table.columns
    )
    return f"create table {table.name} ({columns})"


def comments_on(table: Table) -> list[str]:
    """The statements that put a declared table's meaning and those of its columns into DuckDB."""
    columns = [(column.name, column.meaning + (f" [{column.unit}]" if column.unit else "")) for column in table.columns]
    return [
        f"comment on table {table.name} is {literal(comment_of(table))}",
        *(f"comment on column {table.name}.{column} is {literal(meaning)}" for column, meaning in columns),
    ]


def comment_of(table: Table) -> str:
    """What DuckDB says of a table."""
    return f"A row is {table.row}."


def follow_declaration(connection: duckdb.DuckDBPyConnection, table: Table, present: Mapping[str, str]) -> None:
    """Give a table that another version made the columns and types that are declared now.

    Args:
        connection: where the table stands.
        table: its declaration.
        present: the types of the columns that it has, by name.
    """
    for column in table.columns:
        if column.name not in present:
            given = f" default {literal(column.of_older)}" if column.of_older else ""  # what rows there get
            connection.execute(f"alter table {table.name} add column {column.name} {column.type}{given}")
            if given:
                connection.execute(f"alter table {table.name} alter column {column.name} drop default")
        elif present[column.name] != column.type:
            joined = present[column.name] == Type.TEXTS and column.type == Type.TEXT
            value = f"array_to_string({column.name}, ' ')" if joined else f"cast({column.name} as {column.type})"
            connection.execute(f"alter table {table.name} alter {column.name} type {column.type} using {value}")
    for name in present.keys() - set(table.column_names):
        connection.execute(f'alter table {table.name} drop column "{name}"')


def columns_present(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The type of every column of every table that is there, by table and column."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = current_database() and not internal"
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def comments_present(connection: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """What is said of every table that is there, by table."""
    return dict(
        connection.execute(
            "select table_name, comment from duckdb_tables() where database_name = current_database()"
        ).fetchall()
    )


def literal(text: str) -> str:
    """A text as an SQL literal, for COMMENT and ATTACH, which take no bound parameter; never for a value."""
    return "'" + text.replace("'", "''") + "'"
