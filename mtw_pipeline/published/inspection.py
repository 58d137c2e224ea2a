"""A published copy, looked at as its readers see it.

What belongs here: what is wrong with a copy, in words that name no person. What does not: making it (publishing.py),
and how people are searched for (search.py).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from mtw_pipeline.activity import so_far
from mtw_pipeline.published.allowed import AllowedWords, allowed_words
from mtw_pipeline.published.columns import published_tables
from mtw_pipeline.published.parallel import threads_for_its_rows
from mtw_pipeline.published.parts.planning import SEARCHED, record_of
from mtw_pipeline.published.parts.searched import SearchedParts, told_by
from mtw_pipeline.published.parts.word_hashes import OfEach
from mtw_pipeline.published.people import People, people
from mtw_pipeline.published.provenance import PROVENANCE
from mtw_pipeline.published.search import Search, Sought, sought
from mtw_pipeline.published.searched_texts import ROWS_AT_ONCE, found_in, found_in_comments, texts_of
from mtw_pipeline.published.stored import StoredTable, misplaced
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import DATABASE, PARQUET, PublishedVersions
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import bound_memory, is_short
from mtw_pipeline.warehouse.tables.model import Table
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS

if TYPE_CHECKING:
    from mtw_pipeline.published.publishing import PublishedCopy

_TOKENS_REMEMBERED = 500_000
_FEW_ROWS, _FEW_TOKENS = 16_384, 50_000
_ROWS_KEPT_AT_ONCE = 32_768
_TABLES_AT_ONCE = 2

_Differences = tuple[list[str], list[str], list[str]]


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
    windows = 1 if made is None or made.plan.reused is None else len(study.windows())
    with (
        duckdb.connect(str(folder / DATABASE), read_only=True) as copy,
        ThreadPoolExecutor(_TABLES_AT_ONCE) as pool,
        threads_for_its_rows(copy, windows),
        threads_for_its_rows(warehouse.connection, windows, has_lake=bool(warehouse.lake.tables())),
    ):
        bound_memory(copy)

        def look(tables: Sequence[Table]) -> Callable[[], _Differences]:
            cursors = warehouse.cursor(), copy.cursor()  # made here: the connections are this thread's
            return partial(_stored, *cursors, folder / PARQUET, made, tables, identify=identify)

        declared = published_tables(identify=identify)
        those = [declared[place::_TABLES_AT_ONCE] for place in range(_TABLES_AT_ONCE)]
        # Which is DuckDB's work, while Python searches for people, where there is memory for both.
        begun = [] if is_short(warehouse.connection) else [pool.submit(look(some)) for some in those]
        people_found = [] if identify else _people(warehouse, study, copy, folder / PARQUET, made)
        stored = [one.result() for one in begun] or [look(declared)()]
        missing, unequal, misplaced_found = (sorted(chain.from_iterable(one)) for one in zip(*stored, strict=True))
        return {
            "no_person": people_found + misplaced_found,
            "commented": _uncommented(copy),
            "rows_equal": missing,
            "parquet_equal": sorted([*unequal, *_of_itself(copy, folder / PARQUET, declared)]),
        }


def _stored(
    warehouse: duckdb.DuckDBPyConnection,
    copy: duckdb.DuckDBPyConnection,
    parquet: Path,
    made: "PublishedCopy | None",
    tables: Sequence[Table],
    *,
    identify: bool,
) -> _Differences:
    """Tables that miss rows, those that the Parquet files hold otherwise, columns of what may not stand there."""
    names = _names_in(copy)
    missing, unequal, named = [], [], []
    for table in tables:
        if table.name not in names:
            continue
        new, _ = _files_of(table, parquet, made)
        earlier = [file for file in sorted((parquet / table.name).glob("*.parquet")) if file not in new]
        said, is_unequal = StoredTable(table, copy, new, earlier).differences(warehouse, identify=identify)
        missing += [said] if said else []
        unequal += [table.name] if is_unequal else []
        if not identify:
            named += misplaced(table, new, _FEW_ROWS)  # who is known says nothing of it
    return missing, unequal, named


def _names_in(copy: duckdb.DuckDBPyConnection) -> frozenset[str]:
    return frozenset(str(row[0]) for row in copy.execute("select table_name from duckdb_tables()").fetchall())


def _of_itself(copy: duckdb.DuckDBPyConnection, parquet: Path, declared: Sequence[Table]) -> list[str]:
    """Tables that are not declared or not there, and the one of where the copy comes from, if its file is other."""
    unequal = _names_in(copy) ^ {*(table.name for table in declared), PROVENANCE.name}
    file = parquet / f"{PROVENANCE.name}.parquet"
    rows = [
        copy.execute(f"from {PROVENANCE.name}").fetchall(),
        copy.execute("from read_parquet($1)", [str(file)]).fetchall(),
    ]
    return [*unequal, *([PROVENANCE.name] if rows[0] != rows[1] else [])]


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
    rows, remembered = (_FEW_ROWS, _FEW_TOKENS) if few else (ROWS_AT_ONCE, _TOKENS_REMEMBERED)
    files = {table: _files_of(table, parquet, made) for table in published_tables(identify=False)}
    comments = [str(row[0]) for row in copy.execute(_SCHEMA_TEXTS).fetchall()]
    new = [(table, of_table) for table, (of_table, _) in files.items()]
    provenance = [parquet / f"{PROVENANCE.name}.parquet"]
    met = made.plan.met if made else None
    found = made.searched.found_with(provenance, comments) if made is not None else None
    if found is None:
        found = _found_here(Search(known, allowed, remembered), [*new, (PROVENANCE, provenance)], comments, rows)
    with warehouse.cursor() as asking:
        searched = SearchedParts(record_of(study).folder / SEARCHED, asking)
        if met is not None and not _is_nobody_met(made):
            suspected, search = searched.suspected(_forms_of(met, allowed)), Search(met, allowed, remembered)
            for table, (_, earlier) in files.items():
                likely = [file for file in earlier if suspected.has(file.stem, table.name)]
                found += found_in(search, table, likely, rows)
        if made is not None:
            _keep_searched(searched, made, parquet, min(rows, _ROWS_KEPT_AT_ONCE))
    return found


def _found_here(
    search: Search, files: Sequence[tuple[Table, Sequence[Path]]], comments: Sequence[str], rows: int
) -> list[str]:
    found = []
    for place, (table, those) in enumerate(files, start=1):
        so_far(f"{table.name}, table {place} of {len(files)}")
        found += found_in(search, table, those, rows)
    return found + found_in_comments(search, comments)


def _forms_of(met: People, allowed: AllowedWords) -> Iterator[OfEach]:
    """What tells the parts in which somebody may stand whom the study met."""
    yield from told_by(Sought(), met.short_ids)
    for those in sought(met, allowed):
        yield from told_by(those)


def _keep_searched(searched: SearchedParts, made: "PublishedCopy", parquet: Path, at_once: int) -> None:
    """Keep what the parts hold that were made just now, and all of a window of which nothing is kept.

    Not of a study's only window, as of its texts (items.py), nor of what is made of all windows.
    """
    tables = [table for table in published_tables(identify=False) if table.name not in OF_ALL_WINDOWS]
    files = {table: _files_of(table, parquet, made) for table in tables}
    windows = frozenset().union(*made.plan.contents.values())
    for window in sorted(windows) if len(windows) > 1 else ():
        parts = {
            table.name: partial(texts_of, table, file, at_once)
            for table, (new, earlier) in files.items()
            for file in (new if searched.has(window) else [*new, *earlier])
            if file.stem == window
        }
        searched.keep(window, parts)


def _files_of(table: Table, parquet: Path, made: "PublishedCopy | None") -> tuple[list[Path], list[Path]]:
    """The Parquet files of a table: those that were made just now, and those of an earlier copy."""
    files = sorted((parquet / table.name).glob("*.parquet"))
    if made is None or made.plan.reused is None:
        return files, []
    new = [file for file in files if file.stem in made.remade[table.name]]
    return new, [file for file in files if file not in new]


_SCHEMA_TEXTS = """
    select comment from duckdb_tables() where comment is not null
    union all select comment from duckdb_columns() where comment is not null and not internal
    union all select comment from duckdb_views() where comment is not null and not internal
"""


def _uncommented(copy: duckdb.DuckDBPyConnection) -> list[str]:
    rows = copy.execute(
        "select table_name from duckdb_tables() where comment is null and not temporary union all"
        " select view_name from duckdb_views() where comment is null and not internal union all"
        " select table_name || '.' || column_name from duckdb_columns() where comment is null and not internal"
        " and database_name = current_database() order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]
