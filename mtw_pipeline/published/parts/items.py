"""What the texts and accounts of each window are made of, kept for the next copy: a Parquet file a window.

What belongs here: reading it from the rows that are copied, and keeping it. What does not: what a text is made of
(occurrences.py), and which windows may name somebody (planning.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from mtw_pipeline.published.copying import SOURCE
from mtw_pipeline.published.parts.occurrences import LONG, SHORT, Occurrences, item_of_account, occurrences
from mtw_pipeline.published.parts.planning import ITEMS, Plan, record_of
from mtw_pipeline.published.parts.touched import accounts_of, source_of, texts_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.warehouse.connection import literal
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import TABLES

if TYPE_CHECKING:
    from mtw_pipeline.warehouse.tables.model import Table

_TEXTS_AT_ONCE = 65_536
_LENGTHS_OF: Mapping[str, Mapping[str, int]] = {"items": {}, "longer_words": {"short": SHORT, "long": LONG}}


def keep_items(connection: duckdb.DuckDBPyConnection, study: Study, plan: Plan) -> None:
    """Keep what the texts and accounts of parts are made of whose rows are others, inside of the block of ``sources``.

    Of a study's only window nothing is kept: it would be a quarter of what publishing costs, and where a second one
    comes the first is made anew once.
    """
    if len(frozenset().union(*plan.contents.values())) <= 1:
        return
    folder = record_of(study).folder / ITEMS
    folder.mkdir(parents=True, exist_ok=True)
    for window in sorted(frozenset().union(*plan.read.values())):
        path = folder / f"{window}.parquet"
        is_whole = all(window in plan.read[table] for table, windows in plan.contents.items() if window in windows)
        if not path.is_file() and not is_whole:
            continue  # a file of some of its tables would say that the others name nobody
        connection.execute(
            "create or replace temp table items_of_window (source varchar, item ubigint, longer varchar, token ubigint)"
        )
        for source, found in _occurrences(connection, window, plan):
            _store_items(connection, source, found)
        before = f" union from read_parquet({literal(str(path))})" if path.is_file() else ""
        if not before or _has_new_items(connection, path):
            with written_whole(path) as unfinished:
                connection.execute(
                    f"copy (select distinct * from items_of_window{before}) to $file (format parquet)",
                    {"file": str(unfinished)},
                )
        connection.execute("drop table items_of_window")


def _has_new_items(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether anything was read that the file does not hold; of rows whose numbers changed alone nothing is new."""
    sources = [
        str(source) for (source,) in connection.execute("select distinct source from items_of_window").fetchall()
    ]
    kept = "from read_parquet($file) where source in (select unnest($sources))"
    asked = f"select 1 from (from items_of_window except {kept}) limit 1"
    return bool(sources) and connection.execute(asked, {"file": str(path), "sources": sources}).fetchone() is not None


def _store_items(connection: duckdb.DuckDBPyConnection, source: str, found: Occurrences) -> None:
    """Items and longer words with the hash of their token; of longer words all pieces are items too."""
    tokens = pa.array(found.tokens, pa.string())
    for name, those in (("items", found.items), ("longer_words", found.longer)):
        values = pa.array([value for value, _ in those], pa.string())
        numbers = pa.array([number for _, number in those], pa.int32())
        columns = {"value": values, "token": pa.DictionaryArray.from_arrays(numbers, tokens)}
        connection.register("incoming_rows", pa.table(columns))
        try:
            rows = sql_text(f"published/{name}")
            connection.execute(f"insert into items_of_window {rows}", {"source": source, **_LENGTHS_OF[name]})
        finally:
            connection.unregister("incoming_rows")


def _occurrences(connection: duckdb.DuckDBPyConnection, window: str, plan: Plan) -> Iterator[tuple[str, Occurrences]]:
    """What the texts and accounts of the tables are made of that are read, many texts at once, with their sources."""
    by_source: dict[str, list[Table]] = {}
    for table in TABLES:
        if window in plan.read.get(table.name, ()):
            by_source.setdefault(source_of(table), []).append(table)
    for source, tables in by_source.items():
        rows = [(table, f"from {SOURCE}.{table.name} where collection_window = $window") for table in tables]
        for values in _values(connection, window, [one for table, those in rows for one in texts_of(table, those)]):
            yield source, occurrences(values)
        for values in _values(connection, window, [one for table, those in rows for one in accounts_of(table, those)]):
            handles = values.to_pylist()
            yield source, Occurrences(handles, [(item_of_account(one), place) for place, one in enumerate(handles)], [])


def _values(connection: duckdb.DuckDBPyConnection, window: str, statements: Sequence[str]) -> Iterator[pa.Array]:
    if not statements:
        return
    asked = f"select distinct value from ({' union all '.join(statements)}) where value is not null"
    with connection.cursor() as reading:
        for batch in reading.execute(asked, {"window": window}).to_arrow_reader(_TEXTS_AT_ONCE):
            if batch.num_rows:
                yield batch.column(0)
