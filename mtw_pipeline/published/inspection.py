"""A published copy, looked at as its readers see it.

What belongs here: what is wrong with a copy, in words that name no person, and for its owner in words that do. What
does not: making it (publishing.py), how people are searched for (search.py), and the rows that show them (named.py).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mtw_pipeline.activity import so_far
from mtw_pipeline.published.columns import is_searched, published_tables
from mtw_pipeline.published.counted_words import TABLES_OF_WORDS, words_without_text
from mtw_pipeline.published.named import Named, first_of, row_unlike, row_with, with_its_words
from mtw_pipeline.published.names.allowed import AllowedWords, allowed_words
from mtw_pipeline.published.parallel import threads_for_its_rows
from mtw_pipeline.published.parts.planning import SEARCHED, record_of
from mtw_pipeline.published.parts.searched import SearchedParts, Suspected, told_by
from mtw_pipeline.published.parts.word_hashes import OfEach
from mtw_pipeline.published.people import People, people
from mtw_pipeline.published.provenance import PROVENANCE
from mtw_pipeline.published.search import Search, Sought, sought
from mtw_pipeline.published.stored import Misplaced, StoredTable, distinct_of, misplaced, rows_of_file
from mtw_pipeline.study.folder import Study
from mtw_pipeline.study.published_versions import DATABASE, PARQUET, PublishedVersions
from mtw_pipeline.system.threads import in_threads
from mtw_pipeline.warehouse.connection import Warehouse
from mtw_pipeline.warehouse.memory import is_short, shared_between
from mtw_pipeline.warehouse.statements import sql_text
from mtw_pipeline.warehouse.tables.model import Column, Holds, Table, Type
from mtw_pipeline.warehouse.tables.text import TWEET_TOKENS
from mtw_pipeline.warehouse.tables.trends import OF_ALL_WINDOWS
from mtw_pipeline.wording import number_of

if TYPE_CHECKING:
    from mtw_pipeline.published.publishing import MadeCopy

_Columns = tuple[Column, ...]
"""A column, or several of which each holds a word of one row."""

_ROWS_AT_ONCE, _TOKENS_REMEMBERED = 131_072, 500_000
_FEW_ROWS, _FEW_TOKENS = 16_384, 50_000
_ROWS_KEPT_AT_ONCE = 32_768


@dataclass(frozen=True)
class Findings:
    """What is wrong with a copy.

    Args:
        by_check: by the name of the check, in words that name no person; every list is empty where all is well.
        named: the first row of each column that names somebody, and what stands there.
    """

    by_check: dict[str, list[str]]
    named: tuple[Named, ...]


def findings(warehouse: Warehouse, study: Study, made: "MadeCopy | None" = None) -> Findings:
    """What is wrong with the copy.

    Args:
        warehouse: the open warehouse.
        study: the study.
        made: a copy that was made just now. Parts of it that it has from a copy that was looked at, and found good,
            are searched for those whom the study met since; without it everything of the one in place is looked at.
    """
    folder = made.folder if made is not None else PublishedVersions(study.published).current
    if folder is None:
        raise RuntimeError("There is no published copy to look at")
    identify = study.settings.publish.identify
    windows = 1 if made is None or made.plan.reused is None else len(study.windows())
    with (
        duckdb.connect(str(folder / DATABASE), read_only=True) as copy,
        warehouse.cursor() as counting,
        ThreadPoolExecutor(1) as pool,
        threads_for_its_rows(copy, windows),
        threads_for_its_rows(warehouse.connection, windows, has_lake=bool(warehouse.lake.tables())),
        shared_between(warehouse.connection, copy),
    ):
        asked = partial(_stored, counting, copy.cursor(), folder / PARQUET, made, identify=identify)
        # Which is DuckDB's work, while Python searches for people, where there is memory for both.
        begun = None if is_short(warehouse.connection) else pool.submit(asked)
        named = [] if identify else _people(warehouse, study, copy, folder / PARQUET, made)
        missing, unequal, misplaced_found, counted_words = begun.result() if begun else asked()
        named += [*(_named_by(copy, one) for one in misplaced_found), *counted_words]
        found = {
            "no_person": list(map(str, named)),
            "commented": _uncommented(copy),
            "rows_equal": missing,
            "parquet_equal": unequal,
        }
        return Findings(found, tuple(named))


def _named_by(copy: duckdb.DuckDBPyConnection, found: Misplaced) -> Named:
    row, value = row_unlike(copy, found.table, found.column, found.pattern)
    return Named(f"{found.table.name}.{found.column.name}", found.said, row, value)


def _stored(
    warehouse: duckdb.DuckDBPyConnection,
    copy: duckdb.DuckDBPyConnection,
    parquet: Path,
    made: "MadeCopy | None",
    *,
    identify: bool,
) -> tuple[list[str], list[str], list[Misplaced], list[Named]]:
    """Tables that miss rows, those that Parquet files hold otherwise, what may not stand in columns, words of names.

    Words are told by the tokens of their window: where it has none, nothing is.
    """
    declared = {table.name: table for table in published_tables(identify=identify)}
    names = {str(row[0]) for row in copy.execute("select table_name from duckdb_tables()").fetchall()}
    missing: list[str] = []
    named: list[Misplaced] = []
    unequal = sorted(names ^ {*declared, PROVENANCE.name})
    for table in (declared[name] for name in sorted(names & declared.keys())):
        new, _ = _files_of(table, parquet, made)
        earlier = [file for file in sorted((parquet / table.name).glob("*.parquet")) if file not in new]
        said, is_unequal = StoredTable(table, copy, new, earlier).differences(warehouse, identify=identify)
        missing += [said] if said else []
        unequal += [table.name] if is_unequal else []
        if not identify:
            named += misplaced(table, new, _FEW_ROWS)  # who is known says nothing of it
    file = parquet / f"{PROVENANCE.name}.parquet"
    rows = [
        copy.execute(f"from {PROVENANCE.name}").fetchall(),
        copy.execute("from read_parquet($1)", [str(file)]).fetchall(),
    ]
    new_words = {file.stem for table in TABLES_OF_WORDS for file in _files_of(table, parquet, made)[0]}
    with_tokens = {file.stem for file in (parquet / TWEET_TOKENS.name).glob("*.parquet")}
    counted_words = [] if identify else words_without_text(copy, new_words & with_tokens)
    return missing, unequal + ([PROVENANCE.name] if rows[0] != rows[1] else []), named, counted_words


def _is_nobody_met(made: "MadeCopy | None") -> bool:
    met = made.plan.met if made else None
    return met is None or not any((met.handles, met.names, met.short_ids, met.coders))


def _people(
    warehouse: Warehouse,
    study: Study,
    copy: duckdb.DuckDBPyConnection,
    parquet: Path,
    made: "MadeCopy | None",
) -> list[Named]:
    """Where a handle, a display name or an id of the study still stands, and how often."""
    known = made.known if made is not None and made.known is not None else people(warehouse, study)
    allowed = allowed_words(study.settings, known.languages)
    few = is_short(warehouse.connection)
    rows, remembered = (_FEW_ROWS, _FEW_TOKENS) if few else (_ROWS_AT_ONCE, _TOKENS_REMEMBERED)
    search = Search(known, allowed, remembered)
    met = made.plan.met if made else None
    search_for_met = None if met is None or _is_nobody_met(made) else Search(met, allowed, remembered)
    with warehouse.cursor() as asking:
        searched = SearchedParts(record_of(study).folder / SEARCHED, asking)
        suspected = searched.suspected(_forms_of(met, allowed)) if met is not None else Suspected()
        found = []
        tables = published_tables(identify=False)
        for place, table in enumerate(tables, start=1):
            so_far(f"{table.name}, table {place} of {len(tables)}")
            new, earlier = _files_of(table, parquet, made)
            found += _found_in(copy, search, table, new, rows)
            if search_for_met is not None:
                likely = [file for file in earlier if suspected.has(file.stem, table.name)]
                found += _found_in(copy, search_for_met, table, likely, rows)
        if made is not None:
            _keep_searched(searched, made, parquet, min(rows, _ROWS_KEPT_AT_ONCE))
    found += _found_in(copy, search, PROVENANCE, [parquet / f"{PROVENANCE.name}.parquet"], rows)
    texts = pa.array([str(row[0]) for row in copy.execute(sql_text("published/comments")).fetchall()], pa.string())
    finds = partial(search.found_in, of_the_program=True)
    if counted := finds(texts):
        found.append(Named("comments and views", _said(counted), "", with_its_words(first_of(texts, finds), finds)))
    return found


def _forms_of(met: People, allowed: AllowedWords) -> Iterator[OfEach]:
    """What tells the parts in which somebody may stand whom the study met."""
    yield from told_by(Sought(), met.short_ids)
    for those in sought(met, allowed):
        yield from told_by(those)


def _keep_searched(searched: SearchedParts, made: "MadeCopy", parquet: Path, at_once: int) -> None:
    """Keep what the parts hold that were made just now, and all of a window of which nothing is kept.

    Not of a study's only window, as of its texts (parts/items.py), nor of what is made of all windows.
    """
    tables = [table for table in published_tables(identify=False) if table.name not in OF_ALL_WINDOWS]
    files = {table: _files_of(table, parquet, made) for table in tables}
    windows = frozenset().union(*made.plan.contents.values())
    for window in sorted(windows) if len(windows) > 1 else ():
        parts = {
            table.name: partial(_texts_of, table, file, at_once)
            for table, (new, earlier) in files.items()
            for file in (new if searched.has(window) else [*new, *earlier])
            if file.stem == window
        }
        searched.keep(window, parts)


def _texts_of(table: Table, file: Path, at_once: int) -> Iterator[pa.Array]:
    columns = list(_columns_of(table))
    return (values for _, values in _values_of(columns, [file], at_once)) if columns else iter(())


def _files_of(table: Table, parquet: Path, made: "MadeCopy | None") -> tuple[list[Path], list[Path]]:
    """The Parquet files of a table: those that were made just now, and those of an earlier copy."""
    files = sorted((parquet / table.name).glob("*.parquet"))
    if made is None or made.plan.reused is None:
        return files, []
    new = [file for file in files if file.stem in made.remade[table.name]]
    return new, [file for file in files if file not in new]


def _found_in(
    copy: duckdb.DuckDBPyConnection, search: Search, table: Table, files: list[Path], at_once: int
) -> list[Named]:
    columns = list(_columns_of(table))
    finds = {those: partial(search.found_in, of_the_program=those[0].holds is Holds.NOTHING) for those in columns}
    counted: dict[_Columns, Counter[str]] = {one: Counter() for one in columns}
    first: dict[_Columns, str] = {}

    def look(piece: tuple[_Columns, pa.Array]) -> tuple[_Columns, Counter[str], pa.Array]:
        those, values = piece
        return those, finds[those](values), values

    for those, found, values in in_threads(look, _values_of(columns, files, at_once) if columns else ()):
        counted[those] += found
        if found and those not in first:
            first[those] = first_of(values, finds[those])
    return [
        Named(
            f"{table.name}.{'+'.join(column.name for column in those)}",
            _said(counted[those]),
            row_with(copy, table, those, value),
            with_its_words(value, finds[those]),
        )
        for those, value in first.items()
    ]


def _said(found: Counter[str]) -> str:
    """What was found, by its kind, without saying whom."""
    return ", ".join(number_of(count, kind.removesuffix("s"), kind) for kind, count in sorted(found.items()))


def _columns_of(table: Table) -> Iterator[_Columns]:
    """Every column of text, and the columns of one word each together."""
    texts = [column for column in table.columns if column.type in (Type.TEXT, Type.TEXTS)]
    words = tuple(column for column in texts if column.holds is Holds.WORD)
    yield from ((column,) for column in texts if is_searched(column))
    if len(words) > 1:
        yield words


def _values_of(columns: Sequence[_Columns], files: list[Path], at_once: int) -> Iterator[tuple[_Columns, pa.Array]]:
    """The texts of columns of Parquet files, or of several as one text: many at once, each once among these.

    Every file is opened once, whatever the number of its columns: of a study of many windows there are thousands.
    """
    names = list(dict.fromkeys(column.name for those in columns for column in those))
    waiting: dict[_Columns, list[pa.Array]] = {one: [] for one in columns}
    for file in files:
        for rows in rows_of_file(file, names, at_once):
            for those, values in waiting.items():
                values.append(_texts(rows, those))
                if sum(map(len, values)) >= at_once // 2:
                    yield those, _each_once(values)
                    values.clear()
    for those, values in waiting.items():
        if values:
            yield those, _each_once(values)


def _each_once(values: Sequence[pa.Array]) -> pa.Array:
    """The values of several arrays; of one whose values differ they are the array."""
    return values[0] if len(values) == 1 else pc.unique(pa.concat_arrays(values))


def _texts(rows: pa.RecordBatch, columns: _Columns) -> pa.Array:
    """The distinct texts of a column of some rows, or of several as one text."""
    chosen = [rows.column(column.name) for column in columns]
    values = chosen[0] if len(chosen) == 1 else pc.binary_join_element_wise(*map(_decoded, chosen), " ")
    if pa.types.is_list(values.type):
        values = values.flatten()
    return distinct_of(values)


def _decoded(values: pa.Array) -> pa.Array:
    return values.dictionary_decode() if pa.types.is_dictionary(values.type) else values


def _uncommented(copy: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(name) for (name,) in copy.execute(sql_text("published/uncommented")).fetchall()]
