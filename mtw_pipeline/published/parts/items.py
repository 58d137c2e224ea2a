"""What the texts and accounts of each window are made of, kept for the next copy: a Parquet file a window.

What belongs here: reading it from the rows that are copied, and keeping it. What does not: what a text is made of
(occurrences.py), and which windows may name somebody (planning.py).
"""

from collections.abc import Iterator, Mapping, Sequence, Sized
from itertools import accumulate, chain
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mtw_pipeline.published.copying import SOURCE
from mtw_pipeline.published.parts.item_hashes import hashes_of_pieces
from mtw_pipeline.published.parts.occurrences import Occurrences, occurrences, of_accounts
from mtw_pipeline.published.parts.planning import ITEMS, Plan, record_of
from mtw_pipeline.published.parts.touched import Windows, accounts_of, source_of, texts_of
from mtw_pipeline.published.parts.word_hashes import Hashes
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.whole_files import written_whole
from mtw_pipeline.warehouse.declared import literal
from mtw_pipeline.warehouse.tables import TABLES
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS

_KEPT = pa.schema(
    [
        ("source", pa.string()),
        ("item", pa.uint64()),
        ("longer", pa.string()),
        ("token", pa.uint64()),
        ("value", pa.uint64()),
    ]
)
_TEXTS_AT_ONCE, _ITEMS_WAITING = 65_536, 200_000
_UNREAD = f"{SOURCE}.unread_values"
"""Texts and accounts with window and source: a table that every cursor sees, and that goes with the sources."""


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
    unread = _find_unread(
        connection, plan.stored, read, windows, [file for window, file in files.items() if window in windows]
    )
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
    connection: duckdb.DuckDBPyConnection,
    stored: str,
    read: Mapping[str, Windows],
    windows: Windows,
    files: Sequence[Path],
) -> Windows:
    """Make a table of the texts and accounts that no file holds; returns their windows."""
    values = []
    for table in TABLES:
        chosen = ", ".join(map(literal, sorted(windows & read.get(table.name, frozenset()))))
        if not chosen:
            continue
        rows = f"from {stored}.{table.name} where collection_window in ({chosen})"
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
    with written_whole(path) as unfinished, pq.ParquetWriter(unfinished, _KEPT, use_dictionary=["source"]) as writer:
        if path.is_file():
            for rows in pq.ParquetFile(path).iter_batches():
                writer.write_batch(rows)
        waiting: list[tuple[str, Occurrences]] = []
        for batch in _unread_of(connection, window):
            writer.write_table(_kept(source=batch.column("source"), value=batch.column("hashed")))
            for source, found in _occurrences(batch):
                waiting.append((source, found))
                if sum(len(some.items) for _, some in waiting) >= _ITEMS_WAITING:
                    writer.write_table(_items(connection, waiting))
                    waiting = []
        if waiting:
            writer.write_table(_items(connection, waiting))


def _unread_of(connection: duckdb.DuckDBPyConnection, window: str) -> Iterator[pa.RecordBatch]:
    """The texts and accounts of a window that are read, many at once, with their sources."""
    asked = (
        f"select source, is_account, value, hash(is_account, value) as hashed from {_UNREAD}"
        " where collection_window = $window"
    )
    with connection.cursor() as reading:
        yield from reading.execute(asked, {"window": window}).to_arrow_reader(_TEXTS_AT_ONCE)


def _occurrences(batch: pa.RecordBatch) -> Iterator[tuple[str, Occurrences]]:
    """What texts and accounts are made of, with their sources."""
    sources = batch.column("source").dictionary_encode()
    for number, source in enumerate(sources.dictionary.to_pylist()):
        rows = batch.filter(pc.equal(sources.indices, number))
        for is_account, made_of in ((False, occurrences), (True, of_accounts)):
            values = rows.filter(pc.equal(rows.column("is_account"), is_account)).column("value")
            if len(values):
                yield source, made_of(values)


def _items(connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[str, Occurrences]]) -> pa.Table:
    """Items and longer words with the hash of their token, by source; of longer words all pieces are items too."""
    several = [some for _, some in found]
    tokens = _token_hashes(connection, pa.concat_arrays([some.tokens for some in several]))
    first = list(accumulate((len(some.tokens) for some in several[:-1]), initial=0))
    items, longer = [some.items for some in several], [some.longer for some in several]
    of_items = np.concatenate([some.tokens_of_items + begin for some, begin in zip(several, first, strict=True)])
    of_longer = np.concatenate([some.tokens_of_longer + begin for some, begin in zip(several, first, strict=True)])
    pieces = list(map(hashes_of_pieces, longer))
    sources = pa.array([source for source, _ in found], pa.string())

    def source_of_each(those: Sequence[Sized]) -> pa.Array:
        return sources.take(pa.array(np.repeat(np.arange(len(those)), list(map(len, those)))))

    return pa.concat_tables(
        [
            _kept(source=source_of_each(items), item=np.concatenate(items), token=tokens[of_items]),
            _kept(source=source_of_each(pieces), item=np.concatenate(pieces)),
            _kept(source=source_of_each(longer), longer=list(chain.from_iterable(longer)), token=tokens[of_longer]),
        ]
    )


def _token_hashes(connection: duckdb.DuckDBPyConnection, tokens: pa.Array) -> Hashes:
    """What DuckDB's hash makes of tokens, by which texts that have one are found there (touched.py)."""
    connection.register("incoming_rows", pa.table({"token": tokens}))
    try:
        hashed = connection.execute("select hash(token) from incoming_rows").to_arrow_table()
    finally:
        connection.unregister("incoming_rows")
    found: Hashes = hashed.column(0).to_numpy()
    return found


def _kept(source: pa.Array, **columns: pa.Array | Hashes | list[str]) -> pa.Table:
    """Rows as they are kept; of what is not given there is none."""
    given = {"source": source, **columns}
    return pa.Table.from_arrays(
        [
            pa.array(given[field.name], field.type) if field.name in given else pa.nulls(len(source), field.type)
            for field in _KEPT
        ],
        schema=_KEPT,
    )
