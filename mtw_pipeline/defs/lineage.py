"""Where columns come from, as the Dagster UI shows it; and the files at the end of every way.

What belongs here: lineage in Dagster's terms. What does not: deriving it (lineage/).
"""

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import dagster as dg

from mtw_pipeline.defs.partitions import COLLECTION_WINDOWS
from mtw_pipeline.lineage.known import EXPORT_FILES, Lineage, Source, known_lineage


def export_files_spec(owners: list[str]) -> dg.AssetSpec:
    """The files that the pipeline reads and does not make, with the columns that are taken of tables among them."""
    columns = sorted(
        {
            column
            for made in _lineage().values()
            for sources in made.values()
            for table, column in sources
            if table == EXPORT_FILES
        }
    )
    return dg.AssetSpec(
        EXPORT_FILES,
        description=(
            "The exports in incoming/, a folder a window, as they were dropped there: nothing here makes them."
            " A column is named format.column; formats of JSON documents have none."
        ),
        group_name="collection",
        kinds={"file"},
        owners=owners,
        partitions_def=COLLECTION_WINDOWS,
        metadata={"dagster/column_schema": dg.TableSchema([dg.TableColumn(name, "text") for name in columns])},
    )


def column_lineage(asset: str) -> dict[str, dg.TableColumnLineage]:
    """The metadata that says what the columns of an asset are made of; empty where that is not known."""
    columns = _lineage().get(asset, {})
    if not columns:
        return {}
    return {
        "dagster/column_lineage": dg.TableColumnLineage(
            {
                column: [dg.TableColumnDep(dg.AssetKey(source), name) for source, name in sources]
                for column, sources in columns.items()
            }
        )
    }


def made_from(asset: str, column: str) -> str:
    """What a column is made of, in a sentence; empty where that is not known."""
    return _said(_lineage().get(asset, {}).get(column, []))


def _said(sources: Sequence[Source]) -> str:
    tables = [
        f"{table} ({', '.join(name for _, name in names)})"
        for table, names in groupby(sources, key=lambda source: source[0])
    ]
    return f"Made from {', '.join(tables)}." if tables else ""


def shown_parts(asset: str) -> dict[str, object]:
    """The metadata of an asset that is no table: a row a part of it, named after the statement that reads it.

    A row a figure would be a table of hundreds, in which nobody finds anything; ``mtw lineage`` knows each.
    """
    parts = _parts(asset)
    return {
        "dagster/column_schema": dg.TableSchema(
            [dg.TableColumn(name, "part", description=_said(sources)) for name, sources in parts.items()]
        ),
        "dagster/column_lineage": dg.TableColumnLineage(
            {
                name: [dg.TableColumnDep(dg.AssetKey(source), column) for source, column in sources]
                for name, sources in parts.items()
            }
        ),
    }


def _parts(asset: str) -> dict[str, list[Source]]:
    found: dict[str, set[Source]] = {}
    for name, sources in _lineage()[asset].items():
        found.setdefault(name.rpartition(".")[0], set()).update(sources)
    return {name: sorted(sources) for name, sources in sorted(found.items())}


@cache
def _lineage() -> Lineage:
    return known_lineage()
