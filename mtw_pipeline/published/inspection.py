"""A published copy, looked at as its readers see it.

What belongs here: what is wrong with a copy, in words that name no person. What does not: making it (publishing.py),
and how people are searched for (search.py).
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mtw_pipeline.published.allowed import allowed_words
from mtw_pipeline.published.columns import PSEUDONYMOUS, published_tables
from mtw_pipeline.published.parallel import threads_for_its_rows
from mtw_pipeline.published.people import people
from mtw_pipeline.published.provenance import PROVENANCE
from mtw_pipeline.published.search import Search
from mtw_pipeline.published.stored import StoredTable, no_pseudonyms
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import DATABASE, PARQUET, PublishedVersions
from mtw_pipeline.threads import in_threads
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import bound_memory, is_short
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type

if TYPE_CHECKING:
    from mtw_pipeline.published.publishing import PublishedCopy

_ROWS_AT_ONCE, _TOKENS_REMEMBERED = 131_072, 500_000
_FEW_ROWS, _FEW_TOKENS = 16_384, 50_000


def findings(warehouse: Warehouse, study: Study, made: "PublishedCopy | None" = None) -> dict[str, list[str]]:
    """What is wrong with the copy, by the name of the check; every list is empty where all is well.

    Args:
        warehouse: the open warehouse.
        study: the study.
        made: what was published just now. Parts of it that it has from a copy that was looked at, and found good, are
            searched for those whom the study met since; without it everything is looked at.
    """
    folder = PublishedVersions(study.published).current
    if folder is None:
        raise RuntimeError("There is no published copy to look at")
    identify = study.settings.publish.identify
    with (
        duckdb.connect(str(folder / DATABASE), read_only=True) as copy,
        warehouse.cursor() as counting,
        ThreadPoolExecutor(1) as pool,
        threads_for_its_rows(copy),
        threads_for_its_rows(warehouse.connection, has_lake=bool(warehouse.lake.tables())),
    ):
        bound_memory(copy)
        asked = partial(_stored, counting, copy.cursor(), folder / PARQUET, made, identify=identify)
        # Which is DuckDB's work, while Python searches for people, where there is memory for both.
        begun = None if is_short(warehouse.connection) else pool.submit(asked)
        people_found = [] if identify else _people(warehouse, study, copy, folder / PARQUET, made)
        missing, unequal, no_pseudonyms_found = begun.result() if begun else asked()
        return {
            "no_person": people_found + no_pseudonyms_found,
            "commented": _uncommented(copy),
            "rows_equal": missing,
            "parquet_equal": unequal,
        }


def _stored(
    warehouse: duckdb.DuckDBPyConnection,
    copy: duckdb.DuckDBPyConnection,
    parquet: Path,
    made: "PublishedCopy | None",
    *,
    identify: bool,
) -> tuple[list[str], list[str], list[str]]:
    """Tables of which rows are missing, tables that the Parquet files hold otherwise, columns without pseudonyms."""
    declared = {table.name: table for table in published_tables(identify=identify)}
    names = {str(row[0]) for row in copy.execute("select table_name from duckdb_tables()").fetchall()}
    missing, named = [], []
    unequal = sorted(names ^ {*declared, PROVENANCE.name})
    for table in (declared[name] for name in sorted(names & declared.keys())):
        new, _ = _files_of(table, parquet, made)
        earlier = [file for file in sorted((parquet / table.name).glob("*.parquet")) if file not in new]
        said, is_unequal = StoredTable(table, copy, new, earlier).differences(warehouse, identify=identify)
        missing += [said] if said else []
        unequal += [table.name] if is_unequal else []
        if not identify:
            named += no_pseudonyms(copy, table, new)  # who is known says nothing of it
    file = parquet / f"{PROVENANCE.name}.parquet"
    rows = [
        copy.execute(f"from {PROVENANCE.name}").fetchall(),
        copy.execute("from read_parquet($1)", [str(file)]).fetchall(),
    ]
    return missing, unequal + ([PROVENANCE.name] if rows[0] != rows[1] else []), named


def _is_nobody_met(made: "PublishedCopy | None") -> bool:
    met = made.plan.met if made else None
    return met is None or not any((met.handles, met.names, met.short_ids, met.coders))


def _people(
    warehouse: Warehouse,
    study: Study,
    copy: duckdb.DuckDBPyConnection,
    parquet: Path,
    made: "PublishedCopy | None",
) -> list[str]:
    """Where a handle, a display name or an id of the study still stands, and how often."""
    known = made.known if made is not None and made.known is not None else people(warehouse, study.settings)
    allowed = allowed_words(study.settings, known.languages)
    few = is_short(warehouse.connection)
    rows, remembered = (_FEW_ROWS, _FEW_TOKENS) if few else (_ROWS_AT_ONCE, _TOKENS_REMEMBERED)
    search = Search(known, allowed, remembered)
    met = made.plan.met if made else None
    search_for_met = None if met is None or _is_nobody_met(made) else Search(met, allowed, remembered)
    found = []
    for table in published_tables(identify=False):
        new, earlier = _files_of(table, parquet, made)
        found += _found_in(search, table, new, rows)
        if search_for_met is not None:
            found += _found_in(search_for_met, table, earlier, rows)
    found += _found_in(search, PROVENANCE, [parquet / f"{PROVENANCE.name}.parquet"], rows)
    texts = [str(row[0]) for row in copy.execute(_SCHEMA_TEXTS).fetchall()]
    counted = search.found_in(pa.array(texts, pa.string()), of_the_program=True)
    return found + [f"comments and views: {count} {kind}" for kind, count in sorted(counted.items())]


def _files_of(table: Table, parquet: Path, made: "PublishedCopy | None") -> tuple[list[Path], list[Path]]:
    """The Parquet files of a table: those that were made just now, and those of an earlier copy."""
    files = sorted((parquet / table.name).glob("*.parquet"))
    if made is None or made.plan.reused is None:
        return files, []
    new = [file for file in files if file.stem in made.remade[table.name]]
    return new, [file for file in files if file not in new]


def _found_in(search: Search, table: Table, files: list[Path], at_once: int) -> list[str]:
    filled = [file for file in files if pq.read_metadata(file).num_rows]

    def look(columns: tuple[Column, ...]) -> list[str]:
        counted: Counter[str] = Counter()
        for values in _values_of(columns, filled, at_once):
            counted += _found(search, columns, values)
        names = "+".join(column.name for column in columns)
        return [f"{table.name}.{names}: {count} {kind}" for kind, count in sorted(counted.items())]

    return [one for those in in_threads(look, _columns_of(table) if filled else ()) for one in those]


_SCHEMA_TEXTS = """
    select comment from duckdb_tables() where comment is not null
    union all select comment from duckdb_columns() where comment is not null and not internal
    union all select comment from duckdb_views() where comment is not null and not internal
"""


def _columns_of(table: Table) -> Iterator[tuple[Column, ...]]:
    """Every column of text, and the columns of one word each together."""
    texts = [column for column in table.columns if column.type in (Type.TEXT, Type.TEXTS)]
    words = tuple(column for column in texts if column.holds is Holds.WORD)
    for column in texts:
        is_of_words = column.holds not in PSEUDONYMOUS or column.holds in (Holds.CODER, Holds.CODERS)
        if is_of_words and not column.allowed and not column.pattern:
            yield (column,)
    if len(words) > 1:
        yield words


def _values_of(columns: tuple[Column, ...], files: list[Path], at_once: int) -> Iterator[pa.Array]:
    """The texts of a column of Parquet files, or of several as one text: many at once, each once among these."""
    waiting: list[pa.Array] = []
    for file in files:
        for values in _read(file, columns, at_once):
            waiting.append(values)
            if sum(map(len, waiting)) >= at_once:
                yield pc.unique(pa.concat_arrays(waiting))
                waiting = []
    if waiting:
        yield pc.unique(pa.concat_arrays(waiting))


def _read(file: Path, columns: tuple[Column, ...], at_once: int) -> Iterator[pa.Array]:
    """The distinct texts of a column of a file, or of several as one text, of many rows at once."""
    for rows in pq.ParquetFile(file).iter_batches(at_once, columns=[column.name for column in columns]):
        values = rows.column(0) if len(columns) == 1 else pc.binary_join_element_wise(*rows.columns, " ")
        if pa.types.is_list(values.type):
            values = values.flatten()
        yield pc.drop_null(pc.unique(values))


def _found(search: Search, columns: tuple[Column, ...], values: pa.Array) -> Counter[str]:
    holds = columns[0].holds
    return search.found_in(values, of_the_program=holds is Holds.NOTHING)


def _uncommented(copy: duckdb.DuckDBPyConnection) -> list[str]:
    rows = copy.execute(
        "select table_name from duckdb_tables() where comment is null and not temporary union all"
        " select view_name from duckdb_views() where comment is null and not internal union all"
        " select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal"
        " and database_name = current_database() order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]
