"""What the texts and accounts of each window are made of, kept for the next copy: a Parquet file a window.

What belongs here: reading it from the rows that are copied, and keeping it. What does not: what a text is made of
(occurrences.py), and which windows may name somebody (planning.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from mtw_pipeline.published.copying import SOURCE
from mtw_pipeline.published.parts.occurrences import LONG, SHORT, Occurrences, item_of_account, occurrences
from mtw_pipeline.published.parts.planning import ITEMS, Plan, record_of
from mtw_pipeline.published.parts.touched import Windows, accounts_of, source_of, texts_of
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.warehouse.connection import literal
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS

_TEXTS_AT_ONCE, _ITEMS_WAITING = 65_536, 200_000
_UNREAD = f"{SOURCE}.unread_values"
"""Texts and accounts with window and source: a table that every cursor sees, and that goes with the sources."""

_LENGTHS_OF: Mapping[str, Mapping[str, int]] = {"items": {}, "longer_words": {"short": SHORT, "long": LONG}}


def keep_items(connection: duckdb.DuckDBPyConnection, study: Study, plan: Plan) -> None:
    """Keep what the texts and accounts of parts are made of whose rows are others, inside of the block of ``sources``.

    Of every text and account that was read a hash is kept too: where only numbers beside it are others, it is not read
    again. Of a study's only window nothing is kept: it would be a quarter of what publishing costs, and where a second
    one comes the first is made anew once.
    """
    if len(frozenset().union(*plan.contents.values())) <= 1:
        return
    folder = record_of(study).folder / ITEMS
    folder.mkdir(parents=True, exist_ok=True)
    files = {path.stem: path for path in sorted(folder.glob("*.parquet"))}
    read = {table: windows for table, windows in plan.read.items() if table not in OF_ALL_WINDOWS}
    windows = frozenset(one for one in frozenset().union(*read.values()) if one in files or _is_whole(plan, one))
    unread = _find_unread(connection, read, windows, [file for window, file in files.items() if window in windows])
    for window in sorted((windows - files.keys()) | unread):
        _keep_items_of(connection, window, folder / f"{window}.parquet")
    connection.execute(f"drop table if exists {_UNREAD}")


def _is_whole(plan: Plan, window: str) -> bool:
    """Whether all tables of a window are read: a file of some of them would say that the others name nobody."""
    return all(
        window in plan.read[table]
        for table, windows in plan.contents.items()
        if window in windows and table not in OF_ALL_WINDOWS
    )


def _find_unread(
    connection: duckdb.DuckDBPyConnection, read: Mapping[str, Windows], windows: Windows, files: Sequence[Path]
) -> Windows:
    """Make a table of the texts and accounts that no file holds; returns their windows."""
    values = []
    for table in TABLES:
        chosen = ", ".join(map(literal, sorted(windows & read.get(table.name, frozenset()))))
        if not chosen:
            continue
        rows = f"from {SOURCE}.{table.name} where collection_window in ({chosen})"
        for is_account, asked in ((False, texts_of), (True, accounts_of)):
            of = f"collection_window, {literal(source_of(table))} as source, {is_account} as is_account, "
            values += asked(table, rows, also=of)
    if not values:
        return frozenset()
    kept = (
        " anti join (select parse_filename(filename, true) as collection_window, source, value as kept"
        " from read_parquet($files, filename = true) where value is not null) as kept"
        " on kept.collection_window = found.collection_window and kept.source = found.source"
        " and kept.kept = hash(found.is_account, found.value)"
    )
    connection.execute(
        f"create or replace table {_UNREAD} as select found.* from (select distinct * from"
        f" ({' union all '.join(values)}) where value is not null) as found{kept if files else ''}",
        {"files": list(map(str, files))} if files else None,
    )
    found = connection.execute(f"select distinct collection_window from {_UNREAD}").fetchall()
    return frozenset(str(window) for (window,) in found)


def _keep_items_of(connection: duckdb.DuckDBPyConnection, window: str, path: Path) -> None:
    connection.execute(
        "create or replace temp table items_of_window"
        " (source varchar, item ubigint, longer varchar, token ubigint, value ubigint)"
    )
    waiting: list[tuple[str, Occurrences]] = []
    for source, found in _occurrences(connection, window):
        waiting.append((source, found))
        if sum(len(some.items) for _, some in waiting) >= _ITEMS_WAITING:
            _store_items(connection, waiting)
            waiting = []
    _store_items(connection, waiting)
    connection.execute(
        "insert into items_of_window (source, value)"
        f" select source, hash(is_account, value) from {_UNREAD} where collection_window = $window",
        {"window": window},
    )
    before = f" union all from read_parquet({literal(str(path))})" if path.is_file() else ""
    with written_whole(path) as unfinished:
        connection.execute(
            f"copy (select distinct * from (from items_of_window{before})) to $file (format parquet)",
            {"file": str(unfinished)},
        )
    connection.execute("drop table items_of_window")


def _store_items(connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[str, Occurrences]]) -> None:
    """Items and longer words with the hash of their token, by source; of longer words all pieces are items too.

    Of many sources at once: of small ones a statement each would cost more than its rows.
    """
    sources = pa.array([source for source, _ in found], pa.string())
    tokens = pa.array(chain.from_iterable(some.tokens for _, some in found), pa.string())
    first = list(accumulate((len(some.tokens) for _, some in found), initial=0))
    for name, those in (
        ("items", [some.items for _, some in found]),
        ("longer_words", [some.longer for _, some in found]),
    ):
        of = np.repeat(np.arange(len(those), dtype=np.int32), list(map(len, those)))
        places = np.fromiter((place for _, place in chain.from_iterable(those)), np.int32, len(of))
        columns = {
            "source": pa.DictionaryArray.from_arrays(pa.array(of), sources),
            "value": pa.array((value for value, _ in chain.from_iterable(those)), pa.string()),
            "token": pa.DictionaryArray.from_arrays(pa.array(places + np.array(first, np.int32)[of]), tokens),
        }
        connection.register("incoming_rows", pa.table(columns))
        try:
            rows = sql_text(f"published/{name}")
            connection.execute(
                f"insert into items_of_window (source, item, longer, token) {rows}", dict(_LENGTHS_OF[name])
            )
        finally:
            connection.unregister("incoming_rows")


def _occurrences(connection: duckdb.DuckDBPyConnection, window: str) -> Iterator[tuple[str, Occurrences]]:
    """What the texts and accounts of a window are made of that are read, many at once, with their sources."""
    asked = f"select distinct source, is_account from {_UNREAD} where collection_window = $window order by all"
    for source, is_account in connection.execute(asked, {"window": window}).fetchall():
        for values in _values(connection, {"window": window, "source": source, "is_account": is_account}):
            if is_account:
                handles = values.to_pylist()
                items = [(item_of_account(one), place) for place, one in enumerate(handles)]
                yield source, Occurrences(handles, items, [])
            else:
                yield source, occurrences(values)


def _values(connection: duckdb.DuckDBPyConnection, given: Mapping[str, object]) -> Iterator[pa.Array]:
    asked = (
        f"select value from {_UNREAD} where collection_window = $window and source = $source"
        " and is_account = $is_account"
    )
    with connection.cursor() as reading:
        for batch in reading.execute(asked, dict(given)).to_arrow_reader(_TEXTS_AT_ONCE):
            if batch.num_rows:
                yield batch.column(0)
