"""A published copy, looked at as its readers see it.

What belongs here: what is wrong with a copy, in words that name no person. What does not: making it (publishing.py).
"""

import duckdb

from mtw_pipeline.published.people import known_handles
from mtw_pipeline.published.publishing import published_tables
from mtw_pipeline.study.folder import Study
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.tables.model import Type

ID = "(^|[^0-9A-Za-z_])[0-9]{15,19}([^0-9A-Za-z_]|$)"
"""An id of a tweet or a user as it may stand in a text, in the syntax of RE2; what masking.py takes for one."""


def findings(warehouse: Warehouse, study: Study) -> dict[str, list[str]]:
    """What is wrong with the copy, by the name of the check; every list is empty where all is well."""
    with duckdb.connect(str(study.published_database), read_only=True) as copy:
        return {
            "rows_equal": _rows(warehouse, study, copy),
            "no_person": [] if study.settings.publish.identify else _people(warehouse, copy),
            "commented": _uncommented(copy),
            "parquet_equal": _parquet(study, copy),
        }


def _rows(warehouse: Warehouse, study: Study, copy: duckdb.DuckDBPyConnection) -> list[str]:
    counted = {
        table.name: (_count(warehouse.connection, table.name), _count(copy, table.name))
        for table in published_tables(identify=study.settings.publish.identify)
    }
    return [f"{name}: {here} rows here, {there} there" for name, (here, there) in counted.items() if here != there]


def _people(warehouse: Warehouse, copy: duckdb.DuckDBPyConnection) -> list[str]:
    """Columns in which a handle behind an @, a whole cell that is a handle, or an id of the study still stands."""
    copy.execute("create temp table handles (handle varchar)")
    copy.executemany(
        "insert into handles values (?)", [[handle] for handle in sorted(known_handles(warehouse))] or [[None]]
    )
    found = []
    for table in published_tables(identify=False):
        for column in table.columns:
            if column.type not in (Type.TEXT, Type.TEXTS):
                continue
            cell = f"unnest({column.name})" if column.type == Type.TEXTS else column.name
            [(names, ids)] = copy.execute(
                f"with cells as (select distinct {cell} as cell from {table.name}),"
                " named as (select unnest(regexp_extract_all(lower(cell), '(?:^|[^a-z0-9_])[@＠]([a-z0-9_]{1,20})', 1))"
                " as handle from cells)"
                " select (select count(*) from named semi join handles using (handle)),"
                " (select count(*) from cells where regexp_matches(cell, $id))",
                {"id": ID},
            ).fetchall()
            found += [f"{table.name}.{column.name}: {names} handles"] if names else []
            found += [f"{table.name}.{column.name}: {ids} ids"] if ids else []
    return found


def _uncommented(copy: duckdb.DuckDBPyConnection) -> list[str]:
    rows = copy.execute(
        "select table_name from duckdb_tables() where comment is null and not temporary union all"
        " select view_name from duckdb_views() where comment is null and not internal union all"
        " select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal"
        " and database_name = current_database() order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _parquet(study: Study, copy: duckdb.DuckDBPyConnection) -> list[str]:
    names = [
        str(row[0]) for row in copy.execute("select table_name from duckdb_tables() where not temporary").fetchall()
    ]
    found = []
    for name in names:
        file = study.published / "parquet" / f"{name}.parquet"
        [(rows,)] = copy.execute("select count(*) from read_parquet($file)", {"file": str(file)}).fetchall()
        if rows != _count(copy, name):
            found.append(f"{name}: {rows} rows in Parquet")
    return found


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    found = connection.execute(f"select count(*) from {table}").fetchone()
    return int(found[0]) if found else 0
