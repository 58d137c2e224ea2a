"""The lineage of every column, derived from the statements of sql/.

What belongs here: which statements fill a table, a view, the report, the collection. What does not: reading a statement
(statements.py). Run this module after a statement or a table has changed.
"""

from collections.abc import Mapping

from mtw_pipeline.exports.formats.registry import DELIMITED_FORMATS
from mtw_pipeline.exports.reading.findings import TOLD
from mtw_pipeline.lineage.known import EXPORT_FILES, FILE, PUBLISHED, REPORT, Lineage, Source, as_json
from mtw_pipeline.lineage.statements import sources_of
from mtw_pipeline.study.settings.export_rows import LIST_FIELDS, TEXT_FIELDS
from mtw_pipeline.warehouse.statements import SQL_FOLDER, has_statement, sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.collection import RAW_TIES, RAW_TWEETS
from mtw_pipeline.warehouse.tables.model import Holds, Table, Type

_PLACE = ("file_number", "row_number")
"""No column of an export: the reader's count of its rows."""

_WINDOW = "collection_window"
_HELD_BY_LABELS = frozenset({Holds.NOTHING, Holds.WORDS, Holds.CODERS})

_SCHEMA = {table.name: {column.name: str(column.type) for column in table.columns} for table in TABLES}
_KEYS = {table.name: tuple(name for name in table.key if name != _WINDOW) for table in TABLES}


def derived_lineage() -> Lineage:
    """By table and column, the columns that it is made of; columns that are given have no sources and are left out."""
    found: Lineage = {
        RAW_TWEETS.name: _of_raw_tweets(),
        RAW_TIES.name: _in_exports("edge_list", _of_export("edge_list")),
    }
    for table in TABLES:
        if table.filled_from:
            found[table.name] = _of_code(table, table.filled_from)
        elif table.name not in found and has_statement(table.statement):
            found[table.name] = _of_statement(table.statement)
    for asset, folder, pattern in ((REPORT, "report", "**/*.sql"), (PUBLISHED, "published/views", "*.sql")):
        found[asset] = {
            f"{statement}.{column}": sources
            for statement in _statements(folder, pattern)
            for column, sources in _of_statement(f"{folder}/{statement}").items()
        }
    return {table: _of_kept_columns(table, columns) for table, columns in found.items()}


def _of_kept_columns(name: str, columns: Mapping[str, list[Source]]) -> dict[str, list[Source]]:
    """Without the window, which is everywhere and made of nothing, and without what a table does not keep."""
    kept = {table.name: table.column_names for table in TABLES}.get(name, tuple(columns))
    sourced = {
        column: [source for source in sources if source[1] != _WINDOW]
        for column, sources in columns.items()
        if column in kept and column.rpartition(".")[2] != _WINDOW
    }
    return {column: sources for column, sources in sourced.items() if sources}


def _statements(folder: str, pattern: str) -> list[str]:
    within = SQL_FOLDER / folder
    return [path.relative_to(within).with_suffix("").as_posix() for path in sorted(within.glob(pattern))]


def _of_statement(statement: str) -> dict[str, list[Source]]:
    return sources_of(sql_text(statement), _SCHEMA, _KEYS)


def _of_code(table: Table, statements: tuple[str, ...]) -> dict[str, list[Source]]:
    """Of a statement that has a column of that name, this one; of another, all that it gives. A label is given."""
    found: dict[str, set[Source]] = {column.name: set() for column in table.columns}
    labels = {
        column.name
        for column in table.columns
        if column.name in table.key and column.type is Type.TEXT and column.holds_of_people in _HELD_BY_LABELS
    }
    for given in map(_of_statement, statements):
        everything = {source for sources in given.values() for source in sources}
        for name, sources in found.items():
            sources.update(given.get(name, set() if name in labels else everything))
    return {name: sorted(sources) for name, sources in found.items()}


def _of_raw_tweets() -> dict[str, list[Source]]:
    """Through export_rows, the fields that every format is mapped to."""
    fields = {
        "export_rows": dict.fromkeys((*TEXT_FIELDS, *LIST_FIELDS, *_PLACE), "VARCHAR"),
        "staged_files": dict.fromkeys(("file_number", "export_file", "validated_as", *TOLD), "VARCHAR"),
    }
    validated = sources_of(sql_text("exports/reading/validated_rows"), fields, {})
    found: dict[str, list[Source]] = {column: [] for column in validated}
    for form in (one.name for one in DELIMITED_FORMATS if not one.holds_ties):
        taken = _of_export(form)
        through = {
            column: [source for _, field in used for source in taken.get(field, [])]
            for column, used in validated.items()
        }
        for column, sources in _in_exports(form, through).items():
            found[column] += sorted(set(sources))
    return found


def _of_export(form: str) -> dict[str, list[Source]]:
    (declared,) = (one for one in DELIMITED_FORMATS if one.name == form)
    columns = dict.fromkeys((*declared.taken, *_PLACE), "VARCHAR")
    return sources_of(sql_text(f"exports/formats/{form}"), {"file_rows": columns}, {})


def _in_exports(form: str, columns: dict[str, list[Source]]) -> dict[str, list[Source]]:
    return {
        name: [(EXPORT_FILES, f"{form}.{column}") for _, column in found if column not in _PLACE]
        for name, found in columns.items()
    }


if __name__ == "__main__":
    FILE.write_text(as_json(derived_lineage()), encoding="utf-8")
